package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.jiayi.app.resident.EconomicCategory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a payer who was changed by hand bears of an assessment that comes later. */
class TierDifferenceTests {

    /** 6 000 fen from a score of 0, 9 000 from 60: 1 000 the resident, the rest half and half. */
    private static final PackageFee FEE = FeePolicies.accepted("""
                    {"kind": "contract_fee", "name": "分档", "staffShare": "0.7", "refund": "whole_months",
                     "packages": [{"servicePackage": "child",
                       "tiers": [{"fromScore": "0", "listPriceFen": 6000}, {"fromScore": "60", "listPriceFen": 9000}],
                       "shares": [{"payer": "resident", "fixedFen": 1000}, {"payer": "pooled_fund", "ratio": "0.5"},
                                  {"payer": "public_health", "ratio": "0.5"}]}]}
                    """).fees().get(0);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # tiers | borne                                                            | changed by
            0 1     | resident 1000, pooled_fund 2500, public_health 2500               | pooled_fund 1500, public_health 1500
            # the village has taken over all of the fund's share
            0 1     | resident 1000, public_health 2500, village 2500                   | pooled_fund 0, public_health 1500, village 1500
            # a fifth of it
            0 1     | resident 1000, pooled_fund 2000, public_health 2500, village 500  | pooled_fund 1200, public_health 1500, village 300
            # and the personal account has taken over half of the resident's
            0 1     | resident 500, pooled_fund 2000, public_health 2500, village 500, personal_account 500 | pooled_fund 1200, public_health 1500, village 300
            # the other fund has taken it over
            0 1     | resident 1000, public_health 5000                                | pooled_fund 0, public_health 3000
            # back again
            1 0     | resident 1000, pooled_fund 3200, public_health 4000, village 800  | pooled_fund 1200, public_health 1500, village 300
            # half of it went back before
            0 1     | resident 500, pooled_fund 1000, public_health 1250, village 250   | pooled_fund 600, public_health 750, village 150
            """)
    void who_took_a_part_of_a_share_over_takes_the_same_part_of_its_difference(
            String tiers, String borne, String expected) {
        int from = tiers.charAt(0) - '0';
        int to = tiers.charAt(2) - '0';
        TierDifference difference =
                TierDifference.of(FEE, EconomicCategory.ORDINARY, from, to, FeePolicies.split(borne), true);
        assertThat(difference.byPayer().entrySet().stream()
                        .map(payer -> payer.getKey().code() + " "
                                + Math.abs(payer.getValue().fen()))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected.replaceAll("[a-z_]+ 0, ", ""));
    }
}
