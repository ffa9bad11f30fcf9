package org.jiayi.reports.personmonths;

import java.time.LocalDate;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jiayi.reports.table.Section;

/**
 * One resident counted for a month.
 *
 * @param name the resident's name as it is registered
 * @param maskedDocumentNumber the number of the identity document with its middle hidden
 * @param teamNumber the number of the family-doctor team
 * @param tariffLabel the risk group in words
 * @param heads 1, or −1 where the person-month is taken back
 * @param termFrom the first day of the contract
 * @param termLast the last day of the contract
 */
public record PersonMonthLine(
        String name,
        String maskedDocumentNumber,
        String teamNumber,
        String tariffLabel,
        long heads,
        LocalDate termFrom,
        LocalDate termLast) {

    /**
     * The table of person-months, wherever one is printed.
     *
     * @param lines gives them in their order, one at a time
     * @param heads what they come to
     */
    public static <D> Section<D, PersonMonthLine> section(
            Function<D, Iterator<PersonMonthLine>> lines, ToLongFunction<D> heads) {
        return Section.<D, PersonMonthLine>streamed("人月明细", lines)
                .text("姓名", 86, PersonMonthLine::name)
                .text("证件号码", 100, PersonMonthLine::maskedDocumentNumber)
                .code("团队", 42, PersonMonthLine::teamNumber)
                .text("人群类别", 112, PersonMonthLine::tariffLabel)
                .day("签约起", 54, PersonMonthLine::termFrom)
                .day("签约止", 54, PersonMonthLine::termLast)
                .count("人月", 46, PersonMonthLine::heads, heads);
    }
}
