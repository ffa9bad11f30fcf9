package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Contracts of several years whose fee is charged a year at a time (按签约年度计费), from signing to the end. */
@JiayiTest
class FeeYearsApiTests {

    private static final Duration DAY_WAIT = Duration.ofSeconds(30);
    /** In which a day's round would have charged what it should not. */
    private static final Duration ROUNDS = Duration.ofSeconds(5);

    private static final String POLICY = """
            {"kind": "contract_fee", "name": "按年", "staffShare": "0.7", "refund": "whole_months", "charged": "yearly",
             "packages": [{"servicePackage": "basic", "listPriceFen": 12000,
                "shares": [{"payer": "public_health", "fixedFen": 3000}, {"payer": "pooled_fund", "fixedFen": 7000},
                           {"payer": "resident", "fixedFen": 2000}],
                "waivers": [{"category": "extreme_poverty", "payer": "medical_assistance", "full": true}]}]}
            """;

    /** With a package of 24 000 for a year. */
    private static final String WITH_CHRONIC = POLICY.replace("\"packages\": [", """
            "packages": [{"servicePackage": "chronic", "listPriceFen": 24000,
                "shares": [{"payer": "pooled_fund", "fixedFen": 24000}]},
            """);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final TestDatabase database;
    private final EndedYears endedYears;
    private FeeCounty county;

    FeeYearsApiTests(
            WebTestClient http, TestIssuer issuer, MovableClock clock, TestDatabase database, EndedYears endedYears) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.database = database;
        this.endedYears = endedYears;
    }

    @BeforeEach
    void open_a_county() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        county = FeeCounty.open(http, issuer, POLICY);
    }

    @AfterEach
    void lines_and_ledger_tie() {
        county.ties();
        county.balances();
    }

    private long total(String contract) {
        return county.fee(contract).path("totalFen").asLong();
    }

    /** Moves to a day and waits until the year that begins by then is charged. */
    private void charged(LocalDate day, String contract, long totalFen) {
        clock.moveTo(day);
        await().atMost(DAY_WAIT).until(() -> total(contract) == totalFen);
    }

    @Test
    void each_year_is_charged_on_its_first_day_and_the_last_one_by_its_months() {
        String three = county.signUntil("2028-06-30", "一般");
        String one = county.signUntil("2026-12-31", "一般");
        assertThat(total(three)).isEqualTo(12000);
        charged(LocalDate.of(2027, 1, 1), three, 24000);
        assertThat(county.bears(three)).containsExactly("public_health 6000", "pooled_fund 14000", "resident 4000");
        charged(LocalDate.of(2028, 1, 1), three, 30000);
        assertThat(county.bears(three)).containsExactly("public_health 7500", "pooled_fund 17500", "resident 5000");
        clock.moveTo(LocalDate.of(2028, 1, 2));
        await().during(ROUNDS).atMost(DAY_WAIT).until(() -> total(three) == 30000);
        assertThat(total(one)).isEqualTo(12000);

        JsonNode line = county.fee(three).path("lines").get(6);
        assertThat(line.path("month").asString()).isEqualTo("2028-01");
        assertThat(line.path("reason").asString()).isEqualTo("contract_fee");
        assertThat(line.at("/explanation/steps")
                        .valueStream()
                        .map(step -> step.path("rule").asString()))
                .containsExactly("list_price", "share", "share", "share", "contract_year", "in_proportion");
        assertThat(line.at("/explanation/steps/4/formula").asString()).isEqualTo("12000 × 1/2 → 6000");
        assertThat(line.at("/explanation/steps/4/text").asString()).contains("2028-01-01 至 2028-06-30");
    }

    @Test
    void years_that_were_missed_are_charged_each_in_its_own_month() {
        String contract = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2028, 2, 1), contract, 36000);
        assertThat(county.fee(contract)
                        .path("lines")
                        .valueStream()
                        .map(line -> line.path("month").asString())
                        .distinct())
                .containsExactly("2025-12", "2027-01", "2028-01");
    }

    /** A file tells late of a contract: the years that have begun were over when the round of their days was done. */
    @Test
    void who_is_signed_late_is_charged_the_years_that_have_begun_by_the_next_round() {
        String early = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2028, 2, 1), early, 36000);
        String late = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2028, 2, 2), late, 36000);
        assertThat(total(early)).isEqualTo(36000);
    }

    /** A contract has three lines; who signs for a year only has no days of a year. */
    @Test
    void contracts_of_which_a_year_has_ended_are_found_some_at_a_time() {
        List<UUID> ending = Stream.generate(() -> county.signUntil("2028-12-31", "一般"))
                .limit(3)
                .map(this::id)
                .toList();
        county.signUntil("2026-12-31", "一般");
        LocalDate dayAfter = LocalDate.of(2027, 1, 1);
        List<List<UUID>> found = found(dayAfter, dayAfter);
        assertThat(found.stream().map(List::size)).containsExactly(2, 1, 0);
        assertThat(found.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ending);
        assertThat(found(dayAfter.minusDays(2), dayAfter.minusDays(1))).containsExactly(List.of());
        assertThat(found(dayAfter.plusDays(1), dayAfter.plusYears(1))).containsExactly(List.of());
    }

    private List<List<UUID>> found(LocalDate since, LocalDate today) {
        return Objects.requireNonNull(
                endedYears.ended(county.area(), since, today, 4).collectList().block());
    }

    private UUID id(String contract) {
        return UUID.fromString(contract.substring(("ctr_" + county.area() + "_").length()));
    }

    /** Before its price was kept with a line there was none to charge the next year by; the days' rounds go on all the same. */
    @Test
    void a_fee_without_a_price_is_left_and_holds_up_nobody_else() throws SQLException {
        String unpriced = county.signUntil("2028-12-31", "一般");
        String priced = county.signUntil("2028-12-31", "一般");
        try (var connection = database.open();
                var statement = connection.prepareStatement("""
                        UPDATE fee_line SET price = NULL, economic_category = NULL, tier = NULL
                        WHERE area || '_' || contract_id = ?
                        """)) {
            statement.setString(1, unpriced.substring("ctr_".length()));
            assertThat(statement.executeUpdate()).isEqualTo(3);
        }
        charged(LocalDate.of(2027, 1, 1), priced, 24000);
        charged(LocalDate.of(2028, 1, 1), priced, 36000);
        assertThat(total(unpriced)).isEqualTo(12000);
    }

    /** The year that runs gives back its months; the years before are used up. */
    @Test
    void an_end_in_the_second_year_gives_back_of_that_year_only() {
        String contract = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2027, 1, 1), contract, 24000);
        clock.moveTo(LocalDate.of(2027, 5, 15));
        county.act(contract, "termination", Map.of("reason", "own_wish", "lastDay", "2027-05-15"))
                .isOk();
        assertThat(county.bears(contract)).containsExactly("public_health 4250", "pooled_fund 9917", "resident 2833");
        assertThat(total(contract)).isEqualTo(12000 + 5000);
        clock.moveTo(LocalDate.of(2028, 1, 1));
        await().during(ROUNDS).atMost(DAY_WAIT).until(() -> total(contract) == 17000);
    }

    /** Heard of late: of the year in which it fell the months that remained, and all of the year after. */
    @Test
    void an_end_in_a_year_before_gives_back_all_of_the_years_after() {
        String contract = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2027, 1, 1), contract, 24000);
        clock.moveTo(LocalDate.of(2027, 2, 1));
        String resident =
                county.get("/api/v1/contracts/" + contract).path("residentId").asString();
        county.post(county.institution(), "/api/v1/residents/" + resident + "/death", Map.of("diedOn", "2026-11-15"))
                .isOk();
        assertThat(total(contract)).isEqualTo(11000);
        assertThat(county.bears(contract)).containsExactly("public_health 2750", "pooled_fund 6417", "resident 1833");
    }

    /** The file gives back nothing of the year that ran: it does not say what was settled before us. */
    @Test
    void a_death_that_a_file_tells_gives_back_the_years_that_never_begin_and_its_revocation_charges_them_again() {
        String contract = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2028, 1, 1), contract, 36000);
        clock.moveTo(LocalDate.of(2028, 1, 5));
        county.county().take("events", TestCounty.EVENT_COLUMNS + county.lastNumber() + ",死亡,2026-03-05,2028-01-04,\n");
        assertThat(county.bears(contract)).containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000");
        JsonNode line = county.fee(contract).path("lines").get(9);
        assertThat(List.of(
                        line.path("reason").asString(), line.path("amountFen").asLong()))
                .containsExactly("refund", -3000L);
        String resident =
                county.get("/api/v1/contracts/" + contract).path("residentId").asString();
        county.post(
                        county.bureau(),
                        "/api/v1/residents/" + resident + "/death/revocation",
                        Map.of(
                                "reason",
                                "wrong_person",
                                "evidenceKind",
                                "police_statement",
                                "evidenceReference",
                                "公户字第7号"))
                .isOk();
        assertThat(county.bears(contract)).containsExactly("public_health 9000", "pooled_fund 21000", "resident 6000");
    }

    /** What followed is shorter than a year, and half a year of it is charged that never began. */
    @Test
    void a_death_that_a_file_tells_gives_back_the_later_year_of_what_follows() {
        String first = county.signUntil("2027-06-30", "一般");
        clock.moveTo(LocalDate.of(2026, 9, 30));
        String second = county.moved(first, "T003", "2026-10-01");
        assertThat(total(second)).isEqualTo(3000);
        charged(LocalDate.of(2027, 1, 1), second, 9000);
        clock.moveTo(LocalDate.of(2027, 2, 5));
        county.fileTellsOfDeath("2026-11-15", LocalDate.of(2027, 2, 5));
        assertThat(List.of(total(first), total(second))).containsExactly(9000L, 3000L);
    }

    /** Six months of the second year were charged by twelfths, and so are the three of them in another package. */
    @Test
    void another_package_in_a_later_year_is_priced_by_the_months_of_a_year() {
        county = FeeCounty.open(http, issuer, WITH_CHRONIC);
        String first = county.signUntil("2027-06-30", "一般");
        charged(LocalDate.of(2027, 1, 1), first, 18000);
        clock.moveTo(LocalDate.of(2027, 3, 31));
        String second = county.amended(first, "chronic", "2027-04-01");
        assertThat(List.of(total(first), total(second))).containsExactly(15000L, 6000L);
    }

    /** Of the 12 000 for three years half goes back. A year and a half of the other package is 36 000: half of the second year now. */
    @Test
    void who_was_charged_once_is_charged_by_year_in_a_package_that_says_so() {
        county = FeeCounty.open(http, issuer, POLICY.replace("\"charged\": \"yearly\",", ""));
        county.supersede(WITH_CHRONIC, "2027-01-01");
        String first = county.signUntil("2028-12-31", "一般");
        clock.moveTo(LocalDate.of(2027, 6, 30));
        String second = county.amended(first, "chronic", "2027-07-01");
        assertThat(List.of(total(first), total(second))).containsExactly(6000L, 12000L);
        assertThat(county.fee(second).at("/lines/0/explanation/steps/2/formula").asString())
                .isEqualTo("24000 × 1/2 → 12000");
        charged(LocalDate.of(2028, 1, 1), second, 36000);
        assertThat(total(first)).isEqualTo(6000);
        clock.moveTo(LocalDate.of(2028, 3, 31));
        county.byHolder(second, "termination", Map.of("reason", "own_wish", "lastDay", "2028-03-31"));
        assertThat(total(second)).as("nine months of the third year").isEqualTo(18000);
    }

    /**
     * Half of the second year goes back. The other package costs 24 000 for three years, of which a year and a half are left: half of it, and
     * nothing when the third year begins. Who stays has no price for a year any more but the one that was agreed.
     */
    @Test
    void who_was_charged_by_year_is_charged_once_in_a_package_that_says_so() {
        county = FeeCounty.open(http, issuer, WITH_CHRONIC);
        county.supersede(
                WITH_CHRONIC
                        .replace("\"charged\": \"yearly\",", "")
                        .replace("\"listPriceFen\": 12000", "\"listPriceFen\": 6000")
                        .replace("\"fixedFen\": 7000", "\"fixedFen\": 1000"),
                "2027-06-01");
        String first = county.signUntil("2028-12-31", "一般");
        String stays = county.signUntil("2028-12-31", "一般");
        String aided = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2027, 1, 1), first, 24000);
        clock.moveTo(LocalDate.of(2027, 6, 30));
        String second = county.amended(first, "chronic", "2027-07-01");
        assertThat(List.of(total(first), total(second))).containsExactly(18000L, 12000L);
        assertThat(county.fee(second).at("/lines/0/explanation/steps/2/formula").asString())
                .isEqualTo("24000 × 1/2 → 12000");
        clock.moveTo(LocalDate.of(2027, 9, 1));
        county.category(aided, "2027-09-01", "extreme_poverty");
        charged(LocalDate.of(2028, 1, 1), stays, 36000);
        charged(LocalDate.of(2028, 1, 1), aided, 36000);
        assertThat(county.bears(aided))
                .as("at the price of before, with the waiver of now")
                .containsExactlyInAnyOrder(
                        "public_health 9000", "pooled_fund 21000", "resident 4000", "medical_assistance 2000");
        assertThat(county.fee(aided).path("lines").toString()).contains("该年度首日没有收费标准");
        assertThat(county.fee(stays).path("lines").toString())
                .contains("个人承担额不高于已约定的金额")
                .doesNotContain("没有收费标准");
        await().during(ROUNDS).atMost(DAY_WAIT).until(() -> total(second) == 12000);
        clock.moveTo(LocalDate.of(2028, 3, 31));
        county.byHolder(second, "termination", Map.of("reason", "own_wish", "lastDay", "2028-03-31"));
        assertThat(total(second)).as("nine of eighteen months").isEqualTo(6000);
    }

    @Test
    void the_rest_of_the_year_follows_to_another_institution_which_is_charged_the_next() {
        String first = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2027, 1, 1), first, 24000);
        clock.moveTo(LocalDate.of(2027, 4, 30));
        String etag = county.client()
                .get(county.institution(), "/api/v1/contracts/" + first)
                .etag();
        Answer moved = county.client()
                .postIfMatch(
                        county.institution(),
                        "/api/v1/contracts/" + first + "/transfer",
                        UUID.randomUUID().toString(),
                        etag,
                        Map.of("teamId", county.team("T003"), "firstDay", "2027-05-01"));
        assertThat(moved.status()).as(moved.text()).isEqualTo(201);
        assertThat(total(first)).isEqualTo(12000 + 4000);
        assertThat(total(moved.id())).isEqualTo(8000);
        charged(LocalDate.of(2028, 1, 1), moved.id(), 20000);
        assertThat(total(first)).isEqualTo(16000);
        assertThat(county.balances())
                .containsEntry("payable:" + TestCounty.FIRST_INSTITUTION, -16000L)
                .containsEntry("payable:" + TestCounty.SECOND_INSTITUTION, -20000L);
    }

    /** Nothing is charged yet of the time from which it holds: the first institution is charged until then, the second from then on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # from the day | the first's | the second's
            2027-01-01     | 12000       | 24000
            2027-05-01     | 16000       | 20000
            2028-01-01     | 24000       | 12000
            """)
    void a_change_from_a_later_year_on_leaves_no_year_without_a_charge(String firstDay, long before, long after) {
        String first = county.signUntil("2028-12-31", "一般");
        clock.moveTo(LocalDate.of(2026, 11, 30));
        String second = county.moved(first, "T003", firstDay);
        assertThat(total(first)).isEqualTo(12000);
        assertThat(total(second)).isZero();
        charged(LocalDate.of(2028, 12, 31), second, after);
        charged(LocalDate.of(2028, 12, 31), first, before);
        assertThat(county.balances())
                .containsEntry("payable:" + TestCounty.FIRST_INSTITUTION, -before)
                .containsEntry("payable:" + TestCounty.SECOND_INSTITUTION, -after);
    }

    /** Who became poor meanwhile is waived; who would pay more than was agreed does not. */
    @Test
    void a_year_is_charged_by_the_category_of_its_first_day_and_never_above_what_was_agreed() {
        String ordinary = county.signUntil("2027-12-31", "一般");
        String poor = county.signUntil("2027-12-31", "特困");
        assertThat(county.bears(poor)).contains("medical_assistance 2000", "resident 0");
        county.category(ordinary, "2026-06-01", "extreme_poverty");
        county.category(poor, "2026-06-01", "ordinary");
        charged(LocalDate.of(2027, 1, 1), ordinary, 24000);
        charged(LocalDate.of(2027, 1, 1), poor, 24000);
        assertThat(county.bears(ordinary))
                .containsExactlyInAnyOrder(
                        "public_health 6000", "pooled_fund 14000", "resident 2000", "medical_assistance 2000");
        assertThat(county.bears(poor))
                .containsExactlyInAnyOrder(
                        "public_health 6000", "pooled_fund 14000", "resident 0", "medical_assistance 4000");
        assertThat(county.fee(poor).at("/lines/4/explanation/steps").toString()).contains("沿用上一签约年度");
    }

    /** Two years are charged: each comes to the tier, with lines of its own that say why. */
    @Test
    void an_assessment_brings_every_charged_year_to_its_tier() {
        county = FeeCounty.open(
                http,
                issuer,
                POLICY.replace(
                                "\"listPriceFen\": 12000",
                                "\"tiers\": [{\"fromScore\": \"0\", \"listPriceFen\": 12000},"
                                        + " {\"fromScore\": \"80\", \"listPriceFen\": 15000}]")
                        .replace("\"fixedFen\": 7000", "\"ratio\": \"1\""));
        String contract = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2027, 1, 1), contract, 24000);
        JsonNode job = county.assess(Map.of("T001", "85"));
        assertThat(job.path("amountFen").asLong()).isEqualTo(6000);
        assertThat(county.bears(contract))
                .containsExactlyInAnyOrder("public_health 6000", "pooled_fund 20000", "resident 4000");
        assertThat(county.fee(contract)
                        .path("lines")
                        .valueStream()
                        .filter(line -> line.path("reason").asString().equals("assessed"))
                        .map(line -> line.path("amountFen").asLong() + " "
                                + line.at("/explanation/steps/0/text").asString()))
                .hasSize(2)
                .allMatch(line -> line.startsWith("3000 考核得分 85 "));
        assertThat(county.assess(Map.of("T001", "85")).path("amountFen").asLong())
                .isZero();
        assertThat(county.assess(Map.of("T001", "10")).path("amountFen").asLong())
                .isEqualTo(-6000);
        assertThat(total(contract)).isEqualTo(24000);
    }

    /** Without the rule, as in policies from before there was one, a contract is charged once, however long it is. */
    @Test
    void a_policy_that_does_not_say_so_charges_once() {
        FeeCounty once = FeeCounty.open(http, issuer, POLICY.replace("\"charged\": \"yearly\",", ""));
        String contract = once.signUntil("2028-12-31", "一般");
        String yearly = county.signUntil("2028-12-31", "一般");
        charged(LocalDate.of(2027, 1, 1), yearly, 24000);
        assertThat(once.fee(contract).path("totalFen").asLong()).isEqualTo(12000);
        assertThat(List.of(once.bears(contract).toArray()))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000");
    }
}
