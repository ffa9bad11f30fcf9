package org.jiayi.reports.appropriationsummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppropriationSummaryReportTests {

    private static final AppropriationSummaryDocument DOCUMENT = new AppropriationSummaryDocument();

    private static RenderedPdf pdf(AppropriationSummary summary) throws IOException {
        return RenderedPdf.of(out -> DOCUMENT.pdf(summary, out));
    }

    private static RenderedXlsx xlsx(AppropriationSummary summary) throws IOException {
        return RenderedXlsx.of(out -> DOCUMENT.xlsx(summary, out));
    }

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(getClass(), "appropriation-summary.txt", pdf(AppropriationSummarySamples.small()));
    }

    @Test
    void repeatsHeadingsAndAddsUpEveryPage() throws IOException {
        var pages = pdf(AppropriationSummarySamples.ofPayees(40)).pages();

        assertThat(pages)
                .hasSize(3)
                .allSatisfy(page -> assertThat(page).contains("机构编码", "共 3 页", "JS-530100-390-202603-01"));
        assertThat(pages.get(0)).contains("本页小计 15,000 150,000.75 120,000.60 30,000.15");
        assertThat(pages.get(1)).contains("本页小计 21,000 210,001.05 168,000.84 42,000.21");
        assertThat(pages.get(2))
                .contains("本页小计 4,000 40,000.20 32,000.16 8,000.04")
                .contains("合计 40,000 400,002.00 320,001.60 80,000.40")
                .contains("制表人：李䶮", "复核人：", "批准人：");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 28, 34})
    void keepsTheSignaturesTogetherHoweverTheLinesFall(int payees) throws IOException {
        var pages = pdf(AppropriationSummarySamples.ofPayees(payees)).pages();

        assertThat(pages.get(pages.size() - 1)).contains("应付额", "质量保证金（留存）", "制表人", "批准人", "日期");
        assertThat(String.join("", pages)).containsOnlyOnce("复核人").doesNotContain("本页小计 0");
    }

    @Test
    void printsAnEmptyBatch() throws IOException {
        assertThat(pdf(AppropriationSummarySamples.of(List.of())).text())
                .contains("合计 0 0.00 0.00 0.00", "人民币零元整", "批准人");
    }

    @Test
    void embedsASubsetOfEveryFont() throws IOException {
        assertThat(pdf(AppropriationSummarySamples.small()).fonts())
                .isNotEmpty()
                .allMatch(font -> font.isEmbedded() && font.getName().matches("[A-Z]{6}\\+NotoSansSC-(Regular|Bold)"));
    }

    @Test
    void givesTheSameBytesForTheSameSummary() throws IOException {
        var summary = AppropriationSummarySamples.small();

        assertThat(pdf(summary).bytes()).isEqualTo(pdf(summary).bytes());
        assertThat(xlsx(summary).bytes()).isEqualTo(xlsx(summary).bytes());
    }

    @Test
    void keepsTheKindsOfCells() throws IOException {
        var line = xlsx(AppropriationSummarySamples.small()).rowOf("机构明细", "3");

        assertThat(described(line, 1)).isEqualTo("STRING H53010200019");
        assertThat(described(line, 3)).isEqualTo("NUMBER -3 #,##0");
        assertThat(described(line, 4)).isEqualTo("NUMBER -123.45 #,##0.00");
    }

    @Test
    void refusesTotalsThatAreNotTheSums() {
        assertThatThrownBy(() -> new AppropriationSummary(
                        "云岭市",
                        "530100",
                        "门诊统筹按人头预付",
                        "390",
                        "城乡居民基本医疗保险",
                        YearMonth.of(2026, 3),
                        LocalDate.of(2026, 3, 31),
                        "B",
                        "V",
                        "D",
                        "",
                        List.of(new PayeeLine("H1", "甲", 1, 100, 80, 20, 0)),
                        1,
                        100,
                        81,
                        20,
                        0,
                        null,
                        null,
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the lines add up to 80, not to 81, of prepayment");
    }
}
