package org.jiayi.reports.capitationstatement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jiayi.reports.RenderedPdf;
import org.junit.jupiter.api.Test;

class CapitationStatementReportTests {

    private static final CapitationStatementDocument DOCUMENT = new CapitationStatementDocument();

    @Test
    void look() throws Exception {
        var pdf = RenderedPdf.of(out -> DOCUMENT.pdf(CapitationStatementSamples.ofPersons(120), out));
        Files.write(Path.of("target/a.pdf"), pdf.bytes());
        var pdf2 = RenderedPdf.of(out -> DOCUMENT.pdf(
                CapitationStatementSamples.ofNames("胡㐂", "𠮷野", "张𬱖", "阿依古丽·买买提·阿卜杜热合曼·吐尔逊江·玉素甫·艾合买提"), out));
        Files.write(Path.of("target/b.pdf"), pdf2.bytes());
        System.out.println(pdf2.text());
        Files.write(
                Path.of("target/a.xlsx"),
                RenderedPdf.bytesOf(out -> DOCUMENT.xlsx(CapitationStatementSamples.ofPersons(120), out)));
        var again = RenderedPdf.of(out -> DOCUMENT.pdf(CapitationStatementSamples.ofPersons(120), out));
        Files.write(Path.of("target/a2.pdf"), again.bytes());
        assertThat(again.bytes()).isEqualTo(pdf.bytes());
    }
}
