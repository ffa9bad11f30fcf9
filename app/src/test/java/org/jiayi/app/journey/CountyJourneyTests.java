package org.jiayi.app.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.period.Month;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A county's year through the API, as its people would do it: its files come in, its months are settled and pulled. */
@JiayiTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
class CountyJourneyTests {

    private static final String AREA = "439901";
    private static final List<String> FILES =
            List.of("institutions", "teams", "residents", "contracts", "events", "visits");
    private static final LocalDate KNOWN_ON = LocalDate.of(2026, 10, 10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** The scheme whose year is settled month by month, as news came in. */
    private static final String LATE = "390";

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final PersonMonths personMonths;
    private final ObjectMapper json = new ObjectMapper();

    CountyJourneyTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            MovableClock clock,
            PersonMonths personMonths) {
        this.personMonths = personMonths;
        this.http = http.mutate()
                .responseTimeout(Duration.ofSeconds(60))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .build();
        this.issuer = issuer;
        this.database = database;
        clock.moveTo(KNOWN_ON);
    }

    @Test
    @Order(1)
    void the_files_give_exactly_the_counts_that_a_correct_import_gives() throws IOException {
        openArea();
        for (String kind : FILES) {
            JsonNode job = await(upload(kind));
            JsonNode expected = answers().get(kind);
            if (expected != null) {
                assertThat(counts(kind, job)).isEqualTo(expected);
            }
        }
    }

    @Test
    @Order(2)
    void a_repeated_upload_is_the_same_job_and_changes_nothing() throws SQLException {
        Map<String, Long> before = rowsOfAllTables();
        for (String kind : FILES) {
            JsonNode job = await(upload(kind));
            assertThat(job.get("rowsDone")).isEqualTo(job.get("rows"));
        }
        assertThat(rowsOfAllTables()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void refused_rows_come_back_with_line_and_reason_and_without_a_word_of_what_they_said() {
        String jobs = body(HttpMethod.GET, "/api/v1/pooling-areas/" + AREA + "/imports", issuer.administrator());
        for (JsonNode job : json.readTree(jobs).get("data")) {
            String refused = body(
                    HttpMethod.GET,
                    "/api/v1/imports/" + job.get("id").asString() + "/refused-rows",
                    issuer.administrator());
            long rows = refused.lines().count() - 1;
            assertThat(rows).isEqualTo(sum(job.get("refused")));
            assertThat(refused).doesNotContainPattern("[0-9]{15}");
        }
    }

    @Test
    @Order(4)
    void person_months_as_known_on_10_october_are_those_of_the_answers() throws IOException {
        JsonNode expected = answers().get("person_months_as_known_2026-10-10");
        for (String scheme : List.of("310", "390")) {
            for (int month = 1; month <= 9; month++) {
                String name = "2026-0" + month;
                JsonNode batch = compute(scheme, name, KNOWN_ON);
                assertThat(batch.get("heads").asLong())
                        .as(scheme + " " + name)
                        .isEqualTo(expected.get(scheme).get(name).asLong());
            }
        }
    }

    @Test
    @Order(5)
    void a_month_is_confirmed_approved_and_published_and_every_name_is_in_its_documents() throws IOException {
        JsonNode batch = batches().get(0);
        String path = approve(batch);
        awaitPublished(path);

        String statement = "/api/v1/statements/"
                + json.readTree(body(
                                HttpMethod.GET,
                                "/api/v1/pooling-areas/" + AREA + "/statements?batchId="
                                        + batch.get("id").asString(),
                                bureau()))
                        .at("/data/0/id")
                        .asString();
        StringBuilder printed = new StringBuilder();
        for (JsonNode file : json.readTree(body(HttpMethod.GET, statement + "/files", bureau()))
                .get("data")) {
            byte[] content = bytes(statement + "/files/" + file.get("name").asString());
            assertThat(content).hasSize(file.get("bytes").asInt());
            if (file.get("name").asString().endsWith(".pdf")) {
                printed.append(new PDFTextStripper().getText(Loader.loadPDF(content)));
            }
        }
        List<String> names = names(batch, path);
        String text = printed.toString().replaceAll("\\s", "");
        assertThat(names).hasSize(batch.get("heads").asInt());
        assertThat(names).allSatisfy(name -> assertThat(text).contains(name));
        assertThat(names).anyMatch(name -> name.contains("㐂")).anyMatch(name -> name.contains("·"));
    }

    /**
     * Each month as it was known on the fifth day of the next one, confirmed and approved before it; what was heard later is in the
     * months after, and September brings all of them to what is known on 10 October.
     */
    @Test
    @Order(6)
    void a_year_settled_as_it_was_heard_of_has_the_person_months_of_the_answers() throws IOException, SQLException {
        long corrected = 0;
        for (int month = 1; month <= 9; month++) {
            LocalDate knownOn = month == 9 ? KNOWN_ON : LocalDate.of(2026, month + 1, 5);
            JsonNode batch = compute(LATE, "2026-0" + month, knownOn);
            corrected += Math.abs(batch.get("correctedHeads").asLong());
            approve(batch);
        }
        assertThat(corrected).as("late facts").isPositive();
        Map<String, Long> expected = new TreeMap<>();
        answers()
                .get("person_months_as_known_2026-10-10")
                .get(LATE)
                .properties()
                .forEach(month -> expected.put(month.getKey(), month.getValue().asLong()));
        Map<String, Long> standing = new TreeMap<>();
        try (var connection = database.open();
                var months = connection.createStatement().executeQuery("""
                        SELECT to_char(for_month, 'YYYY-MM'), sum(heads)::bigint FROM capitation_cell
                        WHERE area = '%s' AND scheme = '%s' GROUP BY for_month
                        """.formatted(AREA, LATE))) {
            while (months.next()) {
                standing.put(months.getString(1), months.getLong(2));
            }
        }
        assertThat(standing).isEqualTo(expected);
    }

    @Test
    @Order(7)
    void the_year_ends_and_every_payee_has_its_final_due() throws SQLException {
        List<Map<String, String>> scores = lines(LATE, "2026-09").stream()
                .map(payee -> Map.of("payee", payee, "score", "91"))
                .toList();
        command(
                "/api/v1/pooling-areas/" + AREA + "/year-ends",
                Map.of(
                        "scheme",
                        LATE,
                        "year",
                        2026,
                        "throughMonth",
                        "2026-09",
                        "knownOn",
                        KNOWN_ON.toString(),
                        "scores",
                        scores));
        approve(command(
                "/api/v1/pooling-areas/" + AREA + "/settlement-batches",
                Map.of("kind", "year_end", "fund", LATE, "month", "2026-09", "knownOn", KNOWN_ON.toString())));

        assertThat(number("SELECT count(*) FROM yearend_line WHERE own_fen > 0 AND elsewhere_fen > 0"))
                .isEqualTo(scores.size());
        assertThat(number("""
                        SELECT count(*) FROM yearend_line l WHERE l.final_due_fen <> (
                            SELECT sum(CASE WHEN t.credit_account = 'payable:' || l.payee THEN t.amount_fen ELSE -t.amount_fen END)
                            FROM ledger_transfer t
                            WHERE ARRAY[t.debit_account, t.credit_account] @> ARRAY['payable:' || l.payee]
                                AND ARRAY[t.debit_account, t.credit_account]
                                    && ARRAY['fund:pooled_390', 'retention:' || l.payee || ':390'])
                        """))
                .as("payees whose account came to something else")
                .isZero();
        assertThat(number(net("retention:%:" + LATE))).as("held back").isZero();
        assertThat(number(net("fund:pooled_" + LATE)))
                .isEqualTo(-number("SELECT sum(final_due_fen) FROM yearend_line"))
                .isNegative();
    }

    @Test
    @Order(8)
    void the_ledger_balances_and_ties_to_fee_lines_and_batches_to_the_fen() throws SQLException {
        assertThat(number("SELECT sum(amount_fen) FROM ledger_transfer WHERE reason = 'contract_fee'"))
                .isEqualTo(number("SELECT sum(amount_fen) FROM fee_line"))
                .isPositive();
        assertThat(number(net("fund:pooled_%") + " AND reason LIKE 'capitation%'"))
                .isEqualTo(-number("""
                        SELECT sum(entitlement_fen) FROM settlement_batch
                        WHERE kind = 'capitation_month' AND approved_by IS NOT NULL
                        """))
                .isNegative();
        assertThat(number("SELECT count(*) FROM contract_version WHERE version = 1"))
                .isEqualTo(number("SELECT count(DISTINCT contract_id) FROM fee_line"));
        JsonNode balance =
                json.readTree(body(HttpMethod.GET, "/api/v1/pooling-areas/" + AREA + "/trial-balance", bureau()));
        assertThat(balance.get("debitFen")).isEqualTo(balance.get("creditFen"));
    }

    /** Credits less debits of the accounts whose names are like this; a condition may follow. */
    private static String net(String account) {
        return """
                SELECT coalesce(sum(CASE WHEN credit_account LIKE '%1$s' THEN amount_fen ELSE -amount_fen END), 0)
                FROM ledger_transfer WHERE (credit_account LIKE '%1$s' OR debit_account LIKE '%1$s')""".formatted(account);
    }

    private void openArea() throws IOException {
        http.put()
                .uri("/api/v1/pooling-areas/" + AREA)
                .headers(headers -> headers.setBearerAuth(issuer.administrator()))
                .bodyValue(Map.of("name", "示范县"))
                .exchange()
                .expectStatus()
                .isOk();
        for (String policy :
                List.of("contract-fee", "capitation-310", "capitation-390", "visits-elsewhere-390", "year-end-390")) {
            Object document = json.readValue(resource("demo/policies/" + policy + ".json"), Map.class);
            JsonNode draft = json.readTree(http.post()
                    .uri("/api/v1/pooling-areas/" + AREA + "/policies")
                    .headers(headers -> headers.setBearerAuth(bureau()))
                    .bodyValue(Map.of("effectiveFrom", "2025-01-01", "document", document))
                    .exchange()
                    .expectStatus()
                    .isCreated()
                    .expectBody()
                    .returnResult()
                    .getResponseBody());
            http.post()
                    .uri("/api/v1/policies/" + draft.get("id").asString() + "/validation")
                    .headers(headers -> headers.setBearerAuth(bureau()))
                    .exchange()
                    .expectStatus()
                    .isOk();
            http.post()
                    .uri("/api/v1/policies/" + draft.get("id").asString() + "/publication")
                    .headers(headers -> headers.setBearerAuth(issuer.bureau(AREA, "bureau-2")))
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    private JsonNode upload(String kind) {
        return json.readTree(http.post()
                .uri("/api/v1/pooling-areas/" + AREA + "/imports/" + kind)
                .headers(headers -> headers.setBearerAuth(issuer.administrator()))
                .contentType(new MediaType("text", "csv"))
                .bodyValue(new ClassPathResource("demo/county/" + kind + ".csv"))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private JsonNode await(JsonNode job) {
        return until("/api/v1/imports/" + job.get("id").asString(), issuer.administrator(), "finished");
    }

    private void awaitPublished(String batch) {
        until(batch, bureau(), "published");
    }

    private JsonNode until(String path, String token, String status) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(POLL)
                .until(
                        () -> json.readTree(body(HttpMethod.GET, path, token)),
                        answer -> answer.get("status").asString().equals(status));
    }

    private JsonNode compute(String scheme, String month, LocalDate knownOn) {
        return json.readTree(http.post()
                .uri("/api/v1/pooling-areas/" + AREA + "/settlement-batches")
                .headers(headers -> headers.setBearerAuth(bureau()))
                .bodyValue(Map.of("fund", scheme, "month", month, "knownOn", knownOn.toString()))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    /** 复核 → 确认 → 批准; answers where the batch is. */
    private String approve(JsonNode batch) {
        String path = "/api/v1/settlement-batches/" + batch.get("id").asString();
        String etag = '"' + batch.get("digestSm3").asString() + '"';
        act(path + "/review", etag, "bureau-2", 200);
        act(path + "/confirmation", etag, "bureau-1", 200);
        act(path + "/approval", etag, "bureau-2", 202);
        return path;
    }

    private JsonNode command(String path, Map<String, Object> body) {
        return json.readTree(http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(bureau()))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    /** The payees of a month's batch. */
    private List<String> lines(String scheme, String month) {
        return batches()
                .valueStream()
                .filter(batch -> batch.get("fund").asString().equals(scheme)
                        && batch.get("month").asString().equals(month))
                .flatMap(batch -> json.readTree(body(
                                HttpMethod.GET,
                                "/api/v1/settlement-batches/" + batch.get("id").asString() + "/lines",
                                bureau()))
                        .get("data")
                        .valueStream())
                .map(line -> line.get("institutionId").asString().replaceFirst("ins_[0-9]+_", ""))
                .toList();
    }

    private void act(String path, String etag, String person, int status) {
        http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(issuer.bureau(AREA, person)))
                .header("If-Match", etag)
                .bodyValue(Map.of())
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    private JsonNode batches() {
        return json.readTree(body(HttpMethod.GET, "/api/v1/pooling-areas/" + AREA + "/settlement-batches", bureau()))
                .get("data");
    }

    private String body(HttpMethod method, String path, String token) {
        byte[] answer = http.method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new String(answer, StandardCharsets.UTF_8);
    }

    private byte[] bytes(String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(bureau()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
    }

    private String bureau() {
        return issuer.bureau(AREA, "bureau-1");
    }

    /** What the answers say of a kind of file, from the job. */
    private JsonNode counts(String kind, JsonNode job) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("rows", job.get("rows"));
        if (kind.equals("residents") || kind.equals("contracts")) {
            counts.put("accepted", job.get("accepted"));
            counts.put("refused", job.get("refused"));
        }
        if (kind.equals("residents")) {
            counts.put("normalised", job.get("normalised"));
        }
        return json.readTree(json.writeValueAsString(counts));
    }

    private JsonNode answers() throws IOException {
        return json.readTree(resource("county/answers.json"));
    }

    private static String resource(String path) throws IOException {
        return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
    }

    /** Everybody who counts in the batch. */
    private List<String> names(JsonNode batch, String path) throws IOException {
        Month month = Month.parse(batch.get("month").asString());
        return json.readTree(body(HttpMethod.GET, path + "/lines", bureau()))
                .get("data")
                .valueStream()
                .map(line -> line.get("institutionId").asString().replaceFirst("ins_[0-9]+_", ""))
                .flatMap(payee -> Objects.requireNonNull(personMonths
                                .details(AREA, batch.get("fund").asString(), month, payee)
                                .collectList()
                                .block(Duration.ofSeconds(30)))
                        .stream())
                .map(detail -> detail.resident().name())
                .toList();
    }

    private static long sum(JsonNode counts) {
        return counts.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private Map<String, Long> rowsOfAllTables() throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (var connection = database.open();
                var tables = connection
                        .createStatement()
                        .executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            while (tables.next()) {
                rows.put(tables.getString(1), number("SELECT count(*) FROM " + tables.getString(1)));
            }
        }
        return rows;
    }

    private long number(String query) throws SQLException {
        try (var connection = database.open();
                var result = connection.createStatement().executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
