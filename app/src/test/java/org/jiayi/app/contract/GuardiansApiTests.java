package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Which guardian acts for a child. */
@JiayiTest
class GuardiansApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 12);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    GuardiansApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    private SigningClient.Answer post(String token, String path, Map<String, ?> body) {
        return client.post(token, SigningClient.newKey(), path, null, body);
    }

    /** The household's agreement names the mother; after her death nobody is left who could sign. */
    @Test
    void the_guardian_of_the_household_signs_for_the_child_while_she_lives() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 1);
        String mother = people.next().id();
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + mother + "/households",
                        Map.of("household", "H-7", "relationship", "01", "firstDay", "2026-01-01"))
                .isDone();
        String child = people.registered(
                LocalDate.of(2020, 5, 5),
                Map.of(
                        "household",
                        "H-7",
                        "householdRelationship",
                        "20",
                        "guardian",
                        Map.of(
                                "residentId",
                                mother,
                                "relationship",
                                "52",
                                "evidenceKind",
                                "birth_certificate",
                                "evidenceReference",
                                "S430000001",
                                "firstDay",
                                "2020-05-05")));
        Map<String, String> signings = Map.of(
                "householdOf", mother, "servicePackage", "basic", "firstDay", "2026-03-12", "lastDay", "2027-03-11");
        String key = SigningClient.newKey();
        var household = signedTogether(people, key, signings);
        assertThat(household).hasSize(2).allMatch(member -> member.has("contractId"));
        assertThat(ledger.texts("SELECT 'res_' || area || '_' || guardian_resident_id FROM agreement_agreement"
                        + " WHERE signer_kind = 'guardian' AND area = '" + people.area() + "'"))
                .containsExactly(mother);
        post(people.institution(), "/api/v1/residents/" + mother + "/death", Map.of("diedOn", "2026-03-12"))
                .isDone();
        assertThat(signedTogether(people, key, signings))
                .as("sent again, who signed for the child is not asked again")
                .isEqualTo(household);
        clock.moveTo(TODAY.plusYears(1));
        var signing = new LinkedHashMap<>(SigningClient.signing(child, people.team("T001")));
        signing.putAll(Map.of("firstDay", "2027-03-12", "lastDay", "2028-03-11"));
        for (var signer : List.of(Map.of("kind", "guardian", "guardianId", mother), Map.of("kind", "guardian"))) {
            signing.put("signer", signer);
            client.sign(people.teamPhone("T001"), SigningClient.newKey(), signing)
                    .isRefused(RefusalCode.GUARDIAN_NEEDED);
        }
    }

    private JsonNode signedTogether(ContractingCounty people, String key, Map<String, ?> signings) {
        return client.post(
                        people.teamPhone("T001"),
                        key,
                        "/api/v1/teams/" + people.team("T001") + "/household-signings",
                        null,
                        signings)
                .isDone()
                .body()
                .path("data");
    }

    @Test
    void a_guardian_whom_only_the_countys_file_names_signs_while_she_lives() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 1);
        String mother = TestCounty.identityNumber(LocalDate.of(1990, 5, 1), 2);
        String child = TestCounty.identityNumber(LocalDate.of(2021, 5, 1), 2);
        people.county()
                .take(
                        "residents",
                        TestCounty.RESIDENT_COLUMNS + TestCounty.resident("母", mother, "390", "", "一般") + "\n"
                                + TestCounty.resident("小", child, "390", "", "一般")
                                        .replaceFirst(",,,,$", ",母," + mother + ",父母,"));
        var signing = new LinkedHashMap<>(SigningClient.signing(born(people, 2021), people.team("T001")));
        signing.putAll(Map.of("firstDay", "2026-03-12", "lastDay", "2027-03-11", "signer", Map.of("kind", "guardian")));
        client.sign(people.teamPhone("T001"), SigningClient.newKey(), signing).isSigned();
        post(
                        people.county().bureau("wu"),
                        "/api/v1/residents/" + born(people, 1990) + "/death",
                        Map.of("diedOn", "2026-03-12"))
                .isDone();
        clock.moveTo(TODAY.plusYears(1));
        signing.putAll(Map.of("firstDay", "2027-03-12", "lastDay", "2028-03-11"));
        client.sign(people.teamPhone("T001"), SigningClient.newKey(), signing).isRefused(RefusalCode.GUARDIAN_NEEDED);
    }

    /** A guardian by the household register since the beginning of the year; a mother where {@code who} says nothing else. */
    private static Map<String, String> guardian(Map<String, String> who) {
        var guardian = new LinkedHashMap<>(Map.of(
                "relationship", "52",
                "evidenceKind", "household_register",
                "evidenceReference", "H-1",
                "firstDay", "2026-01-01"));
        guardian.putAll(who);
        return guardian;
    }

    private static Map<String, Object> signedBy(Map<String, String> signer, String resident, ContractingCounty people) {
        var signing = new LinkedHashMap<>(SigningClient.signing(resident, people.team("T001")));
        signing.putAll(Map.of("firstDay", "2026-03-12", "lastDay", "2027-03-11", "signer", signer));
        return signing;
    }

    private SigningClient.Answer signedByGuardian(String guardian, String resident, ContractingCounty people) {
        return client.sign(
                people.teamPhone("T001"),
                SigningClient.newKey(),
                signedBy(Map.of("kind", "guardian", "guardianId", guardian), resident, people));
    }

    private SigningClient.Answer signedBySomeGuardian(String resident, ContractingCounty people) {
        return client.sign(
                people.teamPhone("T001"),
                SigningClient.newKey(),
                signedBy(Map.of("kind", "guardian"), resident, people));
    }

    /** When she was recorded she was no resident yet: it is her number that tells who died. */
    @Test
    void a_guardian_known_by_a_number_signs_while_she_lives() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 1);
        LocalDate birth = LocalDate.of(1990, 5, 1);
        String number = TestCounty.identityNumber(birth, 901);
        var named = Map.of("guardian", guardian(Map.of("name", "母", "documentNumber", number)));
        String child = people.registered(LocalDate.of(2020, 5, 5), named);
        String sister = people.registered(LocalDate.of(2022, 5, 5), named);
        String mother = people.registered(birth, Map.of("documentNumber", number));
        signedBySomeGuardian(child, people).isSigned();
        post(people.county().bureau("wu"), "/api/v1/residents/" + mother + "/death", Map.of("diedOn", "2026-03-12"))
                .isDone();
        signedBySomeGuardian(sister, people).isRefused(RefusalCode.GUARDIAN_NEEDED);
    }

    /** The mother and the household are known of the registration without a number, which went into the numbered one. */
    @Test
    void a_newborn_is_signed_by_the_number_that_it_was_given() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 1);
        String mother = people.next().id();
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + mother + "/households",
                        Map.of("household", "H-7", "relationship", "01", "firstDay", "2026-01-01"))
                .isDone();
        signedByGuardian(mother, numbered(mother, people), people).isSigned();
        signedBySomeGuardian(numbered(mother, people), people).isSigned();
        String third = numbered(mother, people);
        var household = signedTogether(
                people,
                SigningClient.newKey(),
                Map.of(
                        "householdOf", third,
                        "servicePackage", "basic",
                        "firstDay", "2026-03-12",
                        "lastDay", "2027-03-11"));
        assertThat(household).hasSize(4);
        assertThat(household
                        .valueStream()
                        .filter(member -> member.has("contractId"))
                        .map(member -> member.path("residentId").asString()))
                .containsExactlyInAnyOrder(mother, third);
    }

    private static String numbered(String mother, ContractingCounty people) {
        LocalDate birth = LocalDate.of(2026, 1, 5);
        String newborn = people.registered(
                birth,
                Map.of(
                        "household",
                        "H-7",
                        "householdRelationship",
                        "20",
                        "guardian",
                        guardian(Map.of("residentId", mother, "firstDay", "2026-01-05"))));
        String numbered = people.registered(birth, Map.of());
        people.merge(newborn, numbered);
        return numbered;
    }

    @Test
    void a_guardian_registered_twice_signs_by_either_registration() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 1);
        LocalDate birth = LocalDate.of(1990, 5, 1);
        String mother = people.registered(birth, Map.of());
        String duplicate = people.registered(birth, Map.of());
        String ward = people.registered(
                LocalDate.of(2020, 5, 5), Map.of("guardian", guardian(Map.of("residentId", duplicate))));
        people.merge(duplicate, mother);
        String contract = signedByGuardian(mother, ward, people).isSigned().id();
        moved(people, people.self(duplicate), contract, Map.of("kind", "guardian", "guardianId", mother))
                .isSigned();
    }

    @Test
    void who_cannot_act_for_themselves_acts_for_no_other() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 1);
        String mother = people.next().id();
        String brother = people.registered(LocalDate.of(2015, 5, 5), Map.of());
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + mother + "/incapacity",
                        Map.of(
                                "evidenceKind", "court_ruling",
                                "evidenceReference", "(2026)湘0001民特1号",
                                "firstDay", "2026-03-12"))
                .isDone();
        for (String guardian : List.of(mother, brother)) {
            String ward = people.registered(
                    LocalDate.of(2020, 5, 5), Map.of("guardian", guardian(Map.of("residentId", guardian))));
            signedByGuardian(guardian, ward, people).isRefused(RefusalCode.GUARDIAN_NEEDED);
            signedBySomeGuardian(ward, people).isRefused(RefusalCode.GUARDIAN_NEEDED);
            String offer = post(
                            people.teamPhone("T001"),
                            "/api/v1/offers",
                            Map.of("teamId", people.team("T001"), "servicePackage", "basic"))
                    .isDone()
                    .body()
                    .path("code")
                    .asString();
            post(people.self(guardian), "/api/v1/offers/" + offer + "/agreement", Map.of("residentId", ward))
                    .isRefused(RefusalCode.NOT_FOUND);
        }
    }

    /** On a resident's own phone nobody signs but they, whatever the request says. */
    @Test
    void a_ward_is_not_its_own_guardian_and_a_guardian_signs_by_no_other() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 2);
        String mother = people.next().id();
        String father = people.next().id();
        String ward =
                people.registered(LocalDate.of(2010, 1, 1), Map.of("guardian", guardian(Map.of("residentId", mother))));
        post(
                        issuer.administrator(),
                        "/api/v1/residents/" + ward + "/guardians",
                        guardian(Map.of("residentId", father, "relationship", "51")))
                .isDone();
        String contract = signedByGuardian(mother, ward, people).isSigned().id();
        for (var signer : List.of(Map.of("kind", "guardian"), Map.of("kind", "guardian", "guardianId", mother))) {
            moved(people, people.self(ward), contract, signer).isRefused(RefusalCode.GUARDIAN_NEEDED);
        }
        moved(people, people.self(ward), contract, Map.of("kind", "on_behalf")).isRefused(RefusalCode.FORBIDDEN);
        moved(people, people.self(mother), contract, Map.of("kind", "guardian", "guardianId", father))
                .isRefused(RefusalCode.GUARDIAN_NEEDED);
        moved(people, people.self(mother), contract, Map.of("kind", "guardian")).isSigned();
        assertThat(ledger.texts("SELECT 'res_' || area || '_' || guardian_resident_id FROM agreement_agreement"
                        + " WHERE signer_kind = 'guardian' AND area = '" + people.area() + "'"))
                .containsExactly(mother, mother);
    }

    private SigningClient.Answer moved(
            ContractingCounty people, String phone, String contract, Map<String, String> signer) {
        return client.act(
                phone,
                contract,
                "transfer",
                Map.of("teamId", people.team("T002"), "firstDay", "2026-04-01", "signer", signer));
    }

    private String born(ContractingCounty people, int year) throws SQLException {
        return ledger.texts("SELECT 'res_' || area || '_' || resident_id FROM resident_resident WHERE area = '"
                        + people.area() + "' AND birth_date = '" + year + "-05-01'")
                .get(0);
    }
}
