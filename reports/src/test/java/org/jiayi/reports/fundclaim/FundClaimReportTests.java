package org.jiayi.reports.fundclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.IOException;
import java.util.List;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;

class FundClaimReportTests {

    private static final FundClaimDocument DOCUMENT = new FundClaimDocument();

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(
                getClass(), "fund-claim.txt", RenderedPdf.of(out -> DOCUMENT.pdf(FundClaimSamples.small(), out)));
    }

    @Test
    void keepsRatesAndAmountsAsNumbersAndNamesAsNames() throws IOException {
        var xlsx = RenderedXlsx.of(out -> DOCUMENT.xlsx(FundClaimSamples.small(), out));

        assertThat(described(xlsx.rowOf("机构明细", "1"), 6)).isEqualTo("NUMBER 0.4983 0.00%");
        assertThat(described(xlsx.rowOf("机构明细", "3"), 2)).isEqualTo("STRING =1+1卫生院");
        assertThat(xlsx.rowOf("机构明细", "3").getCell(2).getFormula()).isNull();
        assertThat(described(xlsx.rowOf("机构明细", "合计"), 4)).isEqualTo("NUMBER 180360.00 #,##0.00");
        assertThat(described(xlsx.rowOf("到账记录", "2"), 1)).isEqualTo("NUMBER 46150.0 yyyy-mm-dd");
    }

    @Test
    void refusesAClaimThatDoesNotFollowFromItsLines() {
        assertThatThrownBy(() -> FundClaimSamples.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the lines add up to 0, not to 18036000, of amounts");
    }
}
