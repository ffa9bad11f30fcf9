package org.jiayi.app.reporting;

import java.util.Comparator;
import java.util.HashMap;
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

    /** By row of the tariff; corrections of earlier months by month and row below them. */
    private static List<TariffLine> tariffLines(List<PersonMonths.Detail> heads) {
        Map<String, Long> headsByLabel = new LinkedHashMap<>();
        Map<String, String> quotas = new HashMap<>();
        heads.stream()
                .map(PersonMonths.Detail::personMonth)
                .sorted(Comparator.comparing(PersonMonths.PersonMonth::forMonth)
                        .reversed()
                        .thenComparing(PersonMonths.PersonMonth::tariffRow)
                        .thenComparing(PersonMonths.PersonMonth::grade))
                .forEach(head -> {
                    headsByLabel.merge(label(head), (long) head.heads(), Long::sum);
                    quotas.put(
                            label(head),
                            head.annualFen().dividedBy(FEN_PER_YUAN).toString());
                });
        return headsByLabel.entrySet().stream()
                .map(row -> new TariffLine(row.getKey(), quotas.getOrDefault(row.getKey(), ""), row.getValue()))
                .toList();
    }

    private static String label(PersonMonths.PersonMonth head) {
        return head.reason().isEmpty()
                ? head.tariffLabel()
                : "更正" + Month.containing(head.forMonth()) + "·" + head.tariffLabel();
    }

    static PersonMonthLine person(PersonMonths.Detail head) {
        PersonMonths.PersonMonth month = head.personMonth();
        return new PersonMonthLine(
                head.resident().name(),
                head.resident().maskedDocumentNumber(),
                month.teamNumber(),
                month.reason().isEmpty()
                        ? month.tariffLabel()
                        : (month.heads() > 0 ? "补计" : "扣回") + label(month).substring(2),
                month.heads(),
                head.term().from(),
                head.term().lastDay());
    }
}
