package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jiayi.app.ChildApplication;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Two processes publish on one database and one file store: each batch once and whole, also where one is killed in the middle. */
@JiayiTest
@Timeout(240)
@TestPropertySource(properties = "jiayi.publication.documents=false")
class TwoPublishersApiTests {

    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final WebTestClient http;
    private final TestDatabase database;
    private final List<TestCounty> counties;

    TwoPublishersApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.database = database;
        clock.moveTo(LocalDate.of(2026, 3, 20));
        this.counties = Stream.generate(() -> county(http, issuer)).limit(2).toList();
    }

    private static TestCounty county(WebTestClient http, TestIssuer issuer) {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        var number = TestCounty.identityNumber(LocalDate.of(1960, 7, 1), 701);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number, "390", "", "一般"));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + String.join(",", number, "T001", "基础包", "2025-12-20", "2026-01-01", "2026-12-31", "纸质"));
        return county;
    }

    @Test
    void each_batch_is_published_once_and_whole_though_one_process_is_killed() throws Exception {
        var arguments = Stream.concat(
                        database.properties().entrySet().stream()
                                .map(property -> "--" + property.getKey() + "=" + property.getValue()),
                        Stream.of(
                                "--jiayi.publication.documents=false",
                                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.test"))
                .toArray(String[]::new);
        try (var second = ChildApplication.start(arguments).awaitStart()) {
            var january = bothPublishing("2026-01", () -> {});
            january.forEach(this::isPublishedOnce);
            second.await("Published ");
            var february = bothPublishing("2026-02", second::kill);
            february.forEach(this::isPublishedOnce);
        }
        assertThat(events()).as("each is told of once").isEqualTo(4);
    }

    /** What happens while both processes are about to commit. */
    private interface Meanwhile {
        void happens() throws InterruptedException;
    }

    /** Approves a batch of each county and lets nobody commit a statement until both processes want to. */
    private List<HandledBatch> bothPublishing(String month, Meanwhile meanwhile)
            throws SQLException, InterruptedException {
        var batches = counties.stream()
                .map(county -> HandledBatch.of(http, county, "capitation_month", "390", month))
                .toList();
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE publication_statement IN SHARE MODE");
            batches.forEach(batch -> batch.county().approve(batch.computed().body()));
            await().atMost(WAIT).pollInterval(OFTEN).until(() -> waiting() == 2);
            meanwhile.happens();
            connection.rollback();
        }
        return batches;
    }

    private long waiting() throws SQLException {
        return count(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'publication_statement'::regclass");
    }

    private long events() throws SQLException {
        return count("SELECT count(*) FROM outbox_event WHERE kind = 'statement.published'");
    }

    private long count(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void isPublishedOnce(HandledBatch batch) {
        await().atMost(WAIT).until(() -> batch.status().equals("published"));
        var county = batch.county();
        var statements = county.get(
                        "/api/v1/pooling-areas/" + county.area() + "/statements?batchId=" + batch.id(),
                        county.bureau("wu"))
                .path("data");
        assertThat(statements).hasSize(1);
        assertThat(statements.path(0).path("revision").asInt()).isEqualTo(1);
        var address = "/api/v1/statements/" + batch.statement() + "/files";
        var names = county.get(address, county.bureau("wu"))
                .path("data")
                .valueStream()
                .map(file -> file.path("name").asString())
                .toList();
        assertThat(names).containsExactlyInAnyOrder("detail-001.csv.gz", "payees.csv.gz", "schema.json");
        names.forEach(name -> http.get()
                .uri(address + "/" + name)
                .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(batch.detail()).hasSize(3).endsWith("#TOTAL,1,1");
    }
}
