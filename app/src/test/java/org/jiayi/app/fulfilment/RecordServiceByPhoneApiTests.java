package org.jiayi.app.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** 离线补传 of delivered services: the same record by the same rules as at the desk. It is nine in the morning of the 1st of July. */
@JiayiTest
class RecordServiceByPhoneApiTests {

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private TestCounty county;
    private String contract = "";

    RecordServiceByPhoneApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void a_county_with_a_contract_of_2026_with_the_first_team() throws SQLException {
        clock.moveTo(LocalDate.of(2026, 7, 1));
        county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        var number = TestCounty.identityNumber(LocalDate.of(1960, 1, 1), 1);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("钱守一", number, "390", "高血压", "一般"));
        county.take(
                "contracts", TestCounty.CONTRACT_COLUMNS + number + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质");
        contract = "ctr_" + county.area() + "_"
                + one("SELECT contract_id FROM contract_version WHERE area = '" + county.area() + "'");
    }

    private String one(String query) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String recorded() throws SQLException {
        return one("SELECT count(*) FROM fulfilment_record WHERE area = '" + county.area() + "'");
    }

    private static Map<String, Object> visit(String field, String value) {
        Map<String, Object> visit = new LinkedHashMap<>(Map.of(
                "itemCode", "health_assessment",
                "mode", "home",
                "place", "龙泉村",
                "startedAt", "2026-06-01T09:00:00+08:00",
                "endedAt", "2026-06-01T09:30:00+08:00",
                "practitionerCode", "D439901000001"));
        visit.put(field, value);
        return visit;
    }

    private Map<String, Object> kept(String key, Map<String, Object> visit) {
        return Map.of("key", key, "act", "record_service", "subjectId", contract, "body", visit);
    }

    @SafeVarargs
    private JsonNode sent(String token, Map<String, Object>... items) {
        return client.post(token, "/api/v1/phone-outbox", Map.of("items", Arrays.asList(items)))
                .isOk()
                .body()
                .path("items");
    }

    private static List<String> outcomes(JsonNode items) {
        return items.valueStream()
                .map(item -> (item.path("outcome").asString() + " "
                                + item.path("problem").path("code").asString(""))
                        .strip())
                .toList();
    }

    private String team() {
        return issuer.team(county.area(), "T001");
    }

    @Test
    void what_a_phone_kept_is_recorded_once_however_often_it_is_sent() throws SQLException {
        var visit = visit("note", "血压偏高");
        var item = kept("visit-key-1", visit);
        var first = sent(team(), item);
        assertThat(outcomes(first)).containsExactly("done");
        assertThat(first.get(0).path("subjectId").asString()).isEqualTo(contract);
        assertThat(first.get(0).path("result").path("note").asString()).isEqualTo("血压偏高");
        assertThat(first.get(0).path("result").path("counts").asBoolean()).isTrue();
        var again = sent(team(), item);
        assertThat(outcomes(again)).containsExactly("already_done");
        assertThat(again.get(0).path("result")).isEqualTo(first.get(0).path("result"));
        assertThat(outcomes(sent(team(), kept("visit-key-1", visit("note", "他事")), kept("visit-key-2", visit))))
                .containsExactly("refused idempotency_key_reused", "refused duplicate_service_record");
        assertThat(recorded()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            itemCode         | no_such_item              | unknown_service_item
            mode             | phone                     | service_mode_not_allowed
            mode             | letter                    | invalid_value
            endedAt          | 2026-06-01T08:59:00+08:00 | service_ends_before_start
            endedAt          | 2026-06-02T09:01:00+08:00 | service_too_long
            startedAt        | 2025-12-31T23:59:00+08:00 | service_too_long
            practitionerCode | 张医生                       | invalid_value
            doctor           | 张医生                       | unknown_field
            """)
    void what_breaks_a_rule_is_refused_and_stops_nothing_else(String field, String value, String code)
            throws SQLException {
        var items = sent(team(), kept("visit-key-1", visit(field, value)), kept("visit-key-2", visit("note", "")));
        assertThat(outcomes(items)).containsExactly("refused " + code, "done");
        assertThat(recorded()).isEqualTo("1");
    }

    @Test
    void nothing_is_recorded_from_the_future() {
        var visit = visit("startedAt", "2026-07-01T08:50:00+08:00");
        visit.put("endedAt", "2026-07-01T09:01:00+08:00");
        assertThat(outcomes(sent(team(), kept("visit-key-1", visit)))).containsExactly("refused service_in_future");
    }

    /** Who may send an outbox may not for that reason do all that can be in it. */
    @Test
    void only_the_team_records_what_it_delivered() throws SQLException {
        var item = kept("visit-key-1", visit("note", ""));
        var self = issuer.resident(
                county.area(),
                UUID.fromString(one("SELECT resident_id FROM contract_version WHERE area = '" + county.area() + "'")));
        assertThat(outcomes(sent(self, item))).containsExactly("refused forbidden");
        assertThat(outcomes(sent(county.institution(TestCounty.FIRST_INSTITUTION), item)))
                .containsExactly("refused forbidden");
        assertThat(outcomes(sent(issuer.team(county.area(), "T002"), item))).containsExactly("refused not_found");
        assertThat(outcomes(
                        sent(team(), Map.of("key", "visit-key-1", "act", "record_service", "body", visit("note", "")))))
                .containsExactly("refused invalid_value");
        assertThat(recorded()).isEqualTo("0");
    }
}
