package org.jiayi.app.contract;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.RegisteredPeople.Person;
import org.jiayi.app.contract.SigningClient.Answer;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A county of a test's own whose people sign contracts: tokens, ids, and contracts for the year 2026 with T001. */
public final class ContractingCounty {

    /** The demo's contract fee with refunds by whole months: worked case 6. */
    public static final String BY_MONTHS =
            TestCounty.demoPolicy("contract-fee").replace("none_once_served", "whole_months");

    private static final String NAME = "另登记者";

    private final SigningClient client;
    private final TestIssuer issuer;
    private final TestCounty county;
    private final Iterator<Person> people;
    private int registered;

    private ContractingCounty(SigningClient client, TestIssuer issuer, TestCounty county, Iterator<Person> people) {
        this.client = client;
        this.issuer = issuer;
        this.county = county;
        this.people = people;
    }

    /** Opens a county with that many adults and a contract fee from 2025 on. */
    public static ContractingCounty open(WebTestClient http, TestIssuer issuer, TestDatabase database, int residents)
            throws SQLException {
        return open(http, issuer, database, residents, BY_MONTHS);
    }

    /** The same with another contract fee. */
    public static ContractingCounty open(
            WebTestClient http, TestIssuer issuer, TestDatabase database, int residents, String contractFee)
            throws SQLException {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(contractFee, "2025-01-01", "");
        List<Person> people = new RegisteredPeople(county, database).register(residents);
        return new ContractingCounty(new SigningClient(http), issuer, county, people.iterator());
    }

    public TestCounty county() {
        return county;
    }

    public String area() {
        return county.area();
    }

    /** Who has signed nothing yet. */
    public Person next() {
        return people.next();
    }

    public String institution() {
        return issuer.institution(area(), TestCounty.FIRST_INSTITUTION);
    }

    public String elsewhere() {
        return issuer.institution(area(), TestCounty.SECOND_INSTITUTION);
    }

    public String teamPhone(String number) {
        return issuer.team(area(), number);
    }

    /** The phone of a resident. */
    public String self(String residentId) {
        return issuer.resident(area(), UUID.fromString(residentId.substring("res_000000_".length())));
    }

    public String team(String number) {
        return "tem_" + area() + "_" + number;
    }

    public Answer signed() {
        return signed(Map.of());
    }

    public Answer signed(Map<String, Object> change) {
        return client.sign(institution(), SigningClient.newKey(), signing(change))
                .isSigned();
    }

    /** A signing for the year 2026 with T001, of somebody who has signed nothing yet unless {@code change} says who. */
    public Map<String, Object> signing(Map<String, Object> change) {
        String resident = change.containsKey("residentId") ? "" : next().id();
        Map<String, Object> signing = new LinkedHashMap<>(SigningClient.signing(resident, team("T001")));
        signing.put("firstDay", "2026-01-01");
        signing.put("lastDay", "2026-12-31");
        signing.putAll(change);
        return signing;
    }

    /** The same somebody with nothing known, by the number too; registered again and again, they are people of one name. */
    public Person registered(LocalDate birth) {
        String id = registered(birth, Map.of());
        return new Person(id, NAME, numberOf(birth));
    }

    /** The two turn out to be one person. */
    public void merge(String duplicate, String survivor) {
        client.post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/residents/" + duplicate + "/merge",
                        null,
                        Map.of("survivorId", survivor, "reason", "registered_twice"))
                .isDone();
    }

    private String numberOf(LocalDate birth) {
        return TestCounty.identityNumber(birth, 2 * registered + 1);
    }

    /** Registers somebody more, a man born that day, about whom {@code more} is known from today on. */
    public String registered(LocalDate birth, Map<String, ?> more) {
        registered++;
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "name",
                NAME,
                "documentType",
                "resident_id",
                "documentNumber",
                numberOf(birth),
                "birthDate",
                birth.toString(),
                "sex",
                1));
        body.putAll(more);
        return client.post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/pooling-areas/" + area() + "/residents",
                        null,
                        body)
                .isDone()
                .id();
    }

    public JsonNode contract(String id) {
        return contract(id, "");
    }

    public JsonNode contract(String id, String question) {
        return client.get(institution(), "/api/v1/contracts/" + id + question)
                .isDone()
                .body();
    }

    /** Where a contract stands, and its days. */
    public static String stands(JsonNode contract) {
        return contract.path("status").asString() + " "
                + contract.path("firstDay").asString() + ".."
                + contract.path("lastDay").asString();
    }

    /** Who bears what of a contract. */
    public static List<String> shares(JsonNode contract) {
        return contract.path("feeShares")
                .valueStream()
                .map(share -> share.path("payer").asString() + " "
                        + share.path("amountFen").asLong())
                .toList();
    }
}
