package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What becomes known of residents later: on which days it holds, and what was known before stays readable. */
@JiayiTest
class ResidentFactsApiTests {

    private static final AtomicInteger PEOPLE = new AtomicInteger();
    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 15);
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 15);

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private final Residents residents;
    private TestCounty county;
    private String administrator = "";

    ResidentFactsApiTests(
            WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock, Residents residents) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.residents = residents;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void open_a_county_in_january() {
        moveTo(JANUARY);
        county = TestCounty.open(http, issuer).withTeams();
    }

    private void moveTo(LocalDate day) {
        clock.moveTo(day);
        administrator = issuer.administrator();
    }

    private static String number() {
        return TestCounty.identityNumber(LocalDate.of(1980, 6, 1).plusDays(PEOPLE.incrementAndGet()), 1);
    }

    /** A resident whom the county's file brought, insured as resident, with hypertension, in household H1. */
    private String imported(String number) {
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李", number, "390", "高血压", "一般").replaceFirst(",$", ",H1"));
        var id = Objects.requireNonNull(
                residents.byWrittenNumber(county.area(), List.of(number)).block());
        return "res_" + county.area() + "_" + id.get(number);
    }

    private Answer record(String resident, String what, Map<String, ?> body) {
        return client.post(administrator, "/api/v1/residents/" + resident + "/" + what, body);
    }

    private JsonNode on(String resident, String query) {
        return client.get(administrator, "/api/v1/residents/" + resident + "?" + query)
                .isOk()
                .body();
    }

    private static Map<String, Object> insured(String scheme, String firstDay) {
        return Map.of("firstDay", firstDay, "insurance", scheme.isEmpty() ? Map.of() : Map.of("scheme", scheme));
    }

    @Test
    void late_news_holds_of_the_past_and_does_not_change_what_was_known() {
        var resident = imported(number());
        moveTo(APRIL);
        record(resident, "circumstances", insured("310", "2026-02-01")).isOk();
        assertThat(on(resident, "on=2026-01-31").path("scheme").asString()).isEqualTo("390");
        assertThat(on(resident, "on=2026-02-01").path("scheme").asString()).isEqualTo("310");
        assertThat(on(resident, "on=2026-02-01&knownOn=2026-04-14")
                        .path("scheme")
                        .asString())
                .isEqualTo("390");
        assertThat(on(resident, "on=2026-02-01&knownOn=2026-04-15")
                        .path("scheme")
                        .asString())
                .isEqualTo("310");
    }

    /** Two desks look at one resident; the second to write has not seen what the first one wrote. */
    @Test
    void who_looked_before_something_was_recorded_is_told_to_look_again() {
        var resident = imported(number());
        var path = "/api/v1/residents/" + resident;
        var seen = client.get(administrator, path).isOk().etag();
        var key = UUID.randomUUID().toString();
        var first = client.postIfMatch(administrator, path + "/circumstances", key, seen, insured("310", "2026-01-01"))
                .isOk();
        client.postIfMatch(administrator, path + "/households", seen, Map.of("firstDay", "2026-01-01"))
                .isRefused(RefusalCode.PRECONDITION_FAILED);
        assertThat(on(resident, "on=2026-01-10").path("household").asString()).isEqualTo("H1");
        client.postIfMatch(administrator, path + "/circumstances", key, seen, insured("310", "2026-01-01"))
                .isOk();
        var again = client.get(administrator, path).isOk().etag();
        assertThat(again).isEqualTo(first.etag()).isNotEqualTo(seen);
        client.postIfMatch(administrator, path + "/households", again, Map.of("firstDay", "2026-01-01"))
                .isOk();
        assertThat(on(resident, "on=2026-01-10").has("household")).isFalse();
    }

    @Test
    void a_change_of_some_days_leaves_the_days_around_it() throws SQLException {
        var resident = imported(number());
        var change = new LinkedHashMap<>(insured("", "2026-02-01"));
        change.put("lastDay", "2026-02-28");
        record(resident, "circumstances", change).isOk();
        assertThat(on(resident, "on=2026-01-31").path("scheme").asString()).isEqualTo("390");
        assertThat(on(resident, "on=2026-02-01").has("scheme")).isFalse();
        assertThat(on(resident, "on=2026-02-28").has("scheme")).isFalse();
        assertThat(on(resident, "on=2026-03-01").path("scheme").asString()).isEqualTo("390");
        assertThat(on(resident, "on=2026-02-15").at("/groups/0/group").asString())
                .isEqualTo("hypertension");
        assertThat(rowsKnownNow(resident)).hasSize(3);
    }

    private List<String> rowsKnownNow(String resident) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = database.open();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT effective || ' ' || coalesce(scheme, 'none') || ' '"
                        + " || population_groups || ' ' || economic_category FROM resident_circumstance"
                        + " WHERE upper_inf(known) AND 'res_' || area || '_' || resident_id = '" + resident
                        + "' ORDER BY effective")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    void groups_come_with_their_source_and_go() {
        var resident = imported(number());
        var joined = record(
                        resident,
                        "circumstances",
                        Map.of(
                                "firstDay", "2026-02-01",
                                "economicCategory", "low_income",
                                "groups", List.of(Map.of("group", "copd", "source", "screening"))))
                .isOk()
                .body();
        assertThat(sources(joined)).containsExactly("hypertension import", "copd screening");
        assertThat(joined.path("economicCategory").asString()).isEqualTo("low_income");
        var left = record(
                        resident,
                        "circumstances",
                        Map.of(
                                "firstDay",
                                "2026-06-01",
                                "groups",
                                List.of(
                                        Map.of("group", "copd", "source", "diagnosis", "belongs", false),
                                        Map.of("group", "hypertension", "source", "diagnosis", "belongs", false),
                                        Map.of("group", "disabled", "source", "registry"))))
                .isOk()
                .body();
        assertThat(sources(left)).containsExactly("disabled registry");
        assertThat(sources(on(resident, "on=2026-05-31"))).containsExactly("hypertension import", "copd screening");
        assertThat(sources(on(resident, "on=2026-01-31"))).containsExactly("hypertension import");
    }

    /** They had been taken for one: twins. */
    @Test
    void who_is_parted_keeps_nothing_of_the_other() throws SQLException {
        var birth = LocalDate.of(1980, 6, 1).plusDays(PEOPLE.incrementAndGet());
        var one = imported(TestCounty.identityNumber(birth, 1));
        var other = imported(TestCounty.identityNumber(birth, 3));
        record(other, "circumstances", insured("", "2026-09-01")).isOk();
        var before = rowsKnownNow(other);
        moveTo(LocalDate.of(2026, 2, 15));
        record(other, "merge", Map.of("survivorId", one, "reason", "registered_twice"))
                .isOk();
        moveTo(LocalDate.of(2026, 3, 15));
        record(
                        one,
                        "circumstances",
                        Map.of(
                                "firstDay",
                                "2026-02-01",
                                "economicCategory",
                                "low_income",
                                "insurance",
                                Map.of("scheme", "310"),
                                "groups",
                                List.of(Map.of("group", "copd", "source", "registry"))))
                .isOk();
        record(one, "circumstances", insured("", "2026-06-01")).isOk();
        assertThat(rowsKnownNow(other)).isNotEqualTo(before);
        moveTo(APRIL);
        record(other, "merge-undoing", Map.of()).isOk();
        assertThat(rowsKnownNow(other)).isEqualTo(before);
        assertThat(on(other, "on=2026-02-01&knownOn=2026-04-14").path("scheme").asString())
                .isEqualTo("310");
        assertThat(on(one, "on=2026-02-01").path("economicCategory").asString()).isEqualTo("low_income");
    }

    private static List<String> sources(JsonNode resident) {
        return resident.path("groups")
                .valueStream()
                .map(group -> group.path("group").asString() + " "
                        + group.path("source").asString())
                .toList();
    }

    @Test
    void what_says_nothing_or_speaks_of_age_is_refused() {
        var resident = imported(number());
        record(resident, "circumstances", Map.of("firstDay", "2026-02-01")).isRefused(RefusalCode.NOTHING_RECORDED);
        record(
                        resident,
                        "circumstances",
                        Map.of(
                                "firstDay",
                                "2026-02-01",
                                "groups",
                                List.of(Map.of("group", "older_person", "source", "registry"))))
                .isRefused(RefusalCode.INVALID_VALUE);
        var twice = Map.of("group", "copd", "source", "registry");
        record(resident, "circumstances", Map.of("firstDay", "2026-02-01", "groups", List.of(twice, twice)))
                .isRefused(RefusalCode.DUPLICATE_ROW);
        var backwards = new LinkedHashMap<>(insured("310", "2026-02-01"));
        backwards.put("lastDay", "2026-01-31");
        record(resident, "circumstances", backwards).isRefused(RefusalCode.END_BEFORE_START);
        record("res_" + county.area() + "_" + new UUID(1, 1), "circumstances", insured("310", "2026-02-01"))
                .isRefused(RefusalCode.NOT_FOUND);
    }

    /** Each writer changes something else of the same days: nothing that was told is lost, and every day is there once. */
    @Test
    void of_two_who_tell_of_one_resident_at_once_both_are_heard() throws Exception {
        for (int round = 0; round < 5; round++) {
            var resident = imported(number());
            List<Callable<Answer>> calls = new ArrayList<>();
            calls.add(() -> record(resident, "circumstances", insured("310", "2026-02-01")));
            calls.add(() -> record(
                    resident, "circumstances", Map.of("firstDay", "2026-03-01", "economicCategory", "low_income")));
            calls.add(() -> record(
                    resident,
                    "circumstances",
                    Map.of(
                            "firstDay",
                            "2026-04-01",
                            "groups",
                            List.of(Map.of("group", "copd", "source", "registry")))));
            RegistryClient.atOnce(calls).forEach(Answer::isOk);
            assertThat(rowsKnownNow(resident))
                    .containsExactly(
                            "(,2026-02-01) 390 8 ordinary",
                            "[2026-02-01,2026-03-01) 310 8 ordinary",
                            "[2026-03-01,2026-04-01) 310 8 low_income",
                            "[2026-04-01,) 310 40 low_income");
        }
    }

    @Test
    void the_last_day_that_can_be_written_has_an_end() throws SQLException {
        var resident = imported(number());
        var change = new LinkedHashMap<>(insured("310", "9999-01-01"));
        change.put("lastDay", "9999-12-31");
        record(resident, "circumstances", change).isOk();
        assertThat(rowsKnownNow(resident)).hasSize(3).last().asString().startsWith("[10000-01-01,) 390");
    }

    @Test
    void a_household_is_left_and_joined_on_days() {
        var resident = imported(number());
        assertThat(on(resident, "on=2026-01-15").path("household").asString()).isEqualTo("H1");
        record(resident, "households", Map.of("household", "H2", "firstDay", "2026-02-01"))
                .isRefused(RefusalCode.RELATIONSHIP_MISSING);
        record(resident, "households", Map.of("household", "H2", "relationship", "98", "firstDay", "2026-02-01"))
                .isRefused(RefusalCode.UNKNOWN_RELATIONSHIP);
        var moved = record(
                        resident,
                        "households",
                        Map.of("household", "H2", "relationship", "10", "firstDay", "2026-02-01"))
                .isOk()
                .body();
        assertThat(moved.path("household").asString()).isEqualTo("H2");
        assertThat(moved.path("householdRelationshipName").asString()).isEqualTo("配偶");
        record(resident, "households", Map.of("firstDay", "2026-06-01")).isOk();
        assertThat(on(resident, "on=2026-01-31").path("household").asString()).isEqualTo("H1");
        assertThat(on(resident, "on=2026-05-31").path("household").asString()).isEqualTo("H2");
        assertThat(on(resident, "on=2026-06-01").has("household")).isFalse();
        var other = imported(number());
        assertThat(household(other, LocalDate.of(2026, 1, 31))).hasSize(2);
        assertThat(household(other, LocalDate.of(2026, 2, 1))).containsExactly(uuid(other));
    }

    private Set<UUID> household(String resident, LocalDate day) {
        return Objects.requireNonNull(
                residents.householdOf(county.area(), uuid(resident), day).block());
    }

    private static UUID uuid(String resident) {
        return UUID.fromString(resident.substring("res_000000_".length()));
    }

    private static Map<String, Object> guardian(Map<String, ?> who) {
        Map<String, Object> body = new LinkedHashMap<>(who);
        body.put("relationship", "10");
        body.put("evidenceKind", "court_ruling");
        body.put("evidenceReference", "(2026)湘0001民特1号");
        body.put("firstDay", "2026-02-01");
        return body;
    }

    /** A digit that is wrong makes nobody else the guardian; who is only pointed at is shown as a look-up shows them. */
    @Test
    void a_guardian_is_named_by_their_own_name_or_shown_masked() {
        var ward = imported(number());
        var number = number();
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("欧阳春", number, "390", "", "一般"));
        record(ward, "guardians", guardian(Map.of("name", "李", "documentNumber", number)))
                .isRefused(RefusalCode.GUARDIAN_NAME_DIFFERS);
        var other = "res_" + county.area() + "_"
                + Objects.requireNonNull(residents
                                .byWrittenNumber(county.area(), List.of(number))
                                .block())
                        .get(number);
        var pointedAt = record(ward, "guardians", guardian(Map.of("residentId", other)))
                .isOk()
                .body();
        assertThat(pointedAt.at("/guardians/0/name").asString()).isEqualTo("欧**");
        assertThat(pointedAt.toString()).doesNotContain("阳春").doesNotContain(number);
    }

    /** Recorded before the registrations were joined, shown and ended after it. */
    @Test
    void a_guardian_of_the_merged_is_the_persons() {
        var number = number();
        var ward = imported(number);
        var birth = LocalDate.parse(on(ward, "on=2026-01-10").path("birthDate").asString());
        var survivor = imported(TestCounty.identityNumber(birth, 77));
        var guardianNumber = number();
        imported(guardianNumber);
        var named = record(ward, "guardians", guardian(Map.of("name", "李", "documentNumber", guardianNumber)))
                .isOk();
        record(ward, "merge", Map.of("survivorId", survivor, "reason", "registered_twice"))
                .isOk();
        assertThat(on(survivor, "on=2026-02-01").at("/guardians/0/name").asString())
                .isEqualTo("李");
        var id = named.body().at("/guardians/0/id").asString();
        record(survivor, "guardians/" + id + "/end", Map.of("lastDay", "2026-03-31"))
                .isOk();
        assertThat(on(survivor, "on=2026-04-01").path("guardians")).isEmpty();
    }

    @Test
    void a_guardian_acts_on_days_and_by_evidence_for_who_is_without_capacity() {
        var ward = imported(number());
        var guardianNumber = number();
        var guardian = imported(guardianNumber);
        record(ward, "guardians", guardian(Map.of("residentId", ward))).isRefused(RefusalCode.GUARDIAN_OF_ONESELF);
        record(ward, "guardians", guardian(Map.of("name", "无号"))).isRefused(RefusalCode.GUARDIAN_UNKNOWN);
        record(ward, "guardians", guardian(Map.of("residentId", guardian, "name", "又名")))
                .isRefused(RefusalCode.GUARDIAN_UNKNOWN);
        var named = record(ward, "guardians", guardian(Map.of("name", "李", "documentNumber", guardianNumber)))
                .isOk()
                .body();
        assertThat(named.at("/guardians/0/residentId").asString()).isEqualTo(guardian);
        assertThat(named.at("/guardians/0/name").asString()).isEqualTo("李");
        assertThat(standing(ward, "2026-02-01").hasGuardian()).isTrue();
        assertThat(standing(ward, "2026-01-31").hasGuardian()).isFalse();
        assertThat(mayAct(guardian, ward, "2026-02-01"))
                .as("an adult with full capacity")
                .isFalse();
        record(
                        ward,
                        "incapacity",
                        Map.of(
                                "evidenceKind",
                                "court_ruling",
                                "evidenceReference",
                                "(2026)湘0001民特1号",
                                "firstDay",
                                "2026-03-01"))
                .isOk();
        assertThat(standing(ward, "2026-03-01").incapable()).isTrue();
        assertThat(mayAct(guardian, ward, "2026-02-28")).isFalse();
        assertThat(mayAct(guardian, ward, "2026-03-01")).isTrue();
        var id = named.at("/guardians/0/id").asString();
        record(ward, "guardians/" + id + "/end", Map.of("lastDay", "2026-01-31"))
                .isRefused(RefusalCode.NOT_GUARDIAN_ON_DAY);
        record(ward, "guardians/grd_" + county.area() + "_" + new UUID(1, 1) + "/end", Map.of("lastDay", "2026-03-31"))
                .isRefused(RefusalCode.NOT_FOUND);
        record(ward, "guardians/" + id + "/end", Map.of("lastDay", "2026-03-31"))
                .isOk();
        assertThat(mayAct(guardian, ward, "2026-03-31")).isTrue();
        assertThat(mayAct(guardian, ward, "2026-04-01")).isFalse();
    }

    /** By a court's ruling, or because it was the wrong person. */
    @Test
    void who_has_full_capacity_again_is_incapable_no_more() {
        var resident = imported(number());
        record(
                        resident,
                        "incapacity",
                        Map.of(
                                "evidenceKind",
                                "court_ruling",
                                "evidenceReference",
                                "(2026)湘0001民特2号",
                                "firstDay",
                                "2026-03-01"))
                .isOk();
        record(resident, "incapacity/end", Map.of("lastDay", "2026-06-30")).isRefused(RefusalCode.INVALID_VALUE);
        assertThat(record(resident, "incapacity/end", restored("2026-06-30"))
                        .isOk()
                        .body()
                        .path("incapable")
                        .asBoolean())
                .isFalse();
        assertThat(standing(resident, "2026-06-30").incapable()).isTrue();
        assertThat(standing(resident, "2026-07-01").incapable()).isFalse();
        record(resident, "incapacity/end", restored("2026-02-28")).isOk();
        assertThat(standing(resident, "2026-03-01").incapable()).isFalse();
    }

    private static Map<String, String> restored(String lastDay) {
        return Map.of("evidenceKind", "court_ruling", "evidenceReference", "(2026)湘0001民特9号", "lastDay", lastDay);
    }

    private Standing standing(String resident, String day) {
        return Objects.requireNonNull(Objects.requireNonNull(residents
                        .standings(county.area(), List.of(uuid(resident)), LocalDate.parse(day))
                        .block())
                .get(uuid(resident)));
    }

    private boolean mayAct(String guardian, String ward, String day) {
        return Boolean.TRUE.equals(residents
                .mayActFor(county.area(), uuid(guardian), uuid(ward), LocalDate.parse(day))
                .block());
    }

    @Test
    void enrolments_come_in_a_file_and_are_known_from_then_on() {
        var one = number();
        var other = number();
        var resident = imported(one);
        imported(other);
        moveTo(APRIL);
        var file = "证件号码,险种,起始日期\n" + one + ",310,2026-03-01\n" + one + ",390,2026-02-01\n" + one
                + ",,2026-09-01\n" + other + ",390,2026-01-01\n" + other + ",999,2026-01-01\n" + number()
                + ",310,2026-01-01\n" + other + ",310,2026-02-30\n" + one + ",390,2026-03-01\n";
        var job = county.importFile("enrolments", file);
        assertThat(job.path("accepted").asInt()).isEqualTo(2);
        assertThat(job.path("unchanged").asInt()).isEqualTo(2);
        for (String code : List.of("unknown_scheme", "unknown_resident", "impossible_date", "duplicate_row")) {
            assertThat(job.path("refused").path(code).asInt()).as(code).isEqualTo(1);
        }
        assertThat(on(resident, "on=2026-02-28").path("scheme").asString()).isEqualTo("390");
        assertThat(on(resident, "on=2026-03-01").path("scheme").asString()).isEqualTo("310");
        assertThat(on(resident, "on=2026-09-01").has("scheme")).isFalse();
        assertThat(on(resident, "on=2026-03-01&knownOn=2026-04-14")
                        .path("scheme")
                        .asString())
                .isEqualTo("390");
        assertThat(county.importFile("enrolments", file + "\n").path("accepted").asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"2026-02-30, ''", "'', 2026-13-01", "20260201, ''"})
    void a_day_that_is_none_is_refused(String on, String knownOn) {
        var resident = imported(number());
        var query = (on.isEmpty() ? "" : "on=" + on) + (knownOn.isEmpty() ? "" : "&knownOn=" + knownOn);
        client.get(administrator, "/api/v1/residents/" + resident + "?" + query).isRefused(RefusalCode.INVALID_VALUE);
    }
}
