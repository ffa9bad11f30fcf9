package org.jiayi.app.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.DeliveredServices;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Plans, records and rates over HTTP, by those who may see them. */
@JiayiTest
class FulfilmentApiTests {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final String PLACE = "龙泉村七组十二号";

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private final DeliveredServices served;
    private TestCounty county;
    private String contract = "";
    private UUID resident = new UUID(0, 0);

    FulfilmentApiTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            MovableClock clock,
            DeliveredServices served) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.served = served;
        this.county = TestCounty.open(http, issuer);
    }

    /** One resident of 66 with hypertension, under the basic package for 2026 with team T001; it is the 1st of July. */
    @BeforeEach
    void a_county_with_a_contract() throws SQLException {
        clock.moveTo(LocalDate.of(2026, 7, 1));
        county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        var number = TestCounty.identityNumber(LocalDate.of(1960, 1, 1), 1);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("钱守一", number, "390", "高血压", "一般"));
        county.take(
                "contracts", TestCounty.CONTRACT_COLUMNS + number + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质");
        contract = "ctr_" + county.area() + "_" + one("SELECT contract_id FROM contract_version WHERE area = '%s'");
        resident = UUID.fromString(one("SELECT resident_id FROM resident_resident WHERE area = '%s'"));
    }

    @Test
    void the_plan_says_what_is_owed_delivered_and_left_to_all_who_may_see_it() {
        enter(Map.of(
                "itemCode",
                "blood_pressure_follow_up",
                "startedAt",
                at("2026-02-03T09:00"),
                "endedAt",
                at("2026-02-03T09:20")));
        enter(Map.of(
                "itemCode",
                "blood_pressure_follow_up",
                "startedAt",
                at("2026-03-03T09:00"),
                "endedAt",
                at("2026-03-03T09:20")));
        var plan = county.get("/api/v1/contracts/" + contract + "/service-plan", team());
        assertThat(plan.path("populationGroups").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("65岁以上老年人", "高血压");
        assertThat(plan.path("items").valueStream().map(FulfilmentApiTests::words))
                .containsExactly(
                        "health_assessment 0/1 left 1 due 0/0 from 2026-01-01",
                        "health_follow_up 0/2 left 2 due 0/1 from 2026-01-01",
                        "blood_pressure_follow_up 1/4 left 3 due 1/2 from 2026-04-02",
                        "older_person_check 0/1 left 1 due 0/0 from 2026-01-01");
        assertThat(plan.path("fulfilment").path("percent").asString()).isEqualTo("33.3%");
        for (String token : List.of(
                issuer.resident(county.area(), resident),
                county.institution(TestCounty.FIRST_INSTITUTION),
                county.bureau("wu"))) {
            assertThat(county.get("/api/v1/contracts/" + contract + "/service-plan", token))
                    .isEqualTo(plan);
        }
        assertThat(county.get("/api/v1/my/service-plan", issuer.resident(county.area(), resident)))
                .isEqualTo(plan);
        assertThat(county.get("/api/v1/contracts/" + contract + "/service-plan?on=2026-12-31", team())
                        .path("fulfilment")
                        .toString())
                .isEqualTo("{\"delivered\":1,\"due\":8,\"percent\":\"12.5%\"}");
    }

    private static String words(JsonNode item) {
        return "%s %d/%d left %d due %d/%d from %s"
                .formatted(
                        item.path("code").asString(),
                        item.path("delivered").asInt(),
                        item.path("owed").asInt(),
                        item.path("left").asInt(),
                        item.path("fulfilment").path("delivered").asInt(),
                        item.path("fulfilment").path("due").asInt(),
                        item.path("nextWindow").path("firstDay").asString());
    }

    /** From August with another team: what was delivered ahead is not owed again, and the spacing goes on. */
    @Test
    void the_rest_of_a_term_goes_on_with_the_plan_it_had() {
        for (String day : List.of("2026-01-20", "2026-04-10", "2026-06-28")) {
            served("blood_pressure_follow_up", day);
        }
        served("older_person_check", "2026-05-20");
        served("health_follow_up", "2026-03-10");
        contract = new SigningClient(http)
                .act(
                        county.institution(TestCounty.FIRST_INSTITUTION),
                        contract,
                        "transfer",
                        Map.of("teamId", "tem_" + county.area() + "_T002", "firstDay", "2026-08-01"))
                .isSigned()
                .id();
        clock.moveTo(LocalDate.of(2026, 9, 1));
        assertThat(isServed()).as("in its term").isTrue();
        assertThat(county.get(records(), county.bureau("wu")).path("data")).isEmpty();
        assertThat(TestCounty.told(http.post()
                        .uri(records())
                        .headers(headers -> headers.setBearerAuth(issuer.team(county.area(), "T002")))
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .bodyValue(clinic("blood_pressure_follow_up", "2026-08-10"))
                        .exchange()))
                .isEqualTo("201");
        assertThat(county.get(records(), county.bureau("wu")).path("data").valueStream())
                .singleElement()
                .satisfies(record ->
                        assertThat(record.path("flags").path(0).asString()).isEqualTo("too_soon"));
        assertThat(county.get("/api/v1/contracts/" + contract + "/service-plan", county.bureau("wu"))
                        .path("items")
                        .valueStream()
                        .map(FulfilmentApiTests::words))
                .containsExactly(
                        "health_assessment 0/1 left 1 due 0/0 from 2026-01-01",
                        "health_follow_up 0/1 left 1 due 0/0 from 2026-07-02",
                        "blood_pressure_follow_up 1/2 left 1 due 0/0 from 2026-10-01",
                        "older_person_check 1/1 left 0 due 0/0 from ");
    }

    /** The contract of July goes over whole, and what was delivered under it is the other team's now. */
    @Test
    void what_was_delivered_under_a_contract_that_went_over_whole_is_seen_and_voided_under_the_other()
            throws SQLException {
        var number = TestCounty.identityNumber(LocalDate.of(1961, 1, 1), 3);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("孙", number, "390", "高血压", "一般"));
        county.take(
                "contracts", TestCounty.CONTRACT_COLUMNS + number + ",T001,基础包,2026-07-01,2026-07-01,2027-06-30,纸质");
        contract = "ctr_" + county.area() + "_"
                + one("SELECT contract_id FROM contract_version WHERE area = '%s' AND lower(term) = '2026-07-01'");
        clock.moveTo(LocalDate.of(2026, 7, 3));
        var client = new RegistryClient(http);
        var wanted = clinic("blood_pressure_follow_up", "2026-07-02");
        var entered = client.post(team(), records(), wanted).isOk();
        var job = client.post(
                        county.bureau("wu"),
                        "/api/v1/pooling-areas/" + county.area() + "/reassignments",
                        Map.of(
                                "basis",
                                "机构调整",
                                "firstDay",
                                "2026-07-01",
                                "dryRun",
                                false,
                                "moves",
                                List.of(Map.of(
                                        "fromTeamId",
                                        "tem_" + county.area() + "_T001",
                                        "toTeamId",
                                        "tem_" + county.area() + "_T002"))))
                .isOk();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get(county.bureau("wu"), "/api/v1/reassignments/" + job.id())
                        .body()
                        .path("status")
                        .asString()
                        .equals("finished"));
        contract = "ctr_" + county.area() + "_"
                + one("SELECT contract_id FROM contract_version WHERE area = '%s' AND upper(term) = '2027-07-01'"
                        + " AND team_number = 'T002'");
        var other = issuer.team(county.area(), "T002");
        assertThat(county.get(records(), other).path("data").valueStream())
                .singleElement()
                .satisfies(
                        record -> assertThat(record.path("counts").asBoolean()).isTrue());
        client.post(other, records(), wanted).isRefused(RefusalCode.DUPLICATE_SERVICE_RECORD);
        client.post(other, "/api/v1/service-records/" + entered.id() + "/voiding", Map.of("reason", "wrong_resident"))
                .isOk();
        client.post(other, records(), wanted).isOk();
    }

    private void served(String itemCode, String day) {
        enter(clinic(itemCode, day));
    }

    private static Map<String, Object> clinic(String itemCode, String day) {
        return entry(Map.of(
                "itemCode",
                itemCode,
                "mode",
                "clinic",
                "startedAt",
                at(day + "T09:00"),
                "endedAt",
                at(day + "T09:20")));
    }

    @Test
    void nobody_else_sees_plans_and_records() {
        var record = enter(Map.of()).path("id").asString();
        for (String token : List.of(
                issuer.team(county.area(), "T002"),
                issuer.institution(county.area(), TestCounty.SECOND_INSTITUTION),
                issuer.resident(county.area(), new UUID(0, 5)))) {
            for (String path : List.of("/service-plan", "/service-records")) {
                assertThat(told(token, "GET", "/api/v1/contracts/" + contract + path, Map.of()))
                        .isEqualTo("404 not_found");
            }
        }
        assertThat(told(
                        issuer.team(county.area(), "T002"),
                        "POST",
                        "/api/v1/contracts/" + contract + "/service-records",
                        entry(Map.of())))
                .isEqualTo("404 not_found");
        assertThat(told(
                        issuer.team(county.area(), "T002"),
                        "POST",
                        "/api/v1/service-records/" + record + "/voiding",
                        Map.of("reason", "other")))
                .isEqualTo("404 not_found");
        assertThat(told(
                        issuer.resident(county.area(), new UUID(0, 5)),
                        "POST",
                        "/api/v1/service-records/" + record + "/confirmation",
                        Map.of("confirmed", true)))
                .isEqualTo("404 not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            itemCode         | no_such_item     | 422 unknown_service_item at /itemCode
            itemCode         | antenatal_follow_up | 422 unknown_service_item at /itemCode
            itemCode         | blood_glucose_follow_up | 422 unknown_service_item at /itemCode
            mode             | phone            | 422 service_mode_not_allowed at /mode
            endedAt          | 2026-06-01T08:59 | 422 service_ends_before_start at /endedAt
            endedAt          | 2026-06-01T09:00 | 422 service_ends_before_start at /endedAt
            endedAt          | 2026-06-02T09:01 | 422 service_too_long at /endedAt
            startedAt        | 2026-07-01T08:59 | 422 service_ends_before_start at /endedAt
            practitionerCode | 张医生              | 400 invalid_value at /practitionerCode
            """)
    void what_breaks_a_rule_is_refused(String field, String value, String told) throws SQLException {
        var changed = value.contains("T") && field.endsWith("At") ? at(value) : value;
        assertThat(told(team(), "POST", records(), entry(Map.of(field, changed))))
                .isEqualTo(told);
        assertThat(one("SELECT count(*) FROM fulfilment_record WHERE area = '%s'"))
                .isEqualTo("0");
    }

    @Test
    void nothing_is_entered_from_the_future_or_from_outside_the_term() {
        assertThat(enterTold("2026-07-01T08:50", "2026-07-01T09:01")).isEqualTo("422 service_in_future at /endedAt");
        assertThat(enterTold("2025-12-31T23:50", "2026-01-01T00:10"))
                .isEqualTo("422 service_outside_term at /startedAt");
        assertThat(enterTold("2026-01-01T00:00", "2026-01-01T00:10")).isEqualTo("201");
        assertThat(enterTold("2026-07-01T08:50", "2026-07-01T09:00")).isEqualTo("201");
    }

    private String enterTold(String start, String end) {
        return told(team(), "POST", records(), entry(Map.of("startedAt", at(start), "endedAt", at(end))));
    }

    @Test
    void evidence_has_its_limits() {
        var piece = Map.of("kind", "photo", "reference", "oss://photos/1", "sha256", "0".repeat(64));
        assertThat(told(team(), "POST", records(), entry(Map.of("evidence", Collections.nCopies(11, piece)))))
                .isEqualTo("422 evidence_out_of_limits at /evidence");
        var record = enter(Map.of("evidence", Collections.nCopies(10, piece)));
        assertThat(record.path("evidence")).hasSize(10);
        assertThat(record.path("evidence").path(9).path("reference").asString()).isEqualTo("oss://photos/1");
    }

    @Test
    void the_same_service_is_entered_once_by_key_and_once_in_all() throws SQLException {
        var key = UUID.randomUUID().toString();
        var first = post(key, entry(Map.of())).expectStatus().isCreated();
        var id = Objects.requireNonNull(
                        first.expectBody(JsonNode.class).returnResult().getResponseBody())
                .path("id");
        var again = post(key, entry(Map.of()))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true");
        assertThat(Objects.requireNonNull(
                                again.expectBody(JsonNode.class).returnResult().getResponseBody())
                        .path("id"))
                .isEqualTo(id);
        assertThat(TestCounty.told(post(key, entry(Map.of("note", "其他内容"))))).isEqualTo("422 idempotency_key_reused");
        assertThat(TestCounty.told(post(UUID.randomUUID().toString(), entry(Map.of()))))
                .isEqualTo("409 duplicate_service_record");
        assertThat(one("SELECT count(*) FROM fulfilment_record WHERE area = '%s'"))
                .isEqualTo("1");
    }

    @Test
    void of_many_who_enter_the_same_service_at_once_one_succeeds() {
        var told = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> TestCounty.told(post(UUID.randomUUID().toString(), entry(Map.of()))))
                .sorted()
                .toList();
        assertThat(told.get(0)).isEqualTo("201");
        assertThat(told.subList(1, 12)).containsOnly("409 duplicate_service_record");
    }

    /** Both have seen the contract and wait for the resident's lock: who comes second sees what the first has done. */
    @Test
    void a_service_that_is_entered_while_the_contract_ends_is_outside_its_term() throws Exception {
        CompletableFuture<String> end;
        CompletableFuture<String> service;
        try (var other = database.open();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + lockOnResident() + ")");
            end = CompletableFuture.supplyAsync(() -> ended("2026-06-15"));
            await().atMost(WAIT).until(() -> waiting() == 1);
            service = CompletableFuture.supplyAsync(
                    () -> told(team(), "POST", records(), clinic("blood_pressure_follow_up", "2026-06-20")));
            await().atMost(WAIT).until(() -> waiting() == 2);
            other.rollback();
        }
        assertThat(end.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("2026-06-15");
        assertThat(service.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("422 service_outside_term at /startedAt");
    }

    /** Who voids or answers a record waits for whoever ends its contract, too. */
    @Test
    void a_record_is_voided_and_answered_one_after_the_other_with_what_ends_the_contract() throws Exception {
        var record = enter(Map.of()).path("id").asString();
        CompletableFuture<JsonNode> answer;
        CompletableFuture<JsonNode> voiding;
        try (var other = database.open();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + lockOnResident() + ")");
            answer = CompletableFuture.supplyAsync(
                    () -> answered(resident(), record, "confirmation", Map.of("confirmed", true)));
            await().atMost(WAIT).until(() -> waiting() == 1);
            voiding = CompletableFuture.supplyAsync(
                    () -> answered(team(), record, "voiding", Map.of("reason", "wrong_time")));
            await().atMost(WAIT).until(() -> waiting() == 2);
            other.rollback();
        }
        assertThat(answer.get(WAIT.toSeconds(), TimeUnit.SECONDS).path("answer").asString())
                .isEqualTo("confirmed");
        assertThat(voiding.get(WAIT.toSeconds(), TimeUnit.SECONDS)
                        .path("voidedFor")
                        .asString())
                .isEqualTo("wrong_time");
    }

    /** Ends the contract; the last day that it has then. */
    private String ended(String lastDay) {
        return new SigningClient(http)
                .act(
                        county.institution(TestCounty.FIRST_INSTITUTION),
                        contract,
                        "termination",
                        Map.of("reason", "moved_away", "lastDay", lastDay))
                .isDone()
                .body()
                .path("lastDay")
                .asString();
    }

    private String lockOnResident() {
        return "hashtextextended('resident:" + county.area() + ":" + resident + "', 0)";
    }

    /** How many wait for the resident's lock. */
    private int waiting() throws SQLException {
        return Integer.parseInt(one("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                + " AND (classid::bigint << 32 | objid::bigint) = " + lockOnResident()));
    }

    @Test
    void a_voided_record_counts_no_more_and_may_be_entered_again() {
        var entered = enter(Map.of());
        var record = entered.path("id").asString();
        assertThat(isServed()).isTrue();
        var day = LocalDate.parse(entered.path("startedAt").asString().substring(0, 10));
        assertThat(isServed(day)).isTrue();
        assertThat(isServed(day.minusDays(1))).as("it had ended the day before").isFalse();
        for (int again = 0; again < 2; again++) {
            assertThat(answered(team(), record, "voiding", Map.of("reason", "wrong_time"))
                            .path("voidedFor")
                            .asString())
                    .isEqualTo("wrong_time");
        }
        assertThat(isServed()).isFalse();
        assertThat(told(
                        resident(),
                        "POST",
                        "/api/v1/service-records/" + record + "/confirmation",
                        Map.of("confirmed", true)))
                .isEqualTo("409 service_record_voided");
        enter(Map.of());
        assertThat(isServed()).isTrue();
        var list = county.get(records(), team()).path("data");
        assertThat(list).hasSize(2);
        assertThat(list.valueStream().map(shown -> shown.path("counts").asBoolean()))
                .containsExactly(false, true);
    }

    /** What is said to have been done under a contract that is undone by a death before it is seen and voided; the phone's repeat is the same record; nothing new is entered. */
    @Test
    void what_was_recorded_under_a_contract_stays_when_it_is_undone() {
        var key = UUID.randomUUID().toString();
        Map<String, Object> entry = entry(Map.of());
        var record = enter(key, entry).path("id").asString();
        county.take(
                "events",
                TestCounty.EVENT_COLUMNS + TestCounty.identityNumber(LocalDate.of(1960, 1, 1), 1)
                        + ",死亡,2025-12-31,2026-07-01,\n");
        assertThat(county.get(records(), team()).path("data")).hasSize(1);
        assertThat(enter(key, entry).path("id").asString()).isEqualTo(record);
        assertThat(answered(team(), record, "voiding", Map.of("reason", "wrong_time"))
                        .path("voidedFor")
                        .asString())
                .isEqualTo("wrong_time");
        post(UUID.randomUUID().toString(), entry).expectStatus().isNotFound();
    }

    @Test
    void the_resident_confirms_or_disputes_once() {
        var record = enter(Map.of()).path("id").asString();
        assertThat(told(
                        resident(),
                        "POST",
                        "/api/v1/service-records/" + record + "/confirmation",
                        Map.of("confirmed", false)))
                .isEqualTo("422 dispute_needs_reason");
        for (int again = 0; again < 2; again++) {
            var disputed = answered(resident(), record, "confirmation", Map.of("confirmed", false, "reason", "当天我在外地"));
            assertThat(disputed.path("answer").asString()).isEqualTo("disputed");
            assertThat(disputed.path("disputeReason").asString()).isEqualTo("当天我在外地");
            assertThat(disputed.path("counts").asBoolean()).isFalse();
        }
        assertThat(told(
                        resident(),
                        "POST",
                        "/api/v1/service-records/" + record + "/confirmation",
                        Map.of("confirmed", true)))
                .isEqualTo("409 service_record_answered");
        assertThat(isServed()).isFalse();
    }

    /** A child of three and the father whom the county's file names. */
    @Test
    void a_guardian_sees_and_confirms_for_a_child() throws SQLException {
        var child = TestCounty.identityNumber(LocalDate.of(2023, 5, 5), 1);
        var father = TestCounty.identityNumber(LocalDate.of(1990, 5, 5), 1);
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李大明", father, "390", "", "一般") + "\n"
                        + "李小明,居民身份证," + child + ",男,2023-05-05,13800000000,390,0-6岁儿童,一般,李大明," + father + ",父亲,\n");
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + child + ",T001,儿童包,2026-01-01,2026-01-01,2026-12-31,纸质");
        contract = "ctr_" + county.area() + "_"
                + one("SELECT contract_id FROM contract_version WHERE area = '%s' AND service_package = 'child'");
        var guardian = issuer.resident(
                county.area(),
                UUID.fromString(one(
                        "SELECT resident_id FROM resident_resident WHERE area = '%s' AND birth_date = '1990-05-05'")));
        var record = enter(Map.of("itemCode", "growth_assessment", "mode", "clinic"))
                .path("id")
                .asString();
        assertThat(county.get("/api/v1/contracts/" + contract + "/service-plan", guardian)
                        .path("servicePackageName")
                        .asString())
                .isEqualTo("儿童包");
        assertThat(answered(guardian, record, "confirmation", Map.of("confirmed", true))
                        .path("answer")
                        .asString())
                .isEqualTo("confirmed");
        assertThat(told(resident(), "GET", "/api/v1/contracts/" + contract + "/service-plan", Map.of()))
                .as("a stranger")
                .isEqualTo("404 not_found");
    }

    @Test
    void what_is_doubtful_is_flagged_when_it_is_shown() {
        enter(Map.of(
                "itemCode",
                "health_follow_up",
                "startedAt",
                at("2026-06-01T09:00"),
                "endedAt",
                at("2026-06-01T09:30")));
        var soon = enter(Map.of(
                "itemCode",
                "health_follow_up",
                "startedAt",
                at("2026-06-20T03:00"),
                "endedAt",
                at("2026-06-20T03:30")));
        assertThat(soon.path("flags").valueStream().map(JsonNode::asString))
                .containsExactly("too_soon", "impossible_time");
        assertThat(soon.path("counts").asBoolean()).isFalse();
    }

    @Test
    void without_published_packages_nothing_is_made_up() throws SQLException {
        var bare = TestCounty.open(http, issuer).withTeams();
        bare.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        var number = TestCounty.identityNumber(LocalDate.of(1960, 1, 1), 1);
        bare.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number, "390", "", "一般"));
        bare.take("contracts", TestCounty.CONTRACT_COLUMNS + number + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质");
        county = bare;
        contract = "ctr_" + bare.area() + "_" + one("SELECT contract_id FROM contract_version WHERE area = '%s'");
        assertThat(told(team(), "GET", "/api/v1/contracts/" + contract + "/service-plan", Map.of()))
                .isEqualTo("422 no_service_policy");
        assertThat(told(team(), "POST", records(), entry(Map.of()))).isEqualTo("422 no_service_policy");
        var rate = bare.get("/api/v1/teams/tem_" + bare.area() + "_T001/fulfilment", team());
        assertThat(rate.path("withoutPlan").asInt()).isEqualTo(1);
        assertThat(rate.path("fulfilment").toString()).isEqualTo("{\"delivered\":0,\"due\":0}");
    }

    @Test
    void a_teams_rate_is_the_sum_over_its_contracts() {
        enter(Map.of());
        for (String token : List.of(team(), county.bureau("wu"), issuer.commission(county.area()))) {
            var rate = county.get("/api/v1/teams/tem_" + county.area() + "_T001/fulfilment?on=2026-12-31", token);
            assertThat(rate.path("contracts").asInt()).isEqualTo(1);
            assertThat(rate.path("fulfilment").toString())
                    .isEqualTo("{\"delivered\":1,\"due\":8,\"percent\":\"12.5%\"}");
        }
        assertThat(county.get("/api/v1/teams/tem_" + county.area() + "_T001/fulfilment?on=2027-01-01", team())
                        .path("contracts")
                        .asInt())
                .isZero();
        assertThat(told(team(), "GET", "/api/v1/teams/tem_" + county.area() + "_T002/fulfilment", Map.of()))
                .isEqualTo("404 not_found");
    }

    @Test
    void words_are_sealed_and_events_are_thin() throws SQLException {
        enter(Map.of("note", "钱守一血压偏高"));
        for (String table : List.of("fulfilment_record", "fulfilment_evidence", "outbox_event", "command_key")) {
            assertThat(one("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t WHERE area = '%s'"))
                    .as(table)
                    .doesNotContain("钱守一", PLACE, "血压偏高");
        }
        var told = county.get("/api/v1/pooling-areas/" + county.area() + "/events", team())
                .path("data");
        assertThat(told.valueStream().map(event -> event.path("kind").asString()))
                .contains("service.recorded");
    }

    private boolean isServed() {
        return isServed(LocalDate.of(2100, 1, 1));
    }

    private boolean isServed(LocalDate lastDay) {
        var id = UUID.fromString(contract.substring("ctr_000000_".length()));
        return Objects.requireNonNull(served.servedAmong(county.area(), Map.of(id, lastDay, UUID.randomUUID(), lastDay))
                        .block(WAIT))
                .contains(id);
    }

    private JsonNode enter(Map<String, Object> changes) {
        return enter(UUID.randomUUID().toString(), entry(changes));
    }

    private JsonNode enter(String key, Map<String, Object> entry) {
        return Objects.requireNonNull(post(key, entry)
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private JsonNode answered(String token, String record, String what, Map<String, Object> body) {
        return Objects.requireNonNull(http.post()
                .uri("/api/v1/service-records/" + record + "/" + what)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private WebTestClient.ResponseSpec post(String key, Map<String, Object> body) {
        return http.post()
                .uri(records())
                .headers(headers -> headers.setBearerAuth(team()))
                .header("Idempotency-Key", key)
                .bodyValue(body)
                .exchange();
    }

    private String told(String token, String method, String path, Map<String, Object> body) {
        var request = http.method(HttpMethod.valueOf(method))
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", UUID.randomUUID().toString());
        return TestCounty.told((method.equals("GET") ? request : request.bodyValue(body)).exchange());
    }

    /** A health assessment of the 1st of June at the resident's home. */
    private static Map<String, Object> entry(Map<String, Object> changes) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("itemCode", "health_assessment");
        entry.put("mode", "home");
        entry.put("place", PLACE);
        entry.put("startedAt", at("2026-06-01T09:00"));
        entry.put("endedAt", at("2026-06-01T09:30"));
        entry.put("practitionerCode", "D439901000001");
        entry.putAll(changes);
        return entry;
    }

    private static String at(String local) {
        return local + ":00+08:00";
    }

    private String records() {
        return "/api/v1/contracts/" + contract + "/service-records";
    }

    private String team() {
        return issuer.team(county.area(), "T001");
    }

    private String resident() {
        return issuer.resident(county.area(), resident);
    }

    private String one(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql.formatted(county.area()))) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
