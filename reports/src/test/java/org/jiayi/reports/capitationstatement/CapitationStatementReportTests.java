package org.jiayi.reports.capitationstatement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.junit.jupiter.api.Test;

class CapitationStatementReportTests {

    private static final CapitationStatementDocument DOCUMENT = new CapitationStatementDocument();

    private static RenderedPdf pdf(CapitationStatement statement) throws IOException {
        return RenderedPdf.of(out -> DOCUMENT.pdf(statement, out));
    }

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(getClass(), "capitation-statement.txt", pdf(CapitationStatementSamples.small()));
    }

    @Test
    void keepsNamesWithRareCharacters() throws IOException {
        assertThat(pdf(CapitationStatementSamples.small()).text()).contains(CapitationStatementSamples.HARD_NAMES);
    }

    @Test
    void marksCharactersThatTheFontLacks() throws IOException {
        var text = pdf(CapitationStatementSamples.ofNames("𠮷野", "王\u200B五", "赵\n六"))
                .text();

        assertThat(text).contains("〓[U+20BB7]野", "王〓[U+200B]五", "赵〓[U+000A]六");
    }

    @Test
    void wrapsLongNamesWithoutLosingACharacter() throws IOException {
        String name = "阿依古丽·买买提·阿卜杜热合曼·吐尔逊江·玉素甫·艾合买提·买合木提·依明江";

        var page = pdf(CapitationStatementSamples.ofNames(name)).pages().get(1);

        assertThat(name.chars().allMatch(character -> page.indexOf(character) >= 0))
                .isTrue();
        assertThat(page).contains("明江");
    }

    @Test
    void listsEveryoneUnderHeadingsThatEveryPageRepeats() throws IOException {
        var pages = pdf(CapitationStatementSamples.ofPersons(1_200)).pages();

        assertThat(pages).hasSize(39);
        for (int page = 1; page <= pages.size(); page++) {
            assertThat(pages.get(page - 1)).contains("第 " + page + " 页　共 39 页", CapitationStatementSamples.DIGEST);
        }
        assertThat(pages.subList(1, pages.size()))
                .allSatisfy(page -> assertThat(page).contains("人月明细", "证件号码"));
        assertThat(String.join("", pages).lines())
                .contains(IntStream.rangeClosed(1, 1_200)
                        .mapToObj(CapitationStatementReportTests::line)
                        .toArray(String[]::new));
    }

    private static String line(int number) {
        var person = CapitationStatementSamples.person("居民" + number);
        return "%d %s %s %s %s %s %s 1"
                .formatted(
                        number,
                        person.name(),
                        person.maskedDocumentNumber(),
                        person.teamNumber(),
                        person.tariffLabel(),
                        person.termFrom(),
                        person.termLast());
    }

    @Test
    void addsThePagesUpToTheWhole() throws IOException {
        var pages = pdf(CapitationStatementSamples.ofPersons(1_200)).pages();
        var text = String.join("", pages.subList(1, pages.size()));

        assertThat(LongStream.of(subtotals(text)).sum()).isEqualTo(1_200);
        assertThat(text).contains("合计 1,200");
    }

    private static long[] subtotals(String text) {
        return Pattern.compile("本页小计 (\\d+)")
                .matcher(text)
                .results()
                .mapToLong(subtotal -> Long.parseLong(subtotal.group(1)))
                .toArray();
    }

    @Test
    void printsTheAmountsOfAMonthWithoutAnyone() throws IOException {
        var statement = CapitationStatementSamples.of(List.of(), List.of());

        var pages = pdf(statement).pages();

        assertThat(pages).hasSize(2).first().asString().contains("（无）", "1,010,000.05", "人民币壹佰零壹万元零伍分");
    }

    @Test
    void turnsThePageWithinALongTariff() throws IOException {
        var tariff = IntStream.rangeClosed(1, 90)
                .mapToObj(number -> new TariffLine("人群" + number, "100.00", number))
                .toList();

        var text = pdf(CapitationStatementSamples.of(tariff, List.of())).text();

        assertThat(text).contains("人群1 ", "人群90 ", "合计 4,095", "复核人：");
        assertThat(text.split("年人头定额（元）", -1)).hasSizeGreaterThan(3);
    }

    @Test
    void embedsASubsetOfEveryFont() throws IOException {
        assertThat(pdf(CapitationStatementSamples.small()).fonts()).isNotEmpty().allSatisfy(font -> {
            assertThat(font.isEmbedded()).isTrue();
            assertThat(font.getName()).matches("[A-Z]{6}\\+NotoSansSC-(Regular|Bold)");
        });
    }

    @Test
    void saysWhatItIs() throws IOException {
        var pdf = pdf(CapitationStatementSamples.small());

        assertThat(pdf.property("Title")).isEqualTo("门诊统筹按人头预付结算单 云岭市青石桥街道社区卫生服务中心 2026年3月");
        assertThat(pdf.property("Author")).isEqualTo("云岭市");
        assertThat(pdf.property("Subject")).isEqualTo("JS-530100-390-202603-01");
        assertThat(pdf.property("CreationDate")).isEqualTo("D:20260331000000+08'00'");
        assertThat(pdf.property("Language")).isEqualTo("zh-CN");
    }

    @Test
    void givesTheSameBytesForTheSameStatementWhereverItRuns() throws IOException {
        var statement = CapitationStatementSamples.ofPersons(100);
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        var here = pdf(statement).bytes();
        try {
            Locale.setDefault(Locale.GERMANY);
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            assertThat(pdf(statement).bytes()).isEqualTo(here);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void rendersForManyAtATime() throws IOException {
        var alone = pdf(CapitationStatementSamples.small()).bytes();

        var together =
                IntStream.range(0, 16).parallel().mapToObj(any -> rendered()).toList();

        assertThat(together).allSatisfy(bytes -> assertThat(bytes).isEqualTo(alone));
    }

    private static byte[] rendered() {
        try {
            return pdf(CapitationStatementSamples.small()).bytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void passesOnThatTheReaderWentAway() {
        var gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("the reader went away");
            }
        };

        assertThatThrownBy(() -> DOCUMENT.pdf(CapitationStatementSamples.small(), gone))
                .isInstanceOf(IOException.class)
                .hasMessage("the reader went away");
    }

    @Test
    void refusesFiguresThatDoNotAgree() {
        var tariff = List.of(new TariffLine("一般人群", "100.00", 10));

        assertThatThrownBy(() -> CapitationStatementSamples.of(tariff, List.of(), 11, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the rows of the tariff do not add up to 11 person-months");
        assertThatThrownBy(() -> CapitationStatementSamples.of(tariff, List.of(), 10, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prepayment and retention do not add up to the entitlement");
    }
}
