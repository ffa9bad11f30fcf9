package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a resident counts in a month, and why not: DOMAIN §6, every figure explains itself. */
class ResidentMonthTests {

    private static final CapitationPolicy POLICY = CapitationPolicies.accepted(CapitationPolicies.COUNTY);
    private static final Month MARCH = Month.of(2026, 3);
    private static final LocalDate BIRTH = LocalDate.of(1961, 3, 15);

    /** The policy is for 390, counts the packages basic, elderly and chronic, and contracts that begin by the 15th. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # package | from       | last day   | suspended | open  | left out | insured | told
            BASIC     | 2026-03-16 | 2027-03-15 | false     | true  | false    | 390     | not_in_month, insured
            BASIC     | 2025-03-01 | 2026-02-28 | false     | true  | false    | 390     | not_in_month, insured
            CHILD     | 2026-01-01 | 2026-12-31 | false     | true  | false    | 390     | package_not_eligible, insured
            BASIC     | 2026-01-01 | 2026-12-31 | true      | true  | false    | 390     | contract_suspended, insured
            BASIC     | 2026-01-01 | 2026-12-31 | false     | false | false    | 390     | institution_not_open, insured
            BASIC     | 2026-01-01 | 2026-12-31 | false     | true  | true     | 390     | left_out, insured
            BASIC     | 2026-01-01 | 2026-12-31 | false     | true  | false    | 310     | contract_counts, not_insured
            BASIC     | 2026-01-01 | 2026-12-31 | false     | true  | false    |         | contract_counts, not_insured
            """)
    void a_resident_who_does_not_count_is_told_why(
            ServicePackage servicePackage,
            LocalDate from,
            LocalDate last,
            boolean suspended,
            boolean open,
            boolean leftOut,
            @Nullable String insured,
            String told) {
        var contract = new ResidentMonth.Contract(
                "ctr", servicePackage, Term.ofDays(from, last), suspended, "H43990100003", open, leftOut);
        var explained = explain(Optional.ofNullable(insured), List.of(contract), Optional.empty());
        assertThat(rules(explained)).isEqualTo(List.of(told.split(", ")));
        assertThat(explained.sentence()).isEqualTo("2026-03 不计入 390 人头");
    }

    @Test
    void without_a_contract_nobody_counts() {
        assertThat(rules(explain(Optional.of("390"), List.of(), Optional.empty())))
                .containsExactly("no_contract", "insured");
    }

    /** 65 on the snapshot day itself; the top-up of the mountains is graded with the quota: (28 650 × 1.25 + 1 200) × 0.5. */
    @Test
    void a_head_is_told_its_row_and_its_amount() {
        var policy = CapitationPolicies.accepted(CapitationPolicies.COUNTY.replaceFirst("\\{", """
                {"topUps": [{"name": "山区", "institutions": ["H43990100003"], "annualFen": 1200}],
                 "noContact": {"months": 12, "rate": "0.5"},
                """));
        var row = policy.tariff().rowOf(BIRTH, 2, 0, LocalDate.of(2026, 3, 15));
        var head = new PersonMonths.PersonMonth(
                new UUID(0, 1),
                new UUID(0, 2),
                "T001",
                "H43990100003",
                MARCH.firstDay(),
                1,
                "",
                row,
                1,
                policy.tariff().row(row).label());
        var explained = new ResidentMonth(BIRTH, Optional.of("390"), List.of(), Optional.of(head), Optional.empty())
                .explain(policy, MARCH);
        var amount = explained.steps().get(explained.steps().size() - 1);
        assertThat(amount.rule()).isEqualTo("annual_amount");
        assertThat(amount.formula()).contains("(35812.5 + 1200) × 0.5");
        assertThat(amount.result()).contains("18506.25");
        assertThat(explained.sentence()).contains("65岁及以上·女");
    }

    /** Born on a 29 February: of age on the 28th, as the tariff counts. */
    @Test
    void a_head_is_as_old_as_its_row_says() {
        var policy = CapitationPolicies.accepted(
                CapitationPolicies.COUNTY.replaceFirst("\"snapshotDay\": \\d+", "\"snapshotDay\": 28"));
        var birth = LocalDate.of(1964, 2, 29);
        var february = Month.of(2029, 2);
        var row = policy.tariff().rowOf(birth, 2, 0, february.day(28));
        var head = new PersonMonths.PersonMonth(
                new UUID(0, 1),
                new UUID(0, 2),
                "T001",
                "H43990100003",
                february.firstDay(),
                1,
                "",
                row,
                0,
                policy.tariff().row(row).label());
        var explained = new ResidentMonth(birth, Optional.of("390"), List.of(), Optional.of(head), Optional.empty())
                .explain(policy, february);
        assertThat(explained.steps().get(2).text()).contains("周岁 65", "65岁及以上");
    }

    private static Explanation explain(
            Optional<String> insured, List<ResidentMonth.Contract> contracts, Optional<PersonMonths.PersonMonth> head) {
        return new ResidentMonth(BIRTH, insured, contracts, head, Optional.empty()).explain(POLICY, MARCH);
    }

    private static List<String> rules(Explanation explanation) {
        return explanation.steps().stream().map(Explanation.Step::rule).toList();
    }
}
