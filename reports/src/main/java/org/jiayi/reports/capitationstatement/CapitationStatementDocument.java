package org.jiayi.reports.capitationstatement;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.pdf.Parameters;
import org.jiayi.reports.pdf.PdfTemplate;
import org.jiayi.reports.text.Period;

/**
 * Renders 门诊统筹按人头预付结算单 with its 人月明细.
 *
 * <p>The template is loaded when the document is made; make one and share it between threads. The same statement always
 * gives the same bytes, in both formats.
 */
public final class CapitationStatementDocument {

    static final String TITLE = "门诊统筹按人头预付结算单";

    private final PdfTemplate template = PdfTemplate.load(CapitationStatementDocument.class, "capitation-statement");

    /**
     * Renders a statement for reading and stamping.
     *
     * @param statement the figures
     * @param out receives the PDF; it is not closed
     * @throws IOException if {@code out} fails
     */
    public void pdf(CapitationStatement statement, OutputStream out) throws IOException {
        template.render(facts(statement), parameters(statement), rows(statement), out);
    }

    /**
     * Renders a statement for reckoning on: one sheet of figures, one of person-months.
     *
     * @param statement the figures
     * @param out receives the XLSX; it is not closed
     * @throws IOException if {@code out} fails
     */
    public void xlsx(CapitationStatement statement, OutputStream out) throws IOException {
        CapitationStatementWorkbook.write(statement, out);
    }

    private static DocumentFacts facts(CapitationStatement statement) {
        return new DocumentFacts(
                titleOf(statement),
                statement.poolingAreaName(),
                statement.batchNumber(),
                statement.knownOn(),
                statement.digestSm3());
    }

    static String titleOf(CapitationStatement statement) {
        return TITLE + " " + statement.institutionName() + " " + Period.of(statement.month());
    }

    private static Parameters parameters(CapitationStatement statement) {
        return new Parameters()
                .text("title", TITLE)
                .coded("poolingArea", statement.poolingAreaName(), statement.poolingAreaCode())
                .text("institutionName", statement.institutionName())
                .text("institutionCode", statement.institutionCode())
                .coded("scheme", statement.schemeName(), statement.schemeCode())
                .text("month", Period.of(statement.month()))
                .text("knownOn", Period.of(statement.knownOn()))
                .text("batchNumber", statement.batchNumber())
                .text("policyVersion", statement.policyVersion())
                .text("digest", statement.digestSm3())
                .count("heads", statement.heads())
                .count("persons", statement.persons().size())
                .amount("entitlement", statement.entitlementFen())
                .amount("prepayment", statement.prepaymentFen())
                .amount("retention", statement.retentionFen())
                .amount("cumulativeEntitlement", statement.cumulativeEntitlementFen())
                .amount("cumulativePrepayment", statement.cumulativePrepaymentFen());
    }

    /** Gives the rows of both sections, one at a time; the template turns the page between them. */
    private static Iterator<Map<String, Object>> rows(CapitationStatement statement) {
        var tariffNumber = new AtomicLong();
        var personNumber = new AtomicLong();
        return Stream.concat(
                        tariffLines(statement).stream().map(line -> tariffRow(tariffNumber.incrementAndGet(), line)),
                        statement.persons().stream().map(line -> personRow(personNumber.incrementAndGet(), line)))
                .iterator();
    }

    /** The amounts are printed below the tariff, so a month without anyone still needs a row. */
    private static List<TariffLine> tariffLines(CapitationStatement statement) {
        return statement.tariffLines().isEmpty() ? List.of(new TariffLine("本月无计入人月", "—", 0)) : statement.tariffLines();
    }

    private static Map<String, Object> tariffRow(long number, TariffLine line) {
        return Map.of(
                "section", "tariff",
                "number", number,
                "label", line.label(),
                "annualQuota", line.annualQuotaYuan(),
                "heads", line.heads());
    }

    private static Map<String, Object> personRow(long number, PersonMonthLine line) {
        return Map.of(
                "section", "person",
                "number", number,
                "name", line.name(),
                "document", line.maskedDocumentNumber(),
                "team", line.teamNumber(),
                "label", line.tariffLabel(),
                "termFrom", line.termFrom().toString(),
                "termLast", line.termLast().toString());
    }
}
