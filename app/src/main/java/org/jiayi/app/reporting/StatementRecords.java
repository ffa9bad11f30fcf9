package org.jiayi.app.reporting;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.reports.appropriationsummary.AppropriationSummary;
import org.jiayi.reports.appropriationsummary.PayeeLine;
import org.jiayi.reports.capitationstatement.CapitationStatement;
import org.jiayi.reports.capitationstatement.PersonMonthLine;
import org.jiayi.reports.capitationstatement.TariffLine;

/** Fills the documents' records with what the modules have kept. */
final class StatementRecords {

    private static final Fraction FEN_PER_YUAN = Fraction.of(100);

    private StatementRecords() {}

    static AppropriationSummary summary(BatchHeading heading, List<BatchLine> lines) {
        Batch batch = heading.batch();
        List<PayeeLine> payees = lines.stream()
                .map(line -> new PayeeLine(
                        line.institutionCode(),
                        line.institutionName(),
                        line.heads(),
                        line.entitlementFen(),
                        line.prepaymentFen(),
                        line.retentionFen()))
                .toList();
        return new AppropriationSummary(
                heading.areaName(),
                batch.area(),
                batch.scheme(),
                heading.schemeName(),
                batch.month().value(),
                batch.knownOn(),
                heading.batchNumber(),
                heading.policyVersion(),
                batch.digestSm3(),
                payees,
                batch.heads(),
                batch.entitlementFen(),
                batch.prepaymentFen(),
                batch.retentionFen(),
                batch.computedBy(),
                batch.approvedBy().orElse(null));
    }

    static CapitationStatement statement(
            BatchHeading heading,
            BatchLine line,
            List<PersonMonths.Detail> heads,
            Map<Integer, PersonMonths.TariffQuota> tariff) {
        Batch batch = heading.batch();
        return new CapitationStatement(
                heading.areaName(),
                batch.area(),
                line.institutionName(),
                line.institutionCode(),
                batch.scheme(),
                heading.schemeName(),
                batch.month().value(),
                batch.knownOn(),
                heading.batchNumber(),
                heading.policyVersion(),
                batch.digestSm3(),
                tariffLines(heads, tariff),
                line.heads(),
                line.entitlementFen(),
                line.prepaymentFen(),
                line.retentionFen(),
                line.cumulativeEntitlementFen(),
                line.cumulativePrepaymentFen(),
                heads.stream().map(StatementRecords::person).toList());
    }

    private static List<TariffLine> tariffLines(
            List<PersonMonths.Detail> heads, Map<Integer, PersonMonths.TariffQuota> tariff) {
        Map<Integer, Long> headsByRow = new TreeMap<>();
        heads.forEach(head -> headsByRow.merge(head.personMonth().tariffRow(), 1L, Long::sum));
        return headsByRow.entrySet().stream()
                .map(row -> {
                    PersonMonths.TariffQuota quota =
                            Objects.requireNonNull(tariff.get(row.getKey()), "a head without its tariff row");
                    return new TariffLine(quota.label(), yuan(quota), row.getValue());
                })
                .toList();
    }

    /** The exact annual quota in yuan; one that has no end in decimals is written as a fraction. */
    private static String yuan(PersonMonths.TariffQuota quota) {
        BigInteger numerator = quota.annualFenNumerator().toBigIntegerExact();
        BigInteger denominator = quota.annualFenDenominator().toBigIntegerExact();
        return new Fraction(numerator, denominator).dividedBy(FEN_PER_YUAN).toString();
    }

    private static PersonMonthLine person(PersonMonths.Detail head) {
        return new PersonMonthLine(
                head.resident().name(),
                head.resident().maskedDocumentNumber(),
                head.personMonth().teamNumber(),
                head.personMonth().tariffLabel(),
                head.term().from(),
                head.term().lastDay());
    }
}
