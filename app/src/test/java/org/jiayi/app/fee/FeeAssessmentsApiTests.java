package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Fees that are brought to the tier of their team's score, many teams at once. */
@JiayiTest
class FeeAssessmentsApiTests {

    private static final Duration JOB_WAIT = Duration.ofSeconds(30);
    private static final String POLICY = """
            {"kind": "contract_fee", "name": "考核计费", "staffShare": "0.7", "refund": "whole_months",
             "packages": [
               {"servicePackage": "child",
                "tiers": [{"fromScore": "0", "listPriceFen": 5000}, {"fromScore": "60", "listPriceFen": 8000},
                          {"fromScore": "80", "listPriceFen": 10000}],
                "shares": [{"payer": "resident", "fixedFen": 1000}, {"payer": "pooled_fund", "ratio": "1"}],
                "waivers": [{"category": "extreme_poverty", "payer": "medical_assistance", "full": true}]},
               {"servicePackage": "basic", "listPriceFen": 12000,
                "shares": [{"payer": "public_health", "fixedFen": 12000}]}]}
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final TestDatabase database;
    private FeeCounty county;

    FeeAssessmentsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock, TestDatabase database) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.database = database;
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

    private static List<String> teams(JsonNode job) {
        return job.path("data")
                .valueStream()
                .map(team -> String.join(
                        " ",
                        team.path("teamId").asString().substring("tem_439901_".length()),
                        team.path("contracts").asString("-"),
                        team.path("amountFen").asString("-"),
                        team.path("problem").asString("-")))
                .toList();
    }

    /** Each team by its own score, each package by its own tiers; packages without tiers stay as they are. */
    @Test
    void each_team_comes_to_the_tier_of_its_own_score() {
        county.sign(3, "T001", "儿童包", "一般");
        String poor = county.sign(1, "T001", "儿童包", "特困").get(0);
        county.sign(2, "T001", "基础包", "一般");
        String second = county.sign(2, "T002", "儿童包", "一般").get(0);
        county.sign(4, "T003", "儿童包", "一般");
        JsonNode job = county.assess(Map.of("T001", "79.99", "T002", "80", "T003", "59.99"));
        assertThat(teams(job)).containsExactly("T001 4 12000 -", "T002 2 10000 -", "T003 0 0 -");
        assertThat(job.path("teamsFailing").asInt()).isZero();
        assertThat(county.bears(poor)).containsExactly("resident 0", "pooled_fund 7000", "medical_assistance 1000");
        assertThat(county.bears(second)).containsExactly("resident 1000", "pooled_fund 9000");
    }

    @Test
    void the_same_scores_again_move_nothing() {
        county.sign(3, "T001", "儿童包", "一般");
        county.sign(2, "T003", "儿童包", "特困");
        Map<String, String> scores = Map.of("T001", "85", "T003", "60");
        county.assess(scores);
        Map<String, Long> balances = county.balances();
        assertThat(teams(county.assess(scores))).containsExactly("T001 0 0 -", "T003 0 0 -");
        assertThat(county.balances()).isEqualTo(balances);
    }

    /** A line of a price that the policy does not have is what no code of ours writes; of such kind are faults. */
    @Test
    void a_team_that_fails_is_told_and_holds_up_nobody_else() throws SQLException {
        String broken = county.sign(1, "T001", "儿童包", "一般").get(0);
        county.sign(2, "T002", "儿童包", "一般");
        breakFee(broken);
        String path = "/api/v1/fee-assessments/" + county.order(Map.of("T001", "90", "T002", "90"));
        JsonNode job = await().atMost(JOB_WAIT)
                .until(
                        () -> county.get(path),
                        seen -> seen.path("teamsFailing").asInt() == 1
                                && seen.path("teamsDone").asInt() == 1);
        assertThat(teams(job)).containsExactly("T001 - - internal_error", "T002 2 10000 -");
        assertThat(job.path("status").asString()).isEqualTo("running");
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM fee_line WHERE price = 99");
        }
        clock.moveTo(LocalDate.of(2025, 12, 22));
        job = await().atMost(JOB_WAIT)
                .until(
                        () -> county.get(path),
                        seen -> seen.path("status").asString().equals("finished"));
        assertThat(teams(job)).containsExactly("T001 1 5000 -", "T002 2 10000 -");
    }

    /** The job waits because of a fault; what is signed meanwhile is brought to the tier by it, and not once more by the next. */
    @Test
    void what_is_signed_between_the_order_and_the_work_comes_to_the_tier_once() throws SQLException {
        String broken = county.sign(1, "T001", "儿童包", "一般").get(0);
        breakFee(broken);
        Map<String, String> scores = Map.of("T001", "90");
        String path = "/api/v1/fee-assessments/" + county.order(scores);
        await().atMost(JOB_WAIT)
                .until(() -> county.get(path), seen -> seen.path("teamsFailing").asInt() == 1);
        String later = county.sign(2, "T001", "儿童包", "一般").get(0);
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM fee_line WHERE price = 99");
        }
        clock.moveTo(LocalDate.of(2025, 12, 22));
        JsonNode job = await().atMost(JOB_WAIT)
                .until(
                        () -> county.get(path),
                        seen -> seen.path("status").asString().equals("finished"));
        assertThat(teams(job)).containsExactly("T001 3 15000 -");
        assertThat(teams(county.assess(scores))).containsExactly("T001 0 0 -");
        assertThat(county.bears(later)).containsExactly("resident 1000", "pooled_fund 9000");
    }

    /** The team that fails is left as it is, and a later job does not wait for it. */
    @Test
    void a_cancelled_job_leaves_what_is_done_and_what_is_not() throws SQLException {
        String broken = county.sign(1, "T001", "儿童包", "一般").get(0);
        county.sign(2, "T002", "儿童包", "一般");
        breakFee(broken);
        String id = county.order(Map.of("T001", "90", "T002", "90"));
        JsonNode job = await().atMost(JOB_WAIT)
                .until(
                        () -> county.get("/api/v1/jobs/" + id),
                        seen -> seen.path("done").asInt() == 1 && seen.has("problem"));
        assertThat(job.path("status").asString()).isEqualTo("running");
        assertThat(county.post(county.bureau(), "/api/v1/jobs/" + id + "/cancellation", Map.of())
                        .isOk()
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("cancelled");
        JsonNode left = county.get("/api/v1/fee-assessments/" + id);
        assertThat(left.path("status").asString()).isEqualTo("cancelled");
        assertThat(teams(left)).containsExactly("T001 - - internal_error", "T002 2 10000 -");
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM fee_line WHERE price = 99");
        }
        assertThat(teams(county.assess(Map.of("T001", "90")))).containsExactly("T001 1 5000 -");
    }

    private void breakFee(String contract) throws SQLException {
        try (var connection = database.open();
                var statement = connection.prepareStatement("""
                        INSERT INTO fee_line (area, contract_id, entry_id, payer, policy_id, institution_code, amount_fen,
                            reason, month, price, economic_category, tier)
                        SELECT area, contract_id, 'ffffffff-0000-7000-8000-000000000000', payer, policy_id, institution_code, 0,
                            'resplit', month, 99, economic_category, tier
                        FROM fee_line WHERE area || '_' || contract_id = ? LIMIT 1
                        """)) {
            statement.setString(1, contract.substring("ctr_".length()));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
