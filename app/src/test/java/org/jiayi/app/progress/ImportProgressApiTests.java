package org.jiayi.app.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** An import of two chunks whose second is held up: it is watched, cut off, cancelled, killed and sent again. */
@JiayiTest
@Timeout(120)
class ImportProgressApiTests {

    private static final int CHUNK = 10_000;
    private static final int ROWS = 10_050;
    private static final Duration WAIT = Duration.ofSeconds(40);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final RegistryClient client;
    private final String server;
    private TestCounty county;

    ImportProgressApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, @LocalServerPort int port) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.client = new RegistryClient(http);
        this.server = "http://127.0.0.1:" + port;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void open_a_county() {
        county = TestCounty.open(http, issuer);
        county.take("institutions", TestCounty.INSTITUTIONS);
    }

    @Test
    void a_reader_who_was_cut_off_is_told_nothing_twice_and_the_chunks_of_a_cancelled_import_stay()
            throws SQLException, IOException, InterruptedException {
        try (var held = heldUp()) {
            String id = upload().get("id").asString();
            EventStream.Event first;
            try (var events = EventStream.of(server, id, issuer.administrator(), "")) {
                first = events.until("running 10000/10050");
            }
            try (var resumed = EventStream.of(server, id, issuer.administrator(), first.id())) {
                assertThat(cancel(id).isOk().body().get("status").asString()).isEqualTo("cancelled");
                held.rollback();
                var last = resumed.next().orElseThrow();
                assertThat(last.told()).isEqualTo("cancelled 10000/10050");
                assertThat(last.job().get("cancellable").asBoolean()).isFalse();
                assertThat(resumed.next()).as("ends with the job").isEmpty();
                try (var over = EventStream.of(server, id, issuer.administrator(), last.id())) {
                    assertThat(over.status()).as("nothing to come again for").isEqualTo(204);
                }
            }
            assertThat(cancel(id).isOk().body().get("status").asString())
                    .as("once more")
                    .isEqualTo("cancelled");
            client.post(issuer.administrator(), "/api/v1/jobs/" + id + "/retry", Map.of())
                    .isRefused(RefusalCode.JOB_NOT_RETRYABLE);
            await().atMost(WAIT).untilAsserted(() -> assertThat(files()).isZero());
            assertThat(teams()).as("the first chunk stays").isEqualTo(CHUNK);
            assertThat(upload().get("id").asString()).as("the same file").isEqualTo(id);
            assertThat(ended(id)).isEqualTo("finished 10050/10050");
            assertThat(teams()).isEqualTo(ROWS);
            cancel(id).isRefused(RefusalCode.JOB_OVER);
        }
    }

    @Test
    void what_a_killed_worker_had_not_committed_is_done_by_the_next() throws SQLException {
        try (var held = heldUp()) {
            String id = upload().get("id").asString();
            await().atMost(WAIT).until(() -> told(job(id)), "running 10000/10050"::equals);
            execute("UPDATE import_job SET claimed_by = gen_random_uuid(), claimed_until = now() - interval '1 second'"
                    + " WHERE area = '" + county.area() + "' AND status = 'running'");
            held.rollback();
            assertThat(ended(id)).isEqualTo("finished 10050/10050");
            assertThat(teams()).isEqualTo(ROWS);
        }
    }

    @Test
    void those_who_may_not_follow_a_job_do_not_find_it() {
        String path = "/api/v1/pooling-areas/" + county.area() + "/jobs";
        var jobs = county.get(path, issuer.administrator()).get("data");
        assertThat(jobs).singleElement().satisfies(job -> {
            assertThat(told(job)).isEqualTo("finished 2/2");
            assertThat(job.get("kindName").asString()).isEqualTo("数据导入");
            assertThat(job.get("about").asString()).isEqualTo("institutions");
            assertThat(job.get("subjectId")).isEqualTo(job.get("id"));
            assertThat(job.has("remainingSeconds")).isFalse();
        });
        assertThat(county.get(path, county.bureau("wu")).get("data")).isEmpty();
        String job = "/api/v1/jobs/" + jobs.get(0).get("id").asString();
        client.get(county.bureau("wu"), job).isRefused(RefusalCode.NOT_FOUND);
        client.get(county.bureau("wu"), job + "/progress").isRefused(RefusalCode.NOT_FOUND);
        client.post(county.bureau("wu"), job + "/cancellation", Map.of()).isRefused(RefusalCode.NOT_FOUND);
        client.get(county.institution(TestCounty.FIRST_INSTITUTION), job).isRefused(RefusalCode.FORBIDDEN);
        client.get(issuer.administrator(), job.replace("/imp_", "/rea_")).isRefused(RefusalCode.NOT_FOUND);
        client.get(issuer.administrator(), job.replace("/imp_", "/bat_")).isRefused(RefusalCode.NOT_FOUND);
    }

    /** A transaction of somebody else that has the last team of the file in it, so that its chunk waits. */
    private Connection heldUp() throws SQLException {
        Connection other = database.open();
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute("INSERT INTO organisation_team VALUES ('" + county.area() + "', 'T" + ROWS + "', '别人', '"
                    + TestCounty.FIRST_INSTITUTION + "', '别人', '', '', 1, gen_random_uuid(), '', now())");
        }
        return other;
    }

    private JsonNode upload() {
        String rows = IntStream.rangeClosed(1, ROWS)
                .mapToObj(team -> "T" + team + ",第" + team + "家庭医生团队,H43990100003,梁平国,D439901000001,护士1,1000\n")
                .collect(Collectors.joining());
        return Objects.requireNonNull(http.post()
                .uri("/api/v1/pooling-areas/{area}/imports/teams", county.area())
                .headers(headers -> headers.setBearerAuth(issuer.administrator()))
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .bodyValue("团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限\n" + rows)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private RegistryClient.Answer cancel(String id) {
        return client.post(issuer.administrator(), "/api/v1/jobs/" + id + "/cancellation", Map.of());
    }

    private JsonNode job(String id) {
        return county.get("/api/v1/jobs/" + id, issuer.administrator());
    }

    private static String told(JsonNode job) {
        return job.get("status").asString() + " " + job.get("done") + "/" + job.get("total");
    }

    private String ended(String id) {
        return told(await().atMost(WAIT)
                .until(() -> job(id), job -> !job.get("cancellable").asBoolean()));
    }

    private long teams() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM organisation_team WHERE area = '" + county.area() + "'")) {
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

    private long files() throws IOException {
        try (var files = Files.list(database.data().resolve("imports"))) {
            return files.count();
        }
    }
}
