package org.jiayi.app.reporting;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.reports.appropriationsummary.AppropriationSummary;
import org.jiayi.reports.appropriationsummary.PayeeLine;
import org.jiayi.reports.capitationstatement.CapitationStatement;
import org.jiayi.reports.capitationstatement.TariffLine;
import org.jiayi.reports.personmonths.PersonMonthLine;

/** Fills the documents' records with what the modules have kept. */
final class StatementRecords {

    private static final Fraction FEN_PER_YUAN = Fraction.of(100);

    /** This month's first, then earlier ones; in each by row and grade. */
    private static final Comparator<PersonMonths.PersonMonth> ROWS = Comparator.comparing(
                    PersonMonths.PersonMonth::forMonth)
            .reversed()
            .thenComparing(PersonMonths.PersonMonth::tariffRow)
            .thenComparing(PersonMonths.PersonMonth::grade);

    private StatementRecords() {}

    static AppropriationSummary summary(BatchHeading heading, List<BatchLine> lines) {
        Batch batch = heading.batch();
        List<PayeeLine> payees = lines.stream()
                .map(line -> new PayeeLine(
                        line.institutionCode(),
                        line.note().isEmpty()
                                ? line.institutionName()
                                : line.institutionName() + "（" + line.note() + "）",
                        line.heads(),
                        line.entitlementFen(),
                        line.prepaymentFen(),
                        line.retentionFen(),
                        line.deductedFen()))
                .toList();
        return new AppropriationSummary(
                heading.areaName(),
                batch.area(),
                heading.kindName(),
                batch.fund(),
                heading.fundName(),
                batch.month().value(),
                batch.knownOn(),
                heading.batchNumber(),
                heading.policyVersion(),
                batch.digestSm3(),
                heading.verificationAddress(),
                payees,
                batch.heads(),
                batch.entitlementFen(),
                batch.prepaymentFen(),
                batch.retentionFen(),
                batch.deductedFen(),
                batch.computedBy(),
                batch.reviewedBy().orElse(null),
                batch.approvedBy().orElse(null));
    }

    static CapitationStatement statement(BatchHeading heading, BatchLine line, List<PersonMonths.Detail> heads) {
        Batch batch = heading.batch();
        return new CapitationStatement(
                heading.areaName(),
                batch.area(),
                line.institutionName(),
                line.institutionCode(),
                batch.fund(),
                heading.fundName(),
                batch.month().value(),
                batch.knownOn(),
                heading.batchNumber(),
                heading.policyVersion(),
                batch.digestSm3(),
                heading.verificationAddress(line),
                tariffLines(heads),
                line.heads() + line.correctedHeads(),
                line.entitlementFen(),
                line.prepaymentFen(),
                line.retentionFen(),
                line.deductedFen(),
                line.cumulativeEntitlementFen(),
                line.cumulativePrepaymentFen(),
                heads.stream().map(StatementRecords::person).toList());
    }

    /**
     * By row of the tariff and what it comes to with what is added, which may be called the same for two; corrections of earlier months by
     * month and row below them.
     */
    private static List<TariffLine> tariffLines(List<PersonMonths.Detail> heads) {
        Map<String, TariffLine> lines = new LinkedHashMap<>();
        heads.stream()
                .sorted(Comparator.comparing(PersonMonths.Detail::personMonth, ROWS))
                .map(head -> new TariffLine(
                        label(head.personMonth(), head.rate().label()),
                        annual(head.rate()),
                        head.personMonth().heads()))
                .forEach(line -> lines.merge(
                        line.label() + "|" + line.annualQuotaYuan(),
                        line,
                        (one, other) ->
                                new TariffLine(one.label(), one.annualQuotaYuan(), one.heads() + other.heads())));
        return List.copyOf(lines.values());
    }

    /** What the head comes to; a weight is no money. */
    private static String annual(PersonMonths.Rate rate) {
        return rate.isWeight()
                ? "权重 " + rate.annual()
                : rate.annual().dividedBy(FEN_PER_YUAN).toString();
    }

    private static String label(PersonMonths.PersonMonth head, String rate) {
        return head.reason().isEmpty() ? rate : "更正" + Month.containing(head.forMonth()) + "·" + rate;
    }

    static PersonMonthLine person(PersonMonths.Detail head) {
        PersonMonths.PersonMonth month = head.personMonth();
        return new PersonMonthLine(
                head.resident().name(),
                head.resident().maskedDocumentNumber(),
                month.teamNumber(),
                month.reason().isEmpty()
                        ? month.tariffLabel()
                        : (month.heads() > 0 ? "补计" : "扣回")
                                + label(month, month.tariffLabel()).substring(2),
                month.heads(),
                head.term().from(),
                head.term().lastDay());
    }
}
