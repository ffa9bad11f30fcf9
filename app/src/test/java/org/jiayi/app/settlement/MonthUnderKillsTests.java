package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A month whose computation is cut off at random points comes out the same in the end, without a lost or a doubled head. */
@JiayiTest
@Timeout(300)
class MonthUnderKillsTests {

    private static final long SEED = 20_261_126;
    private static final int KILLS = 50;
    private static final int RESIDENTS = 400;
    private static final int LATEST_MILLIS = 60;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    MonthUnderKillsTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        clock.moveTo(LocalDate.of(2026, 10, 10));
    }

    @Test
    void fifty_backends_are_killed_under_a_month_and_nothing_is_lost_or_doubled() throws SQLException {
        var county = county();
        body(compute(county, "2026-01", "2026-02-05"));
        body(compute(county, "2026-02", "2026-02-28"));
        var undisturbed = body(compute(county, "2026-03", "2026-10-10"));
        assertThat(undisturbed.get("correctedHeads").asLong()).isEqualTo(-RESIDENTS / 20);
        var rows = rows(county);
        var random = new Random(SEED);
        var cut = 0;
        for (var kill = 0; kill < KILLS; kill++) {
            var computing = CompletableFuture.supplyAsync(() -> compute(county, "2026-03", "2026-10-10")
                    .returnResult(JsonNode.class)
                    .getStatus()
                    .value());
            var pause = random.nextInt(LATEST_MILLIS);
            await().pollDelay(Duration.ofMillis(pause)).until(() -> true);
            killBackends();
            if (computing.join() != 201) {
                cut++;
            }
        }
        assertThat(cut).as("seed %d: cut off before the end", SEED).isPositive();
        var afterwards = body(compute(county, "2026-03", "2026-10-10"));
        assertThat(afterwards.get("digestSm3")).as("seed %d", SEED).isEqualTo(undisturbed.get("digestSm3"));
        assertThat(rows(county)).as("seed %d", SEED).isEqualTo(rows);
    }

    private TestCounty county() {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        var residents = new StringBuilder(TestCounty.RESIDENT_COLUMNS);
        var contracts = new StringBuilder(TestCounty.CONTRACT_COLUMNS);
        var events = new StringBuilder(TestCounty.EVENT_COLUMNS);
        for (var order = 0; order < RESIDENTS; order++) {
            var number = TestCounty.identityNumber(LocalDate.of(1950 + order % 50, 3, 1), 1 + order / 50);
            residents.append(TestCounty.resident("居民", number, "390", "", "一般")).append('\n');
            contracts
                    .append(String.join(
                            ",",
                            number,
                            "T00" + (1 + order % 3),
                            "基础包",
                            "2025-12-20",
                            "2026-01-01",
                            "2026-12-31",
                            "纸质"))
                    .append('\n');
            if (order % 20 == 0) {
                events.append(number).append(",死亡,2026-01-05,2026-03-01,\n");
            }
        }
        county.take("residents", residents.toString());
        county.take("contracts", contracts.toString());
        county.take("events", events.toString());
        return county;
    }

    private WebTestClient.ResponseSpec compute(TestCounty county, String month, String knownOn) {
        return http.mutate()
                .responseTimeout(Duration.ofSeconds(60))
                .build()
                .post()
                .uri("/api/v1/pooling-areas/{area}/settlement-batches", county.area())
                .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                .bodyValue(Map.of("fund", "390", "month", month, "knownOn", knownOn))
                .exchange();
    }

    private static JsonNode body(WebTestClient.ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    /** Those that are in the midst of something, as a machine that fails would. */
    private void killBackends() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                    """);
        }
    }

    private Map<String, Long> rows(TestCounty county) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            for (var table : new String[] {
                "capitation_month",
                "capitation_person_month",
                "capitation_correction",
                "capitation_cell",
                "capitation_booking",
                "settlement_batch",
                "settlement_line"
            }) {
                var row = statement.executeQuery(
                        "SELECT count(*) FROM " + table + " WHERE area = '" + county.area() + "'");
                row.next();
                rows.put(table, row.getLong(1));
            }
        }
        return rows;
    }
}
