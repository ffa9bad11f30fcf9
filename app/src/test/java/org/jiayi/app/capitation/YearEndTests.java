package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jiayi.app.capitation.VisitsElsewhere.VisitClass.EMERGENCY;
import static org.jiayi.app.capitation.VisitsElsewhere.VisitClass.REFERRED;
import static org.jiayi.app.capitation.VisitsElsewhere.VisitClass.UN_REFERRED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.capitation.Bands.Band;
import org.jiayi.app.capitation.YearEnd.Facts;
import org.jiayi.app.capitation.YearEnd.Side;
import org.jiayi.app.capitation.YearEndRules.SurplusMode;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The year-end reconciliation: DOMAIN §5, worked cases 9 and 10. */
class YearEndTests {

    private static final long SEED = 20260109;

    /** First 10 % of the entitlement kept in full, the next 10 % at 70 %, nothing above. */
    private static final Bands SURPLUS = bands("0.1:1, 0.2:0.7", "0");
    /** Up to 5 % the institution bears 30 %, from 5 to 10 % 50 %, above all. */
    private static final Bands OVERSPEND = bands("0.05:0.3, 0.1:0.5", "1");

    private static final YearEndRules RULES =
            new YearEndRules(SURPLUS, SurplusMode.MARGINAL, OVERSPEND, ScoreRule.USUAL);
    private static final YearEndRules WHOLE_AMOUNT =
            new YearEndRules(SURPLUS, SurplusMode.WHOLE_AMOUNT, OVERSPEND, ScoreRule.USUAL);

    private static final Fraction YEAR = exactYear();
    private static final Money PREPAID = Money.ofFen(62_158_610);
    private static final List<VisitsElsewhere> ELSEWHERE = List.of(
            new VisitsElsewhere(REFERRED, Money.ofFen(2_104_410), Fraction.ONE),
            new VisitsElsewhere(UN_REFERRED, Money.ofFen(1_027_455), Fraction.ONE),
            new VisitsElsewhere(EMERGENCY, Money.ofFen(845_130), Fraction.ZERO));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # score | kept by the institution | back to the fund | released | forfeited | final due | balance
            91      | 7192449                 | 122544           | 6906513  | 0         | 65810714  | 3652104
            86      | 6185506                 | 1129487          | 5939601  | 966912    | 63836859  | 1678249
            59      | 0                       | 7314993          | 0        | 6906513   | 51711752  | -10446858
            """)
    void a_surplus_is_kept_by_bands_and_by_score(
            String score, long kept, long back, long released, long forfeited, long finalDue, long balance) {
        var yearEnd = YearEnd.of(RULES, surplusFacts(score, true));
        assertThat(yearEnd.entitlement()).isEqualTo(Money.ofFen(69_065_123));
        assertThat(yearEnd.retention().margin()).isEqualTo(Money.ofFen(6_906_513));
        assertThat(yearEnd.spending().counted()).isEqualTo(Money.ofFen(61_750_130));
        assertThat(yearEnd.sharing().side()).isEqualTo(Side.SURPLUS);
        assertThat(yearEnd.sharing().institution()).isEqualTo(Money.ofFen(kept));
        assertThat(yearEnd.sharing().fund()).isEqualTo(Money.ofFen(back));
        assertThat(yearEnd.retention().released()).isEqualTo(Money.ofFen(released));
        assertThat(yearEnd.retention().forfeited()).isEqualTo(Money.ofFen(forfeited));
        assertThat(yearEnd.finalDue()).isEqualTo(Money.ofFen(finalDue));
        assertThat(yearEnd.balance()).isEqualTo(Money.ofFen(balance));
    }

    @Test
    void an_overspend_is_borne_by_bands() {
        var elsewhere = List.of(new VisitsElsewhere(REFERRED, Money.ofFen(9_204_770), Fraction.ONE));
        var yearEnd = YearEnd.of(RULES, facts(66_118_300, elsewhere, "86", true));
        assertThat(yearEnd.sharing().side()).isEqualTo(Side.OVERSPEND);
        assertThat(yearEnd.sharing().amount()).isEqualTo(Money.ofFen(6_257_947));
        assertThat(yearEnd.sharing().institution()).isEqualTo(Money.ofFen(2_438_322));
        assertThat(yearEnd.sharing().fund()).isEqualTo(Money.ofFen(3_819_625));
        assertThat(yearEnd.finalDue()).isEqualTo(Money.ofFen(62_713_066));
        assertThat(yearEnd.balance()).isEqualTo(Money.ofFen(554_456));
    }

    @Test
    void a_surplus_without_the_minimum_of_service_returns_to_the_fund() {
        var yearEnd = YearEnd.of(RULES, surplusFacts("91", false));
        assertThat(yearEnd.sharing().institution()).isEqualTo(Money.ZERO);
        assertThat(yearEnd.sharing().fund()).isEqualTo(Money.ofFen(7_314_993));
        assertThat(yearEnd.retention().forfeited()).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # surplus of 1000 | marginal | whole amount
            0                 | 0        | 0
            100               | 100      | 100
            101               | 101      | 71
            200               | 170      | 140
            201               | 170      | 0
            1000              | 170      | 0
            """)
    void a_surplus_is_read_band_by_band_or_as_a_whole(long surplus, long marginal, long wholeAmount) {
        var facts = new Facts(
                Fraction.of(1000), Money.ofFen(1000), Money.ofFen(1000 - surplus), List.of(), Fraction.of(100), true);
        assertThat(YearEnd.of(RULES, facts).sharing().institution()).isEqualTo(Money.ofFen(marginal));
        assertThat(YearEnd.of(WHOLE_AMOUNT, facts).sharing().institution()).isEqualTo(Money.ofFen(wholeAmount));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # score | coefficient
            0       | 0
            59.99   | 0
            60      | 0.6
            86      | 0.86
            89.99   | 0.8999
            90      | 1
            100     | 1
            """)
    void a_score_becomes_a_coefficient(String score, String coefficient) {
        assertThat(ScoreRule.USUAL.coefficient(Fraction.parse(score))).isEqualTo(Fraction.parse(coefficient));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # bands          | rest | refused with
            0.1:1, 0.1:0.7   | 0    | policy_invalid at /1/upTo
            0:1              | 0    | policy_invalid at /0/upTo
            0.1:1.1          | 0    | policy_invalid at /0/rate
            0.1:1, 0.2:-0.1  | 0    | policy_invalid at /1/rate
            0.1:1            | 2    | policy_invalid at /rest
            """)
    void bands_ascend_and_rates_are_parts(String bands, String rest, String expected) {
        String answer = Bands.of(parse(bands), Fraction.parse(rest))
                .fold(refusal -> refusal.code().code() + " at " + refusal.field(), accepted -> "accepted");
        assertThat(answer).isEqualTo(expected);
    }

    @Test
    void takes_no_facts_that_cannot_be() {
        assertThatIllegalArgumentException().isThrownBy(() -> ScoreRule.USUAL.coefficient(Fraction.of(101)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VisitsElsewhere(REFERRED, Money.ZERO, Fraction.parse("1.1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> facts(1, List.of(ELSEWHERE.get(0), ELSEWHERE.get(0)), "90", true));
    }

    @Test
    void what_was_prepaid_beyond_the_entitlement_is_recovered_and_nothing_is_forfeited() {
        var facts = new Facts(Fraction.of(10), Money.ofFen(13), Money.ofFen(10), List.of(), Fraction.ZERO, true);
        var yearEnd = YearEnd.of(RULES, facts);
        assertThat(yearEnd.retention()).isEqualTo(new YearEnd.Retention(Money.ZERO, Money.ZERO, Money.ZERO));
        assertThat(yearEnd.finalDue()).isEqualTo(Money.ofFen(10));
        assertThat(yearEnd.balance()).isEqualTo(Money.ofFen(-3));
    }

    @Test
    void any_year_ties_shares_everything_and_does_not_depend_on_the_order_of_the_classes() {
        var random = new Random(SEED);
        for (var round = 0; round < 1_000; round++) {
            var exact = Fraction.of(random.nextLong(1_000_000_000L), 12);
            var prepaid = exact.times(Fraction.parse("0.9")).halfUpToMoney();
            var elsewhere = new ArrayList<VisitsElsewhere>();
            for (var visitClass : VisitsElsewhere.VisitClass.values()) {
                var amount = Money.ofFen(random.nextLong(20_000_000));
                elsewhere.add(new VisitsElsewhere(visitClass, amount, Fraction.of(random.nextInt(101), 100)));
            }
            var own = Money.ofFen(random.nextLong(90_000_000));
            var score = Fraction.of(random.nextInt(10_001), 100);
            var rules = random.nextBoolean() ? RULES : WHOLE_AMOUNT;
            var yearEnd = YearEnd.of(rules, new Facts(exact, prepaid, own, elsewhere, score, true));
            Collections.shuffle(elsewhere, random);
            assertThat(YearEnd.of(rules, new Facts(exact, prepaid, own, elsewhere, score, true)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(yearEnd);
            var sharing = yearEnd.sharing();
            assertThat(sharing.institution().plus(sharing.fund())).isEqualTo(sharing.amount());
            assertThat(List.of(
                            sharing.institution(),
                            sharing.fund(),
                            yearEnd.retention().forfeited()))
                    .as("seed %d, round %d", SEED, round)
                    .noneMatch(Money::isNegative);
            assertThat(prepaid.plus(yearEnd.balance())).isEqualTo(yearEnd.finalDue());
        }
    }

    private static Facts surplusFacts(String score, boolean minimumServiceMet) {
        return facts(58_618_265, ELSEWHERE, score, minimumServiceMet);
    }

    private static Facts facts(long own, List<VisitsElsewhere> elsewhere, String score, boolean minimumServiceMet) {
        return new Facts(YEAR, PREPAID, Money.ofFen(own), elsewhere, Fraction.parse(score), minimumServiceMet);
    }

    /** The person-months of worked case 9 on the tariff of worked case 8. */
    private static Fraction exactYear() {
        var policy = CapitationPolicies.accepted(CapitationPolicies.THREE_RISK_GROUPS);
        return CapitationPolicies.exactMonth(policy, Map.of(0, 14_436L, 6, 7_620L, 1, 5_040L));
    }

    private static Bands bands(String bands, String rest) {
        return Bands.of(parse(bands), Fraction.parse(rest))
                .fold(
                        refusal -> {
                            throw new AssertionError("refused: " + refusal);
                        },
                        accepted -> accepted);
    }

    private static List<Band> parse(String bands) {
        return Arrays.stream(bands.split(", "))
                .map(band -> band.split(":"))
                .map(band -> new Band(Fraction.parse(band[0]), Fraction.parse(band[1])))
                .toList();
    }
}
