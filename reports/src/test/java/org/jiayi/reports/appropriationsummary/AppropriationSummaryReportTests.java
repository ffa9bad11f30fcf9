package org.jiayi.reports.appropriationsummary;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jiayi.reports.RenderedPdf;
import org.junit.jupiter.api.Test;

class AppropriationSummaryReportTests {

    private static final AppropriationSummaryDocument DOCUMENT = new AppropriationSummaryDocument();

    @Test
    void look() throws Exception {
        var pdf = RenderedPdf.of(out -> DOCUMENT.pdf(AppropriationSummarySamples.small(), out));
        Files.write(Path.of("target/c.pdf"), pdf.bytes());
        pdf = RenderedPdf.of(out -> DOCUMENT.pdf(AppropriationSummarySamples.ofPayees(40), out));
        Files.write(Path.of("target/d.pdf"), pdf.bytes());
        Files.write(
                Path.of("target/c.xlsx"),
                RenderedPdf.bytesOf(out -> DOCUMENT.xlsx(AppropriationSummarySamples.small(), out)));
    }
}
