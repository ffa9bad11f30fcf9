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

    /** Two policies held in the period: each income by its own share, the sum rounded once. */
    @Test
    void incomes_of_several_policies_are_pooled_each_by_its_own_share() {
        assertThat(pool(income(333, "0.7"), income(1_001, "0.75")))
                .as("233.1 + 750.75")
                .isEqualTo(984);
        assertThat(pool(income(1_002, "0.7"), income(2_002, "0.7")))
                .as("701.4 + 1401.4; rounded each for itself they would be less than 70 %")
                .isEqualTo(2_103);
    }

    @Test
    void what_goes_back_under_an_old_policy_is_taken_off_what_comes_in_under_the_new_one() {
        assertThat(pool(income(-500, "0.8"), income(36_000, "0.725"))).isEqualTo(26_100 - 400);
        assertThat(pool(income(-500, "0.8"), income(1_000, "0.7")))
                .as("the law's 70 % of 500, not 700 − 400")
                .isEqualTo(350);
        assertThat(pool(income(-900, "0.7"), income(1_000, "1")))
                .as("all of 100, not 1000 − 630")
                .isEqualTo(100);
        assertThat(code(StaffDistribution.of(List.of(income(-500, "0.7"), income(499, "0.7")), TEAM)))
                .isEqualTo(RefusalCode.NO_INCOME.code());
    }

    private static StaffDistribution.Income income(long fen, String staffShare) {
        return new StaffDistribution.Income(Money.ofFen(fen), Fraction.parse(staffShare));
    }

    private static long pool(StaffDistribution.Income... incomes) {
        var distribution = StaffDistribution.of(List.of(incomes), TEAM)
                .fold(StaffDistributionTests::unexpected, accepted -> accepted);
        assertThat(distribution.staffPool().plus(distribution.institution())).isEqualTo(distribution.income());
        return distribution.staffPool().fen();
    }

    private static Decision<StaffDistribution> of(Money income, String share, List<Points> team) {
        return StaffDistribution.of(List.of(income(income.fen(), share)), team);
    }

    private static String code(Decision<StaffDistribution> decision) {
        return decision.fold(refusal -> refusal.code().code(), accepted -> "accepted");
    }

    private static StaffDistribution unexpected(Object refusal) {
        throw new AssertionError("refused: " + refusal);
    }
}
