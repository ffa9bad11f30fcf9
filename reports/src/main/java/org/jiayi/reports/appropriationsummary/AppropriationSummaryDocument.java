package org.jiayi.reports.appropriationsummary;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.pdf.Parameters;
import org.jiayi.reports.pdf.PdfTemplate;
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

    private static Parameters parameters(AppropriationSummary summary) {
        return new Parameters()
                .text("title", TITLE)
                .coded("poolingArea", summary.poolingAreaName(), summary.poolingAreaCode())
                .coded("scheme", summary.schemeName(), summary.schemeCode())
                .text("month", Period.of(summary.month()))
                .text("knownOn", Period.of(summary.knownOn()))
                .text("batchNumber", summary.batchNumber())
                .text("policyVersion", summary.policyVersion())
                .text("digest", summary.digestSm3())
                .text("preparedBy", Objects.requireNonNullElse(summary.preparedBy(), ""))
                .text("approvedBy", Objects.requireNonNullElse(summary.approvedBy(), ""))
                .count("heads", summary.heads())
                .amount("entitlement", summary.entitlementFen())
                .amount("prepayment", summary.prepaymentFen())
                .amount("retention", summary.retentionFen());
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
