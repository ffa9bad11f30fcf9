package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Every act upon a contract in every state by everybody who may not do it there and then: who may never do it is told that,
 * whoever may do it at another time is told that, and nothing has changed. Today is 2026-06-15.
 */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnlawfulActsApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final List<String> STATES =
            List.of("upcoming", "in_force", "suspended", "expired", "ended", "withdrawn");
    private static final List<String> CALLERS = List.of("resident", "team", "institution", "bureau");

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private final Map<String, Answer> contracts = new LinkedHashMap<>();
    private final Map<String, String> seen = new LinkedHashMap<>();
    private ContractingCounty people;

    UnlawfulActsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    /** One contract in each state, brought there by the acts that lead there. */
    @BeforeAll
    void a_contract_in_every_state() throws SQLException {
        clock.moveTo(LocalDate.of(2025, 6, 1));
        people = ContractingCounty.open(http, issuer, database, 10);
        contracts.put("expired", signed("2025-06-01", "2026-05-31"));
        clock.moveTo(LocalDate.of(2026, 6, 1));
        for (String state : List.of("in_force", "suspended", "ended")) {
            contracts.put(state, signed("2026-06-01", "2027-05-31"));
        }
        clock.moveTo(LocalDate.of(2026, 6, 10));
        act("suspended", "suspension", Map.of("firstDay", "2026-06-10", "basis", "断保"));
        act("ended", "termination", Map.of("reason", "other", "lastDay", "2026-06-10"));
        clock.moveTo(TODAY);
        contracts.put("upcoming", signed("2026-07-01", "2027-06-30"));
        contracts.put("withdrawn", signed("2026-07-01", "2027-06-30"));
        act("withdrawn", "withdrawal", Map.of());
        for (String state : STATES) {
            var contract = people.contract(contract(state).id());
            assertThat(contract.path("status").asString()).isEqualTo(state);
            seen.put(state, "\"" + contract.path("version").asInt() + "\"");
        }
        await().atMost(WAIT)
                .until(() -> ledger.texts(
                                "SELECT day::text FROM contract_routine_day WHERE area = '" + people.area() + "'")
                        .contains(TODAY.toString()));
    }

    private Answer signed(String firstDay, String lastDay) {
        return people.signed(Map.of("firstDay", firstDay, "lastDay", lastDay));
    }

    private Answer contract(String state) {
        return Objects.requireNonNull(contracts.get(state));
    }

    private void act(String state, String act, Map<String, ?> body) {
        client.act(people.institution(), contract(state).id(), act, body).isDone();
    }

    private String token(String caller, String state) {
        return switch (caller) {
            case "resident" ->
                people.self(contract(state).body().path("residentId").asString());
            case "team" -> people.teamPhone("T001");
            case "institution" -> people.institution();
            default -> people.county().bureau("wu");
        };
    }

    /** A body that would do, were it the time and the right caller. */
    private Map<String, Object> body(String act) {
        return switch (act) {
            case "transfer" -> Map.of("teamId", people.team("T002"), "firstDay", "2026-06-15");
            case "amendment" -> Map.of("servicePackage", "elderly", "firstDay", "2026-06-15");
            case "termination" -> Map.of("reason", "own_wish", "lastDay", "2026-06-15");
            case "suspension" -> Map.of("firstDay", "2026-06-15", "basis", "外出");
            case "resumption" -> Map.of("firstDay", "2026-06-15");
            default -> Map.of();
        };
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # act        | as phones call it | in these states              | by these
            renewal      | renew             | in_force, expired            | resident, team, institution
            transfer     | transfer          | in_force, suspended          | resident, team, institution
            amendment    | amend             | in_force                     | resident, team, institution
            termination  | terminate         | in_force, suspended          | resident, team, institution, bureau
            withdrawal   | withdraw          | upcoming, in_force           | resident, team, institution
            suspension   | suspend           | in_force                     | institution
            resumption   | resume            | in_force, suspended          | institution
            confirmation | confirm           | upcoming, in_force, suspended| resident
            """)
    void what_is_not_allowed_says_so_and_changes_nothing(String act, String phoneAct, String states, String callers)
            throws SQLException {
        var before = ledger.kept(people.area());
        Map<String, String> told = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (String state : STATES) {
            for (String caller : CALLERS) {
                boolean never = !words(callers).contains(caller);
                if (never || !words(states).contains(state)) {
                    String code = never ? "forbidden" : "illegal_transition";
                    expected.put(caller + " " + state, code);
                    told.put(caller + " " + state, atTheDesk(caller, state, act));
                    expected.put(caller + " " + state + " by phone", caller.equals("bureau") ? "forbidden" : code);
                    told.put(caller + " " + state + " by phone", byPhone(caller, state, phoneAct, body(act)));
                }
            }
        }
        assertThat(told).containsExactlyEntriesOf(expected);
        assertThat(ledger.kept(people.area())).isEqualTo(before);
    }

    private String atTheDesk(String caller, String state, String act) {
        String path = "/api/v1/contracts/" + contract(state).id() + "/" + act;
        return client.post(token(caller, state), SigningClient.newKey(), path, seen(state), body(act))
                .body()
                .path("code")
                .asString();
    }

    private String seen(String state) {
        return Objects.requireNonNull(seen.get(state));
    }

    private String byPhone(String caller, String state, String phoneAct, Map<String, Object> body) {
        var item = Map.of(
                "key", SigningClient.newKey(),
                "act", phoneAct,
                "subjectId", contract(state).id(),
                "seen", seen(state),
                "body", body);
        var answer = client.post(
                        token(caller, state),
                        SigningClient.newKey(),
                        "/api/v1/phone-outbox",
                        null,
                        Map.of("items", List.of(item)))
                .body();
        return answer.has("code")
                ? answer.path("code").asString()
                : answer.at("/items/0/problem/code").asString();
    }

    /** A death is told of a person; a contract that was undone is known for no day, and makes nobody known. */
    @ParameterizedTest
    @CsvSource({"resident, forbidden", "team, not_found", "institution, not_found"})
    void a_death_is_not_recorded_by_way_of_a_contract_that_was_undone(String caller, String code) throws SQLException {
        var before = ledger.kept(people.area());
        String resident = contract("withdrawn").body().path("residentId").asString();
        assertThat(client.post(
                                token(caller, "withdrawn"),
                                SigningClient.newKey(),
                                "/api/v1/residents/" + resident + "/death",
                                null,
                                Map.of("diedOn", "2026-06-01"))
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo(code);
        assertThat(ledger.kept(people.area())).isEqualTo(before);
    }
}
