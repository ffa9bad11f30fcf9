package org.jiayi.reports.personmonths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jiayi.reports.RenderedXlsx.described;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jiayi.reports.Golden;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.RenderedXlsx;
import org.junit.jupiter.api.Test;

class PersonMonthDetailReportTests {

    private static final PersonMonthDetailDocument DOCUMENT = new PersonMonthDetailDocument();
    private static final Pattern SUBTOTAL = Pattern.compile("本页小计 (-?[\\d,]+)");
    private static final Pattern LINE = Pattern.compile("(?m)^\\d+ 居民");

    private static RenderedPdf pdf(PersonMonthDetail detail) throws IOException {
        return RenderedPdf.of(out -> DOCUMENT.pdf(detail, out));
    }

    @Test
    void printsTheSampleAsTheGoldenTextHasIt() throws IOException {
        Golden.assertMatches(getClass(), "person-months.txt", pdf(PersonMonthDetailSamples.small()));
    }

    /** The lines are of several heights, so that a page sometimes ends with one that does not fit any more. */
    @Test
    void addsUpOnEveryPageWhatTheLinesOfThatPageSay() throws IOException {
        var persons = IntStream.rangeClosed(1, 500)
                .mapToObj(number -> PersonMonthDetailSamples.person(
                        "居民" + "·买买提".repeat(number * number % 7),
                        "530102********%04d".formatted(number),
                        number % 5 == 0 ? -1 : 1))
                .toList();
        long heads = persons.stream().mapToLong(PersonMonthLine::heads).sum();

        var pages = pdf(PersonMonthDetailSamples.of(persons.iterator(), heads)).pages();

        assertThat(pages).hasSizeGreaterThan(10);
        long sum = 0;
        for (String page : pages) {
            var subtotal = SUBTOTAL.matcher(page);
            assertThat(subtotal.find()).isTrue();
            long printed = Long.parseLong(subtotal.group(1));
            assertThat(printed).as(page).isEqualTo(headsOf(page, persons));
            sum += printed;
        }
        assertThat(sum).isEqualTo(heads);
    }

    /** Finds a line by its document number, which is never broken. */
    private static long headsOf(String page, List<PersonMonthLine> persons) {
        return persons.stream()
                .filter(person -> page.contains(person.maskedDocumentNumber()))
                .mapToLong(PersonMonthLine::heads)
                .sum();
    }

    @Test
    void refusesToEndWherePersonMonthsAreMissing() {
        assertThatThrownBy(() -> pdf(PersonMonthDetailSamples.of(
                        List.of(PersonMonthDetailSamples.person("甲", 1)).iterator(), 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 1 person-months, not 2");
    }

    @Test
    void listsThousandsInBothForms() throws IOException {
        assertThat(LINE.matcher(pdf(PersonMonthDetailSamples.ofPersons(5_000)).text())
                        .results()
                        .count())
                .isEqualTo(5_000);

        var xlsx = RenderedXlsx.of(out -> DOCUMENT.xlsx(PersonMonthDetailSamples.ofPersons(5_000), out));
        assertThat(described(xlsx.rowOf("人月明细", "5000"), 1)).isEqualTo("STRING 居民5000");
        assertThat(described(xlsx.rowOf("人月明细", "合计"), 7)).isEqualTo("NUMBER 5000 #,##0");
    }
}
