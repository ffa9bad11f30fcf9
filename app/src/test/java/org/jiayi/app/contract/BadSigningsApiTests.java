package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Signings and changes that break a rule of their own: refused with its code, and nothing is changed. Today is 2026-03-02. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadSigningsApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final String NOBODY = "0192f0c1-0000-7000-8000-000000000001";
    private static final LocalDate CHILD = LocalDate.of(2020, 5, 5);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;
    private String mother = "";
    private String child = "";

    BadSigningsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    /** Team T009 takes one, and has one. The mother is guardian of the child until the end of June. */
    @BeforeAll
    void open_a_county() throws SQLException {
        clock.moveTo(TODAY);
        people = ContractingCounty.open(http, issuer, database, 60);
        people.county().take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T009,第9家庭医生团队,H43990100003,梁平,D439901000009,护士1,1
                """);
        people.signed(Map.of("teamId", people.team("T009"), "firstDay", "2026-03-02"));
        mother = people.next().id();
        child = people.registered(CHILD, Map.of("guardian", guardian(mother)));
    }

    @BeforeEach
    void today() {
        clock.moveTo(TODAY);
    }

    private static Map<String, String> guardian(String residentId) {
        return Map.of(
                "residentId", residentId,
                "relationship", "52",
                "evidenceKind", "household_register",
                "evidenceReference", "H-1",
                "firstDay", "2020-05-05",
                "lastDay", "2026-06-30");
    }

    private Answer post(String token, String path, Map<String, ?> body) {
        return client.post(token, SigningClient.newKey(), path, null, body);
    }

    private String dead() {
        String resident = people.next().id();
        post(people.county().bureau("wu"), "/api/v1/residents/" + resident + "/death", Map.of("diedOn", "2026-03-01"))
                .isDone();
        return resident;
    }

    private static Map<String, Object> by(String resident, Map<String, ?> signer) {
        return Map.of("residentId", resident, "firstDay", "2026-03-02", "signer", signer);
    }

    /** What is wrong with the signing: everything else is as it should be. */
    private Map<String, Object> wrong(String what) {
        String adult = people.next().id();
        return switch (what) {
            case "begins 32 days ago" -> Map.of("firstDay", "2026-01-29");
            case "begins a year and two days ahead" -> Map.of("firstDay", "2027-03-04", "lastDay", "2028-03-03");
            case "begins before it was born" ->
                Map.of(
                        "residentId",
                        people.registered(LocalDate.of(2026, 2, 20), Map.of("guardian", guardian(mother))),
                        "firstDay",
                        "2026-02-19",
                        "signer",
                        Map.of("kind", "guardian", "guardianId", mother));
            case "lasts no day" -> Map.of("firstDay", "2026-03-03", "lastDay", "2026-03-02");
            case "an infant for itself" -> by(people.registered(CHILD, Map.of()), Map.of("kind", "self"));
            case "an infant by the team" -> by(people.registered(CHILD, Map.of()), Map.of("kind", "on_behalf"));
            case "an infant whom nobody may sign for" ->
                by(people.registered(CHILD, Map.of()), Map.of("kind", "guardian"));
            case "a child for itself" -> by(child, Map.of("kind", "self"));
            case "a child by a stranger" -> by(child, Map.of("kind", "guardian", "guardianId", adult));
            case "a child by itself as guardian" -> by(child, Map.of("kind", "guardian", "guardianId", child));
            case "a child by nobody we know" ->
                by(child, Map.of("kind", "guardian", "guardianId", mother.substring(0, 11) + NOBODY));
            case "an adult by a guardian" -> by(adult, Map.of("kind", "guardian"));
            case "an adult by a named guardian" -> by(adult, Map.of("kind", "guardian", "guardianId", mother));
            case "an adult for themselves by another" -> by(adult, Map.of("kind", "self", "guardianId", mother));
            case "a guardian of another area" ->
                by(child, Map.of("kind", "guardian", "guardianId", "res_110101_" + NOBODY));
            case "the dead" -> Map.of("residentId", dead(), "firstDay", "2026-03-02");
            case "a team that nobody knows" -> Map.of("teamId", people.team("T777"), "firstDay", "2026-03-02");
            case "a team of another area" -> Map.of("teamId", "tem_110101_T001", "firstDay", "2026-03-02");
            case "a full team" -> Map.of("teamId", people.team("T009"), "firstDay", "2026-03-02");
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # what is wrong                      | code
            begins 32 days ago                   | BACKDATED_TOO_FAR
            begins before it was born            | BEGINS_BEFORE_BIRTH
            begins a year and two days ahead     | TOO_FAR_AHEAD
            lasts no day                         | END_BEFORE_START
            an infant for itself                 | GUARDIAN_NEEDED
            an infant by the team                | GUARDIAN_NEEDED
            an infant whom nobody may sign for   | GUARDIAN_NEEDED
            a child for itself                   | GUARDIAN_NEEDED
            a child by a stranger                | GUARDIAN_NEEDED
            a child by itself as guardian        | GUARDIAN_NEEDED
            a child by nobody we know            | GUARDIAN_NEEDED
            an adult by a guardian               | GUARDIAN_WITHOUT_NEED
            an adult by a named guardian         | GUARDIAN_WITHOUT_NEED
            an adult for themselves by another   | GUARDIAN_WITHOUT_NEED
            a guardian of another area           | UNKNOWN_RESIDENT
            the dead                             | RESIDENT_DEAD
            a team that nobody knows             | NOT_FOUND
            a team of another area               | UNKNOWN_RESIDENT
            a full team                          | OVER_CAPACITY
            """)
    void a_signing_that_breaks_a_rule_changes_nothing(String what, RefusalCode code) throws SQLException {
        var signing = people.signing(wrong(what));
        var before = ledger.kept(people.area());
        client.sign(people.institution(), SigningClient.newKey(), signing).isRefused(code);
        assertThat(ledger.kept(people.area())).isEqualTo(before);
    }

    /** The guardian of the day signs; one whose days are over is a stranger. */
    @Test
    void a_guardian_signs_while_they_may_act() {
        String ward = people.registered(CHILD, Map.of("guardian", guardian(mother)));
        var signer = Map.of("kind", "guardian", "guardianId", mother);
        var signing = people.signing(by(ward, signer));
        signing.put("lastDay", "2026-06-30");
        var contract = client.sign(people.institution(), SigningClient.newKey(), signing)
                .isSigned();
        client.act(people.institution(), contract.id(), "renewal", Map.of("signer", Map.of("kind", "self")))
                .isRefused(RefusalCode.RENEWAL_TOO_EARLY);
        clock.moveTo(LocalDate.of(2026, 6, 30));
        client.act(
                        people.institution(),
                        contract.id(),
                        "renewal",
                        Map.of(
                                "signer",
                                Map.of(
                                        "kind",
                                        "guardian",
                                        "guardianId",
                                        people.next().id())))
                .isRefused(RefusalCode.GUARDIAN_NEEDED);
        clock.moveTo(LocalDate.of(2026, 7, 1));
        client.act(people.institution(), contract.id(), "renewal", Map.of("signer", signer))
                .isRefused(RefusalCode.GUARDIAN_NEEDED);
        clock.moveTo(LocalDate.of(2026, 6, 30));
        client.act(people.institution(), contract.id(), "renewal", Map.of("signer", signer))
                .isSigned();
    }

    private Answer inForce() {
        return people.signed(Map.of("firstDay", "2026-02-01", "lastDay", "2027-01-31"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # act       | field  | with it
            termination | note   | reason=other, lastDay=2026-03-02
            withdrawal  | note   |
            suspension  | basis  | firstDay=2026-03-02
            death       | note   | diedOn=2026-03-01
            """)
    void a_text_has_at_most_two_hundred_characters(String act, String field, @Nullable String with)
            throws SQLException {
        var contract = inForce();
        Map<String, Object> body = new HashMap<>();
        if (with != null) {
            for (String pair : with.split(", ")) {
                body.put(pair.split("=")[0], pair.split("=")[1]);
            }
        }
        body.put(field, "长".repeat(201));
        var before = ledger.kept(people.area());
        done(contract, act, body).isRefused(RefusalCode.INVALID_VALUE);
        body.put(field, "空\u0000字");
        done(contract, act, body).isRefused(RefusalCode.INVALID_VALUE);
        assertThat(ledger.kept(people.area())).isEqualTo(before);
        body.put(field, "长".repeat(200));
        done(contract, act, body).isDone();
    }

    private Answer done(Answer contract, String act, Map<String, Object> body) {
        return act.equals("death")
                ? post(
                        people.institution(),
                        "/api/v1/residents/"
                                + contract.body().path("residentId").asString() + "/death",
                        body)
                : client.act(people.institution(), contract.id(), act, body);
    }

    @Test
    void a_reason_has_at_most_two_hundred_characters_too() {
        String resident = people.next().id();
        var wish = Map.of("teamId", people.team("T001"), "servicePackage", "basic", "residentId", resident);
        String offer = post(people.teamPhone("T001"), "/api/v1/offers", wish)
                .isDone()
                .body()
                .path("code")
                .asString();
        String application = post(people.self(resident), "/api/v1/applications", wish)
                .isDone()
                .id();
        var tooLong = Map.of("reason", "长".repeat(201));
        post(people.self(resident), "/api/v1/offers/" + offer + "/refusal", tooLong)
                .isRefused(RefusalCode.INVALID_VALUE);
        post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/refusal", tooLong)
                .isRefused(RefusalCode.INVALID_VALUE);
        var longEnough = Map.of("reason", "长".repeat(200));
        post(people.self(resident), "/api/v1/offers/" + offer + "/refusal", longEnough)
                .isDone();
        post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/refusal", longEnough)
                .isDone();
    }

    @Test
    void what_one_has_not_seen_is_not_changed_and_a_key_is_for_one_content() throws SQLException {
        var contract = inForce();
        client.act(people.institution(), contract.id(), "suspension", Map.of("firstDay", "2026-03-02", "basis", "外出"))
                .isDone();
        String path = "/api/v1/contracts/" + contract.id() + "/resumption";
        var body = Map.of("firstDay", "2026-03-02");
        String key = SigningClient.newKey();
        client.post(people.institution(), key, path, "\"2\"", body).isDone();
        var before = ledger.kept(people.area());
        client.post(people.institution(), SigningClient.newKey(), path, "\"2\"", body)
                .isRefused(RefusalCode.PRECONDITION_FAILED);
        client.post(people.institution(), key, path, "\"2\"", Map.of("firstDay", "2026-03-03"))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        client.post(
                        people.institution(),
                        key,
                        "/api/v1/contracts/" + contract.id() + "/termination",
                        "\"3\"",
                        Map.of("reason", "other", "lastDay", "2026-03-02"))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(ledger.kept(people.area())).isEqualTo(before);
    }
}
