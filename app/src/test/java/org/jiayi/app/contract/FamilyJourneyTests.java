package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.contract.ContractingCounty.shares;
import static org.jiayi.app.contract.ContractingCounty.stands;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Two years of one family: a birth, a signing by the guardian, a move to another town, a death heard of late. */
@JiayiTest
class FamilyJourneyTests {

    private final SigningClient client;
    private final SigningLedger ledger;
    private final MovableClock clock;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    FamilyJourneyTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.clock = clock;
        this.http = http;
        this.issuer = issuer;
        this.database = database;
    }

    private Answer post(String token, String path, Map<String, ?> body) {
        return client.post(token, SigningClient.newKey(), path, null, body);
    }

    private void on(String day) {
        clock.moveTo(LocalDate.parse(day));
    }

    private List<String> told(String token, String path) {
        return client.get(token, path)
                .isDone()
                .body()
                .path("data")
                .valueStream()
                .map(ContractingCounty::stands)
                .toList();
    }

    @Test
    void two_years_of_one_family() throws SQLException {
        on("2025-12-28");
        var people = ContractingCounty.open(http, issuer, database, 5);
        people.county().publish(TestCounty.demoPolicy("service-packages"), "2025-01-01", "");
        String mother = people.next().id();
        String father = people.next().id();
        String grandfather = people.next().id();
        for (String member : List.of(mother, father, grandfather)) {
            post(
                            issuer.administrator(),
                            "/api/v1/residents/" + member + "/households",
                            Map.of("household", "H-7", "relationship", "01", "firstDay", "2025-12-28"))
                    .isDone();
        }

        // the team signs the household up at the door; each adult confirms on their own phone
        var household = post(
                        people.teamPhone("T001"),
                        "/api/v1/teams/" + people.team("T001") + "/household-signings",
                        Map.of(
                                "householdOf", mother,
                                "servicePackage", "basic",
                                "packages", List.of(Map.of("residentId", grandfather, "servicePackage", "elderly")),
                                "firstDay", "2026-01-01",
                                "lastDay", "2026-12-31"))
                .isDone()
                .body()
                .path("data");
        assertThat(household).hasSize(3).allMatch(member -> member.has("contractId"));
        String mothers = contractOf(household, mother);
        String grandfathers = contractOf(household, grandfather);
        assertThat(client.act(people.self(mother), mothers, "confirmation", Map.of())
                        .isDone()
                        .body()
                        .has("confirmUntil"))
                .isFalse();

        // a child is born, known by the mother only, and signed by her
        on("2026-03-12");
        var birth = new LinkedHashMap<String, Object>(Map.of(
                "name",
                "小满",
                "birthDate",
                "2026-03-10",
                "sex",
                2,
                "scheme",
                "390",
                "household",
                "H-7",
                "householdRelationship",
                "20"));
        birth.put(
                "guardian",
                Map.of(
                        "residentId", mother,
                        "relationship", "52",
                        "evidenceKind", "birth_certificate",
                        "evidenceReference", "S430000001",
                        "firstDay", "2026-03-10"));
        String child = post(people.teamPhone("T001"), "/api/v1/pooling-areas/" + people.area() + "/residents", birth)
                .isDone()
                .id();
        var signing = SigningClient.signing(child, people.team("T001"));
        signing.putAll(Map.of("servicePackage", "child", "firstDay", "2026-04-01", "lastDay", "2027-03-31"));
        client.sign(people.teamPhone("T001"), SigningClient.newKey(), signing).isRefused(RefusalCode.GUARDIAN_NEEDED);
        signing.put("signer", Map.of("kind", "guardian", "guardianId", mother));
        String childs = client.sign(people.teamPhone("T001"), SigningClient.newKey(), signing)
                .isSigned()
                .id();
        assertThat(told(people.self(mother), "/api/v1/my/contracts"))
                .containsExactlyInAnyOrder("in_force 2026-01-01..2026-12-31", "upcoming 2026-04-01..2027-03-31");
        assertThat(agreement(people.self(mother), childs)).startsWith("%PDF-");
        client.get(people.self(father), "/api/v1/contracts/" + mothers).isRefused(RefusalCode.NOT_FOUND);

        // a service is given, and the mother confirms it for the child
        on("2026-05-06");
        JsonNode plan = client.get(people.self(mother), "/api/v1/contracts/" + childs + "/service-plan")
                .isDone()
                .body();
        JsonNode item = plan.path("items").get(0);
        String record = post(
                        people.teamPhone("T001"),
                        "/api/v1/contracts/" + childs + "/service-records",
                        Map.of(
                                "itemCode",
                                        item.path("itemCode")
                                                .asString(item.path("code").asString()),
                                "mode", "clinic",
                                "place", "卫生服务中心",
                                "startedAt", "2026-05-06T08:10:00+08:00",
                                "endedAt", "2026-05-06T08:30:00+08:00",
                                "practitionerCode", "D439901000001"))
                .isDone()
                .id();
        post(people.self(mother), "/api/v1/service-records/" + record + "/confirmation", Map.of("confirmed", true))
                .isDone();

        // the family moves; mother and child go on with another institution, and so does what is left of their fees
        on("2026-09-20");
        JsonNode moved = client.act(
                        people.self(mother),
                        mothers,
                        "transfer",
                        Map.of("teamId", people.team("T003"), "firstDay", "2026-10-01"))
                .isSigned()
                .body();
        assertThat(stands(moved)).isEqualTo("upcoming 2026-10-01..2026-12-31");
        assertThat(shares(moved)).containsExactly("public_health 750", "pooled_fund 1750", "resident 500");
        JsonNode childMoved = client.act(
                        people.self(mother),
                        childs,
                        "transfer",
                        Map.of(
                                "teamId", people.team("T003"),
                                "firstDay", "2026-10-01",
                                "signer", Map.of("kind", "guardian", "guardianId", mother)))
                .isSigned()
                .body();
        assertThat(childMoved.path("followsId").asString()).isEqualTo(childs);

        // the grandfather's contract is renewed in December; that he died in November is heard of in February
        on("2026-12-10");
        client.act(people.institution(), grandfathers, "renewal", Map.of()).isSigned();
        on("2027-02-10");
        post(people.institution(), "/api/v1/residents/" + grandfather + "/death", Map.of("diedOn", "2026-11-20"))
                .isDone();
        String his = "/api/v1/residents/" + grandfather + "/contracts";
        assertThat(told(people.institution(), his + "?on=2027-01-10&knownOn=2027-01-15"))
                .containsExactly("expired 2026-01-01..2026-12-31", "in_force 2027-01-01..2027-12-31");
        assertThat(told(people.institution(), his + "?on=2027-01-10")).containsExactly("ended 2026-01-01..2026-11-20");

        // the child's contract is renewed by the mother, and runs on
        on("2027-03-20");
        client.act(
                        people.self(mother),
                        childMoved.path("id").asString(),
                        "renewal",
                        Map.of("signer", Map.of("kind", "guardian")))
                .isSigned();
        on("2027-12-31");
        assertThat(told(people.self(mother), "/api/v1/my/contracts"))
                .containsExactlyInAnyOrder(
                        "ended 2026-01-01..2026-09-30",
                        "expired 2026-10-01..2026-12-31",
                        "ended 2026-04-01..2026-09-30",
                        "expired 2026-10-01..2027-03-31",
                        "in_force 2027-04-01..2028-03-31");
        JsonNode status = client.get(people.county().bureau("wu"), "/api/v1/residents/" + child + "/contract-status")
                .isDone()
                .body();
        assertThat(status.path("contracted").asBoolean()).isTrue();
        assertThat(status.path("institutionId").asString()).endsWith(TestCounty.SECOND_INSTITUTION);
        assertThat(ledger.entriesNotTied()).isEmpty();
        assertThat(ledger.linesOfNobody()).isEmpty();
    }

    private static String contractOf(JsonNode members, String residentId) {
        return members.valueStream()
                .filter(member -> member.path("residentId").asString().equals(residentId))
                .findFirst()
                .orElseThrow()
                .path("contractId")
                .asString();
    }

    private String agreement(String token, String contractId) {
        byte[] pdf = Objects.requireNonNull(http.get()
                .uri("/api/v1/contracts/{id}/agreement", contractId)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody());
        return new String(pdf, 0, 5, StandardCharsets.ISO_8859_1);
    }
}
