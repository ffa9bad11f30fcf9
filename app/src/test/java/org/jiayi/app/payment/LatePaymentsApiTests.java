package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.payment.PayingCounty.RESIDENT;
import static org.jiayi.app.payment.PayingCounty.SHARE;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.PayingCounty.Signed;
import org.jiayi.app.payment.simulator.Simulator;
import org.jiayi.app.payment.simulator.SimulatorNotices;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What providers tell comes late, twice, in the wrong order, wrong, forged or not at all. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LatePaymentsApiTests {

    private static final Duration BEYOND_THE_TIME = OpenPayment.OPEN_FOR.plusSeconds(1);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final SimulatorNotices notices;
    private final MovableClock clock;
    private PayingCounty paying;

    LatePaymentsApiTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            Simulator simulator,
            SimulatorNotices notices,
            MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.simulator = simulator;
        this.notices = notices;
        this.clock = clock;
    }

    @BeforeAll
    void open() throws SQLException {
        paying = PayingCounty.open(http, issuer, database, simulator, clock, 80);
    }

    @BeforeEach
    void someMorning() {
        clock.moveTo(MovableClock.START);
    }

    private static String id(JsonNode payment) {
        return payment.path("id").asString();
    }

    private PaymentProvider.Paid paid(JsonNode payment, String serial, long fen, String currency) {
        return new PaymentProvider.Paid(
                payment.path("orderNumber").asString(), serial, Money.ofFen(fen), currency, clock.instant());
    }

    @Test
    void an_order_that_nobody_pays_times_out_and_another_can_be_opened() {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        clock.pass(BEYOND_THE_TIME);
        JsonNode over = paying.awaitStatus(id(payment), "timed_out");
        assertThat(over.path("timedOutAt").asString()).isNotEmpty();
        paying.ordered(contract);
    }

    @Test
    void a_callback_that_got_lost_is_found_by_asking() {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        paying.paid(payment);
        clock.pass(OpenPayment.ASK_AFTER);
        paying.awaitStatus(id(payment), "confirmed");
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    @Test
    void a_payment_found_at_the_end_of_its_time_is_booked_and_not_timed_out() {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        PaymentProvider.Message message = paying.paid(payment);
        clock.pass(BEYOND_THE_TIME);
        JsonNode confirmed = paying.awaitStatus(id(payment), "confirmed");
        assertThat(confirmed.path("late").asBoolean()).isFalse();
        assertThat(paying.told(message).status()).isEqualTo(204);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    @Test
    void money_that_comes_late_pays_what_is_still_due() {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        clock.pass(BEYOND_THE_TIME);
        paying.awaitStatus(id(payment), "timed_out");
        assertThat(paying.told(paying.paid(payment)).status()).isEqualTo(204);
        JsonNode late = paying.payment(id(payment));
        assertThat(late.path("status").asString()).isEqualTo("confirmed");
        assertThat(late.path("late").asBoolean()).isTrue();
        assertThat(late.path("timedOutAt").asString()).isNotEmpty();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    @Test
    void money_that_comes_late_for_what_is_paid_already_goes_back_by_itself() {
        Signed contract = paying.sign();
        JsonNode first = paying.ordered(contract);
        clock.pass(BEYOND_THE_TIME);
        paying.awaitStatus(id(first), "timed_out");
        JsonNode second = paying.confirmed(contract);
        paying.awaitRefunds();
        Map<String, Long> before = paying.balances();
        assertThat(paying.told(paying.paid(first)).status()).isEqualTo(204);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 4000 2000 0");
        paying.awaitRefunds();
        assertThat(paying.balances()).isEqualTo(before);
        assertThat(paying.payment(id(first))
                        .path("refunds")
                        .path(0)
                        .path("reason")
                        .asString())
                .isEqualTo("overpaid");
        assertThat(paying.payment(id(second)).path("refunds")).isEmpty();
    }

    /** The worker asks about what is pending only; people may ask about any order. */
    @Test
    void money_for_an_order_that_timed_out_is_found_by_asking_by_hand() {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        clock.pass(BEYOND_THE_TIME);
        paying.awaitStatus(id(payment), "timed_out");
        assertThat(paying.inquire(id(payment)).path("status").asString()).isEqualTo("timed_out");
        paying.paid(payment);
        for (int asked = 0; asked < 2; asked++) {
            JsonNode found = paying.inquire(id(payment));
            assertThat(found.path("status").asString()).isEqualTo("confirmed");
            assertThat(found.path("late").asBoolean()).isTrue();
            assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
        }
    }

    @Test
    void what_is_forged_leaves_nothing_behind() throws SQLException {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        PaymentProvider.Message genuine = notices.of(paid(payment, "SIM-F", SHARE, "CNY"));
        List<Long> before = List.of(paying.count("payment_anomaly"), paying.count("payment_notice"));
        List<PaymentProvider.Message> forged = List.of(
                new PaymentProvider.Message(Map.of(), genuine.body()),
                new PaymentProvider.Message(Map.of(SimulatorNotices.SIGNATURE, "0".repeat(64)), genuine.body()),
                new PaymentProvider.Message(genuine.headers(), "{}".getBytes(StandardCharsets.UTF_8)),
                new PaymentProvider.Message(Map.of(), new byte[0]));
        for (PaymentProvider.Message message : forged) {
            assertThat(paying.told(message).body().path("code").asString()).isIn("notice_not_genuine", "invalid_value");
        }
        assertThat(List.of(paying.count("payment_anomaly"), paying.count("payment_notice")))
                .isEqualTo(before);
        assertThat(paying.payment(id(payment)).path("status").asString()).isEqualTo("pending");
    }

    @Test
    void what_does_not_fit_its_order_is_refused_and_kept_for_people() throws SQLException {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        paying.told(notices.of(paid(payment, "SIM-1", SHARE + 1, "CNY"))).isRefused(RefusalCode.NOTICE_MISMATCH);
        assertThat(paying.anomalies().get(0)).isEqualTo("wrong_amount");
        paying.told(notices.of(paid(payment, "SIM-1", SHARE, "USD"))).isRefused(RefusalCode.NOTICE_MISMATCH);
        assertThat(paying.anomalies().get(0)).isEqualTo("wrong_currency");
        long kept = paying.count("payment_anomaly");
        paying.told(notices.of(paid(payment, "SIM-1", SHARE, "USD"))).isRefused(RefusalCode.NOTICE_MISMATCH);
        assertThat(paying.count("payment_anomaly")).isEqualTo(kept);
        assertThat(paying.payment(id(payment)).path("status").asString()).isEqualTo("pending");
        assertThat(paying.told(paying.paid(payment)).status()).isEqualTo(204);
        paying.told(notices.of(paid(payment, "SIM-2", SHARE, "CNY"))).isRefused(RefusalCode.NOTICE_MISMATCH);
        assertThat(paying.anomalies().get(0)).isEqualTo("other_serial");
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    @Test
    void a_serial_is_booked_for_one_order_only() {
        JsonNode first = paying.ordered(paying.sign());
        JsonNode second = paying.ordered(paying.sign());
        assertThat(paying.told(notices.of(paid(first, "SIM-SHARED", SHARE, "CNY")))
                        .status())
                .isEqualTo(204);
        paying.told(notices.of(paid(second, "SIM-SHARED", SHARE, "CNY"))).isRefused(RefusalCode.NOTICE_MISMATCH);
        assertThat(paying.payment(id(second)).path("status").asString()).isEqualTo("pending");
    }

    @Test
    void a_payment_of_nobodys_and_a_refund_of_nobodys_are_unknown() throws SQLException {
        String area = paying.county().area();
        Instant now = clock.instant();
        var payment = new PaymentProvider.Paid(
                OurNumber.ofOrder(area, UUID.randomUUID()), "SIM-U", Money.ofFen(SHARE), "CNY", now);
        paying.told(notices.of(payment)).isRefused(RefusalCode.NOTICE_UNKNOWN_ORDER);
        assertThat(paying.anomalies().get(0)).isEqualTo("unknown_order");
        var refund = new PaymentProvider.Refunded(
                OurNumber.ofRefund(area, UUID.randomUUID()), "SIM-U", Money.ofFen(SHARE), "CNY", now);
        paying.told(notices.of(refund)).isRefused(RefusalCode.NOTICE_UNKNOWN_ORDER);
        assertThat(paying.anomalies().get(0)).isEqualTo("unknown_refund");
        long kept = paying.count("payment_anomaly");
        for (String number : List.of("", "x", OurNumber.ofOrder("999999", UUID.randomUUID()))) {
            paying.told(notices.of(new PaymentProvider.Paid(number, "SIM-U", Money.ofFen(SHARE), "CNY", now)))
                    .isRefused(RefusalCode.NOTICE_UNKNOWN_ORDER);
        }
        assertThat(paying.count("payment_anomaly")).isEqualTo(kept);
    }

    /** The provider tells of a refund before it has told of the payment, which we learnt by asking. */
    @Test
    void callbacks_in_the_wrong_order_end_in_the_same_books() {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        PaymentProvider.Message told = paying.paid(payment);
        clock.pass(OpenPayment.ASK_AFTER);
        paying.awaitStatus(id(payment), "confirmed");
        paying.reverse(paying.county().institution(), id(payment), Map.of("reason", "other"))
                .isDone();
        paying.awaitRefunds();
        JsonNode refund = paying.payment(id(payment)).path("refunds").path(0);
        var back = new PaymentProvider.Refunded(
                refund.path("refundNumber").asString(),
                "SIM-R-" + refund.path("refundNumber").asString(),
                Money.ofFen(SHARE),
                "CNY",
                clock.instant());
        paying.awaitRefunds();
        Map<String, Long> before = paying.balances();
        assertThat(paying.told(notices.of(back)).status()).isEqualTo(204);
        assertThat(paying.told(told).status()).isEqualTo(204);
        assertThat(paying.told(notices.of(back)).status()).isEqualTo(204);
        assertThat(paying.balances()).isEqualTo(before);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 2000 2000");
    }

    /** The workers of both sides at once: whatever comes first, no money is lost and none is booked twice. */
    @Test
    void a_payment_races_with_its_timeout() throws Exception {
        List<Signed> contracts = new ArrayList<>();
        List<JsonNode> orders = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            contracts.add(paying.sign());
            orders.add(paying.ordered(contracts.get(i)));
        }
        List<Callable<Answer>> calls = new ArrayList<>();
        for (JsonNode order : orders) {
            calls.add(() -> paying.told(paying.paid(order)));
        }
        clock.pass(BEYOND_THE_TIME);
        assertThat(SigningClient.atOnce(calls))
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(204));
        for (int i = 0; i < orders.size(); i++) {
            assertThat(paying.payment(id(orders.get(i))).path("status").asString())
                    .isEqualTo("confirmed");
            assertThat(paying.charge(contracts.get(i).id(), RESIDENT)).isEqualTo("2000 2000 0 0");
        }
    }
}
