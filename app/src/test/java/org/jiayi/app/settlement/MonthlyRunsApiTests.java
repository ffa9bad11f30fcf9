package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jiayi.app.ChildApplication;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** 月度测算: months computed in the background, by however many instances. */
@JiayiTest
@Timeout(180)
class MonthlyRunsApiTests {

    private static final Duration RUN_WAIT = Duration.ofSeconds(60);
    private static final String KNOWN_ON = "2026-10-10";
    private static final long SEED = 20_261_126;
    /** How often a second instance is killed; each time takes it some seconds to start. */
    private static final int KILLS = Integer.getInteger("jiayi.kills", 1);

    private static final int LATEST_MILLIS = 500;

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    MonthlyRunsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        clock.moveTo(LocalDate.parse(KNOWN_ON));
    }

    @Test
    void a_run_says_of_each_month_what_computing_it_alone_says() {
        var county = county();
        var alone = Stream.of("2026-01", "2026-02", "2026-03")
                .map(month -> computed(county, month).body().path("digestSm3").asString())
                .toList();
        var run = finished(county, start(county, "2026-01", "2026-03", "390", "310"));
        assertThat(units(run))
                .containsExactly(
                        "310 2026-01 computed",
                        "310 2026-02 computed",
                        "310 2026-03 computed",
                        "390 2026-01 computed",
                        "390 2026-02 computed",
                        "390 2026-03 computed");
        assertThat(run.path("done").asLong())
                .isEqualTo(run.path("total").asLong())
                .isEqualTo(6);
        assertThat(told(county, run.path("id").asString())).isEqualTo("finished computing 6/6");
        assertThat(run.has("cancelledBy")).isFalse();
        assertThat(batches(county)
                        .filter(batch -> batch.path("fund").asString().equals("390"))
                        .map(batch -> batch.path("digestSm3").asString()))
                .isEqualTo(alone);
        assertThat(client.get(county.bureau("wu"), runs(county))
                        .isOk()
                        .body()
                        .path("data")
                        .path(0))
                .isEqualTo(run);
    }

    @Test
    void a_month_that_people_have_looked_at_stands() {
        var county = county();
        var january = computed(county, "2026-01");
        var etag = '"' + january.body().path("digestSm3").asString() + '"';
        client.postIfMatch(
                        county.bureau("zheng"),
                        "/api/v1/settlement-batches/" + january.id() + "/review",
                        etag,
                        Map.of())
                .isOk();
        assertThat(units(finished(county, start(county, "2026-01", "2026-02", "390"))))
                .containsExactly("390 2026-01 standing", "390 2026-02 computed");
    }

    @Test
    void a_month_that_is_refused_says_why() {
        var county = county();
        assertThat(units(finished(county, start(county, "2026-12", "2027-01", "390"))))
                .containsExactly("390 2026-12 refused month_out_of_order", "390 2027-01 refused no_capitation_policy");
        order(county, "2026-02", "2026-01", "390").isRefused(RefusalCode.INVALID_VALUE);
        order(county, "2024-01", "2026-01", "390").isRefused(RefusalCode.INVALID_VALUE);
        clock.moveTo(LocalDate.parse(KNOWN_ON).minusDays(1));
        order(county, "2026-01", "2026-01", "390").isRefused(RefusalCode.IN_THE_FUTURE);
        client.get(county.bureau("wu"), "/api/v1/monthly-runs/run_110101_0192f0c1-0000-7000-8000-000000000001")
                .isRefused(RefusalCode.NOT_FOUND);
    }

    /** While its first month cannot go on, another run of the same month is refused, and what nobody has begun is taken back. */
    @Test
    void one_run_at_a_time_works_on_a_month_and_can_be_cancelled() throws SQLException {
        var county = county();
        Answer run;
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE capitation_month");
            run = start(county, "2026-01", "2026-03", "310");
            await().atMost(RUN_WAIT).until(this::isSomebodyWaiting);
            order(county, "2026-03", "2026-04", "310").isRefused(RefusalCode.RUN_UNDER_WAY);
            cancelling(county, run).isOk();
            assertThat(units(get(county, run)))
                    .containsExactly("310 2026-01 waiting", "310 2026-02 cancelled", "310 2026-03 cancelled");
            assertThat(told(county, run.id())).isEqualTo("cancelled computing 2/3");
            client.post(county.bureau("zheng"), "/api/v1/jobs/" + run.id() + "/cancellation", Map.of())
                    .isOk();
            assertThat(get(county, run).path("cancelledBy").asString())
                    .as("who was the first")
                    .isEqualTo("wu");
            assertThat(get(county, run).path("cancelledAt").asString()).startsWith(KNOWN_ON);
            connection.rollback();
        }
        assertThat(units(finished(county, run)))
                .containsExactly("310 2026-01 computed", "310 2026-02 cancelled", "310 2026-03 cancelled");
        assertThat(units(finished(county, start(county, "2026-02", "2026-02", "310"))))
                .containsExactly("310 2026-02 computed");
    }

    /** As the long job that it is. */
    private String told(TestCounty county, String id) {
        var job = client.get(county.bureau("wu"), "/api/v1/jobs/" + id).isOk().body();
        return String.join(
                " ",
                job.path("status").asString(),
                job.path("stage").asString(),
                job.path("done") + "/" + job.path("total"));
    }

    private boolean isSomebodyWaiting() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'capitation_month'::regclass
                        """)) {
            rows.next();
            return rows.getLong(1) > 0;
        }
    }

    /** A second instance takes its part, is killed under its work, and nothing is lost or computed twice. */
    @Test
    void instances_share_runs_and_one_is_killed(@TempDir Path home) throws Exception {
        var random = new Random(SEED);
        for (var kill = 0; kill < KILLS; kill++) {
            var counties = IntStream.range(0, 5).mapToObj(number -> county()).toList();
            List<Answer> started;
            try (var second = second(home).awaitStart()) {
                started = counties.stream()
                        .map(county -> start(county, "2026-01", "2026-09", "390", "310"))
                        .toList();
                second.await("is computed");
                var pause = Duration.ofMillis(random.nextInt(LATEST_MILLIS));
                await().pollDelay(pause).until(() -> true);
                second.kill();
            }
            for (var number = 0; number < counties.size(); number++) {
                isWhole(counties.get(number), started.get(number));
            }
        }
    }

    private ChildApplication second(Path home) throws IOException {
        var properties = new ArrayList<String>();
        database.properties().forEach((name, value) -> properties.add("--" + name + "=" + value));
        properties.add("--jiayi.data=" + home);
        properties.add("--spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.test");
        return ChildApplication.start(properties.toArray(String[]::new));
    }

    /** Every month is computed once, and the last, which goes on where the others ended, comes out the same again. */
    private void isWhole(TestCounty county, Answer started) throws SQLException {
        assertThat(units(finished(county, started))).hasSize(18).allMatch(unit -> unit.endsWith(" computed"));
        assertThat(batches(county)).hasSize(18);
        assertThat(timesComputed(county)).isEqualTo(18);
        var september = batches(county)
                .filter(batch -> batch.path("fund").asString().equals("390")
                        && batch.path("month").asString().equals("2026-09"))
                .map(batch -> batch.path("digestSm3").asString());
        assertThat(september)
                .containsExactly(
                        computed(county, "2026-09").body().path("digestSm3").asString());
    }

    private long timesComputed(TestCounty county) throws SQLException {
        try (var connection = database.open();
                var statement = connection.prepareStatement(
                        "SELECT count(*) FROM settlement_act WHERE area = ? AND act = 'computed'")) {
            statement.setString(1, county.area());
            var rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    private TestCounty county() {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李", number(1960), "390", "高血压", "一般") + "\n"
                        + TestCounty.resident("王", number(1950), "310", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1960, "T001") + "\n" + contract(1950, "T003"));
        return county;
    }

    private static String number(int year) {
        return TestCounty.identityNumber(LocalDate.of(year, 7, 1), 701);
    }

    private static String contract(int year, String team) {
        return String.join(",", number(year), team, "基础包", "2025-12-20", "2026-01-01", "2026-12-31", "纸质");
    }

    private Answer computed(TestCounty county, String month) {
        return client.post(
                        county.bureau("wu"),
                        "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                        Map.of("fund", "390", "month", month, "knownOn", KNOWN_ON))
                .isOk();
    }

    private static String runs(TestCounty county) {
        return "/api/v1/pooling-areas/" + county.area() + "/monthly-runs";
    }

    private Answer start(TestCounty county, String from, String through, String... schemes) {
        return order(county, from, through, schemes).isOk();
    }

    private Answer order(TestCounty county, String from, String through, String... schemes) {
        return client.post(
                county.bureau("wu"),
                runs(county),
                Map.of("schemes", List.of(schemes), "fromMonth", from, "throughMonth", through, "knownOn", KNOWN_ON));
    }

    private Answer cancelling(TestCounty county, Answer run) {
        return client.post(county.bureau("wu"), "/api/v1/jobs/" + run.id() + "/cancellation", Map.of());
    }

    private JsonNode get(TestCounty county, Answer run) {
        return client.get(county.bureau("wu"), "/api/v1/monthly-runs/" + run.id())
                .isOk()
                .body();
    }

    private JsonNode finished(TestCounty county, Answer run) {
        return await().atMost(RUN_WAIT)
                .until(
                        () -> get(county, run),
                        body -> body.path("done").asLong() == body.path("total").asLong());
    }

    private static List<String> units(JsonNode run) {
        return run.path("units")
                .valueStream()
                .map(unit -> Stream.of("scheme", "month", "status", "refusalCode")
                        .map(field -> unit.path(field).asString(""))
                        .reduce((left, right) -> (left + " " + right).strip())
                        .orElseThrow())
                .toList();
    }

    private Stream<JsonNode> batches(TestCounty county) {
        return client.get(county.bureau("wu"), "/api/v1/pooling-areas/" + county.area() + "/settlement-batches")
                .isOk()
                .body()
                .path("data")
                .valueStream();
    }
}
