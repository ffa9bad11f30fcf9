package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is owed of years that ended, and how much of it can come or be given up. */
class YearEndDebtTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # what happened                                   | owed | wanted | it is
            carried 8500                                      | 8500 | 8500   | accepted
            carried 8500                                      | 8500 | 8501   | above_debt
            carried 8500, recovered 3000, written_off 1500    | 4000 | 4001   | above_debt
            carried 8500, proposed 8500, rejected 8500        | 8500 | 8500   | accepted
            carried 8500, carried -8500                       | 0    | 1      | above_debt
            carried 8500, recovered 8500                      | 0    | 1      | above_debt
            carried 8500, recovered 8500, reversed 8500       | 8500 | 8500   | accepted
            """)
    void is_what_was_left_less_what_came_and_what_was_given_up(String happened, long owed, long wanted, String answer) {
        var debt = new YearEndDebt(
                InsuranceScheme.RESIDENT,
                "H43990100003",
                Arrays.stream(happened.split(", "))
                        .map(YearEndDebtTests::movement)
                        .toList());
        assertThat(debt.owed()).isEqualTo(Money.ofFen(owed));
        String told = debt.requireOwed(Money.ofFen(wanted))
                .fold(refusal -> refusal.code().code(), accepted -> "accepted");
        assertThat(told).isEqualTo(answer);
    }

    private static YearEndDebt.Movement movement(String told) {
        var parts = told.split(" ");
        return new YearEndDebt.Movement(
                YearEndDebt.Kind.of(parts[0]),
                new UUID(0, 1),
                Money.ofFen(Long.parseLong(parts[1])),
                LocalDate.of(2026, 2, 10),
                "ZH1",
                "wang");
    }
}
