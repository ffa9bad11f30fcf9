package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jiayi.app.payment.PayingCounty.RESIDENT;
import static org.jiayi.app.payment.PayingCounty.SHARE;
import static org.jiayi.app.payment.PayingCounty.opening;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.payment.PayingCounty.Signed;
import org.jiayi.app.payment.simulator.Simulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Orders and refunds that cannot go on: their provider is gone, or its answer never fits. */
@JiayiTest
class StuckPaymentsApiTests {

    private static final Map<String, String> PROPOSAL =
            Map.of("bankReference", "B9", "valueOn", "2026-01-15", "note", "渠道停用，银行退回", "evidence", "渠道终止函");

    private static final Map<String, String> PROPOSAL_ANEW =
            Map.of("bankReference", "B10", "valueOn", "2026-01-15", "note", "渠道停用，银行退回", "evidence", "渠道终止函");

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final MovableClock clock;
    private PayingCounty paying;

    StuckPaymentsApiTests(
            WebTestClient http, TestIssuer issuer, TestDatabase database, Simulator simulator, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.simulator = simulator;
        this.clock = clock;
    }

    @BeforeEach
    void open() throws SQLException {
        clock.moveTo(MovableClock.START);
        paying = PayingCounty.open(http, issuer, database, simulator, clock, 3);
    }

    private void run(String statement) throws SQLException {
        try (var connection = database.open();
                var sql = connection.createStatement()) {
            assertThat(sql.executeUpdate(statement)).isEqualTo(1);
        }
    }

    /** The payment was one of a provider that the county has no more. */
    private void isOfOneThatIsGone(JsonNode payment) throws SQLException {
        isOf(payment, "gone");
    }

    private void isOf(JsonNode payment, String provider) throws SQLException {
        try (var connection = database.open();
                var sql = connection.createStatement()) {
            sql.execute("SET session_replication_role = replica");
            sql.execute("""
                    UPDATE payment_receipt SET provider = '%2$s'
                    WHERE payment_id = (SELECT payment_id FROM payment_payment WHERE order_number = '%1$s');
                    UPDATE payment_payment SET provider = '%2$s' WHERE order_number = '%1$s'
                    """.formatted(number(payment), provider));
        }
    }

    private String bureau() {
        return paying.county().county().bureau("wu");
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asString();
    }

    private static String number(JsonNode payment) {
        return payment.path("orderNumber").asString();
    }

    private Answer close(String token, String key, JsonNode payment) {
        return paying.client()
                .post(token, key, "/api/v1/payments/" + id(payment) + "/closing", null, Map.of("note", "渠道已退回"));
    }

    private Answer close(JsonNode payment) {
        return close(bureau(), SigningClient.newKey(), payment);
    }

    private List<String> told(JsonNode payment) throws SQLException {
        return paying.rows().texts("SELECT kind FROM outbox_event WHERE subject_id = '" + id(payment) + "'");
    }

    @Test
    void an_order_whose_provider_is_gone_has_failed_when_its_time_is_over() throws SQLException {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        isOfOneThatIsGone(payment);
        clock.pass(OpenPayment.ASK_AFTER);
        paying.order(paying.county().self(contract.residentId()), contract.id(), opening(RESIDENT))
                .isRefused(RefusalCode.PAYMENT_OPEN);
        clock.pass(OpenPayment.OPEN_FOR);
        JsonNode failed = paying.awaitStatus(id(payment), "failed");
        assertThat(failed.path("failedAt").asString()).isNotEmpty();
        assertThat(failed.has("closedBy")).isFalse();
        assertThat(told(payment)).containsExactly("payment.failed");
        paying.confirmed(contract);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    @Test
    void an_order_whose_answer_never_fits_is_given_up_by_the_bureau() throws SQLException {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        paying.paid(payment);
        run("UPDATE payment_simulator_order SET amount_fen = 1900 WHERE order_number = '" + number(payment) + "'");
        clock.pass(OpenPayment.ASK_AFTER);
        await().atMost(PayingCounty.WORK_WAIT).until(() -> paying.anomalies().equals(List.of("wrong_amount")));
        close(payment).isRefused(RefusalCode.PAYMENT_NOT_STUCK);
        clock.pass(OpenPayment.OPEN_FOR);
        paying.order(paying.county().self(contract.residentId()), contract.id(), opening(RESIDENT))
                .isRefused(RefusalCode.PAYMENT_OPEN);
        close(paying.county().institution(), SigningClient.newKey(), payment).isRefused(RefusalCode.FORBIDDEN);
        String key = SigningClient.newKey();
        JsonNode closed = close(bureau(), key, payment).isDone().body();
        assertThat(closed.path("status").asString()).isEqualTo("failed");
        assertThat(closed.path("closedBy").asString()).isEqualTo("wu");
        assertThat(closed.path("closingNote").asString()).isEqualTo("渠道已退回");
        assertThat(close(bureau(), key, payment).isDone().isReplayed()).isTrue();
        close(payment).isRefused(RefusalCode.PAYMENT_NOT_STUCK);
        assertThat(told(payment)).containsExactly("payment.failed");
        paying.confirmed(contract);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    @Test
    void money_that_fits_after_all_is_late_and_goes_back_where_it_was_paid_again() throws SQLException {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        paying.paid(payment);
        run("UPDATE payment_simulator_order SET amount_fen = 1900 WHERE order_number = '" + number(payment) + "'");
        clock.pass(OpenPayment.OPEN_FOR);
        await().atMost(PayingCounty.WORK_WAIT).until(() -> paying.anomalies().equals(List.of("wrong_amount")));
        close(payment).isDone();
        paying.confirmed(contract);
        run("UPDATE payment_simulator_order SET amount_fen = 2000 WHERE order_number = '" + number(payment) + "'");
        JsonNode late = paying.inquire(id(payment));
        assertThat(late.path("status").asString()).isEqualTo("confirmed");
        assertThat(late.path("late").asBoolean()).isTrue();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 4000 2000 0");
        paying.awaitRefunds();
    }

    /** Its time is over, and its worker comes in a moment. */
    @Test
    void an_order_of_which_nothing_was_told_is_not_given_up() throws SQLException {
        JsonNode payment = paying.ordered(paying.sign());
        run("UPDATE payment_payment SET next_ask_at = 'infinity' WHERE order_number = '" + number(payment) + "'");
        clock.pass(OpenPayment.OPEN_FOR);
        close(payment).isRefused(RefusalCode.PAYMENT_NOT_STUCK);
    }

    /** The refund of a payment whose provider is gone, once it was tried so often. */
    private JsonNode tried(JsonNode payment, int attempts) {
        JsonNode refund = await().atMost(PayingCounty.WORK_WAIT)
                .until(
                        () -> paying.payment(id(payment)).path("refunds").path(0),
                        seen -> seen.path("attempts").asInt() == attempts);
        assertThat(refund.path("problem").asString()).isEqualTo("unknown_provider");
        return refund;
    }

    private Answer byBank(JsonNode payment, JsonNode refund) {
        return paying.client()
                .post(
                        bureau(),
                        SigningClient.newKey(),
                        "/api/v1/payments/" + id(payment) + "/refunds/" + id(refund) + "/bank-refund",
                        null,
                        Map.of("bankReference", "B1", "valueOn", "2026-01-15", "note", "渠道已停用，银行退回"));
    }

    private JsonNode reversed() throws SQLException {
        JsonNode payment = paying.confirmed(paying.sign());
        isOfOneThatIsGone(payment);
        paying.reverse(bureau(), id(payment), Map.of("reason", "other")).isDone();
        return payment;
    }

    @Test
    void a_refund_whose_provider_is_gone_goes_back_by_the_bank() throws SQLException {
        JsonNode payment = reversed();
        byBank(payment, tried(payment, 1)).isDone();
        assertThat(paying.balance("refunds:resident")).isZero();
        assertThat(paying.balance("clearing:treasury")).isEqualTo(-SHARE);
    }

    @Test
    void what_a_provider_may_have_in_hand_when_it_goes_the_bank_does_not_give_back() throws SQLException {
        JsonNode payment = reversed();
        String number = tried(payment, 1).path("refundNumber").asString();
        run("UPDATE payment_refund SET refused = false, problem = 'provider_away', next_attempt_at = decided_at"
                + " WHERE refund_number = '" + number + "'");
        byBank(payment, tried(payment, 2)).isRefused(RefusalCode.REFUND_UNDER_WAY);
        // a worker asked, and died before it could say how it went: that is an attempt, too
        run("UPDATE payment_refund SET refused = true, claimed_by = gen_random_uuid(),"
                + " claimed_until = now() - interval '1 second', next_attempt_at = decided_at"
                + " WHERE refund_number = '" + number + "'");
        byBank(payment, tried(payment, 4)).isRefused(RefusalCode.REFUND_UNDER_WAY);
    }

    private Answer exit(String who, JsonNode payment, JsonNode refund, String more, Map<String, ?> body) {
        return paying.client()
                .post(
                        paying.county().county().bureau(who),
                        SigningClient.newKey(),
                        "/api/v1/payments/" + id(payment) + "/refunds/" + id(refund) + "/exits" + more,
                        null,
                        body);
    }

    /** 退款了结: what the provider may have in hand two people close as paid by the bank. */
    @Test
    void a_refund_in_the_hands_of_a_provider_that_is_gone_is_closed_by_two_persons() throws SQLException {
        JsonNode payment = reversed();
        JsonNode refund = tried(payment, 1);
        exit("wu", payment, refund, "", PROPOSAL).isRefused(RefusalCode.REFUND_NOT_STUCK);
        run("UPDATE payment_refund SET refused = false, problem = 'provider_away', next_attempt_at = 'infinity'"
                + " WHERE refund_number = '" + refund.path("refundNumber").asString() + "'");
        byBank(payment, refund).isRefused(RefusalCode.REFUND_UNDER_WAY);
        JsonNode mistaken =
                exit("wu", payment, refund, "", PROPOSAL).isDone().body().at("/refunds/0/exits/0");
        assertThat(mistaken.path("status").asString()).isEqualTo("proposed");
        exit("wu", payment, refund, "/" + id(mistaken) + "/voiding", Map.of()).isDone();
        exit("zhao", payment, refund, "/" + id(mistaken) + "/confirmation", Map.of())
                .isRefused(RefusalCode.REFUND_EXIT_RESOLVED);
        assertThat(paying.balance("refunds:resident")).as("nothing is booked").isEqualTo(-SHARE);
        JsonNode proposal =
                exit("wu", payment, refund, "", PROPOSAL).isDone().body().at("/refunds/0/exits/1");
        exit("wu", payment, refund, "/" + id(proposal) + "/confirmation", Map.of())
                .isRefused(RefusalCode.SECOND_PERSON_NEEDED);
        JsonNode closed = exit("zhao", payment, refund, "/" + id(proposal) + "/confirmation", Map.of())
                .isDone()
                .body()
                .at("/refunds/0");
        assertThat(closed.path("status").asString()).isEqualTo("confirmed");
        assertThat(closed.at("/byBank/bankReference").asString()).isEqualTo("B9");
        assertThat(closed.at("/exits/1/resolvedBy").asString()).isEqualTo("zhao");
        assertThat(paying.balance("refunds:resident")).isZero();
        assertThat(paying.balance("clearing:treasury")).isEqualTo(-SHARE);

        isOf(payment, "simulator");
        paying.client()
                .post(
                        bureau(),
                        SigningClient.newKey(),
                        "/api/v1/payments/" + id(payment) + "/refunds/" + id(refund) + "/bank-refund/reversal",
                        null,
                        Map.of("note", "录错"))
                .isDone();
        assertThat(paying.balance("refunds:resident")).isEqualTo(-SHARE);
        byBank(payment, refund).isRefused(RefusalCode.REFUND_UNDER_WAY);
        JsonNode again =
                exit("wu", payment, refund, "", PROPOSAL_ANEW).isDone().body().at("/refunds/0/exits/2");
        exit("zhao", payment, refund, "/" + id(again) + "/confirmation", Map.of())
                .isDone();
        assertThat(paying.balance("refunds:resident")).isZero();
    }
}
