package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Two registrations of one person are one person; an institution that is not open signs nobody. */
@JiayiTest
class WhoMaySignApiTests {

    private static final LocalDate BEFORE = LocalDate.of(2025, 12, 20);
    private static final LocalDate BIRTH = LocalDate.of(1970, 2, 3);

    private final SigningClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    WhoMaySignApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeEach
    void before_the_year() {
        clock.moveTo(BEFORE);
    }

    private ContractingCounty county() throws SQLException {
        return ContractingCounty.open(http, issuer, database, 10);
    }

    private Answer post(String token, String path, Map<String, ?> body) {
        return client.post(token, SigningClient.newKey(), path, null, body);
    }

    private void merge(String duplicate, String survivor) {
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + duplicate + "/merge",
                        Map.of("survivorId", survivor, "reason", "registered_twice"))
                .isDone();
    }

    private Answer sign(ContractingCounty people, String resident, String team, int year) {
        return client.sign(
                people.institution(),
                SigningClient.newKey(),
                people.signing(Map.of(
                        "residentId",
                        resident,
                        "teamId",
                        people.team(team),
                        "firstDay",
                        year + "-01-01",
                        "lastDay",
                        year + "-12-31")));
    }

    @Test
    void a_person_registered_twice_is_under_contract_once() throws SQLException {
        var people = county();
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        var held = sign(people, duplicate, "T001", 2026).isSigned();
        merge(duplicate, survivor);
        sign(people, survivor, "T001", 2026).isRefused(RefusalCode.OVERLAPPING);
        sign(people, survivor, "T002", 2026).isRefused(RefusalCode.OVERLAPPING);
        clock.moveTo(LocalDate.of(2026, 11, 1));
        client.act(people.institution(), held.id(), "renewal", Map.of()).isRefused(RefusalCode.RESIDENT_MERGED);
        client.act(
                        people.institution(),
                        held.id(),
                        "transfer",
                        Map.of("teamId", people.team("T002"), "firstDay", "2026-12-01"))
                .isRefused(RefusalCode.RESIDENT_MERGED);
        sign(people, duplicate, "T001", 2027).isRefused(RefusalCode.RESIDENT_MERGED);
        sign(people, survivor, "T001", 2027).isSigned();
    }

    @Test
    void a_contract_of_a_merged_registration_is_the_survivors() throws SQLException {
        var people = county();
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        var held = sign(people, duplicate, "T001", 2026).isSigned();
        assertThat(client.get(people.self(survivor), "/api/v1/my/contract").status())
                .isEqualTo(404);
        merge(duplicate, survivor);
        for (String registration : List.of(survivor, duplicate)) {
            String status = "/api/v1/residents/" + registration + "/contract-status?on=";
            assertThat(client.get(people.county().bureau("wu"), status + "2026-01-01")
                            .isDone()
                            .body()
                            .path("teamId")
                            .asString())
                    .isEqualTo(people.team("T001"));
            assertThat(client.get(people.county().bureau("wu"), status + "2025-12-31")
                            .isDone()
                            .body()
                            .path("contracted")
                            .asBoolean())
                    .isFalse();
            String self = people.self(registration);
            assertThat(List.of(
                            client.get(self, "/api/v1/my/contract").isDone().id(),
                            client.get(self, "/api/v1/contracts/" + held.id())
                                    .isDone()
                                    .id(),
                            onlyOne(client.get(self, "/api/v1/my/contracts")),
                            onlyOne(client.get(
                                    people.institution(), "/api/v1/residents/" + registration + "/contracts"))))
                    .containsOnly(held.id());
            client.get(people.teamPhone("T001"), "/api/v1/residents/" + registration)
                    .isDone();
        }
        assertThat(client.get(people.self(people.next().id()), "/api/v1/contracts/" + held.id())
                        .status())
                .isEqualTo(404);
        client.act(people.self(survivor), held.id(), "withdrawal", Map.of()).isDone();
    }

    @Test
    void the_category_of_the_survivor_splits_the_fee_of_a_merged_registrations_contract() throws SQLException {
        var people = county();
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        var held = sign(people, duplicate, "T001", 2026).isSigned();
        merge(duplicate, survivor);
        assertThat(ContractingCounty.shares(people.contract(held.id()))).contains("resident 2000");
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + survivor + "/circumstances",
                        Map.of("firstDay", "2025-12-01", "economicCategory", "low_income"))
                .isDone();
        assertThat(ContractingCounty.shares(people.contract(held.id()))).contains("resident 800");
    }

    private static String onlyOne(Answer contracts) {
        var data = contracts.isDone().body().path("data");
        assertThat(data).hasSize(1);
        return data.get(0).path("id").asString();
    }

    @Test
    void who_is_under_contract_by_a_merged_registration_takes_in_no_other_contract_of_those_days() throws SQLException {
        var people = county();
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        String third = people.registered(BIRTH, Map.of());
        sign(people, duplicate, "T001", 2026).isSigned();
        sign(people, third, "T002", 2026).isSigned();
        merge(duplicate, survivor);
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + third + "/merge",
                        Map.of("survivorId", survivor, "reason", "registered_twice"))
                .isRefused(RefusalCode.BOTH_UNDER_CONTRACT);
    }

    @Test
    void what_the_survivor_asks_for_meets_the_same_rule() throws SQLException {
        var people = county();
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        sign(people, duplicate, "T001", 2026).isSigned();
        merge(duplicate, survivor);
        String application = post(
                        people.self(survivor),
                        "/api/v1/applications",
                        Map.of("teamId", people.team("T001"), "servicePackage", "basic"))
                .isDone()
                .id();
        post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/acceptance", Map.of())
                .isRefused(RefusalCode.OVERLAPPING);
    }

    @Test
    void the_days_are_free_when_the_duplicates_contract_has_ended() throws SQLException {
        var people = county();
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        var held = sign(people, duplicate, "T001", 2026).isSigned();
        merge(duplicate, survivor);
        clock.moveTo(LocalDate.of(2026, 3, 1));
        client.act(people.institution(), held.id(), "termination", Map.of("reason", "other", "lastDay", "2026-03-01"))
                .isDone();
        var signing = people.signing(Map.of("residentId", survivor, "firstDay", "2026-03-01", "lastDay", "2026-12-31"));
        client.sign(people.institution(), SigningClient.newKey(), signing).isRefused(RefusalCode.OVERLAPPING);
        signing.put("firstDay", "2026-03-02");
        client.sign(people.institution(), SigningClient.newKey(), signing).isSigned();
    }

    @Test
    void a_merge_that_is_undone_frees_both() throws SQLException {
        var people = county();
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        sign(people, duplicate, "T001", 2026).isSigned();
        merge(duplicate, survivor);
        sign(people, survivor, "T001", 2026).isRefused(RefusalCode.OVERLAPPING);
        post(issuer.administrator(), "/api/v1/residents/" + duplicate + "/merge-undoing", Map.of())
                .isDone();
        sign(people, survivor, "T001", 2026).isSigned();
        sign(people, duplicate, "T002", 2026).isRefused(RefusalCode.OVERLAPPING);
    }

    @Test
    void who_has_full_capacity_again_signs_without_a_guardian() throws SQLException {
        var people = county();
        String resident = people.registered(BIRTH, Map.of());
        String incapacity = "/api/v1/residents/" + resident + "/incapacity";
        post(
                        issuer.administrator(),
                        incapacity,
                        Map.of(
                                "evidenceKind",
                                "court_ruling",
                                "evidenceReference",
                                "(2026)湘0001民特1号",
                                "firstDay",
                                "2026-03-01"))
                .isDone();
        post(
                        issuer.administrator(),
                        incapacity + "/end",
                        Map.of(
                                "evidenceKind",
                                "court_ruling",
                                "evidenceReference",
                                "(2026)湘0001民特8号",
                                "lastDay",
                                "2026-06-30"))
                .isDone();
        clock.moveTo(LocalDate.of(2026, 6, 30));
        var signing = people.signing(Map.of("residentId", resident, "firstDay", "2026-06-30", "lastDay", "2027-06-29"));
        client.sign(people.institution(), SigningClient.newKey(), signing).isRefused(RefusalCode.GUARDIAN_NEEDED);
        clock.moveTo(LocalDate.of(2026, 7, 1));
        signing.putAll(Map.of("firstDay", "2026-07-01", "lastDay", "2027-06-30"));
        client.sign(people.institution(), SigningClient.newKey(), signing).isSigned();
    }

    @Test
    void a_suspended_institution_signs_nobody_until_it_is_open_again() throws SQLException {
        var people = county();
        var held = sign(people, people.next().id(), "T001", 2026).isSigned();
        var elsewhere = client.sign(
                        people.elsewhere(),
                        SigningClient.newKey(),
                        people.signing(Map.of("teamId", people.team("T003"))))
                .isSigned();
        String application = post(
                        people.self(people.next().id()),
                        "/api/v1/applications",
                        Map.of("teamId", people.team("T001"), "servicePackage", "basic"))
                .isDone()
                .id();
        post(
                        issuer.administrator(),
                        "/api/v1/institutions/ins_" + people.area() + "_" + TestCounty.FIRST_INSTITUTION + "/standings",
                        Map.of("standing", "suspended", "firstDay", "2025-12-21", "lastDay", "2026-11-30"))
                .isDone();
        clock.moveTo(LocalDate.of(2025, 12, 21));
        sign(people, people.next().id(), "T001", 2026).isRefused(RefusalCode.INSTITUTION_CLOSED);
        post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/acceptance", Map.of())
                .isRefused(RefusalCode.INSTITUTION_CLOSED);
        clock.moveTo(LocalDate.of(2026, 11, 30));
        client.act(people.institution(), held.id(), "renewal", Map.of()).isRefused(RefusalCode.INSTITUTION_CLOSED);
        client.act(
                        people.elsewhere(),
                        elsewhere.id(),
                        "transfer",
                        Map.of("teamId", people.team("T001"), "firstDay", "2026-12-01"))
                .isRefused(RefusalCode.INSTITUTION_CLOSED);
        assertThat(ContractingCounty.stands(people.contract(held.id()))).isEqualTo("in_force 2026-01-01..2026-12-31");
        client.act(people.elsewhere(), elsewhere.id(), "renewal", Map.of()).isSigned();
        clock.moveTo(LocalDate.of(2026, 12, 1));
        client.act(people.institution(), held.id(), "renewal", Map.of()).isSigned();
    }
}
