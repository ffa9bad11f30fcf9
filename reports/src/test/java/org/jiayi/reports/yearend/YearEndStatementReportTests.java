package org.jiayi.reports.yearend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.IOException;
import java.util.List;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;

class YearEndStatementReportTests {

    private static final YearEndStatementDocument DOCUMENT = new YearEndStatementDocument();

    private static RenderedPdf pdf(YearEndStatement statement) throws IOException {
        return RenderedPdf.of(out -> DOCUMENT.pdf(statement, out));
    }

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(getClass(), "year-end.txt", pdf(YearEndStatementSamples.small()));
    }

    @Test
    void addsUpThePagesOfBothTables() throws IOException {
        var pages = pdf(YearEndStatementSamples.ofPayees(40)).pages();

        assertThat(pages)
                .filteredOn(page -> page.contains("收支结余"))
                .hasSizeGreaterThan(1)
                .allMatch(page -> page.contains("本页小计"));
        assertThat(pages)
                .filteredOn(page -> page.contains("考核与清算"))
                .hasSizeGreaterThan(1)
                .allMatch(page -> page.contains("本页小计"));
        assertThat(pages.get(pages.size() - 1)).contains("批准人：王赟", "（无）", "清算差额（负为收回）");
    }

    @Test
    void keepsEveryFigureInTheWorkbook() throws IOException {
        var xlsx = RenderedXlsx.of(out -> DOCUMENT.xlsx(YearEndStatementSamples.small(), out));

        var overspent = xlsx.rowOf("收支结余", "2");
        assertThat(described(overspent, 1)).isEqualTo("STRING H53010200018");
        assertThat(described(overspent, 7)).isEqualTo("NUMBER -34398.69 #,##0.00");
        assertThat(described(xlsx.rowOf("考核与清算", "2"), 4)).isEqualTo("STRING 39/40");
        assertThat(described(xlsx.rowOf("考核与清算", "合计"), 10)).isEqualTo("NUMBER -3430.19 #,##0.00");
        assertThat(described(xlsx.rowOf("汇总", "清算差额（负为收回）"), 1)).isEqualTo("STRING 人民币负叁仟肆佰叁拾元零壹角玖分");
        assertThat(described(xlsx.rowOf("医共体分配", "合计"), 5)).isEqualTo("NUMBER 10000.00 #,##0.00");
    }

    @Test
    void refusesALineThatDoesNotTie() {
        assertThatThrownBy(() -> new PayeeYearLine(
                        "H1", "甲", 1, "90", "1", 100, 60, 20, 20, 10, 10, 10, 10, 0, 90, 80, -9, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("paid and balance make 81, not 80");
    }

    @Test
    void printsAYearWithoutPayees() throws IOException {
        assertThat(pdf(YearEndStatementSamples.of(List.of(), List.of())).text()).contains("（无）", "人民币零元整");
    }
}
