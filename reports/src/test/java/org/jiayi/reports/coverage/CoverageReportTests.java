package org.jiayi.reports.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.IOException;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;

class CoverageReportTests {

    private static final CoverageDocument DOCUMENT = new CoverageDocument();

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(
                getClass(), "coverage.txt", RenderedPdf.of(out -> DOCUMENT.pdf(CoverageSamples.small(), out)));
    }

    @Test
    void keepsCountsAndRatesAsNumbers() throws IOException {
        var xlsx = RenderedXlsx.of(out -> DOCUMENT.xlsx(CoverageSamples.small(), out));

        assertThat(described(xlsx.rowOf("人群签约率", "2"), 2)).isEqualTo("NUMBER 7210 #,##0");
        assertThat(described(xlsx.rowOf("人群签约率", "2"), 4)).isEqualTo("NUMBER 0.8340 0.00%");
        assertThat(described(xlsx.rowOf("机构签约情况", "合计"), 3)).isEqualTo("NUMBER 11628 #,##0");
    }
}
