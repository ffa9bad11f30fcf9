package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jiayi.app.fee.StaffDistribution.Points;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;

/** The staff's part of the income: DOMAIN §4, worked case 4. */
class StaffDistributionTests {

    private static final Money INCOME = Money.ofFen(12_444_000);
    private static final List<Points> TEAM = List.of(
            new Points("team leader", Fraction.of(487)),
            new Points("public health doctor", Fraction.of(303)),
            new Points("nurse", Fraction.of(259)));

    @Test
    void the_pool_is_distributed_by_points() {
        var distribution = StaffDistribution.of(INCOME, Fraction.parse("0.725"), TEAM)
                .fold(StaffDistributionTests::unexpected, accepted -> accepted);
        assertThat(distribution.staffPool()).isEqualTo(Money.ofFen(9_021_900));
        assertThat(distribution.institution()).isEqualTo(Money.ofFen(3_422_100));
        assertThat(distribution.parts())
                .extracting(part -> part.amount().fen())
                .containsExactly(4_188_432L, 2_605_944L, 2_227_524L);
    }

    @Test
    void less_than_seventy_percent_is_refused() {
        assertThat(code(StaffDistribution.of(INCOME, Fraction.parse("0.699"), TEAM)))
                .isEqualTo(RefusalCode.STAFF_SHARE_TOO_LOW.code());
        assertThat(code(StaffDistribution.of(INCOME, Fraction.parse("0.7"), TEAM)))
                .isEqualTo("accepted");
    }

    @Test
    void money_without_points_is_refused_and_nothing_without_points_is_nothing() {
        assertThat(code(StaffDistribution.of(INCOME, Fraction.ONE, List.of())))
                .isEqualTo(RefusalCode.STAFF_POINTS_MISSING.code());
        assertThat(code(StaffDistribution.of(Money.ZERO, Fraction.ONE, List.of())))
                .isEqualTo("accepted");
    }

    private static String code(Decision<StaffDistribution> decision) {
        return decision.fold(refusal -> refusal.code().code(), accepted -> "accepted");
    }

    private static StaffDistribution unexpected(Object refusal) {
        throw new AssertionError("refused: " + refusal);
    }
}
