package org.jiayi.app.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** An uploaded file holds numbers in clear: it is there while its job is open, and no longer. */
@JiayiTest
@ContextConfiguration(initializers = ImportFilesApiTests.KilledRun.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImportFilesApiTests {

    private static final String AREA = "439890";
    private static final UUID OPEN = UUID.fromString("0192f0c1-0000-7000-8000-000000000001");
    private static final UUID UNREADABLE = UUID.fromString("0192f0c1-0000-7000-8000-000000000002");
    private static final UUID OVER = UUID.fromString("0192f0c1-0000-7000-8000-000000000003");
    private static final UUID NEVER_KEPT = UUID.fromString("0192f0c1-0000-7000-8000-000000000004");
    private static final String TEAMS_HEADER = "团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限\n";
    private static final String ON_ITS_WAY = "incoming-2.csv";
    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration SINCE_KILLED = Duration.ofHours(2);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    ImportFilesApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
    }

    /**
     * What a run that was killed leaves: open jobs, a job that ended before its file went, uploads without a job. Another
     * instance on the same storage is taking an upload in.
     */
    static class KilledRun implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var database = Objects.requireNonNull(
                    context.getEnvironment().getProperty("jiayi.test-database", TestDatabase.class));
            try (var connection = database.open();
                    var statement = connection.createStatement()) {
                statement.execute("INSERT INTO organisation_pooling_area VALUES ('" + AREA + "', '样例市', 'x', now())");
                for (UUID open : List.of(OPEN, UNREADABLE, OVER)) {
                    statement.execute("INSERT INTO import_job (area, import_id, file_id, kind, sha256, bytes, encoding,"
                            + " rows, status, uploaded_by, uploaded_at) VALUES ('" + AREA + "', '" + open + "', '"
                            + open + "', 'teams', '" + open + "', 1, 'UTF-8', 0, '"
                            + (open.equals(OVER) ? "finished" : "running")
                            + "', 'x', now())");
                }
                Path imports = Files.createDirectories(database.data().resolve("imports"));
                for (UUID file : List.of(OPEN, OVER, NEVER_KEPT)) {
                    Files.writeString(imports.resolve(file + ".csv"), TEAMS_HEADER);
                }
                Files.writeString(imports.resolve(UNREADABLE + ".csv"), TEAMS_HEADER + "\"never closed");
                Files.writeString(imports.resolve("incoming-1.csv"), TEAMS_HEADER);
                for (Path file : in(imports)) {
                    Files.setLastModifiedTime(
                            file,
                            FileTime.from(
                                    Files.getLastModifiedTime(file).toInstant().minus(SINCE_KILLED)));
                }
                Files.writeString(imports.resolve(ON_ITS_WAY), TEAMS_HEADER);
            } catch (SQLException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @Order(1)
    void what_a_killed_run_left_behind_goes_at_the_next_start_and_open_jobs_are_finished() throws SQLException {
        await().atMost(WAIT).untilAsserted(() -> assertThat(files()).containsExactly(ON_ITS_WAY));
        assertThat(status(OPEN)).as("its file was there to be read").isEqualTo("finished");
        assertThat(status(UNREADABLE)).isEqualTo("failed");
        assertThat(status(OVER)).isEqualTo("finished");
    }

    @Test
    @Order(2)
    void a_file_goes_with_its_job() {
        var county = TestCounty.open(http, issuer).withTeams();
        var number = TestCounty.identityNumber(LocalDate.of(1960, 1, 1), 1);
        county.importFile(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李", number, "390", "", "一般")
                        + "\n"
                        + TestCounty.resident("", number, "390", "", "一般"));
        await().atMost(WAIT).untilAsserted(() -> assertThat(files()).containsExactly(ON_ITS_WAY));
    }

    /** The worker may take a job up at the very moment at which it is there, long before the upload is answered. */
    @Test
    @Order(3)
    void a_file_sent_again_is_in_its_place_before_its_job_goes_on() throws Exception {
        var county = TestCounty.open(http, issuer);
        var first = county.importFile("institutions", TestCounty.INSTITUTIONS);
        var job = UUID.fromString(first.get("id").asString().substring("imp_439900_".length()));
        execute("UPDATE import_job SET status = 'failed', finished_at = NULL WHERE import_id = '" + job + "'");
        CompletableFuture<JsonNode> again;
        try (var other = database.open();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE import_refusal IN ACCESS EXCLUSIVE MODE"); // which is read to answer
            again = CompletableFuture.supplyAsync(() -> county.importFile("institutions", TestCounty.INSTITUTIONS));
            await().atMost(WAIT).until(() -> status(job).equals("running"));
            other.rollback();
        }
        assertThat(again.get(WAIT.toSeconds(), TimeUnit.SECONDS).get("id")).isEqualTo(first.get("id"));
        await().atMost(WAIT).untilAsserted(() -> assertThat(files()).containsExactly(ON_ITS_WAY));
    }

    @Test
    @Order(4)
    void a_finished_file_sent_again_leaves_nothing_behind() {
        var county = TestCounty.open(http, issuer);
        var first = county.importFile("institutions", TestCounty.INSTITUTIONS);
        assertThat(county.importFile("institutions", TestCounty.INSTITUTIONS)).isEqualTo(first);
        await().atMost(WAIT).untilAsserted(() -> assertThat(files()).containsExactly(ON_ITS_WAY));
    }

    /** Here a chunk waits for somebody who brings the same team; another worker waits for its end. */
    @Test
    @Order(5)
    void a_chunk_stays_with_its_worker_for_longer_than_a_lease() throws Exception {
        var county = TestCounty.open(http, issuer).withTeams();
        CompletableFuture<JsonNode> file;
        try (var other = bringing(county, "T050")) {
            file = CompletableFuture.supplyAsync(() -> county.importFile("teams", team("T050")));
            var claimed = await().atMost(WAIT).until(() -> running("claimed_until"), until -> !until.isEmpty());
            await().atMost(WAIT).until(() -> !running("claimed_until").equals(claimed));
            other.rollback();
        }
        assertThat(file.get(WAIT.toSeconds(), TimeUnit.SECONDS).get("accepted").asLong())
                .isEqualTo(1);
    }

    /** Else the later files of the area would wait for ever, while the same chunk is tried again and again. */
    @Test
    @Order(6)
    void a_chunk_that_never_goes_in_fails_its_job_and_the_file_may_be_sent_again() throws Exception {
        var county = TestCounty.open(http, issuer).withTeams();
        CompletableFuture<JsonNode> file;
        UUID job;
        try (var other = bringing(county, "T051")) {
            file = CompletableFuture.supplyAsync(() -> county.importFile("teams", team("T051")));
            job = UUID.fromString(
                    await().atMost(WAIT).until(() -> running("import_id"), importId -> !importId.isEmpty()));
            execute("UPDATE import_job SET pauses = " + (ImportWorker.PAUSES_MAX - 1) + " WHERE status = 'running'");
            await().atMost(WAIT.multipliedBy(2)).until(() -> status(job).equals("failed"));
            other.rollback();
        }
        await().atMost(WAIT).untilAsserted(() -> assertThat(files()).containsExactly(ON_ITS_WAY));
        var again = county.importFile("teams", team("T051"));
        assertThat(again.get("accepted").asLong()).isEqualTo(1);
        assertThat(file.get(WAIT.toSeconds(), TimeUnit.SECONDS).get("id")).isEqualTo(again.get("id"));
    }

    private static String team(String number) {
        return TEAMS_HEADER + number + ",团队," + TestCounty.FIRST_INSTITUTION + ",梁平国,,护士1,1000\n";
    }

    /** A transaction of somebody else that has the team in it. */
    private Connection bringing(TestCounty county, String team) throws SQLException {
        var other = database.open();
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute("INSERT INTO organisation_team VALUES ('" + county.area() + "', '" + team + "', '别人', '"
                    + TestCounty.FIRST_INSTITUTION + "', '别人', '', '', 1, gen_random_uuid(), '', now())");
        }
        return other;
    }

    /** A column of the job that is running; empty where there is none. */
    private String running(String column) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + column + " FROM import_job WHERE status = 'running'")) {
            return rows.next() ? Objects.requireNonNull(rows.getString(1)) : "";
        }
    }

    private List<String> files() throws IOException {
        return in(database.data().resolve("imports")).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    private static List<Path> in(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String status(UUID importId) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT status FROM import_job WHERE import_id = '" + importId + "'")) {
            rows.next();
            return Objects.requireNonNull(rows.getString(1));
        }
    }
}
