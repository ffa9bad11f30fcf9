package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** 签约上限: what a full team does is the area's policy; whom it is full for is the team's rule. */
@JiayiTest
class CapacityPolicyApiTests {

    private static final LocalDate BEFORE = LocalDate.of(2025, 12, 20);
    private static final int RACES = 8;

    private final SigningClient client;
    private final RegistryClient registry;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    CapacityPolicyApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.registry = new RegistryClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeEach
    void before_the_year() {
        clock.moveTo(BEFORE);
    }

    private ContractingCounty county(String overCapacity) throws SQLException {
        var people = ContractingCounty.open(http, issuer, database, 20);
        people.county().publish("""
                {"kind": "contracting", "name": "示范县签约政策", "overCapacity": "%s"}
                """.formatted(overCapacity), "2025-01-01", "");
        return people;
    }

    /** Sets the rule of team T002. */
    private void rule(ContractingCounty people, String basis, int cap, Map<String, Integer> groups) {
        setRule(people, basis, cap, groups).isOk();
    }

    private RegistryClient.Answer setRule(
            ContractingCounty people, String basis, int cap, Map<String, Integer> groups) {
        String team = "/api/v1/teams/" + people.team("T002");
        var caps = groups.entrySet().stream()
                .map(group -> Map.of("group", group.getKey(), "cap", group.getValue()))
                .toList();
        return registry.putIfMatch(
                people.institution(),
                team + "/capacity",
                registry.get(people.institution(), team).etag(),
                Map.of("basis", basis, "cap", cap, "groupCaps", caps));
    }

    /** Somebody is employed, and works in team T002 from today on. */
    private void joins(ContractingCounty people, Map<String, String> kind, String role) {
        Map<String, String> employee = new LinkedHashMap<>(kind);
        employee.putAll(Map.of(
                "name",
                "护士甲",
                "employerId",
                "ins_" + people.area() + "_" + TestCounty.FIRST_INSTITUTION,
                "firstDay",
                "2025-12-01"));
        String id = registry.post(
                        issuer.administrator(), "/api/v1/pooling-areas/" + people.area() + "/practitioners", employee)
                .isOk()
                .id();
        registry.post(
                        people.institution(),
                        "/api/v1/teams/" + people.team("T002") + "/members",
                        Map.of("practitionerId", id, "role", role, "firstDay", "2025-12-20"))
                .isOk();
    }

    private static String hypertensive(ContractingCounty people) {
        return people.registered(
                LocalDate.of(1980, 3, 3),
                Map.of("groups", List.of(Map.of("group", "hypertension", "source", "diagnosis"))));
    }

    private static Map<String, Object> signing(ContractingCounty people, String resident) {
        return people.signing(Map.of("residentId", resident, "teamId", people.team("T002")));
    }

    private Answer sign(ContractingCounty people, String resident) {
        return client.sign(people.institution(), SigningClient.newKey(), signing(people, resident));
    }

    private static String told(Answer answer) {
        if (answer.status() != 201) {
            return answer.body().path("code").asString();
        }
        return answer.body().path("overCapacity").asBoolean() ? "marked" : "signed";
    }

    /** The team takes five in all, one of them with hypertension. Who comes last is last, in the order of signing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # policy | ordinary | hypertensive | hypertensive        | ordinary | ordinary | ordinary | ordinary      | hypertensive
            refuse   | signed   | signed       | over_group_capacity | signed   | signed   | signed   | over_capacity | over_capacity
            warn     | signed   | signed       | marked              | signed   | signed   | marked   | marked        | marked
            graded   | signed   | signed       | marked              | signed   | signed   | marked   | marked        | marked
            """)
    void a_full_team_does_what_the_policy_says(String policy, ArgumentsAccessor row) throws SQLException {
        var people = county(policy);
        rule(people, "fixed", 5, Map.of("hypertension", 1));
        List<String> told = Stream.of("o", "h", "h", "o", "o", "o", "o", "h")
                .map(comes ->
                        comes.equals("h") ? hypertensive(people) : people.next().id())
                .map(resident -> told(sign(people, resident)))
                .toList();
        assertThat(told)
                .isEqualTo(IntStream.rangeClosed(1, 8).mapToObj(row::getString).toList());
    }

    @Test
    void capacity_is_counted_per_member_where_the_rule_says_so() throws SQLException {
        var people = county("refuse");
        rule(people, "per_member", 1, Map.of());
        sign(people, people.next().id()).isSigned();
        sign(people, people.next().id()).isRefused(RefusalCode.OVER_CAPACITY);
        joins(people, Map.of("kind", "nurse"), "nurse");
        sign(people, people.next().id()).isSigned();
        sign(people, people.next().id()).isRefused(RefusalCode.OVER_CAPACITY);
    }

    /** Of each family doctor the area bears two contracts; the team has its leader, and then another. */
    @Test
    void a_team_takes_no_more_upon_itself_than_the_policy_bears_for_its_doctors() throws SQLException {
        var people = ContractingCounty.open(http, issuer, database, 20);
        people.county().publish("""
                {"kind": "contracting", "name": "示范县签约政策", "capacityPerFamilyDoctor": 2}
                """, "2025-01-01", "");
        setRule(people, "fixed", 3, Map.of()).isRefused(RefusalCode.CAPACITY_ABOVE_POLICY);
        setRule(people, "per_family_doctor", 3, Map.of()).isRefused(RefusalCode.CAPACITY_ABOVE_POLICY);
        rule(people, "fixed", 2, Map.of());
        joins(people, Map.of("kind", "general_practitioner", "doctorCode", "D350100099999"), "general_practitioner");
        rule(people, "fixed", 4, Map.of());
        setRule(people, "fixed", 5, Map.of()).isRefused(RefusalCode.CAPACITY_ABOVE_POLICY);
        setRule(people, "per_member", 3, Map.of()).isRefused(RefusalCode.CAPACITY_ABOVE_POLICY);
        assertThat(registry.get(people.institution(), "/api/v1/teams/" + people.team("T002"))
                        .body()
                        .path("capacity")
                        .asInt())
                .isEqualTo(4);
    }

    /** T002 takes one: A in 2026, B in 2027. So neither A's renewal nor C's transfer has a place; A's amendment has A's own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # policy | C moves in    | A's amendment | A's renewal
            refuse   | over_capacity | signed        | over_capacity
            warn     | marked        | marked        | marked
            graded   | marked        | marked        | marked
            """)
    void what_goes_on_meets_the_same_rule_as_what_is_new(
            String policy, String transfer, String amendment, String renewal) throws SQLException {
        var people = county(policy);
        rule(people, "fixed", 1, Map.of());
        var a = sign(people, people.next().id()).isSigned();
        var c = people.signed();
        clock.moveTo(LocalDate.of(2026, 1, 5));
        Map<String, Object> next =
                new LinkedHashMap<>(signing(people, people.next().id()));
        next.putAll(Map.of("firstDay", "2027-01-01", "lastDay", "2027-12-31"));
        client.sign(people.institution(), SigningClient.newKey(), next).isSigned();
        clock.moveTo(LocalDate.of(2026, 11, 20));
        assertThat(told(client.act(
                        people.institution(),
                        c.id(),
                        "transfer",
                        Map.of("teamId", people.team("T002"), "firstDay", "2026-12-01"))))
                .isEqualTo(transfer);
        var amended = client.act(
                people.institution(),
                a.id(),
                "amendment",
                Map.of("servicePackage", "elderly", "firstDay", "2026-11-20"));
        assertThat(told(amended)).isEqualTo(amendment);
        assertThat(told(client.act(people.institution(), amended.id(), "renewal", Map.of())))
                .isEqualTo(renewal);
    }

    @Test
    void a_group_cap_binds_those_who_move_in_and_those_who_renew() throws SQLException {
        var people = county("refuse");
        rule(people, "fixed", 100, Map.of("hypertension", 1));
        var first = sign(people, hypertensive(people)).isSigned();
        var elsewhere = people.signed(Map.of("residentId", hypertensive(people)));
        clock.moveTo(LocalDate.of(2026, 11, 20));
        client.act(
                        people.institution(),
                        elsewhere.id(),
                        "transfer",
                        Map.of("teamId", people.team("T002"), "firstDay", "2026-12-01"))
                .isRefused(RefusalCode.OVER_GROUP_CAPACITY);
        rule(people, "fixed", 100, Map.of("hypertension", 0));
        client.act(people.institution(), first.id(), "renewal", Map.of()).isRefused(RefusalCode.OVER_GROUP_CAPACITY);
        rule(people, "fixed", 100, Map.of());
        client.act(people.institution(), first.id(), "renewal", Map.of()).isSigned();
    }

    @Test
    void of_several_groups_that_are_full_the_first_of_the_list_is_named() throws SQLException {
        var people = county("refuse");
        var groups = List.of("hypertension", "type_2_diabetes", "copd", "tuberculosis", "disabled");
        rule(people, "fixed", 100, groups.stream().collect(Collectors.toMap(group -> group, group -> 0)));
        var sources = groups.stream()
                .map(group -> Map.of("group", group, "source", "registry"))
                .toList();
        var refused = sign(people, people.registered(LocalDate.of(1980, 3, 3), Map.of("groups", sources)));
        refused.isRefused(RefusalCode.OVER_GROUP_CAPACITY);
        assertThat(refused.body().path("detail").asString()).endsWith("group=hypertension");
    }

    @Test
    void of_two_who_race_for_the_last_place_of_a_group_one_has_it() throws Exception {
        var people = county("refuse");
        for (int race = 1; race <= RACES; race++) {
            rule(people, "fixed", 100, Map.of("hypertension", race));
            List<Callable<Answer>> racers = new ArrayList<>();
            IntStream.range(0, 2)
                    .mapToObj(i -> hypertensive(people))
                    .forEach(one -> racers.add(() -> sign(people, one)));
            assertThat(SigningClient.atOnce(racers).stream().map(CapacityPolicyApiTests::told))
                    .containsExactlyInAnyOrder("signed", "over_group_capacity");
        }
    }
}
