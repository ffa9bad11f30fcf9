package org.jiayi.app.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 团队人员与签约上限: who works in a team, and what that makes of its capacity. Today is 2026-01-15. */
@JiayiTest
class TeamStaffApiTests {

    private static final AtomicInteger DOCTORS = new AtomicInteger(500_000);

    private final RegistryClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final Teams teams;
    private final MovableClock clock;
    private TestCounty county;
    private String institution = "";

    TeamStaffApiTests(WebTestClient http, TestIssuer issuer, Teams teams, MovableClock clock) {
        this.client = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.teams = teams;
        this.clock = clock;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void open_a_county() {
        county = TestCounty.open(http, issuer).withTeams();
        institution = county.institution(TestCounty.FIRST_INSTITUTION);
    }

    private String employer(String code) {
        return "ins_" + county.area() + "_" + code;
    }

    private String team() {
        return "/api/v1/teams/tem_" + county.area() + "_T001";
    }

    private Answer register(String token, String kind, String employer) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", "医务甲");
        body.put("kind", kind);
        body.put("employerId", employer(employer));
        body.put("firstDay", "2026-01-01");
        if (!kind.equals("nurse")) {
            body.put("doctorCode", "D439901" + DOCTORS.incrementAndGet());
        }
        return client.post(token, "/api/v1/pooling-areas/" + county.area() + "/practitioners", body);
    }

    private String practitioner(String kind, String employer) {
        return register(issuer.administrator(), kind, employer).isOk().id();
    }

    private Answer add(String practitionerId, String role, String firstDay) {
        return client.post(
                institution,
                team() + "/members",
                Map.of("practitionerId", practitionerId, "role", role, "firstDay", firstDay));
    }

    private Answer on(String day) {
        return client.get(institution, team() + "?on=" + day).isOk();
    }

    @Test
    void the_leader_of_the_file_is_a_member_since_ever() {
        var staffing = client.get(institution, team()).isOk().body();
        assertThat(staffing.path("leaderName").asString()).isEqualTo("梁平国");
        assertThat(staffing.path("members")).singleElement().satisfies(member -> {
            assertThat(member.path("role").asString()).isEqualTo("leader");
            assertThat(member.path("doctorCode").asString()).isEqualTo("D439901000001");
            assertThat(member.path("employerId").asString()).isEqualTo(employer(TestCounty.FIRST_INSTITUTION));
            assertThat(member.has("firstDay")).isFalse();
        });
        assertThat(staffing.path("joint").asBoolean()).isFalse();
        assertThat(staffing.path("capacity").asInt()).isEqualTo(1000);
        assertThat(staffing.path("capacityBasis").asString()).isEqualTo("fixed");
    }

    @Test
    void a_member_counts_from_the_first_to_the_last_day() {
        var nurse = practitioner("nurse", TestCounty.FIRST_INSTITUTION);
        var added = add(nurse, "nurse", "2026-02-01").isOk();
        var membership =
                added.body().path("members").get(1).path("membershipId").asString();
        client.postIfMatch(
                        institution,
                        team() + "/members/" + membership + "/end",
                        added.etag(),
                        Map.of("lastDay", "2026-02-28"))
                .isOk();
        assertThat(on("2026-01-31").body().path("members")).hasSize(1);
        assertThat(on("2026-02-01").body().path("members")).hasSize(2);
        assertThat(on("2026-02-28").body().path("members")).hasSize(2);
        assertThat(on("2026-03-01").body().path("members")).hasSize(1);
    }

    @Test
    void people_of_two_employers_make_a_joint_team() {
        var specialist = practitioner("specialist", TestCounty.SECOND_INSTITUTION);
        assertThat(add(specialist, "specialist", "2026-02-01")
                        .isOk()
                        .body()
                        .path("joint")
                        .asBoolean())
                .isTrue();
        assertThat(on("2026-01-31").body().path("joint").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # basis           | cap  | today | when the nurse has come | when the second doctor has come
            fixed             | 700  | 700   | 700                     | 700
            per_member        | 600  | 600   | 1200                    | 1800
            per_family_doctor | 2000 | 2000  | 2000                    | 4000
            """)
    void the_capacity_is_what_the_rule_makes_of_the_members_of_the_day(
            String basis, int cap, int today, int withNurse, int withDoctor) {
        var etag = client.get(institution, team()).etag();
        var set = client.putIfMatch(
                        institution,
                        team() + "/capacity",
                        etag,
                        Map.of("basis", basis, "cap", cap, "groupCaps", List.of(Map.of("group", "copd", "cap", 30))))
                .isOk();
        assertThat(set.body().path("capacity").asInt()).isEqualTo(today);
        assertThat(set.body().path("groupCaps").path("copd").asInt()).isEqualTo(30);
        assertThat(set.body().path("capacitySentence").asString()).contains(Integer.toString(cap));
        add(practitioner("nurse", TestCounty.FIRST_INSTITUTION), "nurse", "2026-03-01")
                .isOk();
        add(practitioner("general_practitioner", TestCounty.FIRST_INSTITUTION), "general_practitioner", "2026-04-01")
                .isOk();
        assertThat(on("2026-02-28").body().path("capacity").asInt()).isEqualTo(today);
        assertThat(on("2026-03-01").body().path("capacity").asInt()).isEqualTo(withNurse);
        assertThat(on("2026-04-01").body().path("capacity").asInt()).isEqualTo(withDoctor);
        var locked = Objects.requireNonNull(teams.lock(county.area(), List.of("T001"), LocalDate.of(2026, 4, 1))
                .block());
        assertThat(locked.values()).singleElement().satisfies(team -> {
            assertThat(team.capacity()).isEqualTo(withDoctor);
            assertThat(team.groupCapacities()).containsExactly(Map.entry("copd", 30));
            assertThat(team.dissolvedAfter()).isEmpty();
        });
    }

    @Test
    void a_rule_is_not_set_over_what_one_has_not_seen() {
        var etag = client.get(institution, team()).etag();
        var rule = Map.of("basis", "fixed", "cap", 10);
        client.putIfMatch(institution, team() + "/capacity", etag, rule).isOk();
        client.putIfMatch(institution, team() + "/capacity", etag, rule).isRefused(RefusalCode.PRECONDITION_FAILED);
        client.post(institution, team() + "/capacity", rule).isRefused(RefusalCode.METHOD_NOT_ALLOWED);
    }

    @Test
    void of_two_who_set_a_rule_at_once_one_is_told_to_look_again() throws Exception {
        var etag = client.get(institution, team()).etag();
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int cap : List.of(10, 20)) {
            calls.add(() ->
                    client.putIfMatch(institution, team() + "/capacity", etag, Map.of("basis", "fixed", "cap", cap)));
        }
        assertThat(RegistryClient.atOnce(calls).stream().map(Answer::code))
                .containsExactlyInAnyOrder("", RefusalCode.PRECONDITION_FAILED.code());
    }

    @Test
    void what_breaks_a_rule_of_staffing_is_refused() {
        var doctor = practitioner("general_practitioner", TestCounty.FIRST_INSTITUTION);
        add(doctor, "leader", "2026-02-01").isRefused(RefusalCode.TEAM_HAS_LEADER);
        add(doctor, "general_practitioner", "2025-12-31").isRefused(RefusalCode.NOT_EMPLOYED_ON_DAY);
        add("pra_" + county.area() + "_0192f0c1-0000-7000-8000-000000000001", "nurse", "2026-02-01")
                .isRefused(RefusalCode.UNKNOWN_PRACTITIONER);
        var nurse = practitioner("nurse", TestCounty.FIRST_INSTITUTION);
        for (String role : List.of("leader", "general_practitioner")) {
            add(nurse, role, "2028-02-01").isRefused(RefusalCode.ROLE_NEEDS_DOCTOR);
        }
        var added = add(doctor, "general_practitioner", "2026-02-01").isOk();
        add(doctor, "specialist", "2026-06-01").isRefused(RefusalCode.ALREADY_IN_TEAM);
        var membership =
                added.body().path("members").get(1).path("membershipId").asString();
        client.postIfMatch(
                        institution,
                        team() + "/members/" + membership + "/end",
                        added.etag(),
                        Map.of("lastDay", "2026-01-31"))
                .isRefused(RefusalCode.NOT_IN_TEAM_ON_DAY);
        client.get(county.institution(TestCounty.SECOND_INSTITUTION), team()).isRefused(RefusalCode.NOT_FOUND);
        client.get(institution, team() + "?on=2026-02-30").isRefused(RefusalCode.INVALID_VALUE);
    }

    @Test
    void a_leader_hands_over_and_the_next_one_leads() {
        var doctor = practitioner("general_practitioner", TestCounty.FIRST_INSTITUTION);
        var staffing = client.get(institution, team()).isOk();
        var leader = staffing.body().path("members").get(0).path("membershipId").asString();
        client.postIfMatch(
                        institution,
                        team() + "/members/" + leader + "/end",
                        staffing.etag(),
                        Map.of("lastDay", "2026-01-31"))
                .isOk();
        var next = add(doctor, "leader", "2026-02-01").isOk().body();
        assertThat(next.path("leaderName").asString()).isEqualTo("医务甲");
        assertThat(on("2026-01-31").body().path("leaderName").asString()).isEqualTo("梁平国");
        client.post(institution, team() + "/names", Map.of("name", "医务甲家庭医生团队", "firstDay", "2026-02-01"))
                .isOk();
        assertThat(on("2026-01-31").body().path("name").asString()).isEqualTo("第1家庭医生团队");
        assertThat(on("2026-02-01").body().path("name").asString()).isEqualTo("医务甲家庭医生团队");
        var knownYesterday = client.get(institution, team() + "?on=2026-02-01&knownOn=2026-01-14")
                .isOk()
                .body();
        assertThat(knownYesterday.path("name").asString()).isEqualTo("第1家庭医生团队");
        assertThat(knownYesterday.path("leaderName").asString()).isEqualTo("梁平国");
        assertThat(knownYesterday.at("/members/0/name").asString()).isEqualTo("梁平国");
        client.post(institution, team() + "/names", Map.of("name", " ", "firstDay", "2026-02-01"))
                .isRefused(RefusalCode.EMPTY_NAME);
        assertThat(contractOnTheFirstOfFebruary().path("team"))
                .isEqualTo(new ObjectMapper()
                        .valueToTree(Map.of(
                                "id",
                                team().substring("/api/v1/teams/".length()),
                                "name",
                                "医务甲家庭医生团队",
                                "leaderName",
                                "医务甲")));
    }

    /** As its institution sees it on that day. */
    private JsonNode contractOnTheFirstOfFebruary() {
        String number = TestCounty.identityNumber(LocalDate.of(1960, 3, 1), 301);
        county.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number, "390", "", "一般"));
        county.take(
                "contracts", TestCounty.CONTRACT_COLUMNS + number + ",T001,基础包,2025-12-20,2026-01-01,2026-12-31,纸质");
        clock.moveTo(LocalDate.of(2026, 2, 1));
        institution = county.institution(TestCounty.FIRST_INSTITUTION);
        String contract = client.get(institution, team() + "/residents")
                .isOk()
                .body()
                .at("/data/0/contractId")
                .asString();
        return client.get(institution, "/api/v1/contracts/" + contract).isOk().body();
    }

    @Test
    void a_dissolved_team_takes_nobody_in_beyond_its_last_day() {
        teams.dissolve(county.area(), "T001", LocalDate.of(2026, 3, 31), "test", Instant.EPOCH)
                .block();
        var nurse = practitioner("nurse", TestCounty.FIRST_INSTITUTION);
        add(nurse, "nurse", "2026-03-01").isRefused(RefusalCode.TEAM_DISSOLVED);
        client.post(
                        institution,
                        team() + "/members",
                        Map.of(
                                "practitionerId",
                                nurse,
                                "role",
                                "nurse",
                                "firstDay",
                                "2026-03-01",
                                "lastDay",
                                "2026-03-31"))
                .isOk();
        assertThat(client.get(institution, team()).body().path("dissolvedAfter").asString())
                .isEqualTo("2026-03-31");
    }

    @Test
    void an_institution_registers_its_own_people_only() {
        register(institution, "nurse", TestCounty.FIRST_INSTITUTION).isOk();
        register(institution, "nurse", TestCounty.SECOND_INSTITUTION).isRefused(RefusalCode.UNKNOWN_INSTITUTION);
    }

    @Test
    void a_doctor_has_a_code_and_nobody_else_has_it() {
        String path = "/api/v1/pooling-areas/" + county.area() + "/practitioners";
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "name",
                "医生",
                "kind",
                "general_practitioner",
                "employerId",
                employer(TestCounty.FIRST_INSTITUTION),
                "firstDay",
                "2026-01-01"));
        client.post(institution, path, body).isRefused(RefusalCode.BAD_DOCTOR_CODE);
        body.put("doctorCode", "D43990100001");
        client.post(institution, path, body).isRefused(RefusalCode.BAD_DOCTOR_CODE);
        body.put("doctorCode", "D439901000001");
        client.post(institution, path, body).isRefused(RefusalCode.PRACTITIONER_REGISTERED);
        body.put("doctorCode", "D439901777777");
        var first = client.post(institution, path, "key-12345678", body).isOk();
        var again = client.post(institution, path, "key-12345678", body).isOk();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(client.get(institution, path).isOk().body().path("data")).hasSize(4);
    }

    @Test
    void an_employment_changes_from_a_day_on() {
        var nurse = practitioner("nurse", TestCounty.FIRST_INSTITUTION);
        var moved = client.post(
                        issuer.administrator(),
                        "/api/v1/practitioners/" + nurse + "/employments",
                        Map.of(
                                "kind",
                                "pharmacist",
                                "employerId",
                                employer(TestCounty.SECOND_INSTITUTION),
                                "firstDay",
                                "2026-06-01"))
                .isOk()
                .body();
        assertThat(moved.path("kind").asString()).isEqualTo("pharmacist");
        client.post(
                        issuer.administrator(),
                        "/api/v1/practitioners/" + nurse + "/employments",
                        Map.of(
                                "kind",
                                "general_practitioner",
                                "employerId",
                                employer(TestCounty.SECOND_INSTITUTION),
                                "firstDay",
                                "2026-07-01"))
                .isRefused(RefusalCode.BAD_DOCTOR_CODE);
        assertThat(moved.path("employerId").asString()).isEqualTo(employer(TestCounty.SECOND_INSTITUTION));
        add(nurse, "nurse", "2026-02-01").isOk();
        assertThat(on("2026-05-31").body().path("joint").asBoolean()).isFalse();
        assertThat(on("2026-06-01").body().path("joint").asBoolean()).isTrue();
    }

    private Map<String, String> lastAt(String employer, String lastDay) {
        return Map.of("employerId", employer(employer), "lastDay", lastDay);
    }

    @Test
    void who_has_retired_is_employed_no_more() {
        var doctor = practitioner("general_practitioner", TestCounty.FIRST_INSTITUTION);
        String end = "/api/v1/practitioners/" + doctor + "/employments/end";
        client.post(
                        county.institution(TestCounty.SECOND_INSTITUTION),
                        end,
                        lastAt(TestCounty.FIRST_INSTITUTION, "2026-06-30"))
                .isRefused(RefusalCode.UNKNOWN_INSTITUTION);
        client.post(institution, end, lastAt(TestCounty.SECOND_INSTITUTION, "2026-06-30"))
                .isRefused(RefusalCode.UNKNOWN_INSTITUTION);
        assertThat(client.post(institution, end, lastAt(TestCounty.FIRST_INSTITUTION, "2026-06-30"))
                        .isOk()
                        .body()
                        .has("employerId"))
                .isFalse();
        add(doctor, "general_practitioner", "2026-07-01").isRefused(RefusalCode.NOT_EMPLOYED_ON_DAY);
        add(doctor, "general_practitioner", "2026-06-30").isOk();
    }

    @Test
    void an_institution_takes_nobody_whom_another_one_employs() {
        var nurse = practitioner("nurse", TestCounty.SECOND_INSTITUTION);
        String employments = "/api/v1/practitioners/" + nurse + "/employments";
        Map<String, String> employment = new LinkedHashMap<>(Map.of(
                "kind", "nurse", "employerId", employer(TestCounty.FIRST_INSTITUTION), "firstDay", "2026-07-01"));
        client.post(institution, employments, employment).isRefused(RefusalCode.EMPLOYED_ELSEWHERE);
        clock.pass(Duration.ofMinutes(1));
        client.post(
                        county.institution(TestCounty.SECOND_INSTITUTION),
                        employments + "/end",
                        lastAt(TestCounty.SECOND_INSTITUTION, "2026-06-30"))
                .isOk();
        client.post(institution, employments, employment).isOk();
        employment.put("firstDay", "2026-06-30");
        client.post(institution, employments, employment).isRefused(RefusalCode.EMPLOYED_ELSEWHERE);
        assertThat(client.post(issuer.administrator(), employments, employment)
                        .isOk()
                        .body()
                        .path("employerId")
                        .asString())
                .isEqualTo(employer(TestCounty.FIRST_INSTITUTION));
    }
}
