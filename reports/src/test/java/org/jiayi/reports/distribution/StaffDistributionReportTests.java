package org.jiayi.reports.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.IOException;
import java.util.List;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;

class StaffDistributionReportTests {

    private static final StaffDistributionDocument DOCUMENT = new StaffDistributionDocument();

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(
                getClass(),
                "staff-distribution.txt",
                RenderedPdf.of(out -> DOCUMENT.pdf(StaffDistributionSamples.small(), out)));
    }

    @Test
    void keepsEveryPartInTheWorkbook() throws IOException {
        var xlsx = RenderedXlsx.of(out -> DOCUMENT.xlsx(StaffDistributionSamples.small(), out));

        assertThat(described(xlsx.rowOf("成员分配", "3"), 1)).isEqualTo("STRING 阿依古丽·买买提·阿卜杜热合曼·吐尔逊江·玉素甫");
        assertThat(described(xlsx.rowOf("成员分配", "3"), 2)).isEqualTo("STRING 99.5");
        assertThat(described(xlsx.rowOf("成员分配", "合计"), 3)).isEqualTo("NUMBER 75000.00 #,##0.00");
    }

    @Test
    void refusesPartsThatDoNotMakeThePool() {
        assertThatThrownBy(() -> StaffDistributionSamples.of(List.of(new MemberLine("甲", "1", 1)), 7_500_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the lines add up to 1, not to 7500000, of the members' parts");
    }
}
