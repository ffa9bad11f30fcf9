package org.jiayi.reports.contractfee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.IOException;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;

class ContractFeeReportTests {

    private static final ContractFeeDocument DOCUMENT = new ContractFeeDocument();

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(
                getClass(), "contract-fee.txt", RenderedPdf.of(out -> DOCUMENT.pdf(ContractFeeSamples.small(), out)));
    }

    @Test
    void keepsEveryLineInTheWorkbook() throws IOException {
        var xlsx = RenderedXlsx.of(out -> DOCUMENT.xlsx(ContractFeeSamples.small(), out));

        assertThat(described(xlsx.rowOf("费用明细", "4"), 1)).isEqualTo("STRING 2026-10");
        assertThat(described(xlsx.rowOf("费用明细", "4"), 5)).isEqualTo("NUMBER -10.00 #,##0.00");
        assertThat(described(xlsx.rowOf("付费方合计", "合计"), 2)).isEqualTo("NUMBER 110.00 #,##0.00");
    }
}
