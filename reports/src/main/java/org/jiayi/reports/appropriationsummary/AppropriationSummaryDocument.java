package org.jiayi.reports.appropriationsummary;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.pdf.PdfTemplate;
import org.jiayi.reports.text.ChineseAmount;
import org.jiayi.reports.text.Period;
import org.jiayi.reports.text.Yuan;

/**
 * Renders 基金拨付汇总表.
 *
 * <p>The template is loaded when the document is made; make one and share it between threads. The same summary always
 * gives the same bytes, in both formats.
 */
public final class AppropriationSummaryDocument {

    static final String TITLE = "门诊统筹基金拨付汇总表";

    private final PdfTemplate template = PdfTemplate.load(AppropriationSummaryDocument.class, "appropriation-summary");

    /**
     * Renders a summary for signing.
     *
     * @param summary the figures
     * @param out receives the PDF; it is not closed
     * @throws IOException if {@code out} fails
     */
    public void pdf(AppropriationSummary summary, OutputStream out) throws IOException {
        template.render(facts(summary), parameters(summary), rows(summary), out);
    }

    /**
     * Renders a summary for reckoning on: one sheet of totals, one of institutions.
     *
     * @param summary the figures
     * @param out receives the XLSX; it is not closed
     * @throws IOException if {@code out} fails
     */
    public void xlsx(AppropriationSummary summary, OutputStream out) throws IOException {
        AppropriationSummaryWorkbook.write(summary, out);
    }

    private static DocumentFacts facts(AppropriationSummary summary) {
        return new DocumentFacts(
                titleOf(summary),
                summary.poolingAreaName(),
                summary.batchNumber(),
                summary.knownOn(),
                summary.digestSm3());
    }

    static String titleOf(AppropriationSummary summary) {
        return TITLE + " " + summary.poolingAreaName() + " " + summary.schemeName() + " " + Period.of(summary.month());
    }

    private static Map<String, Object> parameters(AppropriationSummary summary) {
        var parameters = new HashMap<String, Object>();
        parameters.put("title", TITLE);
        parameters.put("poolingArea", summary.poolingAreaName() + "（" + summary.poolingAreaCode() + "）");
        parameters.put("scheme", summary.schemeName() + "（" + summary.schemeCode() + "）");
        parameters.put("month", Period.of(summary.month()));
        parameters.put("knownOn", Period.of(summary.knownOn()));
        parameters.put("batchNumber", summary.batchNumber());
        parameters.put("policyVersion", summary.policyVersion());
        parameters.put("digest", summary.digestSm3());
        parameters.put("heads", summary.heads());
        parameters.put("preparedBy", Objects.requireNonNullElse(summary.preparedBy(), ""));
        parameters.put("approvedBy", Objects.requireNonNullElse(summary.approvedBy(), ""));
        amount(parameters, "entitlement", summary.entitlementFen());
        amount(parameters, "prepayment", summary.prepaymentFen());
        amount(parameters, "retention", summary.retentionFen());
        return parameters;
    }

    private static void amount(Map<String, Object> parameters, String name, long fen) {
        parameters.put(name, Yuan.of(fen));
        parameters.put(name + "InWords", ChineseAmount.of(fen));
    }

    private static Iterator<Map<String, Object>> rows(AppropriationSummary summary) {
        var number = new AtomicLong();
        return summary.payees().stream()
                .map(line -> row(number.incrementAndGet(), line))
                .iterator();
    }

    private static Map<String, Object> row(long number, PayeeLine line) {
        return Map.of(
                "number", number,
                "institutionCode", line.institutionCode(),
                "institutionName", line.institutionName(),
                "heads", line.heads(),
                "entitlement", Yuan.of(line.entitlementFen()),
                "prepayment", Yuan.of(line.prepaymentFen()),
                "retention", Yuan.of(line.retentionFen()));
    }
}
