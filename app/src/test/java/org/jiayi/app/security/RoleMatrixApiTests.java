package org.jiayi.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.security.ContractOperations.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every operation of the API contract × every role × what is here, what is elsewhere and what is nowhere. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleMatrixApiTests {

    static final List<Operation> OPERATIONS = ContractOperations.all();

    /** Operations whose address names an area or the id of something in one. */
    static final List<Operation> PLACED = OPERATIONS.stream()
            .filter(operation -> operation.path().contains("{"))
            .filter(operation ->
                    Stream.of("{provider}", "{policyKind}", "{keyId}").noneMatch(operation.path()::contains))
            .toList();

    /** Operations that need no token. */
    static final List<Operation> OPEN = OPERATIONS.stream()
            .filter(operation -> AccessRules.RULES.stream()
                    .anyMatch(rule -> rule.open()
                            && rule.method().equals(operation.method())
                            && rule.path().equals(operation.path())))
            .toList();

    /** Operations that do. */
    static final List<Operation> CLOSED =
            OPERATIONS.stream().filter(operation -> !OPEN.contains(operation)).toList();

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";
    private static final String ABSENT_AREA = "439999";
    private static final String TEAMS_HEADER = "团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限\n";
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

    /** What operations ask besides, by how their path ends. */
    private static final Map<String, String> QUERIES = Map.of(
            "/contract-quote",
            "?servicePackage=basic",
            "/differences",
            "?with=pol_439901_" + ABSENT_UUID,
            "/policy-imports",
            "?effectiveFrom=2028-01-01",
            "/visits",
            "?scheme=390&month=2026-01");

    private static final Duration PUBLISHING_WAIT = Duration.ofSeconds(90);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final String address;
    private final ObjectMapper json = new ObjectMapper();
    private TestCounty home;
    private TestCounty elsewhere;
    private Map<String, String> here = Map.of();
    private Map<String, String> there = Map.of();
    private String etagThere = "";

    RoleMatrixApiTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            MovableClock clock,
            @LocalServerPort int port) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.address = "http://127.0.0.1:" + port;
        clock.moveTo(LocalDate.of(2026, 2, 20));
    }

    @BeforeAll
    @Timeout(240)
    void open_two_counties_with_everything_in_them() throws SQLException {
        home = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        elsewhere = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        here = RegistryRequests.with(things(home), home.area(), registered(home));
        there = RegistryRequests.with(things(elsewhere), elsewhere.area(), registered(elsewhere));
        etagThere = '"'
                + elsewhere
                        .get("/api/v1/settlement-batches/" + there.get("batchId"), elsewhere.bureau("wu"))
                        .path("digestSm3")
                        .asString()
                + '"';
    }

    /** One thing of each kind that an address can name, by the parameter that names it. */
    private Map<String, String> things(TestCounty county) throws SQLException {
        String number = TestCounty.identityNumber(LocalDate.of(1960, 1, 1), 1);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number, "390", "", "一般"));
        county.take(
                "contracts", TestCounty.CONTRACT_COLUMNS + number + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质");
        String draft = Objects.requireNonNull(
                        county.draft("chen", TestCounty.demoPolicy("contract-fee"), "2030-01-01", "")
                                .expectBody(JsonNode.class)
                                .returnResult()
                                .getResponseBody())
                .path("id")
                .asString();
        String batch = published(county);
        Map<String, String> things = new TreeMap<>(Map.of(
                "area",
                county.area(),
                "kind",
                "teams",
                "policyId",
                draft,
                "importId",
                id("imp", county, "import_job", "import_id"),
                "contractId",
                id("ctr", county, "contract_version", "contract_id"),
                "teamId",
                "tem_" + county.area() + "_T001",
                "batchId",
                batch,
                "webhookId",
                webhook(county),
                "recordId",
                serviceRecord(county)));
        things.putAll(FeeRequests.absent(county.area()));
        things.putAll(YearEndRequests.absent(county.area()));
        things.putAll(CapitationRequests.absent(county.area()));
        things.putAll(PublicationRequests.absent(county.area()));
        things.put("statementId", id("sta", county, "publication_statement", "statement_id"));
        things.putAll(HandlingRequests.absent(county.area()));
        things.put("jobId", id("imp", county, "import_job", "import_id"));
        things.put("orderId", order(county, batch));
        things.put("agreementId", agreement(county));
        things.put("documentId", batch);
        things.put("exitId", "rfx_" + county.area() + "_" + ABSENT_UUID);
        things.putAll(payments(county, Objects.requireNonNull(things.get("contractId"))));
        things.putAll(contracting(county));
        return things;
    }

    private String order(TestCounty county, String batch) {
        String path = "/api/v1/settlement-batches/" + batch + "/payment-orders";
        answer(as(county.bureau("wu"), HttpMethod.PUT, path));
        return county.get(path, county.bureau("wu")).at("/data/0/id").asString();
    }

    private static final Map<String, Object> SERVICE = Map.of(
            "itemCode", "health_assessment",
            "mode", "clinic",
            "place", "门诊",
            "startedAt", "2026-02-03T09:00:00+08:00",
            "endedAt", "2026-02-03T09:30:00+08:00",
            "practitionerCode", "D439901000001");

    private Map<String, String> contracting(TestCounty county) {
        JsonNode offer = answer(as(issuer.team(county.area(), "T001"), HttpMethod.POST, "/api/v1/offers")
                .header("Idempotency-Key", "key-" + UUID.randomUUID())
                .bodyValue(Map.of("teamId", "tem_" + county.area() + "_T001", "servicePackage", "basic")));
        JsonNode job = answer(
                as(county.bureau("wu"), HttpMethod.POST, "/api/v1/pooling-areas/" + county.area() + "/reassignments")
                        .header("Idempotency-Key", "key-" + UUID.randomUUID())
                        .bodyValue(ContractingRequests.reassignment(county.area())));
        return Map.of(
                "applicationId", offer.path("id").asString(),
                "offerCode", offer.path("code").asString(),
                "reassignmentId", job.path("id").asString());
    }

    private Map<String, String> payments(TestCounty county, String contractId) {
        JsonNode payment = answer(
                as(issuer.team(county.area(), "T001"), HttpMethod.POST, "/api/v1/contracts/" + contractId + "/payments")
                        .header("Idempotency-Key", "key-" + UUID.randomUUID())
                        .bodyValue(PaymentRequests.OPENING));
        JsonNode bill = answer(
                as(county.bureau("wu"), HttpMethod.POST, "/api/v1/pooling-areas/" + county.area() + "/payment-bills")
                        .bodyValue(PaymentRequests.RECONCILIATION));
        return Map.of(
                "paymentId",
                payment.path("id").asString(),
                "billId",
                bill.path("id").asString(),
                "provider",
                "simulator",
                "refundId",
                "rfd_" + county.area() + "_" + ABSENT_UUID);
    }

    private String agreement(TestCounty county) throws SQLException {
        String number = TestCounty.identityNumber(LocalDate.of(1961, 1, 1), 1);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("王", number, "", "", "一般"));
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT resident_id FROM resident_resident WHERE area = '"
                        + county.area() + "' ORDER BY resident_id DESC LIMIT 1")) {
            rows.next();
            answer(as(issuer.team(county.area(), "T001"), HttpMethod.POST, "/api/v1/contracts")
                    .header("Idempotency-Key", "key-" + UUID.randomUUID())
                    .bodyValue(Map.of(
                            "residentId", "res_" + county.area() + "_" + rows.getString(1),
                            "teamId", "tem_" + county.area() + "_T001",
                            "servicePackage", "basic",
                            "firstDay", "2026-03-01",
                            "lastDay", "2027-02-28")));
        }
        return id("agr", county, "agreement_agreement", "agreement_id");
    }

    private String serviceRecord(TestCounty county) throws SQLException {
        String contract = id("ctr", county, "contract_version", "contract_id");
        return answer(as(
                                issuer.team(county.area(), "T001"),
                                HttpMethod.POST,
                                "/api/v1/contracts/" + contract + "/service-records")
                        .header("Idempotency-Key", "key-" + UUID.randomUUID())
                        .bodyValue(SERVICE))
                .path("id")
                .asString();
    }

    private String webhook(TestCounty county) {
        return answer(as(county.bureau("wu"), HttpMethod.POST, "/api/v1/pooling-areas/" + county.area() + "/webhooks")
                        .header("Idempotency-Key", "key-" + UUID.randomUUID())
                        .bodyValue(Map.of("url", "https://example.org/hook")))
                .path("id")
                .asString();
    }

    private Map<String, String> registered(TestCounty county) throws SQLException {
        return Map.of(
                "institutionId",
                "ins_" + county.area() + "_" + TestCounty.FIRST_INSTITUTION,
                "practitionerId",
                id("pra", county, "organisation_practitioner", "practitioner_id"),
                "membershipId",
                id("mem", county, "organisation_team_member", "membership_id"),
                "residentId",
                id("res", county, "resident_resident", "resident_id"));
    }

    private String published(TestCounty county) {
        JsonNode batch = answer(as(
                        county.bureau("wu"),
                        HttpMethod.POST,
                        "/api/v1/pooling-areas/" + county.area() + "/settlement-batches")
                .bodyValue(Map.of("fund", "390", "month", "2026-01", "knownOn", "2026-02-19")));
        String path = "/api/v1/settlement-batches/" + batch.path("id").asString();
        county.approve(batch);
        Awaitility.await()
                .atMost(PUBLISHING_WAIT)
                .until(() -> county.get(path, county.bureau("wu"))
                        .path("status")
                        .asString()
                        .equals("published"));
        return batch.path("id").asString();
    }

    private JsonNode answer(WebTestClient.RequestHeadersSpec<?> request) {
        return Objects.requireNonNull(request.exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private String id(String prefix, TestCounty county, String table, String column) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT " + column + " FROM " + table + " WHERE area = '" + county.area() + "' LIMIT 1")) {
            rows.next();
            return prefix + "_" + county.area() + "_" + rows.getString(1);
        }
    }

    @ParameterizedTest
    @FieldSource("OPERATIONS")
    void the_roles_of_the_table_are_let_in_and_no_others(Operation operation) {
        var roles = rolesOf(operation);
        Map<Role, String> expected = new TreeMap<>();
        Map<Role, String> got = new TreeMap<>();
        for (Role role : Role.values()) {
            expected.put(role, roles.contains(role) ? "let in" : "403 forbidden");
            got.put(role, letIn(send(token(role, home.area()), operation, fill(operation.path(), here), false)));
        }
        assertThat(got).isEqualTo(expected);
    }

    private static String letIn(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isNotEqualTo(401).isLessThan(500);
        return answer.status() == 403 ? "403 " + answer.code() : "let in";
    }

    /** HEAD is GET without the body, and open to nobody else. */
    @ParameterizedTest
    @FieldSource("OPERATIONS")
    void who_may_not_get_may_not_ask_for_the_head(Operation operation) {
        var mayGet = rolesOf(new Operation(HttpMethod.GET, operation.path()));
        for (Role role : Role.values()) {
            var head = new Operation(HttpMethod.HEAD, operation.path());
            int status = send(token(role, home.area()), head, fill(operation.path(), here), false)
                    .status();
            if (mayGet.contains(role)) {
                assertThat(status)
                        .as("%s %s", role, operation)
                        .isNotIn(401, 403, 405)
                        .isLessThan(500);
            } else {
                assertThat(status).as("%s %s", role, operation).isEqualTo(mayGet.isEmpty() ? 405 : 403);
            }
        }
    }

    /** What is asked by whoever holds a printed agreement or document, what a provider tells and signs, and the public keys. */
    @Test
    void what_is_open_to_anybody() {
        assertThat(OPEN)
                .extracting(Operation::toString)
                .containsExactly(
                        "GET /.well-known/jiayi-keys",
                        "GET /.well-known/jiayi-keys/{keyId}",
                        "GET /api/v1/agreements/{agreementId}/verification",
                        "GET /api/v1/verifications/{documentId}",
                        "POST /api/v1/payment-notices/{provider}");
        var notice = send(null, OPEN.get(4), fill(OPEN.get(4).path(), here), true);
        assertThat(notice.status() + " " + notice.code()).isEqualTo("400 notice_not_genuine");
        for (var absent : OPEN.subList(1, 4)) {
            var answer = send(null, absent, fill(absent.path(), absent(home.area())), true);
            assertThat(answer.status() + " " + answer.code()).isEqualTo("404 not_found");
        }
    }

    @ParameterizedTest
    @FieldSource("CLOSED")
    void nothing_without_a_token_and_nothing_with_a_token_of_no_role(Operation operation) {
        String path = fill(operation.path(), here);
        var nobody = send(null, operation, path, true);
        assertThat(nobody.status() + " " + nobody.code()).isEqualTo("401 unauthenticated");
        for (String role : List.of("", "BUREAU", "superuser")) {
            var stranger = send(issuer.token("stranger", role, home.area(), claims -> {}), operation, path, true);
            assertThat(stranger.status() + " " + stranger.code()).isEqualTo("403 forbidden");
        }
    }

    /**
     * The request is whole, so that it would do what it asks for: what lies in another area, what is absent there, what is
     * absent here and what lies in an area that nobody opened are told apart by nobody.
     */
    @ParameterizedTest
    @FieldSource("PLACED")
    void elsewhere_is_answered_exactly_like_nowhere(Operation operation) throws SQLException {
        String before = rowsElsewhere();
        for (Role role : rolesOf(operation)) {
            String token = token(role, home.area());
            var found = send(token, operation, fill(operation.path(), there), true);
            assertThat(found.status() + " " + found.code()).as("%s", role).isEqualTo("404 not_found");
            assertThat(send(token, operation, fill(operation.path(), absent(ABSENT_AREA)), true))
                    .as("%s, nowhere", role)
                    .isEqualTo(found);
            assertThat(send(token, operation, fill(operation.path(), absent(elsewhere.area())), true))
                    .as("%s, absent there", role)
                    .isEqualTo(found);
            if (!operation.path().contains("{area}")) {
                assertThat(send(token, operation, fill(operation.path(), absent(home.area())), true))
                        .as("%s, absent here", role)
                        .isEqualTo(found);
            }
        }
        assertThat(rowsElsewhere()).isEqualTo(before);
    }

    /** The same address in other letters, each by one of the roles in turn: what a controller decodes, the guard has to decode as well. */
    @ParameterizedTest
    @FieldSource("PLACED")
    void no_way_of_writing_the_address_leads_elsewhere(Operation operation) throws SQLException {
        String before = rowsElsewhere();
        List<UnaryOperator<String>> disguises = List.of(
                path -> path.replace("_", "%5F"),
                path -> path.replace("_", "%5f"),
                path -> path.replace(elsewhere.area(), encoded(elsewhere.area())),
                path -> path.replace(elsewhere.area(), elsewhere.area() + ";a=b"),
                path -> path.replace("/pooling-areas/", "/pooling%2Dareas/"),
                path -> path.replace("/api/v1/", "/api/v1//"),
                path -> path.replace("/api/v1/", "/api/v1/./"),
                path -> path.replace("/api/v1/", "/api/v1/x/../"),
                path -> path + "/",
                path -> path + ";a=b");
        List<Role> roles = rolesOf(operation);
        int tries = roles.isEmpty() ? 0 : disguises.size();
        for (int disguise = 0; disguise < tries; disguise++) {
            Role role = roles.get(disguise % roles.size());
            String path = disguises.get(disguise).apply(fill(operation.path(), there));
            var answer = send(token(role, home.area()), operation, path, true);
            assertThat(answer.status() + " " + answer.code())
                    .as("%s %s", role, path)
                    .isIn("404 not_found", "400 invalid_value");
        }
        assertThat(rowsElsewhere()).isEqualTo(before);
    }

    private static String encoded(String digits) {
        StringBuilder text = new StringBuilder();
        for (char digit : digits.toCharArray()) {
            text.append('%').append(Integer.toHexString(digit));
        }
        return text.toString();
    }

    @Test
    void an_address_of_nobodys_is_not_there_for_anybody() {
        for (Role role : Role.values()) {
            for (String path :
                    List.of("/", "/api", "/api/v1/nothing", "/actuator", "/actuator/env", "/error", "/storm")) {
                var answer = send(token(role, home.area()), new Operation(HttpMethod.GET, path), path, true);
                assertThat(answer.status() + " " + answer.code()).as(path).isEqualTo("404 not_found");
            }
        }
    }

    private static List<Role> rolesOf(Operation operation) {
        return AccessRules.RULES.stream()
                .filter(rule ->
                        rule.method().equals(operation.method()) && rule.path().equals(operation.path()))
                .flatMap(rule -> rule.roles().stream())
                .toList();
    }

    private static String fill(String path, Map<String, String> things) {
        return PARAMETER.matcher(path).replaceAll(name -> Objects.requireNonNull(things.get(name.group(1))));
    }

    private static Map<String, String> absent(String area) {
        Map<String, String> things = new TreeMap<>(Map.of(
                "area", area,
                "kind", "teams",
                "policyId", "pol_" + area + "_" + ABSENT_UUID,
                "importId", "imp_" + area + "_" + ABSENT_UUID,
                "contractId", "ctr_" + area + "_" + ABSENT_UUID,
                "teamId", "tem_" + area + "_T999",
                "batchId", "bat_" + area + "_" + ABSENT_UUID,
                "webhookId", "whk_" + area + "_" + ABSENT_UUID,
                "recordId", "rec_" + area + "_" + ABSENT_UUID));
        things.putAll(FeeRequests.absent(area));
        things.putAll(YearEndRequests.absent(area));
        things.putAll(CapitationRequests.absent(area));
        things.putAll(PublicationRequests.absent(area));
        things.put("agreementId", "agr_" + area + "_" + ABSENT_UUID);
        things.put("documentId", "bat_" + area + "_" + ABSENT_UUID);
        things.put("paymentId", "pay_" + area + "_" + ABSENT_UUID);
        things.put("refundId", "rfd_" + area + "_" + ABSENT_UUID);
        things.put("exitId", "rfx_" + area + "_" + ABSENT_UUID);
        things.put("billId", "bil_" + area + "_" + ABSENT_UUID);
        things.put("provider", "nobody");
        things.putAll(HandlingRequests.absent(area));
        things.put("applicationId", "app_" + area + "_" + ABSENT_UUID);
        things.put("offerCode", "off_" + area + "_NOSUCHCODE");
        things.put("reassignmentId", "rea_" + area + "_" + ABSENT_UUID);
        things.put("jobId", "pub_" + area + "_" + ABSENT_UUID);
        return RegistryRequests.with(things, area, Map.of());
    }

    private String token(Role role, String area) {
        return switch (role) {
            case RESIDENT -> issuer.resident(area, UUID.fromString(ABSENT_UUID));
            case TEAM -> issuer.team(area, "T001");
            case INSTITUTION -> issuer.institution(area, TestCounty.FIRST_INSTITUTION);
            case BUREAU -> issuer.bureau(area, "bureau-9");
            case COMMISSION -> issuer.commission(area);
            case ADMINISTRATOR -> issuer.token("administrator-9", "administrator", area, claims -> {});
        };
    }

    /** What came back, without what no two answers share. */
    private record Answer(int status, String code, String contentType, String body) {}

    private WebTestClient.RequestBodySpec as(String token, HttpMethod method, String path) {
        return http.method(method).uri(URI.create(address + path)).headers(headers -> headers.setBearerAuth(token));
    }

    /** Sends the operation; where it is not whole, its body or precondition is wrong, so that it changes nothing. */
    private Answer send(@Nullable String token, Operation operation, String path, boolean whole) {
        String query = OPEN.contains(new Operation(HttpMethod.GET, operation.path()))
                ? "?digest=" + "0".repeat(64)
                : QUERIES.entrySet().stream()
                        .filter(needs -> operation.path().endsWith(needs.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        var request = http.method(operation.method()).uri(URI.create(address + path + query));
        if (token != null) {
            request.headers(headers -> headers.setBearerAuth(token));
        }
        request.header("Idempotency-Key", "key-" + UUID.randomUUID());
        String seen = operation.path().startsWith("/api/v1/contracts/") ? "\"1\"" : etagThere;
        request.header(HttpHeaders.IF_MATCH, whole ? seen : "\"nothing\"");
        var result = body(request, operation, whole)
                .exchange()
                .expectBody(byte[].class)
                .returnResult();
        byte[] body = Objects.requireNonNullElse(result.getResponseBody(), new byte[0]);
        MediaType type = result.getResponseHeaders().getContentType();
        if (type == null || !type.equals(MediaType.APPLICATION_PROBLEM_JSON) || body.length == 0) {
            return new Answer(result.getStatus().value(), "", String.valueOf(type), "");
        }
        ObjectNode problem = (ObjectNode) json.readTree(body);
        return new Answer(
                result.getStatus().value(),
                problem.path("code").asString(),
                type.toString(),
                problem.without("traceId").toString());
    }

    private WebTestClient.RequestHeadersSpec<?> body(
            WebTestClient.RequestBodySpec request, Operation operation, boolean whole) {
        if (operation.method() == HttpMethod.GET || operation.method() == HttpMethod.HEAD) {
            return request;
        }
        if (operation.path().endsWith("/imports/{kind}")) {
            return request.contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                    .bodyValue(whole ? TEAMS_HEADER : "");
        }
        if (operation.path().endsWith("/reconciliations")) {
            return request.contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                    .bodyValue(whole ? PublicationRequests.DETAIL : "");
        }
        if (operation.path().endsWith("/policy-imports")) {
            return request.contentType(MediaType.APPLICATION_YAML)
                    .bodyValue(whole ? TestCounty.demoPolicy("contract-fee") : "");
        }
        return switch (operation.path()) {
            case "/api/v1/pooling-areas/{area}" -> request.bodyValue(whole ? Map.of("name", "测试县") : Map.of());
            case "/api/v1/pooling-areas/{area}/policies" ->
                request.bodyValue(
                        whole
                                ? Map.of(
                                        "effectiveFrom",
                                        "2028-01-01",
                                        "document",
                                        json.readValue(TestCounty.demoPolicy("contract-fee"), Map.class))
                                : Map.of());
            case "/api/v1/pooling-areas/{area}/settlement-batches" ->
                request.bodyValue(
                        whole ? Map.of("fund", "390", "month", "2026-02", "knownOn", "2026-02-19") : Map.of());
            case "/api/v1/contracts" -> request.bodyValue(Map.of());
            case "/api/v1/contracts/{contractId}/service-records" -> request.bodyValue(whole ? SERVICE : Map.of());
            case "/api/v1/service-records/{recordId}/voiding" ->
                request.bodyValue(whole ? Map.of("reason", "other") : Map.of());
            case "/api/v1/service-records/{recordId}/confirmation" ->
                request.bodyValue(whole ? Map.of("confirmed", true) : Map.of());
            case "/api/v1/pooling-areas/{area}/webhooks" ->
                request.bodyValue(whole ? Map.of("url", "https://example.org/hook") : Map.of());
            default ->
                RegistryRequests.body(operation.path(), home.area())
                        .or(() -> ContractingRequests.body(operation.path(), home.area()))
                        .or(() -> FeeRequests.body(operation.path(), home.area()))
                        .or(() -> CapitationRequests.body(operation.path(), home.area()))
                        .or(() -> PublicationRequests.body(operation.path()))
                        .or(() -> PaymentRequests.body(operation.path()))
                        .or(() -> HandlingRequests.body(operation.path(), home.area()))
                        .or(() -> YearEndRequests.body(operation.path(), home.area()))
                        .<WebTestClient.RequestHeadersSpec<?>>map(body -> request.bodyValue(whole ? body : Map.of()))
                        .orElse(request);
        };
    }

    /** All rows of the other area, counted by table, and the states of its policies and batches. */
    private String rowsElsewhere() throws SQLException {
        List<String> counts = new ArrayList<>();
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            for (String query : List.of(
                    "SELECT string_agg(status, ',' ORDER BY import_id) FROM import_job WHERE area = '%s'",
                    "SELECT count(*)::text FROM resident_resident WHERE area = '%s'",
                    "SELECT count(*)::text FROM resident_circumstance WHERE area = '%s'",
                    "SELECT count(*)::text FROM resident_lookup WHERE area = '%s'",
                    "SELECT count(*)::text FROM organisation_team_member WHERE area = '%s'",
                    "SELECT count(*)::text FROM organisation_practitioner WHERE area = '%s'",
                    "SELECT string_agg(status, ',' ORDER BY policy_id) FROM policy_policy WHERE area = '%s'",
                    "SELECT string_agg(status, ',' ORDER BY batch_id) FROM settlement_batch WHERE area = '%s'",
                    "SELECT string_agg(status, ',' ORDER BY webhook_id) FROM outbox_webhook WHERE area = '%s'",
                    "SELECT count(*)::text FROM fulfilment_record WHERE area = '%s'",
                    "SELECT count(*)::text FROM fulfilment_voiding WHERE area = '%s'",
                    "SELECT count(*)::text FROM fulfilment_answer WHERE area = '%s'",
                    "SELECT string_agg(status, ',' ORDER BY application_id) FROM contract_application WHERE area = '%s'",
                    "SELECT count(*)::text FROM contract_reassignment WHERE area = '%s'",
                    "SELECT count(*)::text FROM contract_event WHERE area = '%s'",
                    "SELECT count(*)::text FROM fee_line WHERE area = '%s'",
                    "SELECT count(*)::text FROM ledger_closing WHERE area = '%s'",
                    "SELECT count(*)::text FROM claim_claim WHERE area = '%s'",
                    "SELECT count(*)::text FROM visit_referral WHERE area = '%s'",
                    "SELECT count(*)::text FROM visit_cancellation WHERE area = '%s'",
                    "SELECT count(*)::text FROM settlement_act WHERE area = '%s'",
                    "SELECT count(*)::text FROM settlement_payment WHERE area = '%s'",
                    "SELECT count(*)::text FROM yearend_year_end WHERE area = '%s'",
                    "SELECT string_agg(status, ',' ORDER BY job_id) FROM publication_job WHERE area = '%s'",
                    "SELECT count(*)::text FROM publication_link WHERE area = '%s'",
                    "SELECT count(*)::text FROM publication_reissue WHERE area = '%s'",
                    "SELECT count(*)::text FROM publication_totals_receipt WHERE area = '%s'",
                    "SELECT count(*)::text FROM publication_reconciliation WHERE area = '%s'",
                    "SELECT string_agg(status, ',' ORDER BY payment_id) FROM payment_payment WHERE area = '%s'",
                    "SELECT count(*)::text FROM payment_refund WHERE area = '%s'",
                    "SELECT count(*)::text FROM payment_bill WHERE area = '%s'",
                    "SELECT count(*)::text FROM outbox_webhook_secret WHERE area = '%s'",
                    "SELECT string_agg(contract_id::text, ',' ORDER BY contract_id) FROM contract_version WHERE area = '%s'")) {
                try (var rows = statement.executeQuery(query.formatted(elsewhere.area()))) {
                    rows.next();
                    counts.add(String.valueOf(rows.getString(1)));
                }
            }
        }
        return counts.toString();
    }
}
