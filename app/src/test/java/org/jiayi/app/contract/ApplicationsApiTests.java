package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;

/** One side asks, the other answers on a phone of its own. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationsApiTests {

    private static final int RESIDENTS = 40;
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate BIRTH = LocalDate.of(1970, 2, 3);

    private final SigningClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;

    ApplicationsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeAll
    void open_a_county() throws SQLException {
        clock.moveTo(TODAY);
        people = ContractingCounty.open(http, issuer, database, RESIDENTS);
    }

    @BeforeEach
    void today() {
        clock.moveTo(TODAY);
    }

    private Answer post(String token, String path, Map<String, ?> body) {
        return client.post(token, SigningClient.newKey(), path, null, body);
    }

    private Map<String, Object> wish() {
        return new HashMap<>(Map.of("teamId", people.team("T001"), "servicePackage", "basic"));
    }

    private String applied(String resident) {
        return post(people.self(resident), "/api/v1/applications", wish())
                .isDone()
                .id();
    }

    @Test
    void a_resident_asks_and_the_team_signs() {
        String resident = people.next().id();
        String application = applied(resident);
        var waiting = client.get(people.teamPhone("T001"), "/api/v1/teams/" + people.team("T001") + "/applications")
                .isDone()
                .body();
        assertThat(waiting.path("data")
                        .valueStream()
                        .map(row -> row.path("id").asString() + " "
                                + row.path("status").asString()))
                .contains(application + " applied");
        var contract = post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/acceptance", Map.of())
                .isSigned()
                .body();
        assertThat(ContractingCounty.stands(contract)).isEqualTo("in_force 2026-03-02..2027-03-01");
        assertThat(contract.path("residentId").asString()).isEqualTo(resident);
        assertThat(contract.has("confirmUntil")).isFalse();
        var signed = client.get(people.self(resident), "/api/v1/applications/" + application)
                .isDone()
                .body();
        assertThat(signed.path("status").asString()).isEqualTo("signed");
        assertThat(signed.path("contractId").asString())
                .isEqualTo(contract.path("id").asString());
        post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/refusal", Map.of("reason", "x"))
                .isRefused(RefusalCode.ILLEGAL_TRANSITION);
    }

    /** Asked for while the resident's share was 20 yuan, answered when it is 30: the resident is asked again. */
    @Test
    void nobody_is_signed_for_more_than_they_asked_for() {
        String resident = people.next().id();
        String application = applied(resident);
        people.county()
                .supersede(
                        TestCounty.demoPolicy("contract-fee")
                                .replaceFirst("12000", "13000")
                                .replaceFirst(
                                        "\\{\"payer\": \"resident\", \"fixedFen\": 2000",
                                        "{\"payer\": \"resident\", \"fixedFen\": 3000"),
                        "2026-03-04",
                        "");
        clock.moveTo(LocalDate.of(2026, 3, 5));
        post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/acceptance", Map.of())
                .isRefused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
        post(people.self(resident), "/api/v1/applications/" + application + "/retraction", Map.of())
                .isDone();
        post(people.teamPhone("T001"), "/api/v1/applications/" + applied(resident) + "/acceptance", Map.of())
                .isSigned();
    }

    @Test
    void a_resident_has_one_open_application_and_only_the_team_asked_answers_it() {
        String resident = people.next().id();
        String application = applied(resident);
        post(people.self(resident), "/api/v1/applications", wish()).isRefused(RefusalCode.APPLIED_ALREADY);
        String path = "/api/v1/applications/" + application;
        post(people.teamPhone("T002"), path + "/acceptance", Map.of()).isRefused(RefusalCode.NOT_FOUND);
        client.get(people.self(people.next().id()), path).isRefused(RefusalCode.NOT_FOUND);
        post(people.self(resident), path + "/acceptance", Map.of()).isRefused(RefusalCode.FORBIDDEN);
        var refused = post(people.teamPhone("T001"), path + "/refusal", Map.of("reason", "不在服务范围"))
                .isDone()
                .body();
        assertThat(refused.path("status").asString()).isEqualTo("refused");
        assertThat(refused.path("reason").asString()).isEqualTo("不在服务范围");
        String again = applied(resident);
        assertThat(post(people.self(resident), "/api/v1/applications/" + again + "/retraction", Map.of())
                        .isDone()
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("retracted");
    }

    @Test
    void an_application_that_nobody_answers_lapses() {
        String application = applied(people.next().id());
        clock.moveTo(TODAY.plusDays(8));
        String path = "/api/v1/applications/" + application;
        assertThat(client.get(people.teamPhone("T001"), path)
                        .isDone()
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("lapsed");
        post(people.teamPhone("T001"), path + "/acceptance", Map.of()).isRefused(RefusalCode.ILLEGAL_TRANSITION);
    }

    /** The round notes of the evening's lapses on the next day. */
    @Test
    void a_resident_asks_again_as_soon_as_nobody_can_answer_any_more() {
        String resident = people.next().id();
        String first = applied(resident);
        clock.pass(Duration.ofDays(7).minusSeconds(1));
        post(people.self(resident), "/api/v1/applications", wish()).isRefused(RefusalCode.APPLIED_ALREADY);
        clock.pass(Duration.ofSeconds(1));
        String second = applied(resident);
        assertThat(List.of(first, second).stream()
                        .map(application -> client.get(people.self(resident), "/api/v1/applications/" + application)
                                .isDone()
                                .body()
                                .path("status")
                                .asString()))
                .containsExactly("lapsed", "applied");
    }

    /** Whoever logs in by the registration that was merged is the survivor, and not a guardian. */
    @Test
    void a_person_who_was_merged_asks_and_agrees_as_the_survivor() throws SQLException {
        for (boolean named : List.of(false, true)) {
            String asking = people.registered(BIRTH, Map.of());
            var wish = wish();
            Map<String, String> whose = named ? Map.of("residentId", asking) : Map.of();
            wish.putAll(whose);
            String application = post(people.self(duplicateOf(asking)), "/api/v1/applications", wish)
                    .isDone()
                    .id();
            requireSignedByThemselves(
                    asking,
                    post(people.teamPhone("T001"), "/api/v1/applications/" + application + "/acceptance", Map.of()));
            String agreeing = people.registered(BIRTH, Map.of());
            String code = post(people.teamPhone("T001"), "/api/v1/offers", wish())
                    .isDone()
                    .body()
                    .path("code")
                    .asString();
            whose = named ? Map.of("residentId", agreeing) : Map.of();
            requireSignedByThemselves(
                    agreeing, post(people.self(duplicateOf(agreeing)), "/api/v1/offers/" + code + "/agreement", whose));
        }
    }

    private String duplicateOf(String survivor) {
        String duplicate = people.registered(BIRTH, Map.of());
        people.merge(duplicate, survivor);
        return duplicate;
    }

    private void requireSignedByThemselves(String resident, Answer contract) throws SQLException {
        assertThat(contract.isSigned().body().path("residentId").asString()).isEqualTo(resident);
        assertThat(new SigningLedger(database)
                        .texts("SELECT signer_kind FROM agreement_agreement WHERE contract_id = '"
                                + contract.id().substring("ctr_000000_".length()) + "'"))
                .containsExactly("self");
    }

    @Test
    void an_offer_to_nobody_known_is_refused() {
        var wish = wish();
        wish.put("residentId", "res_" + people.area() + "_0192f0c1-0000-7000-8000-00000000000a");
        post(people.teamPhone("T001"), "/api/v1/offers", wish).isRefused(RefusalCode.UNKNOWN_RESIDENT);
    }

    @Test
    void a_scanned_code_shows_the_price_and_is_agreed_to_once() throws Exception {
        var key = SigningClient.newKey();
        var offer = client.post(people.teamPhone("T001"), key, "/api/v1/offers", null, wish())
                .isDone();
        String code = offer.body().path("code").asString();
        var replay = client.post(people.teamPhone("T001"), key, "/api/v1/offers", null, wish())
                .isDone();
        assertThat(replay.body().has("code")).isFalse();
        String one = people.next().id();
        String other = people.next().id();
        var seen =
                client.get(people.self(one), "/api/v1/offers/" + code).isDone().body();
        assertThat(seen.path("feeFen").asLong()).isEqualTo(12_000);
        assertThat(seen.path("teamName").asString()).isEqualTo("第1家庭医生团队");
        List<Callable<Answer>> both = List.of(
                () -> post(people.self(one), "/api/v1/offers/" + code + "/agreement", Map.of()),
                () -> post(people.self(other), "/api/v1/offers/" + code + "/agreement", Map.of()));
        assertThat(SigningClient.atOnce(both).stream().map(Answer::status)).containsExactlyInAnyOrder(201, 404);
        client.get(people.self(one), "/api/v1/offers/off_" + people.area() + "_NOSUCHCODE")
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void an_offer_to_one_resident_is_nobody_elses() {
        String meant = people.next().id();
        var wish = wish();
        wish.put("residentId", meant);
        String code = post(people.teamPhone("T001"), "/api/v1/offers", wish)
                .isDone()
                .body()
                .path("code")
                .asString();
        String path = "/api/v1/offers/" + code;
        client.get(people.self(people.next().id()), path).isRefused(RefusalCode.NOT_FOUND);
        post(people.self(people.next().id()), path + "/agreement", Map.of()).isRefused(RefusalCode.NOT_FOUND);
        post(people.self(meant), path + "/refusal", Map.of("reason", "再考虑")).isDone();
        post(people.self(meant), path + "/agreement", Map.of()).isRefused(RefusalCode.ILLEGAL_TRANSITION);
        post(people.teamPhone("T002"), "/api/v1/offers", wish()).isRefused(RefusalCode.NOT_FOUND);
    }

    /** Whoever listens hears what becomes of each, as the team's affair, and nothing of the person. */
    @Test
    void what_becomes_of_an_application_is_told() throws SQLException {
        String asking = people.next().id();
        String refused = applied(asking);
        post(people.teamPhone("T001"), "/api/v1/applications/" + refused + "/refusal", Map.of("reason", "不在服务范围"))
                .isDone();
        String lapsed = applied(asking);
        clock.moveTo(TODAY.plusDays(8));
        String retracted = applied(asking);
        post(people.self(asking), "/api/v1/applications/" + retracted + "/retraction", Map.of())
                .isDone();
        String signed = applied(asking);
        post(people.teamPhone("T001"), "/api/v1/applications/" + signed + "/acceptance", Map.of())
                .isSigned();
        assertThat(told(refused)).containsExactly("application.applied", "application.refused");
        assertThat(told(lapsed)).containsExactly("application.applied", "application.lapsed");
        assertThat(told(retracted)).containsExactly("application.applied", "application.retracted");
        assertThat(told(signed)).containsExactly("application.applied", "application.signed");
    }

    private List<String> told(String application) throws SQLException {
        return new SigningLedger(database)
                .texts("SELECT kind FROM outbox_event WHERE area = '" + people.area() + "' AND team_number = 'T001'"
                        + " AND subject_id = '" + application + "' ORDER BY event_id");
    }
}
