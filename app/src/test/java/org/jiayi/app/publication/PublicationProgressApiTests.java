package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.progress.EventStream;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** Publications and reconciliations that are held up at one of their stages: watched, cancelled, killed, failing, tried again. */
@JiayiTest
@Timeout(120)
@TestPropertySource(properties = "jiayi.publication.documents=false")
class PublicationProgressApiTests {

    private static final Duration WAIT = Duration.ofSeconds(40);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final RegistryClient client;
    private final Gate gate;
    private final String server;

    PublicationProgressApiTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            MovableClock clock,
            Gate gate,
            @LocalServerPort int port) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.client = new RegistryClient(http);
        this.gate = gate;
        this.server = "http://127.0.0.1:" + port;
        clock.moveTo(LocalDate.of(2026, 2, 20));
    }

    /** One document, which comes when the gate is opened. */
    static final class Gate implements StatementDocuments {

        private volatile Sinks.One<Document> door = Sinks.one();

        void close() {
            door = Sinks.one();
        }

        void open() {
            byte[] text = "ok".getBytes(StandardCharsets.UTF_8);
            door.tryEmitValue(new Document(Optional.empty(), "note.txt", "text/plain", 0, text));
        }

        void fail() {
            door.tryEmitError(new IllegalStateException("the printer is on fire"));
        }

        @Override
        public int count(Batch batch, List<BatchLine> lines) {
            return 1;
        }

        @Override
        public Flux<Document> of(Batch batch, List<BatchLine> lines) {
            return Mono.defer(() -> door.asMono()).flux();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class WithGate {

        @Bean
        Gate gate() {
            return new Gate();
        }
    }

    @AfterEach
    void open_the_gate() {
        gate.open();
    }

    @Test
    void a_cancelled_publication_leaves_no_statement_and_an_approved_batch_until_it_is_taken_up_again()
            throws IOException, InterruptedException {
        var county = county();
        gate.close();
        var batch = PublishedMonth.approved(http, county);
        String job = job(county);
        try (var events = EventStream.of(server, job, county.bureau("wu"), "")) {
            var waiting = events.until("running 3/4");
            assertThat(waiting.job().get("stage").asString()).isEqualTo("documents");
            assertThat(waiting.job().get("stageName").asString()).isEqualTo("文书");
            assertThat(waiting.job().get("unit").asString()).isEqualTo("files");
            assertThat(waiting.job().get("about").asString()).isEqualTo("390 2026-01 r1");
            assertThat(waiting.job().get("subjectId")).isEqualTo(batch.get("id"));
            assertThat(cancel(county, job).isOk().body().get("status").asString())
                    .isEqualTo("cancelled");
            assertThat(events.next().orElseThrow().told()).isEqualTo("cancelled 3/4");
            assertThat(events.next()).isEmpty();
        }
        gate.open();
        await().atMost(WAIT)
                .untilAsserted(() ->
                        assertThat(workspace()).as("what was made is gone").isZero());
        assertThat(statements(county)).isEmpty();
        assertThat(status(county, batch)).isEqualTo("approved");
        retry(county, job).isOk();
        assertThat(ended(county, job)).isEqualTo("finished signing 2/2");
        assertThat(statements(county)).hasSize(1);
        assertThat(status(county, batch)).isEqualTo("published");
        cancel(county, job).isRefused(RefusalCode.JOB_OVER);
        retry(county, job).isRefused(RefusalCode.JOB_NOT_RETRYABLE);
    }

    @Test
    void a_failed_attempt_says_so_and_is_tried_at_once_where_somebody_asks() {
        var county = county();
        gate.close();
        PublishedMonth.approved(http, county);
        String job = job(county);
        retry(county, job).isRefused(RefusalCode.JOB_NOT_RETRYABLE);
        gate.fail();
        var failed = await().atMost(WAIT).until(() -> get(county, job), now -> now.has("problem"));
        assertThat(failed.get("status").asString()).isEqualTo("waiting");
        assertThat(failed.get("problem").asString()).isEqualTo("internal_error");
        assertThat(failed.get("cancellable").asBoolean()).isTrue();
        gate.close();
        gate.open();
        assertThat(retry(county, job).isOk().body().has("problem")).isFalse();
        assertThat(ended(county, job)).isEqualTo("finished signing 2/2");
        assertThat(statements(county)).hasSize(1);
    }

    @Test
    void what_a_killed_worker_was_making_is_made_again_and_published_once() throws SQLException {
        var county = county();
        gate.close();
        PublishedMonth.approved(http, county);
        String job = job(county);
        await().atMost(WAIT).until(() -> get(county, job).get("stage").asString(), "documents"::equals);
        execute("UPDATE publication_job SET claimed_by = gen_random_uuid(), claimed_until = now() - interval '1 second'"
                + " WHERE area = '" + county.area() + "'");
        gate.open();
        assertThat(ended(county, job)).isEqualTo("finished signing 2/2");
        assertThat(statements(county)).hasSize(1);
    }

    @Test
    void a_publication_that_waits_is_cancelled_before_it_begins_and_nobody_else_sees_it() throws SQLException {
        var busy = county();
        var county = county();
        gate.close();
        PublishedMonth.approved(http, busy);
        String before = job(busy);
        await().atMost(WAIT).until(() -> get(busy, before).get("stage").asString(), "documents"::equals);
        execute("INSERT INTO publication_job (area, job_id, batch_id, revision, fund, period, requested_at)"
                + " SELECT area, '0192f0c1-0000-7000-8000-000000000001', batch_id, 2, fund, period, requested_at"
                + " FROM publication_job WHERE area = '" + busy.area() + "'");
        String job = "pub_" + busy.area() + "_0192f0c1-0000-7000-8000-000000000001";
        assertThat(told(get(busy, job))).isEqualTo("waiting detail 0/0");
        client.get(issuer.administrator(), "/api/v1/jobs/" + job).isRefused(RefusalCode.NOT_FOUND);
        client.get(county.bureau("wu"), "/api/v1/jobs/" + job).isRefused(RefusalCode.NOT_FOUND);
        assertThat(told(cancel(busy, job).isOk().body())).isEqualTo("cancelled detail 0/0");
        retry(busy, job).isRefused(RefusalCode.STATEMENT_PAID);
        gate.open();
        assertThat(ended(busy, before)).isEqualTo("finished signing 2/2");
    }

    @Test
    void a_reconciliation_that_is_cancelled_while_it_is_compared_is_dropped_and_begins_anew_with_its_file()
            throws SQLException {
        gate.open();
        var month = PublishedMonth.of(http, issuer, 3);
        String file = month.text("detail-001.csv.gz");
        String job;
        try (var held = locked("publication_difference")) {
            job = upload(month, file).get("id").asString();
            var comparing = await().atMost(WAIT)
                    .until(
                            () -> get(month.county(), job),
                            now -> now.get("stage").asString().equals("comparing"));
            assertThat(told(comparing)).isEqualTo("running comparing 0/6");
            assertThat(comparing.get("stageName").asString()).isEqualTo("比对");
            assertThat(told(cancel(month.county(), job).isOk().body())).isEqualTo("cancelled loading 6/6");
            held.rollback();
        }
        await().atMost(WAIT).untilAsserted(() -> assertThat(uploads()).isZero());
        assertThat(count("publication_reconciliation_line")).isZero();
        assertThat(county(month).get("stage").asString()).isEqualTo("cancelled");
        assertThat(upload(month, file).get("id").asString()).isEqualTo(job);
        assertThat(ended(month.county(), job)).isEqualTo("finished comparing 6/6");
        assertThat(county(month).at("/result/matched").asLong()).isEqualTo(3);
        cancel(month.county(), job).isRefused(RefusalCode.JOB_OVER);
    }

    @Test
    void a_reconciliation_that_is_cancelled_while_it_is_read_leaves_no_line() throws SQLException {
        gate.open();
        var month = PublishedMonth.of(http, issuer, 2);
        String file = month.text("detail-001.csv.gz");
        String job;
        try (var held = locked("publication_reconciliation_line")) {
            job = upload(month, file).get("id").asString();
            await().atMost(WAIT).until(() -> told(get(month.county(), job)), "running loading 0/4"::equals);
            var cancelled = CompletableFuture.supplyAsync(() -> cancel(month.county(), job));
            await().atMost(WAIT).until(() -> count("pg_locks WHERE NOT granted") >= 2);
            held.rollback();
            assertThat(told(cancelled.join().isOk().body())).isEqualTo("cancelled loading 0/4");
        }
        assertThat(count("publication_reconciliation_line")).isZero();
        assertThat(upload(month, file).get("id").asString()).isEqualTo(job);
        assertThat(ended(month.county(), job)).isEqualTo("finished comparing 4/4");
        assertThat(count("publication_reconciliation_line")).isZero();
    }

    private TestCounty county() {
        return TestCounty.open(http, issuer).withTeams().withDemoPolicies();
    }

    /** The county's newest job, as soon as it has one. */
    private String job(TestCounty county) {
        return await().atMost(WAIT)
                .until(
                        () -> county.get("/api/v1/pooling-areas/" + county.area() + "/jobs", county.bureau("wu"))
                                .get("data"),
                        jobs -> !jobs.isEmpty())
                .get(0)
                .get("id")
                .asString();
    }

    private JsonNode get(TestCounty county, String job) {
        return county.get("/api/v1/jobs/" + job, county.bureau("wu"));
    }

    private String ended(TestCounty county, String job) {
        return told(await().atMost(WAIT)
                .until(() -> get(county, job), now -> !now.get("cancellable").asBoolean()));
    }

    private static String told(JsonNode job) {
        return String.join(
                " ",
                job.get("status").asString(),
                job.get("stage").asString(),
                job.get("done") + "/" + job.get("total"));
    }

    private RegistryClient.Answer cancel(TestCounty county, String job) {
        return client.post(county.bureau("wu"), "/api/v1/jobs/" + job + "/cancellation", Map.of());
    }

    private RegistryClient.Answer retry(TestCounty county, String job) {
        return client.post(county.bureau("wu"), "/api/v1/jobs/" + job + "/retry", Map.of());
    }

    private static JsonNode statements(TestCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/statements", county.bureau("wu"))
                .get("data");
    }

    private static String status(TestCounty county, JsonNode batch) {
        return county.get("/api/v1/settlement-batches/" + batch.get("id").asString(), county.bureau("wu"))
                .get("status")
                .asString();
    }

    private JsonNode upload(PublishedMonth month, String file) {
        return PublishedMonth.body(http.post()
                .uri(month.path() + "/reconciliations")
                .headers(headers -> headers.setBearerAuth(month.bureau()))
                .contentType(new MediaType("text", "csv"))
                .bodyValue(file.getBytes(StandardCharsets.UTF_8))
                .exchange());
    }

    /** The county's newest reconciliation, as its own address shows it. */
    private JsonNode county(PublishedMonth month) {
        return month.county().get("/api/v1/reconciliations/" + job(month.county()), month.bureau());
    }

    /** A transaction of somebody else that lets nobody write to a table. */
    private Connection locked(String table) throws SQLException {
        Connection other = database.open();
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN SHARE MODE");
        }
        return other;
    }

    private long count(String table) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long workspace() throws IOException {
        return entries("publishing");
    }

    private long uploads() throws IOException {
        return entries("reconciliations");
    }

    private long entries(String directory) throws IOException {
        try (var files = Files.list(database.data().resolve(directory))) {
            return files.count();
        }
    }
}
