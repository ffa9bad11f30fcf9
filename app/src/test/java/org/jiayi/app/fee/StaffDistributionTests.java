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
        var distribution = of(INCOME, "0.725", TEAM).fold(StaffDistributionTests::unexpected, accepted -> accepted);
        assertThat(distribution.staffPool()).isEqualTo(Money.ofFen(9_021_900));
        assertThat(distribution.institution()).isEqualTo(Money.ofFen(3_422_100));
        assertThat(distribution.parts())
                .extracting(part -> part.amount().fen())
                .containsExactly(4_188_432L, 2_605_944L, 2_227_524L);
    }

    @Test
    void less_than_seventy_percent_is_refused() {
        assertThat(code(of(INCOME, "0.699", TEAM))).isEqualTo(RefusalCode.STAFF_SHARE_TOO_LOW.code());
        assertThat(code(of(INCOME, "0.7", TEAM))).isEqualTo("accepted");
    }

    @Test
    void money_without_points_is_refused_and_nothing_without_points_is_nothing() {
        assertThat(code(of(INCOME, "1", List.of()))).isEqualTo(RefusalCode.STAFF_POINTS_MISSING.code());
        assertThat(code(of(Money.ZERO, "1", List.of()))).isEqualTo("accepted");
    }

    /** Two policies held in the period: each income by its own share, and each rounded once. */
    @Test
    void incomes_of_several_policies_are_pooled_each_by_its_own_share() {
        var distribution = StaffDistribution.of(
                        List.of(
                                new StaffDistribution.Income(Money.ofFen(333), Fraction.parse("0.7")),
                                new StaffDistribution.Income(Money.ofFen(1_001), Fraction.parse("0.75"))),
                        TEAM)
                .fold(StaffDistributionTests::unexpected, accepted -> accepted);
        assertThat(distribution.income()).isEqualTo(Money.ofFen(1_334));
        assertThat(distribution.staffPool()).isEqualTo(Money.ofFen(233 + 751));
        assertThat(distribution.staffPool().plus(distribution.institution())).isEqualTo(distribution.income());
    }

    private static Decision<StaffDistribution> of(Money income, String share, List<Points> team) {
        return StaffDistribution.of(List.of(new StaffDistribution.Income(income, Fraction.parse(share))), team);
    }

    private static String code(Decision<StaffDistribution> decision) {
        return decision.fold(refusal -> refusal.code().code(), accepted -> "accepted");
    }

    private static StaffDistribution unexpected(Object refusal) {
        throw new AssertionError("refused: " + refusal);
    }
}
