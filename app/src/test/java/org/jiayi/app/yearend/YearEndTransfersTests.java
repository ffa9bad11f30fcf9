package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jiayi.app.TestCounty;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.VisitCharges.ClassTotal;
import org.jiayi.app.visit.VisitClass;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Any year end, posted: nothing stays held back, and the payee has received its final due. */
class YearEndTransfersTests {

    private static final long SEED = 20261231;
    private static final UUID ID = new UUID(0, 1);
    private static final AllianceSplit.Kin KIN = new AllianceSplit.Kin(Optional.of("L"), List.of("V1", "V2"));
    private static final YearEndPolicy POLICY = policy();

    private static YearEndPolicy policy() {
        String document = TestCounty.demoPolicy("year-end-390")
                .replace(
                        "\"coefficientOn\": \"both\"",
                        "\"coefficientOn\": \"both\", \"recoveryCeiling\": \"0.05\","
                                + " \"alliance\": {\"lead\": \"6\", \"township\": \"3\", \"village\": \"1\"}");
        return YearEndPolicy.of(new JsonMapper().readValue(document, YearEndPolicyDocument.class))
                .fold(
                        refusal -> {
                            throw new AssertionError(refusal);
                        },
                        policy -> policy);
    }

    @Test
    void the_ledger_ties_to_the_fen_whatever_the_year_was() {
        var random = new Random(SEED);
        for (var round = 0; round < 2_000; round++) {
            var line = anyLine(random);
            var moved = new HashMap<String, Money>();
            for (var transfer : YearEndTransfers.of(reconciliation(line))) {
                moved.merge(transfer.debit().name(), transfer.amount().negated(), Money::plus);
                moved.merge(transfer.credit().name(), transfer.amount(), Money::plus);
            }
            var year = line.year();
            var givenAway = Money.sum(line.shares().stream()
                    .filter(share -> share.role() != AllianceSplit.Role.TOWNSHIP)
                    .map(AllianceSplit.Share::amount)
                    .toList());
            var carried = line.carriedIn().minus(line.carriedOut());
            assertThat(line.result().balance().plus(carried).minus(givenAway))
                    .as("what is recovered at once, seed %d, round %d", SEED, round)
                    .isGreaterThanOrEqualTo(year.entitlement()
                            .toFraction()
                            .times(Fraction.parse("0.05"))
                            .halfUpToMoney()
                            .negated());
            assertThat(of(moved, "retention:T:390"))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(year.retained().negated());
            assertThat(year.paid().plus(of(moved, "payable:T")))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(line.result().finalDue().plus(carried).minus(givenAway));
            assertThat(of(moved, "receivable:year_end:T:390")).isEqualTo(carried.negated());
            assertThat(componentsByPayee(line))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(batchByPayee(line));
            assertThat(Money.sum(moved.values())).isEqualTo(Money.ZERO);
        }
    }

    private static Map<String, Money> componentsByPayee(PayeeYearEnd line) {
        var sums = new HashMap<String, Money>();
        YearEndMovement.of(reconciliation(line))
                .forEach(movement -> sums.merge(movement.payee(), movement.amount(), Money::plus));
        sums.values().removeIf(Money::isZero);
        return sums;
    }

    private static Map<String, Money> batchByPayee(PayeeYearEnd line) {
        var sums = new HashMap<String, Money>();
        YearEndBatches.lines(reconciliation(line)).forEach(paid -> sums.put(paid.payee(), Money.ofFen(paid.dueFen())));
        sums.values().removeIf(Money::isZero);
        return sums;
    }

    private static Money of(Map<String, Money> moved, String account) {
        return moved.getOrDefault(account, Money.ZERO);
    }

    private static PayeeYearEnd anyLine(Random random) {
        var entitlement = Money.ofFen(random.nextLong(1_000_000));
        var prepaid = entitlement
                .toFraction()
                .times(Fraction.of(random.nextInt(110), 100))
                .halfUpToMoney();
        var visits = new ArrayList<ClassTotal>();
        for (var visitClass : VisitClass.values()) {
            var weight = visitClass == VisitClass.OWN ? Fraction.ONE : Fraction.of(random.nextInt(101), 100);
            visits.add(new ClassTotal(visitClass, 1, Money.ofFen(random.nextLong(400_000)), weight));
        }
        var year = new SettledYears.PayeeYear(
                "T",
                "T",
                100,
                100,
                entitlement,
                prepaid,
                Money.ofFen(random.nextLong(5_000)),
                Money.ofFen(random.nextLong(-5_000, 5_000)));
        return PayeeYearEnd.of(
                POLICY,
                new PayeeYearEnd.Case(
                        year,
                        Integer.toString(random.nextInt(101)),
                        visits,
                        12,
                        random.nextBoolean() ? Optional.of(Fraction.parse("0.3")) : Optional.empty(),
                        Money.ofFen(-random.nextLong(10_000)),
                        KIN));
    }

    private static Reconciliation reconciliation(PayeeYearEnd line) {
        var policy = new Policy(
                "439901",
                ID,
                YearEndPolicy.KIND,
                "390",
                "",
                "{}",
                "",
                LocalDate.of(2026, 1, 1),
                Optional.empty(),
                Policy.Status.PUBLISHED,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Reconciliation(
                "439901",
                Optional.of(ID),
                InsuranceScheme.RESIDENT,
                Month.of(2026, 1),
                Month.of(2026, 12),
                LocalDate.of(2027, 1, 1),
                policy,
                policy,
                ID,
                ContentDigest.of(""),
                Reconciliation.Status.DRAFT,
                "",
                Optional.empty(),
                List.of(line));
    }
}
