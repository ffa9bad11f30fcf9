package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jiayi.app.visit.VisitClass.EMERGENCY;
import static org.jiayi.app.visit.VisitClass.REFERRED;
import static org.jiayi.app.visit.VisitClass.UN_REFERRED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.visit.VisitClass;
import org.jiayi.app.visit.VisitsElsewhere;
import org.jiayi.app.yearend.Bands.Band;
import org.jiayi.app.yearend.YearEnd.Facts;
import org.jiayi.app.yearend.YearEnd.Side;
import org.jiayi.app.yearend.YearEndRules.CoefficientOn;
import org.jiayi.app.yearend.YearEndRules.SurplusMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The year-end reconciliation: DOMAIN §5, worked cases 9 and 10. */
class YearEndTests {

    private static final long SEED = 20260109;
    private static final Optional<Money> NO_CEILING = Optional.empty();

    /** First 10 % of the entitlement kept in full, the next 10 % at 70 %, nothing above. */
    private static final Bands SURPLUS = bands("0.1:1, 0.2:0.7", "0");
    /** Up to 5 % the institution bears 30 %, from 5 to 10 % 50 %, above all. */
    private static final Bands OVERSPEND = bands("0.05:0.3, 0.1:0.5", "1");

    private static final YearEndRules RULES =
            new YearEndRules(SURPLUS, SurplusMode.MARGINAL, OVERSPEND, ScoreRule.USUAL);
    private static final YearEndRules WHOLE_AMOUNT =
            new YearEndRules(SURPLUS, SurplusMode.WHOLE_AMOUNT, OVERSPEND, ScoreRule.USUAL);

    /** 14 436, 7 620 and 5 040 person-months at 28 650 fen a year × 0.55, 1.20 and 2.35. */
    private static final Money YEAR = Fraction.of(28_650)
            .times(Fraction.parse("0.55")
                    .times(Fraction.of(14_436))
                    .plus(Fraction.parse("1.20").times(Fraction.of(7_620)))
                    .plus(Fraction.parse("2.35").times(Fraction.of(5_040))))
            .dividedBy(Fraction.of(12))
            .halfUpToMoney();

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
        var facts = of(1000, 1000, 1000 - surplus, List.of(), Fraction.of(100));
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

    /** Prepaid 800 of 1000, own spending 700, score 80: 100 % of the first 10 % of a surplus of 300, 70 % of the next. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # coefficient on | kept | released
            MARGIN           | 170  | 160
            SURPLUS          | 136  | 200
            BOTH             | 136  | 160
            """)
    void the_coefficient_is_applied_to_what_the_policy_says(CoefficientOn on, long kept, long released) {
        var rules = new YearEndRules(
                SURPLUS, SurplusMode.MARGINAL, Optional.empty(), OVERSPEND, Optional.empty(), ScoreRule.USUAL, on);
        var yearEnd = YearEnd.of(rules, of(1000, 800, 700, List.of(), Fraction.of(80)));
        assertThat(yearEnd.sharing().institution()).isEqualTo(Money.ofFen(kept));
        assertThat(yearEnd.retention().released()).isEqualTo(Money.ofFen(released));
    }

    @Test
    void what_is_kept_and_what_is_borne_have_ceilings() {
        var rules = new YearEndRules(
                SURPLUS,
                SurplusMode.MARGINAL,
                Optional.of(Fraction.parse("0.05")),
                OVERSPEND,
                Optional.of(Fraction.parse("0.1")),
                ScoreRule.USUAL,
                CoefficientOn.BOTH);
        var surplus = YearEnd.of(rules, of(1000, 900, 700, List.of(), Fraction.of(100)));
        assertThat(surplus.sharing().institution()).isEqualTo(Money.ofFen(50));
        assertThat(surplus.sharing().fund()).isEqualTo(Money.ofFen(250));
        var overspend = YearEnd.of(rules, of(1000, 900, 1500, List.of(), Fraction.of(100)));
        assertThat(overspend.sharing().institution()).isEqualTo(Money.ofFen(100));
        assertThat(overspend.sharing().fund()).isEqualTo(Money.ofFen(400));
    }

    /** A year of which only late deaths were heard: 1 000 is given back, of which 900 was recovered month by month. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # spent | borne above all bands at | given back or borne | fund bears | final due | balance
            0       | 0.5                      | 1000                | 0          | -1000     | -100
            300     | 0.5                      | 1150                | 150        | -850      | 50
            300     | 1                        | 1300                | 0          | -1000     | -100
            """)
    void what_corrections_took_back_beyond_the_year_is_given_back_whole(
            long own, String rest, long borne, long fund, long finalDue, long balance) {
        var rules = new YearEndRules(SURPLUS, SurplusMode.MARGINAL, bands("0.05:0.3", rest), ScoreRule.USUAL);
        var yearEnd = YearEnd.of(rules, of(-1000, -900, own, List.of(), Fraction.of(100)));
        assertThat(yearEnd.sharing().side()).isEqualTo(Side.OVERSPEND);
        assertThat(yearEnd.sharing().institution()).isEqualTo(Money.ofFen(borne));
        assertThat(yearEnd.sharing().fund()).isEqualTo(Money.ofFen(fund));
        assertThat(yearEnd.finalDue()).isEqualTo(Money.ofFen(finalDue));
        assertThat(yearEnd.balance()).isEqualTo(Money.ofFen(balance));
    }

    @Test
    void a_ceiling_of_a_negative_entitlement_is_nothing() {
        var rules = new YearEndRules(
                SURPLUS,
                SurplusMode.MARGINAL,
                Optional.of(Fraction.parse("0.05")),
                OVERSPEND,
                Optional.of(Fraction.parse("0.1")),
                ScoreRule.USUAL,
                CoefficientOn.BOTH);
        var yearEnd = YearEnd.of(rules, of(-1000, -900, 300, List.of(), Fraction.of(100)));
        assertThat(yearEnd.sharing().institution()).isEqualTo(Money.ofFen(1000));
        assertThat(yearEnd.sharing().fund()).isEqualTo(Money.ofFen(300));
        assertThat(YearEndRules.part(Fraction.parse("0.3"), Money.ofFen(-1000))).isEqualTo(Money.ZERO);
    }

    @Test
    void visits_elsewhere_are_charged_up_to_the_ceiling_and_the_balance_is_of_what_was_paid() {
        var elsewhere = List.of(new VisitsElsewhere(REFERRED, Money.ofFen(400), Fraction.ONE));
        var facts = new Facts(
                Money.ofFen(1000),
                Money.ofFen(900),
                Money.ofFen(800),
                Money.ofFen(800),
                elsewhere,
                Optional.of(Money.ofFen(150)),
                Fraction.of(100),
                true);
        var yearEnd = YearEnd.of(RULES, facts);
        assertThat(yearEnd.spending().elsewhere()).isEqualTo(Money.ofFen(150));
        assertThat(yearEnd.finalDue()).isEqualTo(Money.ofFen(850));
        assertThat(yearEnd.balance()).isEqualTo(Money.ofFen(50));
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
        var facts = of(10, 13, 10, List.of(), Fraction.ZERO);
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
            var entitlement = exact.halfUpToMoney();
            var prepaid = exact.times(Fraction.parse("0.9")).halfUpToMoney();
            var elsewhere = new ArrayList<VisitsElsewhere>();
            for (var visitClass : VisitClass.values()) {
                if (visitClass == VisitClass.OWN) {
                    continue;
                }
                var amount = Money.ofFen(random.nextLong(20_000_000));
                elsewhere.add(new VisitsElsewhere(visitClass, amount, Fraction.of(random.nextInt(101), 100)));
            }
            var own = Money.ofFen(random.nextLong(90_000_000));
            var score = Fraction.of(random.nextInt(10_001), 100);
            var rules = random.nextBoolean() ? RULES : WHOLE_AMOUNT;
            var paid = prepaid.minus(Money.ofFen(random.nextLong(-1_000, 1_000)));
            var ceiling = random.nextBoolean() ? Optional.of(Money.ofFen(random.nextLong(40_000_000))) : NO_CEILING;
            var facts = new Facts(entitlement, prepaid, paid, own, elsewhere, ceiling, score, random.nextBoolean());
            var yearEnd = YearEnd.of(rules, facts);
            Collections.shuffle(elsewhere, random);
            assertThat(YearEnd.of(
                            rules,
                            new Facts(
                                    entitlement,
                                    prepaid,
                                    paid,
                                    own,
                                    elsewhere,
                                    ceiling,
                                    score,
                                    facts.minimumServiceMet())))
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
            assertThat(paid.plus(yearEnd.balance())).isEqualTo(yearEnd.finalDue());
        }
    }

    private static Facts surplusFacts(String score, boolean minimumServiceMet) {
        return facts(58_618_265, ELSEWHERE, score, minimumServiceMet);
    }

    private static Facts facts(long own, List<VisitsElsewhere> elsewhere, String score, boolean minimumServiceMet) {
        return new Facts(
                YEAR,
                PREPAID,
                PREPAID,
                Money.ofFen(own),
                elsewhere,
                NO_CEILING,
                Fraction.parse(score),
                minimumServiceMet);
    }

    private static Facts of(long entitlement, long prepaid, long own, List<VisitsElsewhere> elsewhere, Fraction score) {
        return new Facts(
                Money.ofFen(entitlement),
                Money.ofFen(prepaid),
                Money.ofFen(prepaid),
                Money.ofFen(own),
                elsewhere,
                NO_CEILING,
                score,
                true);
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
