package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.ContractingCounty;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.contract.SigningLedger;
import org.jiayi.app.payment.simulator.Simulator;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A county whose residents pay in the simulator: the share of the basic package that a resident bears is 20 yuan. */
public record PayingCounty(
        WebTestClient http,
        ContractingCounty county,
        SigningClient client,
        SigningLedger rows,
        Simulator simulator,
        MovableClock clock) {

    static final long SHARE = 2_000;
    static final String RESIDENT = "resident";
    static final Duration WORK_WAIT = Duration.ofSeconds(20);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);

    static PayingCounty open(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            Simulator simulator,
            MovableClock clock,
            int residents)
            throws SQLException {
        return open(http, issuer, database, simulator, clock, residents, ContractingCounty.BY_MONTHS);
    }

    static PayingCounty open(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            Simulator simulator,
            MovableClock clock,
            int residents,
            String contractFee)
            throws SQLException {
        var county = ContractingCounty.open(http, issuer, database, residents, contractFee);
        return new PayingCounty(http, county, new SigningClient(http), new SigningLedger(database), simulator, clock);
    }

    /** A contract, and the resident whose it is. */
    public record Signed(String id, String residentId) {}

    Signed sign() {
        return sign(Map.of());
    }

    Signed sign(Map<String, Object> change) {
        Answer answer = county.signed(change);
        return new Signed(answer.id(), answer.body().path("residentId").asString());
    }

    static Map<String, Object> opening(String payer) {
        return new LinkedHashMap<>(Map.of("payer", payer, "provider", Simulator.CODE));
    }

    Answer order(String token, String contractId, Map<String, ?> body) {
        return client.post(token, SigningClient.newKey(), payments(contractId), null, body);
    }

    static String payments(String contractId) {
        return "/api/v1/contracts/" + contractId + "/payments";
    }

    /** The resident opens an order for what is due. */
    JsonNode ordered(Signed contract) {
        return ordered(contract, RESIDENT);
    }

    JsonNode ordered(Signed contract, String payer) {
        Answer answer = order(county.self(contract.residentId()), contract.id(), opening(payer));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body();
    }

    /** Somebody pays the order in the simulator, which tells nobody yet. */
    PaymentProvider.Message paid(JsonNode payment) {
        return Objects.requireNonNull(
                simulator.pay(payment.path("orderNumber").asString()).block(ANSWER_WAIT));
    }

    /** A callback arrives. */
    Answer told(PaymentProvider.Message message) {
        return SigningClient.answer(http.post()
                .uri("/api/v1/payment-notices/" + Simulator.CODE)
                .headers(headers -> message.headers().forEach(headers::set))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(message.body()));
    }

    /** The resident opens an order, pays, and the callback comes. */
    public JsonNode confirmed(Signed contract) {
        JsonNode payment = ordered(contract);
        assertThat(told(paid(payment)).status()).isEqualTo(204);
        return payment(payment.path("id").asString());
    }

    Answer getPayment(String paymentId) {
        return client.get(county.institution(), "/api/v1/payments/" + paymentId);
    }

    /** Somebody of the institution has the provider asked. */
    JsonNode inquire(String paymentId) {
        String path = "/api/v1/payments/" + paymentId + "/inquiry";
        return client.post(county.institution(), SigningClient.newKey(), path, null, Map.of())
                .isDone()
                .body();
    }

    JsonNode payment(String paymentId) {
        return getPayment(paymentId).isDone().body();
    }

    /** Waits until the workers have brought the payment to that state. */
    JsonNode awaitStatus(String paymentId, String status) {
        return await().atMost(WORK_WAIT)
                .until(
                        () -> payment(paymentId),
                        payment -> payment.path("status").asString().equals(status));
    }

    /** Waits until every refund of the area has gone back. */
    void awaitRefunds() {
        await().atMost(WORK_WAIT)
                .until(() -> rows.number("SELECT count(*) FROM payment_refund WHERE status = 'open' AND area = '"
                                + county.area() + "'")
                        == 0);
    }

    Answer reverse(String token, String paymentId, Map<String, ?> body) {
        return client.post(
                token,
                SigningClient.newKey(),
                "/api/v1/payments/" + paymentId + "/reversal",
                getPayment(paymentId).headers().getETag(),
                body);
    }

    /** Owed, paid, refunded and due of that payer. */
    String charge(String contractId, String payer) {
        return client.get(county.institution(), payments(contractId))
                .isDone()
                .body()
                .path("charges")
                .valueStream()
                .filter(charge -> charge.path("payer").asString().equals(payer))
                .map(charge -> charge.path("owedFen").asLong() + " "
                        + charge.path("paidFen").asLong() + " "
                        + charge.path("refundedFen").asLong() + " "
                        + charge.path("dueFen").asLong())
                .findFirst()
                .orElse("none");
    }

    /** Debits less credits of the area's accounts, those that are not even. */
    Map<String, Long> balances() {
        Map<String, Long> balances = new TreeMap<>();
        county.county()
                .get(
                        "/api/v1/pooling-areas/" + county.area() + "/trial-balance",
                        county.county().bureau("wu"))
                .path("accounts")
                .forEach(account -> balances.put(
                        account.path("account").asString(),
                        account.path("debitFen").asLong()
                                - account.path("creditFen").asLong()));
        balances.values().removeIf(fen -> fen == 0);
        return balances;
    }

    long balance(String account) {
        return balances().getOrDefault(account, 0L);
    }

    List<String> anomalies() {
        return client.get(county.county().bureau("wu"), "/api/v1/pooling-areas/" + county.area() + "/payment-anomalies")
                .isDone()
                .body()
                .path("data")
                .valueStream()
                .map(anomaly -> anomaly.path("kind").asString())
                .toList();
    }

    long count(String table) throws SQLException {
        return rows.number("SELECT count(*) FROM " + table + " WHERE area = '" + county.area() + "'");
    }
}
