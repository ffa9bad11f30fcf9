package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fee that follows the resident: DOMAIN §4, worked case 7. */
class FeeTransferTests {

    private static final long SEED = 20260106;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # fee | months before | months after | stays | moves
            11999 | 4             | 8            | 4000  | 7999
            11999 | 12            | 0            | 11999 | 0
            11999 | 0             | 12           | 0     | 11999
            11999 | 6             | 6            | 6000  | 5999
            0     | 4             | 8            | 0     | 0
            """)
    void is_divided_by_person_months(long fee, long before, long after, long stays, long moves) {
        assertThat(FeeTransfer.byPersonMonths(Money.ofFen(fee), List.of(before, after)))
                .containsExactly(Money.ofFen(stays), Money.ofFen(moves));
    }

    @Test
    void both_halves_keep_the_payers() {
        var fee = FeePolicies.split("public_health 3000, pooled_fund 6999, resident 2000");
        assertThat(FeeTransfer.byPersonMonths(fee, 4, 8))
                .isEqualTo(new FeeTransfer(
                        FeePolicies.split("public_health 1000, pooled_fund 2333, resident 667"),
                        FeePolicies.split("public_health 2000, pooled_fund 4666, resident 1333")));
    }

    /** A fee that stays does so in mid-term; that of a contract which never was goes over whole, and so does its payment. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # rule    | last day   | asked   | moves
            follows   | 2026-04-30 | follows | 8000
            stays     | 2026-04-30 | stays   | 0
            stays     | 2026-01-01 | stays   | 0
            stays     | 2025-12-31 | follows | 12000
            follows   | 2025-12-31 | follows | 12000
            """)
    void a_fee_stays_only_where_the_contract_had_begun(String rule, LocalDate lastDay, String asked, long moves) {
        FeePolicy policy = FeePolicies.accepted(FeePolicies.FIXED.replace(
                "\"refund\": \"whole_months\"", "\"refund\": \"whole_months\", \"transfer\": \"" + rule + "\""));
        FeeSplit borne = FeePolicies.split("public_health 3000, pooled_fund 7000, resident 2000");
        FeeChange change = new FeeChange(
                FeeChange.Kind.FOLLOW,
                new UUID(0, 1),
                Term.ofDays(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)),
                lastDay,
                false,
                Optional.empty(),
                LocalDate.of(2026, 1, 1));
        FeeMovement movement = FeeMovement.of(change, borne, policy, borne, change.term());
        assertThat(movement.rule()).isEqualTo(asked);
        assertThat(movement.back().total()).isEqualTo(Money.ofFen(moves));
        assertThat(movement.on().total()).isEqualTo(Money.ofFen(moves));
    }

    @Test
    void the_halves_make_the_fee_for_every_payer() {
        var random = new Random(SEED);
        for (var round = 0; round < 1_000; round++) {
            var fee = FeePolicies.split("public_health %d, pooled_fund %d, institution_let_off %d"
                    .formatted(random.nextInt(9_999), random.nextInt(9_999), random.nextInt(9_999)));
            var after = random.nextInt(13);
            var transfer = FeeTransfer.byPersonMonths(fee, 12 - after, after);
            assertThat(fee.minus(transfer.stays()))
                    .as("seed %d, round %d: %s, %d months", SEED, round, fee, after)
                    .isEqualTo(transfer.moves());
        }
    }
}
