package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jiayi.app.payment.PayingCounty.RESIDENT;
import static org.jiayi.app.payment.PayingCounty.payments;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.payment.PayingCounty.Signed;
import org.jiayi.app.payment.simulator.Simulator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The provider has done it and we do not know: whoever comes next goes on under the same number. */
@JiayiTest
@Import(LostAnswersApiTests.Lossy.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostAnswersApiTests {

    @TestConfiguration(proxyBeanMethods = false)
    static class Lossy {

        @Bean
        LossyProvider lossyProvider(Simulator simulator) {
            return new LossyProvider(simulator);
        }
    }

    private static final Map<String, Object> OPENING = Map.of("payer", RESIDENT, "provider", LossyProvider.CODE);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final LossyProvider provider;
    private final MovableClock clock;
    private final int port;
    private PayingCounty paying;

    LostAnswersApiTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            Simulator simulator,
            LossyProvider provider,
            MovableClock clock,
            @LocalServerPort int port) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.simulator = simulator;
        this.provider = provider;
        this.clock = clock;
        this.port = port;
    }

    @BeforeAll
    void open() throws SQLException {
        paying = PayingCounty.open(http, issuer, database, simulator, clock, 40);
    }

    @BeforeEach
    void someMorning() {
        clock.moveTo(MovableClock.START);
        provider.orders.repair();
        provider.refunds.repair();
        provider.beforeClosing = Mono.empty();
    }

    private static String id(JsonNode payment) {
        return payment.path("id").asString();
    }

    private Answer order(Signed contract, String key) {
        return paying.client()
                .post(paying.county().self(contract.residentId()), key, payments(contract.id()), null, OPENING);
    }

    private JsonNode paid(Signed contract) {
        JsonNode payment = order(contract, SigningClient.newKey()).isSigned().body();
        PaymentProvider.Message message = paying.paid(payment);
        assertThat(SigningClient.answer(http.post()
                                .uri("/api/v1/payment-notices/" + LossyProvider.CODE)
                                .headers(headers -> message.headers().forEach(headers::set))
                                .header("Content-Type", "application/json")
                                .bodyValue(message.body()))
                        .status())
                .isEqualTo(204);
        return payment;
    }

    @Test
    void an_order_whose_answer_was_lost_goes_on_with_the_same_request() throws SQLException {
        Signed contract = paying.sign();
        String key = SigningClient.newKey();
        provider.orders.answersLost.set(1);
        order(contract, key).isRefused(RefusalCode.PROVIDER_AWAY);
        order(contract, SigningClient.newKey()).isRefused(RefusalCode.PAYMENT_OPEN);
        Answer again = order(contract, key).isSigned();
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.body().path("prepay").asString()).isNotEmpty();
        assertThat(paying.rows()
                        .number("SELECT count(*) FROM payment_simulator_order WHERE order_number = '"
                                + again.body().path("orderNumber").asString() + "'"))
                .isEqualTo(1);
    }

    @Test
    void an_order_that_the_provider_will_not_have_has_failed_and_another_can_be_opened() {
        Signed contract = paying.sign();
        String key = SigningClient.newKey();
        provider.orders.refusals.set(1);
        order(contract, key).isRefused(RefusalCode.PROVIDER_REFUSED);
        Answer failed = order(contract, key);
        assertThat(failed.body().path("status").asString()).isEqualTo("failed");
        assertThat(failed.body().path("failedAt").asString()).isNotEmpty();
        order(contract, SigningClient.newKey()).isSigned();
    }

    @Test
    void an_order_that_nobody_asks_for_again_times_out() {
        Signed contract = paying.sign();
        provider.orders.answersLost.set(1);
        order(contract, SigningClient.newKey()).isRefused(RefusalCode.PROVIDER_AWAY);
        String paymentId = id(paying.client()
                .get(paying.county().institution(), payments(contract.id()))
                .body()
                .path("data")
                .path(0));
        provider.orders.answersLost.set(1);
        clock.pass(OpenPayment.OPEN_FOR.plusSeconds(1));
        await().atMost(PayingCounty.WORK_WAIT).until(() -> provider.orders.answersLost.get() == 0);
        clock.pass(Duration.ofMinutes(6));
        paying.awaitStatus(paymentId, "timed_out");
    }

    /** Between our question and the closing somebody pays. */
    @Test
    void an_order_that_is_paid_while_it_is_closed_is_booked() {
        Signed contract = paying.sign();
        JsonNode payment = order(contract, SigningClient.newKey()).isSigned().body();
        provider.beforeClosing = simulator.pay(payment.path("orderNumber").asString());
        clock.pass(OpenPayment.OPEN_FOR.plusSeconds(1));
        assertThat(paying.awaitStatus(id(payment), "confirmed").path("late").asBoolean())
                .isFalse();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    @Test
    void a_refund_whose_answers_were_lost_goes_back_once() throws SQLException {
        JsonNode payment = paid(paying.sign());
        provider.refunds.answersLost.set(2);
        paying.reverse(paying.county().institution(), id(payment), Map.of("reason", "other"))
                .isDone();
        JsonNode refund = await().atMost(PayingCounty.WORK_WAIT)
                .until(
                        () -> paying.payment(id(payment)).path("refunds").path(0),
                        found -> found.path("attempts").asInt() == 1);
        assertThat(refund.path("problem").asString()).isEqualTo("provider_away");
        assertThat(refund.path("status").asString()).isEqualTo("open");
        paying.client()
                .post(
                        paying.county().county().bureau("wu"),
                        SigningClient.newKey(),
                        "/api/v1/payments/" + id(payment) + "/refunds/" + id(refund) + "/bank-refund",
                        null,
                        Map.of("bankReference", "B1", "valueOn", "2026-01-15", "note", "退回"))
                .isRefused(RefusalCode.REFUND_UNDER_WAY);
        clock.pass(Duration.ofMinutes(1));
        await().atMost(PayingCounty.WORK_WAIT).until(() -> provider.refunds.answersLost.get() == 0);
        await().atMost(PayingCounty.WORK_WAIT)
                .until(() -> paying.payment(id(payment))
                                .path("refunds")
                                .path(0)
                                .path("attempts")
                                .asInt()
                        == 2);
        clock.pass(Duration.ofMinutes(1));
        paying.awaitRefunds();
        assertThat(paying.rows()
                        .number("SELECT count(*) FROM payment_simulator_refund WHERE refund_number = '"
                                + refund.path("refundNumber").asString() + "'"))
                .isEqualTo(1);
        assertThat(paying.balance("refunds:resident")).isZero();
    }

    @Test
    void a_refund_whose_answer_was_lost_belongs_to_the_day_on_which_it_went() throws SQLException {
        JsonNode payment = paid(paying.sign());
        clock.moveTo(LocalDate.of(2026, 1, 31));
        clock.pass(Duration.ofHours(15).minusSeconds(2));
        provider.refunds.answersLost.set(1);
        paying.reverse(paying.county().institution(), id(payment), Map.of("reason", "other"))
                .isDone();
        JsonNode refund = await().atMost(PayingCounty.WORK_WAIT)
                .until(
                        () -> paying.payment(id(payment)).path("refunds").path(0),
                        found -> found.path("attempts").asInt() == 1);
        clock.pass(Duration.ofMinutes(1));
        paying.awaitRefunds();
        assertThat(paying.rows().texts("""
                SELECT effective_on::text FROM ledger_transfer WHERE business_key = 'payment-refunded:'
                    || (SELECT refund_id::text FROM payment_refund WHERE refund_number = '%s')
                """.formatted(refund.path("refundNumber").asString())))
                .containsExactly("2026-01-31");
    }

    @Test
    void a_refund_that_keeps_failing_is_told_and_tried_on() {
        JsonNode payment = paid(paying.sign());
        provider.refunds.refusals.set(6);
        paying.reverse(paying.county().institution(), id(payment), Map.of("reason", "other"))
                .isDone();
        for (int attempt = 1; attempt <= 6; attempt++) {
            int expected = attempt;
            await().atMost(PayingCounty.WORK_WAIT)
                    .until(() -> paying.payment(id(payment))
                                    .path("refunds")
                                    .path(0)
                                    .path("attempts")
                                    .asInt()
                            == expected);
            clock.pass(RefundSender.pause(attempt));
        }
        assertThat(paying.anomalies()).contains("refund_failing");
        paying.awaitRefunds();
    }

    /** A worker that died holds its lease until it is over. */
    @Test
    void what_a_dead_worker_held_is_taken_up() throws SQLException {
        JsonNode payment = paid(paying.sign());
        provider.refunds.answersLost.set(1);
        paying.reverse(paying.county().institution(), id(payment), Map.of("reason", "other"))
                .isDone();
        await().atMost(PayingCounty.WORK_WAIT)
                .until(() -> paying.payment(id(payment))
                                .path("refunds")
                                .path(0)
                                .path("attempts")
                                .asInt()
                        == 1);
        claim("now() + interval '1 hour'");
        clock.pass(Duration.ofMinutes(1));
        assertThat(paying.payment(id(payment))
                        .path("refunds")
                        .path(0)
                        .path("status")
                        .asString())
                .isEqualTo("open");
        claim("now() - interval '1 second'");
        paying.awaitRefunds();
    }

    private void claim(String until) throws SQLException {
        try (var connection = database.open();
                var sql = connection.createStatement()) {
            sql.execute("UPDATE payment_refund SET claimed_by = gen_random_uuid(), claimed_until = " + until
                    + " WHERE status = 'open'");
        }
    }

    /** Callers hang up in the middle; what they asked for is whole or not at all, and their key goes on. */
    @Test
    void callers_who_hang_up_leave_nothing_half() throws SQLException {
        Random random = new Random(15);
        WebClient impatient = WebClient.create("http://127.0.0.1:" + port);
        List<Signed> contracts = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            contracts.add(paying.sign());
            keys.add(SigningClient.newKey());
        }
        Flux.range(0, contracts.size())
                .flatMap(
                        i -> impatient
                                .post()
                                .uri(URI.create("http://127.0.0.1:" + port
                                        + payments(contracts.get(i).id())))
                                .headers(headers -> headers.setBearerAuth(
                                        paying.county().self(contracts.get(i).residentId())))
                                .header("Idempotency-Key", keys.get(i))
                                .bodyValue(OPENING)
                                .exchangeToMono(answer -> answer.releaseBody())
                                .timeout(Duration.ofMillis(random.nextInt(15)))
                                .onErrorResume(error -> Mono.empty()),
                        8)
                .blockLast(Duration.ofSeconds(20));
        for (int i = 0; i < contracts.size(); i++) {
            Answer answer = order(contracts.get(i), keys.get(i)).isSigned();
            assertThat(answer.body().path("prepay").asString()).isNotEmpty();
        }
        await().atMost(PayingCounty.WORK_WAIT)
                .until(() -> paying.rows().idleInTransaction().isEmpty());
        assertThat(paying.rows().texts("""
                SELECT contract_id::text FROM payment_payment WHERE status = 'pending' GROUP BY contract_id HAVING count(*) > 1
                """)).isEmpty();
    }
}
