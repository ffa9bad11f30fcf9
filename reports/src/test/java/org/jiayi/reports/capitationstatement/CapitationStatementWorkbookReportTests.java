package org.jiayi.reports.capitationstatement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.Row;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapitationStatementWorkbookReportTests {

    private static final CapitationStatementDocument DOCUMENT = new CapitationStatementDocument();

    private static RenderedXlsx xlsx(CapitationStatement statement) throws IOException {
        return RenderedXlsx.of(out -> DOCUMENT.xlsx(statement, out));
    }

    @Test
    void keepsMoneyAsNumbers() throws IOException {
        var due = xlsx(CapitationStatementSamples.small()).rowOf("汇总", "本月应付额");

        assertThat(described(due, 1)).isEqualTo("STRING 人民币壹佰零壹万元零伍分");
        assertThat(described(due, 2)).isEqualTo("NUMBER 1010000.05 #,##0.00");
    }

    @Test
    void keepsHeadsAsWholeNumbers() throws IOException {
        var total = xlsx(CapitationStatementSamples.small()).rowOf("结算人月", "合计");

        assertThat(described(total, 3)).isEqualTo("NUMBER 17501 #,##0");
    }

    @Test
    void keepsCodesAndIdentityNumbersAsText() throws IOException {
        var xlsx = xlsx(CapitationStatementSamples.small());

        assertThat(described(xlsx.rowOf("汇总", "统筹区"), 1)).isEqualTo("STRING 云岭市（530100）");
        assertThat(described(xlsx.rowOf("人月明细", "1"), 2)).isEqualTo("STRING 530102********0019");
        assertThat(xlsx.part("xl/styles.xml")).contains("formatCode=\"@\"");
        assertThat(described(xlsx.rowOf("人月明细", "1"), 5)).isEqualTo("NUMBER 46023.0 yyyy-mm-dd");
    }

    @Test
    void listsEveryoneOnceAndInOrder() throws IOException {
        var rows = xlsx(CapitationStatementSamples.ofPersons(1_200)).rows("人月明细");

        assertThat(rows.stream().skip(1).limit(1_200).map(CapitationStatementWorkbookReportTests::name))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 1_200)
                        .mapToObj(number -> "居民" + number)
                        .toList());
    }

    private static String name(Row row) {
        return row.getCell(1).getRawValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "胡㐂", "𠮷野", "李<䶮>&\"", " 王"})
    void keepsNamesAsTheyAre(String name) throws IOException {
        var row = xlsx(CapitationStatementSamples.ofNames(name)).rowOf("人月明细", "1");

        assertThat(row.getCell(1).getFormula()).isNull();
        assertThat(described(row, 1)).isEqualTo("STRING " + name + "");
    }

    @Test
    void marksWhatAWorkbookCannotCarry() throws IOException {
        var row = xlsx(CapitationStatementSamples.ofNames("王\u0001五")).rowOf("人月明细", "1");

        assertThat(name(row)).isEqualTo("王〓[U+0001]五");
    }

    @Test
    void leavesTheStreamOpen() throws IOException {
        var out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("the stream is not ours to close");
            }
        };

        DOCUMENT.xlsx(CapitationStatementSamples.small(), out);
        DOCUMENT.pdf(CapitationStatementSamples.small(), out);

        assertThat(out.size()).isPositive();
    }

    @Test
    void keepsTheHeadingsInView() throws IOException {
        var xlsx = xlsx(CapitationStatementSamples.small());

        assertThat(xlsx.part("xl/worksheets/sheet1.xml")).contains("ySplit=\"2\"", "state=\"frozen\"");
        assertThat(xlsx.part("xl/worksheets/sheet2.xml")).contains("ySplit=\"1\"", "state=\"frozen\"");
    }

    @Test
    void givesTheSameBytesForTheSameStatement() throws IOException {
        var first = xlsx(CapitationStatementSamples.small());

        assertThat(xlsx(CapitationStatementSamples.small()).bytes()).isEqualTo(first.bytes());
        assertThat(first.part("docProps/core.xml")).contains("2026-03-31T00:00:00Z");
    }
}
