package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.simulator.Simulator;
import org.jiayi.app.payment.simulator.SimulatorNotices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** 银行退款: a provider gives nothing back of a payment of more than a year ago. The bank does, and the bureau says so. */
@JiayiTest
class BankRefundsApiTests {

    private static final String TODAY = "2026-01-15";

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final SimulatorNotices notices;
    private final MovableClock clock;
    private PayingCounty paying;

    BankRefundsApiTests(
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

    @BeforeEach
    void open() throws SQLException {
        clock.moveTo(MovableClock.START);
        paying = PayingCounty.open(http, issuer, database, simulator, clock, 3);
    }

    /** A payment that is reversed, of which the provider has said that it gives nothing back. */
    private JsonNode refused() throws SQLException {
        JsonNode payment = paying.confirmed(paying.sign());
        run("""
                INSERT INTO payment_simulator_refund
                SELECT area, 'gone', order_number, amount_fen, 'gone', paid_at FROM payment_simulator_order
                WHERE order_number = '%s'
                """.formatted(payment.path("orderNumber").asString()));
        paying.reverse(bureau(), id(payment), Map.of("reason", "other")).isDone();
        JsonNode tried = await().atMost(PayingCounty.WORK_WAIT)
                .until(
                        () -> paying.payment(id(payment)),
                        seen -> refund(seen).path("attempts").asInt() == 1);
        run("DELETE FROM payment_simulator_refund WHERE refund_number = 'gone'");
        assertThat(refund(tried).path("problem").asString()).isEqualTo("not_enough");
        return tried;
    }

    private void run(String statement) throws SQLException {
        try (var connection = database.open();
                var sql = connection.createStatement()) {
            assertThat(sql.executeUpdate(statement)).isEqualTo(1);
        }
    }

    private String bureau() {
        return paying.county().county().bureau("wu");
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asString();
    }

    private static JsonNode refund(JsonNode payment) {
        return payment.path("refunds").path(0);
    }

    private Answer byBank(JsonNode payment, String reference, String day) {
        return byBank(bureau(), SigningClient.newKey(), payment, reference, day);
    }

    private Answer byBank(String token, String key, JsonNode payment, String reference, String day) {
        return paying.client()
                .post(
                        token,
                        key,
                        "/api/v1/payments/" + id(payment) + "/refunds/" + id(refund(payment)) + "/bank-refund",
                        null,
                        Map.of("bankReference", reference, "valueOn", day, "note", "逾一年，银行退回"));
    }

    @Test
    void what_the_bank_gave_back_is_confirmed_and_booked_once() throws SQLException {
        JsonNode payment = refused();
        assertThat(paying.balance("refunds:resident")).isEqualTo(-PayingCounty.SHARE);
        byBank(paying.county().institution(), SigningClient.newKey(), payment, "B1", TODAY)
                .isRefused(RefusalCode.FORBIDDEN);
        run("UPDATE payment_refund SET next_attempt_at = 'infinity' WHERE status = 'open'");
        clock.pass(Duration.ofDays(1));
        String key = SigningClient.newKey();
        JsonNode back =
                refund(byBank(bureau(), key, payment, "B1", TODAY).isDone().body());
        assertThat(back.path("status").asString()).isEqualTo("confirmed");
        assertThat(back.has("problem")).isFalse();
        assertThat(back.path("byBank").toString())
                .isEqualTo(
                        "{\"bankReference\":\"B1\",\"valueOn\":\"2026-01-15\",\"note\":\"逾一年，银行退回\",\"recordedBy\":\"wu\"}");
        assertThat(byBank(bureau(), key, payment, "B1", TODAY).isDone().isReplayed())
                .isTrue();
        byBank(payment, "B2", TODAY).isRefused(RefusalCode.REFUND_CONFIRMED);
        assertThat(paying.balance("refunds:resident")).isZero();
        assertThat(paying.balance("clearing:treasury")).isEqualTo(-PayingCounty.SHARE);
        assertThat(paying.balance("clearing:simulator"))
                .as("what the provider holds, as its bills say")
                .isEqualTo(PayingCounty.SHARE);
        assertThat(paying.rows().texts("""
                SELECT concat_ws(' ', debit_account, credit_account, amount_fen, effective_on, recorded_by)
                FROM ledger_transfer WHERE reason = 'payment_refunded' AND area = '%s'
                """.formatted(paying.county().area())))
                .containsExactly("refunds:resident clearing:treasury 2000 2026-01-15 wu");
        assertThat(paying.rows().texts("""
                SELECT kind FROM outbox_event WHERE kind = 'payment.refunded' AND subject_id = '%s'
                """.formatted(id(payment)))).hasSize(1);
    }

    /** What moved, by reason and accounts: how often by the payments and by the ledger, and to what amount. */
    private List<String> moved() {
        JsonNode tieOut = paying.county()
                .county()
                .get("/api/v1/pooling-areas/" + paying.county().area() + "/money-tie-out", bureau());
        List<String> rows = new ArrayList<>(List.of(tieOut.path("ties").asString()));
        tieOut.path("rows")
                .forEach(row -> rows.add(Stream.of(
                                "reason",
                                "debitAccount",
                                "creditAccount",
                                "records",
                                "amountFen",
                                "transfers",
                                "ledgerFen")
                        .map(field -> row.path(field).asString())
                        .collect(Collectors.joining(" "))));
        return rows;
    }

    @Test
    void payments_and_ledger_are_set_beside_each_other_and_what_one_of_them_lacks_is_seen() throws SQLException {
        JsonNode payment = refused();
        byBank(payment, "B1", TODAY).isDone();
        paying.confirmed(paying.sign());
        assertThat(moved())
                .containsExactly(
                        "true",
                        "payment clearing:simulator receivable:resident 2 4000 2 4000",
                        "payment_refund receivable:resident refunds:resident 1 2000 1 2000",
                        "payment_refunded refunds:resident clearing:treasury 1 2000 1 2000");
        String refund = id(refund(payment));
        try (var connection = database.open();
                var sql = connection.createStatement()) {
            sql.execute("SET session_replication_role = replica");
            assertThat(sql.executeUpdate("DELETE FROM ledger_transfer WHERE business_key = 'payment-refunded:"
                            + refund.substring(refund.lastIndexOf('_') + 1) + "'"))
                    .isEqualTo(1);
        }
        assertThat(moved())
                .startsWith("false")
                .endsWith("payment_refunded refunds:resident clearing:treasury 1 2000 0 0");
    }

    @Test
    void what_the_provider_may_have_in_hand_the_bank_does_not_give_back() throws SQLException {
        JsonNode payment = refused();
        run("UPDATE payment_refund SET refused = false WHERE status = 'open'");
        byBank(payment, "B1", TODAY).isRefused(RefusalCode.REFUND_UNDER_WAY);
        run(
                "UPDATE payment_refund SET refused = true, claimed_by = gen_random_uuid(), claimed_until = now() + interval '1 hour'"
                        + " WHERE status = 'open'");
        byBank(payment, "B1", TODAY).isRefused(RefusalCode.REFUND_UNDER_WAY);
        assertThat(paying.balance("refunds:resident")).isEqualTo(-PayingCounty.SHARE);
        run("UPDATE payment_refund SET claimed_until = now() - interval '1 second', next_attempt_at = 'infinity'"
                + " WHERE status = 'open'");
        byBank(payment, "B1", TODAY).isDone();
    }

    @Test
    void the_banks_word_is_of_one_refund_and_of_an_open_day() throws SQLException {
        JsonNode payment = refused();
        JsonNode other = refused();
        byBank(payment, "B1", "2026-01-16").isRefused(RefusalCode.IN_THE_FUTURE);
        byBank(payment, "B1", "2026-01-14").isRefused(RefusalCode.REFUND_NOT_DECIDED);
        byBank(payment, "B1", "2016-01-15").isRefused(RefusalCode.REFUND_NOT_DECIDED);
        paying.client()
                .post(
                        bureau(),
                        SigningClient.newKey(),
                        "/api/v1/payments/" + id(other) + "/refunds/" + id(refund(payment)) + "/bank-refund",
                        null,
                        Map.of("bankReference", "B1", "valueOn", TODAY, "note", "退回"))
                .isRefused(RefusalCode.NOT_FOUND);
        byBank(payment, "B1", TODAY).isDone();
        byBank(other, "B1", TODAY).isRefused(RefusalCode.BANK_REFERENCE_RECORDED);
        run("UPDATE payment_refund SET next_attempt_at = 'infinity' WHERE status = 'open'");
        clock.moveTo(LocalDate.of(2026, 2, 2));
        paying.client()
                .post(
                        bureau(),
                        SigningClient.newKey(),
                        "/api/v1/pooling-areas/" + paying.county().area() + "/ledger-closings",
                        null,
                        Map.of("month", "2026-01"));
        byBank(other, "B2", "2026-01-31").isRefused(RefusalCode.MONTH_CLOSED);
        byBank(other, "B2", "2026-02-02").isDone();
    }

    /** The provider gave it back, too: that is money to be had from it, and nothing of ours. */
    @Test
    void what_the_provider_says_afterwards_is_an_anomaly_and_only_in_its_bill() throws SQLException {
        JsonNode payment = refused();
        byBank(payment, "B1", TODAY).isDone();
        String number = refund(payment).path("refundNumber").asString();
        var late = new PaymentProvider.Refunded(
                number,
                "SIM-R-" + number,
                Money.ofFen(PayingCounty.SHARE),
                "CNY",
                Instant.parse("2026-01-15T03:00:00Z"));
        paying.told(notices.of(late)).isRefused(RefusalCode.NOTICE_MISMATCH);
        assertThat(paying.anomalies()).containsExactly("other_serial");
        assertThat(paying.balance("clearing:simulator")).isEqualTo(PayingCounty.SHARE);
        clock.pass(Duration.ofDays(1));
        assertThat(bill()).isEqualTo("matched 1 2000 2000");
        run("""
                INSERT INTO payment_simulator_refund
                SELECT area, '%s', order_number, amount_fen, 'SIM-R', paid_at FROM payment_simulator_order WHERE order_number = '%s'
                """.formatted(number, payment.path("orderNumber").asString()));
        assertThat(bill()).isEqualTo("matched 1 2000 2000, only_theirs 1 0 -2000");
    }

    private String bill() {
        return String.join(
                ", ",
                SigningClient.answer(http.post()
                                .uri("/api/v1/pooling-areas/" + paying.county().area() + "/payment-bills")
                                .headers(headers -> headers.setBearerAuth(bureau()))
                                .bodyValue(Map.of("provider", "simulator", "day", TODAY)))
                        .isDone()
                        .body()
                        .path("totals")
                        .valueStream()
                        .map(total -> "%s %d %d %d"
                                .formatted(
                                        total.path("outcome").asString(),
                                        total.path("lines").asLong(),
                                        total.path("oursFen").asLong(),
                                        total.path("theirsFen").asLong()))
                        .toList());
    }

    private Answer takeBack(String who, JsonNode payment) {
        return paying.client()
                .post(
                        paying.county().county().bureau(who),
                        SigningClient.newKey(),
                        "/api/v1/payments/" + id(payment) + "/refunds/" + id(refund(payment)) + "/bank-refund/reversal",
                        null,
                        Map.of("note", "流水号录错"));
    }

    @Test
    void a_bank_refund_that_was_a_mistake_is_taken_back_by_another_and_recorded_anew() throws SQLException {
        JsonNode payment = refused();
        takeBack("zhao", payment).isRefused(RefusalCode.NOT_FOUND);
        byBank(payment, "B1", TODAY).isDone();
        takeBack("wu", payment).isRefused(RefusalCode.SECOND_PERSON_NEEDED);
        JsonNode open = refund(takeBack("zhao", payment).isDone().body());
        assertThat(open.path("status").asString()).isEqualTo("open");
        assertThat(open.has("byBank")).isFalse();
        assertThat(paying.balance("refunds:resident")).isEqualTo(-PayingCounty.SHARE);
        assertThat(paying.balance("clearing:treasury")).isZero();
        takeBack("zhao", payment).isRefused(RefusalCode.NOT_FOUND);
        byBank(payment, "B1", TODAY).isDone();
        assertThat(moved())
                .containsExactly(
                        "true",
                        "payment clearing:simulator receivable:resident 1 2000 1 2000",
                        "payment_refund receivable:resident refunds:resident 1 2000 1 2000",
                        "payment_refunded refunds:resident clearing:treasury 2 4000 2 4000",
                        "payment_refunded_reversal clearing:treasury refunds:resident 1 2000 1 2000");
        assertThat(paying.rows().number("""
                SELECT count(*) FROM ledger_transfer WHERE reason = 'payment_refunded_reversal' AND corrects IS NOT NULL
                    AND area = '%s'
                """.formatted(paying.county().area()))).isEqualTo(1);
    }
}
