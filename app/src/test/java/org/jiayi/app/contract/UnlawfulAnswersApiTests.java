package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** Every answer to an application or an offer in every state by everybody who may not give it. Today is 2026-06-15. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnlawfulAnswersApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final List<String> CALLERS = List.of("resident", "team", "institution", "bureau");

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    /** What one side began, by the state to which the other brought it. */
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    private ContractingCounty people;

    /**
     * An application or an offer.
     *
     * @param code of an offer; empty of an application
     */
    private record Asked(String resident, String id, String code) {}

    UnlawfulAnswersApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeAll
    void an_application_and_an_offer_in_every_state() throws SQLException {
        clock.moveTo(LocalDate.of(2026, 6, 1));
        people = ContractingCounty.open(http, issuer, database, 20);
        apply("lapsed application");
        offer("lapsed offer");
        clock.moveTo(TODAY);
        apply("applied application");
        offer("offered offer");
        for (String state : List.of("refused", "retracted", "signed")) {
            apply(state + " application");
            offer(state + " offer");
        }
        String team = people.teamPhone("T001");
        post(team, "refusal", applications("refused application"), Map.of("reason", "不在服务范围"));
        post(self("retracted application"), "retraction", applications("retracted application"), Map.of());
        post(team, "acceptance", applications("signed application"), Map.of());
        post(self("refused offer"), "refusal", offers("refused offer"), Map.of("reason", "再考虑"));
        post(team, "retraction", applications("retracted offer"), Map.of());
        post(self("signed offer"), "agreement", offers("signed offer"), Map.of());
        asked.keySet()
                .forEach(what -> assertThat(client.get(team, applications(what))
                                .body()
                                .path("status")
                                .asString())
                        .isEqualTo(what.substring(0, what.indexOf(' '))));
        await().atMost(WAIT)
                .until(() -> ledger.texts(
                                "SELECT day::text FROM contract_routine_day WHERE area = '" + people.area() + "'")
                        .contains(TODAY.toString()));
    }

    private Answer post(String token, String what, String path, Map<String, ?> body) {
        Answer answer = client.post(token, SigningClient.newKey(), path + "/" + what, null, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        return answer;
    }

    private Map<String, Object> wish() {
        return new HashMap<>(Map.of("teamId", people.team("T001"), "servicePackage", "basic"));
    }

    private void apply(String what) {
        String resident = people.next().id();
        asked.put(
                what,
                new Asked(
                        resident,
                        post(people.self(resident), "applications", "/api/v1", wish())
                                .id(),
                        ""));
    }

    private void offer(String what) {
        String resident = people.next().id();
        Map<String, Object> wish = wish();
        wish.put("residentId", resident);
        Answer offer = post(people.teamPhone("T001"), "offers", "/api/v1", wish);
        asked.put(
                what, new Asked(resident, offer.id(), offer.body().path("code").asString()));
    }

    private Asked asked(String what) {
        return Objects.requireNonNull(asked.get(what));
    }

    private String self(String what) {
        return people.self(asked(what).resident());
    }

    private String applications(String what) {
        return "/api/v1/applications/" + asked(what).id();
    }

    private String offers(String what) {
        return "/api/v1/offers/" + asked(what).code();
    }

    private String token(String caller, String what) {
        return switch (caller) {
            case "resident" -> self(what);
            case "team" -> people.teamPhone("T001");
            case "institution" -> people.institution();
            default -> people.county().bureau("wu");
        };
    }

    /** Who may never give the answer at that address is told that; who may at another time, that. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # answer     | to            | who may at all              | and when
            acceptance   | applications  | team institution            | applied application: team institution
            refusal      | applications  | team institution            | applied application: team institution
            retraction   | applications  | resident team institution   | applied application: resident; offered offer: team institution
            agreement    | offers        | resident                    | offered offer: resident
            refusal      | offers        | resident                    | offered offer: resident
            """)
    void what_is_not_allowed_says_so_and_changes_nothing(String answer, String to, String ever, String when)
            throws SQLException {
        var before = ledger.kept(people.area());
        Map<String, String> told = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (String what : asked.keySet()) {
            if (to.equals("offers") && asked(what).code().isEmpty()) {
                continue;
            }
            for (String caller : CALLERS) {
                if (allowed(when, what).contains(caller)) {
                    continue;
                }
                boolean never = !Set.of(ever.split(" ")).contains(caller);
                expected.put(caller + ", " + what, never ? "forbidden" : "illegal_transition");
                told.put(caller + ", " + what, given(caller, what, answer, to));
            }
        }
        assertThat(told).containsExactlyEntriesOf(expected);
        assertThat(ledger.kept(people.area())).isEqualTo(before);
    }

    private static Set<String> allowed(String when, String what) {
        for (String pair : when.split("; ")) {
            if (pair.startsWith(what + ": ")) {
                return Set.of(pair.substring(what.length() + 2).split(" "));
            }
        }
        return Set.of();
    }

    private String given(String caller, String what, String answer, String to) {
        String path = to.equals("offers") ? offers(what) : applications(what);
        Map<String, String> body = answer.equals("refusal") ? Map.of("reason", "不在服务范围") : Map.of();
        return client.post(token(caller, what), SigningClient.newKey(), path + "/" + answer, null, body)
                .body()
                .path("code")
                .asString();
    }
}
