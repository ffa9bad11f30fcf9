package org.jiayi.app.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.fee.FeeIncome;
import org.jiayi.app.fee.StaffDistribution;
import org.jiayi.app.fee.StaffIncome;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.policy.Policy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a team reads of how much its members share. */
class DistributionStoryTests {

    private static final Policy POLICY = new Policy(
            "439901",
            new UUID(0, 1),
            "contract_fee",
            "",
            "示范县签约服务费",
            "",
            "",
            LocalDate.of(2025, 1, 1),
            Optional.empty(),
            Policy.Status.PUBLISHED,
            "chen",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # incomes and shares      | sum    | result | where a bound decided
            36000 × 0.725             | 26100  | 26100  | ''
            1002 × 0.7, 2002 × 0.7    | 2102.8 | 2103   | ''
            -500 × 0.8, 1000 × 0.7    | 300    | 350    | ；低于收入的 0.7，按此比例计
            -900 × 0.7, 1000 × 1      | 370    | 100    | ；高于收入，按收入计
            """)
    void the_pool_is_the_sum_of_the_parts_unless_a_bound_decides(
            String incomes, String sum, String result, String bound) {
        List<FeeIncome.Source> sources = new ArrayList<>();
        for (String income : incomes.split(", ")) {
            String[] amountAndShare = income.split(" × ");
            sources.add(new FeeIncome.Source(
                    POLICY,
                    new StaffDistribution.Income(
                            Money.ofFen(Long.parseLong(amountAndShare[0])), Fraction.parse(amountAndShare[1])),
                    StaffIncome.BOOKED));
        }
        var distributed = StaffDistribution.of(
                        sources.stream().map(FeeIncome.Source::income).toList(),
                        List.of(new StaffDistribution.Points("li", Fraction.ONE)))
                .<Optional<StaffDistribution>>fold(refusal -> Optional.empty(), Optional::of)
                .orElseThrow();
        var step = DistributionStory.of(
                        new TeamDistribution(
                                "439901",
                                new UUID(0, 2),
                                "T001",
                                "H43990100003",
                                LocalDate.of(2025, 12, 1),
                                LocalDate.of(2026, 1, 1),
                                Map.of(),
                                distributed.income(),
                                distributed.staffPool(),
                                "pending",
                                "chen",
                                Optional.empty(),
                                List.of()),
                        sources)
                .steps()
                .stream()
                .filter(each -> each.rule().equals("staff_pool"))
                .findFirst()
                .orElseThrow();
        assertThat(step.formula()).contains(sum);
        assertThat(step.result()).contains(result);
        assertThat(step.text()).isEqualTo("团队成员分配额 = 各政策下人员部分之和，四舍五入到分" + bound);
    }
}
