package org.jiayi.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is sent, the answer is a problem with a stable code, and it repeats nothing of what was sent. */
@JiayiTest
class BadRequestsApiTests {

    private static final String AREA = "439901";
    private static final String OTHER_AREA = "439902";
    private static final String CLOSED_AREA = "439903";
    private static final String AREAS = "/api/v1/pooling-areas/";
    private static final String NUMBER = "11010219840406970X";
    private static final String TEAMS_HEADER = "团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限\n";
    private static final int TEN_MEGABYTES = 10 << 20;
    private static final MediaType CSV = MediaType.parseMediaType("text/csv");

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final ObjectMapper json;

    BadRequestsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, ObjectMapper json) {
        this.database = database;
        this.http = http;
        this.issuer = issuer;
        this.json = json;
    }

    @BeforeEach
    void open_two_areas() {
        for (String area : List.of(AREA, OTHER_AREA)) {
            put(AREAS + area, "{\"name\": \"样例市\"}")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # body                                      | code           | pointer
            {                                           | MALFORMED_JSON |
            {"name": "11010219840406970X                | MALFORMED_JSON |
            {"name": }                                  | MALFORMED_JSON |
            {"name": "a", "name": "11010219840406970X"} | MALFORMED_JSON |
            ``                                          | INVALID_VALUE  |
            null                                        | INVALID_VALUE  |
            []                                          | INVALID_VALUE  |
            [[[[                                        | INVALID_VALUE  |
            "11010219840406970X"                        | INVALID_VALUE  |
            {}                                          | INVALID_VALUE  | /name
            {"name": null}                              | INVALID_VALUE  | /name
            {"name": ""}                                | INVALID_VALUE  | /name
            {"name": 1}                                 | INVALID_VALUE  | /name
            {"name": 1e400}                             | INVALID_VALUE  | /name
            {"name": true}                              | INVALID_VALUE  | /name
            {"name": ["11010219840406970X"]}            | INVALID_VALUE  | /name
            {"name": {"a": "11010219840406970X"}}       | INVALID_VALUE  | /name
            {"name": "a\\u0000b"}                       | INVALID_VALUE  |
            {"name": "a", "note": "11010219840406970X"} | UNKNOWN_FIELD  | /note
            """)
    void a_body_that_is_not_the_contracts(String body, RefusalCode code, @Nullable String pointer) {
        var problem = refused(put(AREAS + CLOSED_AREA, body), code);
        if (pointer != null) {
            assertThat(problem.path("errors").path(0).path("pointer").asString())
                    .isEqualTo(pointer);
        }
    }

    @Test
    void a_body_that_is_too_large() {
        var large = "{\"name\": \"" + "x".repeat(TEN_MEGABYTES) + "\"}";
        refused(put(AREAS + CLOSED_AREA, large), RefusalCode.BODY_TOO_LARGE);
    }

    @Test
    void a_body_nested_too_deep() {
        refused(put(AREAS + CLOSED_AREA, "{\"name\": " + "[".repeat(10_000)), RefusalCode.INVALID_VALUE);
    }

    @Test
    void a_media_type_that_is_not_taken() {
        refused(
                as(issuer.administrator(), HttpMethod.PUT, AREAS + CLOSED_AREA)
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue(NUMBER),
                RefusalCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void an_answer_in_a_form_that_is_not_given() {
        refused(
                as(issuer.administrator(), HttpMethod.GET, AREAS + AREA).accept(MediaType.APPLICATION_XML),
                RefusalCode.NOT_ACCEPTABLE);
    }

    @Test
    void nobody_gets_in_without_a_token_that_the_issuer_signed() {
        refused(http.get().uri(AREAS + AREA), RefusalCode.UNAUTHENTICATED);
        refused(get(issuer.expired(), AREAS + AREA), RefusalCode.UNAUTHENTICATED);
        refused(get(issuer.forger().administrator(), AREAS + AREA), RefusalCode.UNAUTHENTICATED);
        refused(get("no-token-" + NUMBER, AREAS + AREA), RefusalCode.UNAUTHENTICATED);
        refused(get(unsigned(issuer.administrator()), AREAS + AREA), RefusalCode.UNAUTHENTICATED);
    }

    /** The same claims under the algorithm "none". */
    private static String unsigned(String token) {
        return "eyJhbGciOiJub25lIn0." + token.split("\\.")[1] + ".";
    }

    @Test
    void nobody_does_what_is_another_roles() {
        refused(
                as(issuer.team(AREA, "T1"), HttpMethod.POST, AREAS + AREA + "/imports/teams")
                        .contentType(CSV)
                        .bodyValue(TEAMS_HEADER),
                RefusalCode.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/nothing                       | NOT_FOUND
            GET    | /api/v1/imports/11010219840406970X    | NOT_FOUND
            GET    | /api/v1/imports/imp_439901_1          | NOT_FOUND
            GET    | /api/v1/imports/imp_439901_0192f0c1-0000-7000-8000-000000000001 | NOT_FOUND
            GET    | /api/v1/imports/ctr_439901_0192f0c1-0000-7000-8000-000000000001 | NOT_FOUND
            GET    | /api/v1/imports/imp_439901_0192f0c1-0000-7000-8000-000000000001/refused-rows | NOT_FOUND
            GET    | /api/v1/jobs/imp_439901_0192f0c1-0000-7000-8000-000000000001 | NOT_FOUND
            GET    | /api/v1/jobs/imp_439901_1             | NOT_FOUND
            GET    | /api/v1/jobs/ctr_439901_0192f0c1-0000-7000-8000-000000000001 | NOT_FOUND
            GET    | /api/v1/jobs/rea_439901_0192f0c1-0000-7000-8000-000000000001/progress | NOT_FOUND
            POST   | /api/v1/jobs/rcn_439901_0192f0c1-0000-7000-8000-000000000001/cancellation | NOT_FOUND
            POST   | /api/v1/jobs/pub_439901_0192f0c1-0000-7000-8000-000000000001/retry | NOT_FOUND
            GET    | /api/v1/pooling-areas/439903          | NOT_FOUND
            DELETE | /api/v1/pooling-areas/439901          | METHOD_NOT_ALLOWED
            PATCH  | /api/v1/pooling-areas/439901/imports  | METHOD_NOT_ALLOWED
            """)
    void an_address_that_leads_nowhere(String method, String path, RefusalCode code) {
        refused(as(issuer.administrator(), HttpMethod.valueOf(method), path), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/pooling-areas/1", "/api/v1/pooling-areas/43990x", "/api/v1/pooling-areas/4399011"})
    void an_area_that_is_none(String path) {
        refused(get(issuer.administrator(), path), RefusalCode.INVALID_VALUE);
    }

    @Test
    void what_lies_in_another_area_is_answered_exactly_like_what_does_not_exist() {
        var there = importOf(OTHER_AREA);
        var absent = "imp_" + AREA + "_" + UUID.fromString("0192f0c1-0000-7000-8000-000000000001");
        var local = issuer.token("administrator-2", "administrator", AREA, claims -> {});
        for (String address : List.of(
                "/api/v1/imports/%s",
                "/api/v1/imports/%s/refused-rows", "/api/v1/jobs/%s", "/api/v1/jobs/%s/progress")) {
            assertThat(answer(local, address.formatted(there))).isEqualTo(answer(local, address.formatted(absent)));
        }
        assertThat(answer(local, AREAS + OTHER_AREA)).isEqualTo(answer(local, AREAS + CLOSED_AREA));
        get(issuer.administrator(), "/api/v1/imports/" + there)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    /** Status, headers and body of a refusal, but for what no two answers share. */
    private String answer(String token, String path) {
        var answer = exchanged(get(token, path), RefusalCode.NOT_FOUND);
        var headers = new HttpHeaders(answer.getResponseHeaders());
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        var problem = (ObjectNode) json.readTree(answer.getResponseBodyContent());
        return problem.without("traceId") + headers.toString();
    }

    private String importOf(String area) {
        var job = upload(area, "teams", TEAMS_HEADER.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isAccepted()
                .returnResult(JsonNode.class)
                .getResponseBody()
                .blockFirst();
        return Objects.requireNonNull(job).path("id").asString();
    }

    @Test
    void a_file_that_is_no_text() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0x0d};
        refused(upload(AREA, "teams", png), RefusalCode.UNKNOWN_ENCODING);
        refused(upload(AREA, "teams", encoded(StandardCharsets.UTF_16)), RefusalCode.UNKNOWN_ENCODING);
        refused(upload(AREA, "teams", encoded(StandardCharsets.UTF_16LE)), RefusalCode.UNKNOWN_ENCODING);
    }

    private static byte[] encoded(Charset charset) {
        return (TEAMS_HEADER + NUMBER).getBytes(charset);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # file                                    | code            | pointer
            ''                                        | COLUMNS_MISSING | 团队编号
            11010219840406970X                        | COLUMNS_MISSING | 团队编号
            团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员 | COLUMNS_MISSING | 签约上限
            "11010219840406970X                       | MALFORMED_ROW   |
            """)
    void a_file_that_lacks_what_its_kind_needs(String file, RefusalCode code, @Nullable String pointer) {
        var problem = refused(upload(AREA, "teams", file.getBytes(StandardCharsets.UTF_8)), code);
        assertThat(problem.path("errors").path(0).path("pointer").asString())
                .isEqualTo(Objects.requireNonNullElse(pointer, ""));
    }

    @Test
    void a_file_for_nobody_leaves_no_numbers_behind() throws IOException {
        byte[] file = TEAMS_HEADER.getBytes(StandardCharsets.UTF_8);
        var before = uploads();
        refused(upload(AREA, "horoscopes", file), RefusalCode.NOT_FOUND);
        refused(upload(CLOSED_AREA, "teams", file), RefusalCode.NOT_FOUND);
        assertThat(before).containsAll(uploads());
    }

    private List<Path> uploads() throws IOException {
        try (var files = Files.list(database.data().resolve("imports"))) {
            return files.toList();
        }
    }

    @Test
    void a_command_without_its_key() {
        refused(
                as(issuer.team(AREA, "T1"), HttpMethod.POST, "/api/v1/contracts")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{}"),
                RefusalCode.IDEMPOTENCY_KEY_MISSING);
    }

    @Test
    void english_for_who_asks_for_it() {
        var problem = refused(
                get(issuer.administrator(), "/api/v1/nothing").header(HttpHeaders.ACCEPT_LANGUAGE, "en"),
                RefusalCode.NOT_FOUND);
        assertThat(problem.path("title").asString()).isNotBlank().doesNotMatch(".*\\p{IsHan}.*");
    }

    private RequestBodySpec as(String token, HttpMethod method, String path) {
        return http.method(method).uri(path).headers(headers -> headers.setBearerAuth(token));
    }

    private RequestHeadersSpec<?> get(String token, String path) {
        return as(token, HttpMethod.GET, path);
    }

    private RequestHeadersSpec<?> put(String path, String body) {
        return as(issuer.administrator(), HttpMethod.PUT, path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body);
    }

    private RequestHeadersSpec<?> upload(String area, String kind, byte[] file) {
        return as(issuer.administrator(), HttpMethod.POST, AREAS + area + "/imports/" + kind)
                .contentType(CSV)
                .bodyValue(file);
    }

    private JsonNode refused(RequestHeadersSpec<?> request, RefusalCode code) {
        return json.readTree(exchanged(request, code).getResponseBodyContent());
    }

    /** Sends it, and checks of the answer all that no refusal may lack or tell. */
    private EntityExchangeResult<byte[]> exchanged(RequestHeadersSpec<?> request, RefusalCode code) {
        var answer = request.exchange().expectBody().returnResult();
        var body = new String(
                Objects.requireNonNullElse(answer.getResponseBodyContent(), new byte[0]), StandardCharsets.UTF_8);
        assertThat(answer.getStatus().value()).as(body).isEqualTo(code.status());
        assertThat(answer.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(body).doesNotContain(NUMBER, "Exception", "org.jiayi", "org.springframework", "tools.jackson");
        var problem = json.readTree(body);
        assertThat(problem.path("code").asString()).isEqualTo(code.code());
        assertThat(problem.path("status").asInt()).isEqualTo(code.status());
        assertThat(List.of("type", "title", "detail", "action", "traceId"))
                .allMatch(member -> !problem.path(member).asString().isBlank());
        return answer;
    }
}
