package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jiayi.app.kernel.access.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose money a batch settles, and which accounts bear and pay it; an adjustment's are those of the batch it corrects. */
class FundTests {

    private static final String OWN = "H43990100003";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # fund        | bears it              | pays it
            390           | fund:pooled_390       | clearing:treasury
            pooled_fund   | fund:pooled_fund      | clearing:treasury
            public_health | fund:public_health    | clearing:treasury
            H43990100003  | payable:H43990100003  | payable:H43990100003
            """)
    void accounts_by_fund(String code, String bearer, String purse) {
        var fund = new Fund(code);
        assertThat(fund.bearer().name()).isEqualTo(bearer);
        assertThat(fund.purse().name()).isEqualTo(purse);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # fund        | institution's people | the bureau
            390           | true                 | true
            public_health | true                 | true
            H43990100003  | true                 | true
            H43990100004  | false                | true
            """)
    void who_may_see_its_batches(String code, boolean byInstitution, boolean byBureau) {
        var fund = new Fund(code);
        assertThat(fund.isSeenBy(scope(Optional.of(OWN)), "439901")).isEqualTo(byInstitution);
        assertThat(fund.isSeenBy(scope(Optional.empty()), "439901")).isEqualTo(byBureau);
    }

    private static Scope scope(Optional<String> institution) {
        return new Scope("439901", institution, Optional.empty(), Optional.empty());
    }
}
