package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * People with names, numbers and phones that stand nowhere else go through all that Jiayi does, and then nothing of them is
 * in clear in the database's files, its write-ahead log or the application's log.
 */
@JiayiTest
@ExtendWith(OutputCaptureExtension.class)
class PrivacyCanaryTests {

    private static final Logger log = LoggerFactory.getLogger(PrivacyCanaryTests.class);
    private static final LocalDate BIRTH = LocalDate.of(1957, 11, 23);
    private static final String NUMBER = TestCounty.identityNumber(BIRTH, 731);
    private static final String IN_FILE = TestCounty.identityNumber(BIRTH, 733);
    private static final String REFUSED = TestCounty.identityNumber(BIRTH, 737);
    private static final String UNKNOWN = TestCounty.identityNumber(BIRTH, 739);
    private static final String GUARDIAN_NUMBER = TestCounty.identityNumber(BIRTH, 741);
    private static final String WRONG = NUMBER.substring(0, 17) + (NUMBER.endsWith("1") ? "2" : "1");
    private static final List<String> NAMES = List.of("鸬鹚卡娜莉", "蜉蝣卡纳里", "㐂爨卡那利", "龘靐卡拿丽");
    private static final List<String> PHONES = List.of("19987651234", "19987651235");

    /** All that may stand nowhere in clear, and the parts by which a person would still be known. */
    private static final List<String> CANARIES = Stream.of(
                    NAMES, PHONES, List.of(NUMBER, IN_FILE, REFUSED, UNKNOWN, GUARDIAN_NUMBER, WRONG))
            .flatMap(List::stream)
            .toList();

    private static final Duration PUBLISHING_WAIT = Duration.ofSeconds(60);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    PrivacyCanaryTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        clock.moveTo(LocalDate.of(2026, 2, 20));
    }

    @Test
    @Timeout(150)
    void nothing_of_a_person_is_in_clear_in_the_databases_files_or_the_log(CapturedOutput output) throws Exception {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        importPeople(county);
        JsonNode contract = signOne(county);
        assertThat(contract.path("residentName").asString()).isEqualTo(NAMES.get(0));
        serve(county, contract);
        lookThemUp(county);
        settle(county);

        checkpoint();
        assertThat(hits(TestDatabase.serverFiles(), CANARIES)).isEmpty();
        assertThat(CANARIES).noneMatch(output.getAll()::contains);
        try (var uploads = Files.list(database.data().resolve("imports"))) {
            assertThat(uploads).isEmpty();
        }
    }

    /** What would be the use of a search that finds nothing where there is something? */
    @Test
    void the_search_finds_what_is_in_clear(CapturedOutput output) throws SQLException, IOException {
        String name = "金丝雀本雀";
        String number = TestCounty.identityNumber(BIRTH, 743);
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE resident_scratch (name text, number text)");
            statement.execute("INSERT INTO resident_scratch VALUES ('" + name + "', '" + number + "')");
        }
        checkpoint();
        var hits = hits(TestDatabase.serverFiles(), List.of(name, number));
        for (String folder : List.of("base", "pg_wal")) {
            assertThat(hits).anyMatch(hit -> hit.startsWith(folder) && hit.endsWith(name));
            assertThat(hits).anyMatch(hit -> hit.startsWith(folder) && hit.endsWith(number));
        }
        log.info("canary of the canary: {}", number);
        assertThat(output.getAll()).contains(number);
    }

    private void importPeople(TestCounty county) {
        String guarded = TestCounty.resident(NAMES.get(0), NUMBER, "390", "高血压", "一般")
                .replace("13800000000", PHONES.get(0))
                .replaceFirst(",,,,$", "," + NAMES.get(1) + "," + GUARDIAN_NUMBER + ",父母,");
        county.importFile(
                "residents",
                String.join(
                        "\n",
                        TestCounty.RESIDENT_COLUMNS.strip(),
                        guarded,
                        TestCounty.resident(NAMES.get(2), IN_FILE, "390", "", "一般")
                                .replace("13800000000", PHONES.get(1)),
                        TestCounty.resident(NAMES.get(3), REFUSED, "390", "无此人群", "一般"),
                        TestCounty.resident(NAMES.get(3), REFUSED, "000", "", "一般"),
                        TestCounty.resident(NAMES.get(3), WRONG, "390", "", "一般")));
        county.importFile(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + IN_FILE + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质\n"
                        + UNKNOWN + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质\n"
                        + WRONG + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质\n");
        county.importFile("events", TestCounty.EVENT_COLUMNS + UNKNOWN + ",死亡,2026-02-10,2026-02-12,\n");
        county.importFile(
                "visits",
                "就诊流水号,证件号码,就诊机构代码,就诊日期,统筹支付金额,账户支付金额,现金支付金额,转诊单号,急诊\n"
                        + "V1," + IN_FILE + ",H43990100003,2026-01-21,197.02,5.08,27.83,,否\n"
                        + "V2," + UNKNOWN + ",H43990100003,2026-01-21,197.02,5.08,27.83,,否\n");
    }

    private JsonNode signOne(TestCounty county) throws SQLException {
        String resident;
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT resident_id FROM resident_resident WHERE area = '"
                        + county.area() + "' ORDER BY resident_id LIMIT 1")) {
            rows.next();
            resident = "res_" + county.area() + "_" + rows.getString(1);
        }
        return Objects.requireNonNull(http.post()
                .uri("/api/v1/contracts")
                .headers(headers -> headers.setBearerAuth(issuer.team(county.area(), "T001")))
                .header("Idempotency-Key", "canary-0001")
                .bodyValue(Map.of(
                        "residentId",
                        resident,
                        "teamId",
                        "tem_" + county.area() + "_T001",
                        "servicePackage",
                        "basic",
                        "firstDay",
                        "2026-02-20",
                        "lastDay",
                        "2027-02-19"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    /** Prints the agreement, and names people in every place of a service record that takes words. */
    private void serve(TestCounty county, JsonNode contract) {
        String team = issuer.team(county.area(), "T001");
        String path = "/api/v1/contracts/" + contract.path("id").asString();
        http.get()
                .uri(path + "/agreement")
                .headers(headers -> headers.setBearerAuth(team))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class);
        JsonNode record = Objects.requireNonNull(http.post()
                .uri(path + "/service-records")
                .headers(headers -> headers.setBearerAuth(team))
                .header("Idempotency-Key", "canary-0002")
                .bodyValue(Map.of(
                        "itemCode", "health_assessment",
                        "mode", "home",
                        "place", NAMES.get(0) + "家",
                        "startedAt", "2026-02-20T08:00:00+08:00",
                        "endedAt", "2026-02-20T08:30:00+08:00",
                        "practitionerCode", "D439901000001",
                        "note", NAMES.get(1) + " " + NUMBER + " " + PHONES.get(0)))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        String resident = contract.path("residentId").asString().substring("res_000000_".length());
        posted(
                issuer.resident(county.area(), UUID.fromString(resident)),
                "/api/v1/service-records/" + record.path("id").asString() + "/confirmation",
                "",
                Map.of("confirmed", false, "reason", NAMES.get(0) + "当日不在家 " + PHONES.get(1)));
    }

    /** By name and by number, as a team does; and wrongly, with the number where none belongs. */
    private void lookThemUp(TestCounty county) {
        String team = issuer.team(county.area(), "T001");
        for (String words : List.of(NAMES.get(0), NUMBER)) {
            http.get()
                    .uri("/api/v1/teams/tem_{area}_T001/residents?q={words}", county.area(), words)
                    .headers(headers -> headers.setBearerAuth(team))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.data.length()")
                    .isEqualTo(1);
        }
        for (String address : List.of("/api/v1/contracts/{number}", "/api/v1/teams/{number}/residents", "/{number}")) {
            http.get()
                    .uri(address, NUMBER)
                    .headers(headers -> headers.setBearerAuth(team))
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody(String.class)
                    .value(body -> assertThat(body).doesNotContain(NUMBER));
        }
    }

    private void settle(TestCounty county) {
        String wu = county.bureau("wu");
        JsonNode batch = posted(
                wu,
                "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                "",
                Map.of("fund", "390", "month", "2026-01", "knownOn", "2026-02-20"));
        assertThat(batch.path("heads").asLong()).isPositive();
        String path = "/api/v1/settlement-batches/" + batch.path("id").asString();
        county.approve(batch);
        await().atMost(PUBLISHING_WAIT)
                .until(() -> county.get(path, wu).path("status").asString().equals("published"));
    }

    private JsonNode posted(String token, String path, String etag, Map<String, Object> body) {
        var request = http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", UUID.randomUUID().toString());
        if (!etag.isEmpty()) {
            request.header(HttpHeaders.IF_MATCH, etag);
        }
        return Objects.requireNonNull((body.isEmpty() ? request : request.bodyValue(body))
                .exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    /** All that was written is in the files now. */
    private void checkpoint() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    /** Each file of the directory with each of the texts in it, in the encodings a county uses. */
    static List<String> hits(Path directory, List<String> texts) throws IOException {
        List<String> hits = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = content(file);
                for (String text : texts) {
                    for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
                        if (content.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1))) {
                            hits.add(directory.relativize(file) + " " + charset + " " + text);
                        }
                    }
                }
            }
        }
        return hits;
    }

    /** The bytes as characters, one for one; nothing where the server has done away with the file meanwhile. */
    private static String content(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }
}
