package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.payment.simulator.Simulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** 对账: the bureau compares a day's bill with the books, again and again. */
@JiayiTest
class BillsApiTests {

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final MovableClock clock;
    private PayingCounty paying;

    BillsApiTests(
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
        paying = PayingCounty.open(http, issuer, database, simulator, clock, 6);
    }

    private Answer reconcile(String day) {
        return SigningClient.answer(http.post()
                .uri("/api/v1/pooling-areas/" + paying.county().area() + "/payment-bills")
                .headers(headers ->
                        headers.setBearerAuth(paying.county().county().bureau("wu")))
                .bodyValue(Map.of("provider", "simulator", "day", day)));
    }

    private Answer get(String path) {
        return paying.client().get(paying.county().county().bureau("wu"), path);
    }

    private static List<String> totals(JsonNode bill) {
        return bill.path("totals")
                .valueStream()
                .map(total -> total.path("outcome").asString() + " "
                        + total.path("lines").asLong() + " "
                        + total.path("oursFen").asLong() + " "
                        + total.path("theirsFen").asLong())
                .toList();
    }

    private void atTheProvider(String statement) throws SQLException {
        try (var connection = database.open();
                var sql = connection.createStatement()) {
            assertThat(sql.executeUpdate(statement)).isEqualTo(1);
        }
    }

    private static String number(JsonNode payment) {
        return payment.path("orderNumber").asString();
    }

    @Test
    void a_day_matches_until_the_bill_or_the_books_change() throws SQLException {
        List<JsonNode> payments = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            payments.add(paying.confirmed(paying.sign()));
        }
        paying.reverse(
                        paying.county().institution(),
                        payments.get(0).path("id").asString(),
                        Map.of("reason", "other", "amountFen", 300))
                .isDone();
        paying.awaitRefunds();
        reconcile("2026-01-15").isRefused(RefusalCode.BILL_NOT_READY);
        clock.pass(Duration.ofDays(1));

        JsonNode first = reconcile("2026-01-15").isDone().body();
        assertThat(first.path("version").asInt()).isEqualTo(1);
        assertThat(totals(first)).containsExactly("matched 5 7700 7700");
        assertThat(reconcile("2026-01-15").isDone().body()).isEqualTo(first);

        // the provider forgets one, knows one that we do not, and has another amount
        atTheProvider("DELETE FROM payment_simulator_order WHERE order_number = '" + number(payments.get(1)) + "'");
        atTheProvider("UPDATE payment_simulator_order SET amount_fen = 1900 WHERE order_number = '"
                + number(payments.get(2)) + "'");
        atTheProvider("INSERT INTO payment_simulator_order SELECT area, '"
                + paying.county().area()
                + "00000000000000000000000000', 2000, 'paid', 'X', paid_at FROM payment_simulator_order WHERE order_number = '"
                + number(payments.get(3)) + "'");
        JsonNode second = reconcile("2026-01-15").isDone().body();
        assertThat(second.path("version").asInt()).isEqualTo(2);
        assertThat(totals(second))
                .containsExactly(
                        "different 1 2000 1900", "matched 3 3700 3700", "only_ours 1 2000 0", "only_theirs 1 0 2000");
        assertThat(reconcile("2026-01-15").isDone().id())
                .isEqualTo(second.path("id").asString());
        assertThat(get("/api/v1/payment-bills/" + first.path("id").asString()).body())
                .isEqualTo(first);
        lines(second.path("id").asString(), payments);
        assertThat(get("/api/v1/pooling-areas/" + paying.county().area() + "/payment-bills")
                        .body()
                        .path("data"))
                .hasSize(2);
    }

    private void lines(String billId, List<JsonNode> payments) {
        String path = "/api/v1/payment-bills/" + billId + "/lines";
        JsonNode ours = get(path + "?outcome=only_ours").isDone().body().path("data");
        assertThat(ours).hasSize(1);
        assertThat(ours.path(0).path("paymentId").asString())
                .isEqualTo(payments.get(1).path("id").asString());
        assertThat(ours.path(0).path("oursState").asString()).isEqualTo("confirmed");
        List<String> numbers = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = get(path + "?limit=2" + after).isDone().body();
            page.path("data").forEach(line -> numbers.add(line.path("number").asString()));
            after = page.path("page").has("next")
                    ? "&after=" + page.path("page").path("next").asString()
                    : "";
        } while (!after.isEmpty());
        assertThat(numbers).containsExactly("1", "2", "3", "4", "5", "6");
        get(path + "?outcome=nothing").isRefused(RefusalCode.INVALID_VALUE);
        get(path + "?after=x").isRefused(RefusalCode.INVALID_VALUE);
    }

    /** The provider took it up on the day of its bill; the bank needed two days more. */
    @Test
    void a_refund_that_arrives_days_later_is_missing_in_no_bill() throws SQLException {
        JsonNode payment = paying.confirmed(paying.sign());
        paying.reverse(
                        paying.county().institution(),
                        payment.path("id").asString(),
                        Map.of("reason", "other", "amountFen", 300))
                .isDone();
        paying.awaitRefunds();
        clock.pass(Duration.ofDays(3));
        assertThat(totals(reconcile("2026-01-15").isDone().body())).containsExactly("matched 2 1700 1700");

        atTheProvider("UPDATE payment_refund SET refunded_at = refunded_at + interval '2 days' WHERE area = '"
                + paying.county().area() + "'");
        assertThat(totals(reconcile("2026-01-15").isDone().body())).containsExactly("matched 2 1700 1700");
        assertThat(totals(reconcile("2026-01-17").isDone().body())).isEmpty();

        atTheProvider("DELETE FROM payment_simulator_refund WHERE area = '"
                + paying.county().area() + "'");
        atTheProvider("UPDATE payment_refund SET refunded_at = refunded_at - interval '2 days' WHERE area = '"
                + paying.county().area() + "'");
        assertThat(totals(reconcile("2026-01-15").isDone().body()))
                .as("the day's own earlier bill excuses nothing")
                .containsExactly("matched 1 2000 2000", "only_ours 1 -300 0");
    }

    /** The last order of January is paid two seconds before midnight; three after it somebody may tell. */
    private PaymentProvider.Message paidBeforeMidnight() {
        PayingCounty.Signed contract = paying.sign();
        clock.moveTo(LocalDate.of(2026, 1, 31));
        clock.pass(Duration.ofHours(15).minusSeconds(10));
        JsonNode payment = paying.ordered(contract);
        clock.pass(Duration.ofSeconds(8));
        PaymentProvider.Message message = paying.paid(payment);
        clock.pass(Duration.ofSeconds(5));
        return message;
    }

    /** What the provider holds by the books at the end of that day. */
    private long held(String day) {
        return get("/api/v1/pooling-areas/" + paying.county().area() + "/trial-balance?on=" + day)
                .isDone()
                .body()
                .path("accounts")
                .valueStream()
                .filter(account -> account.path("account").asString().equals("clearing:simulator"))
                .mapToLong(account -> account.path("debitFen").asLong()
                        - account.path("creditFen").asLong())
                .sum();
    }

    @Test
    void the_provider_holds_of_an_evening_what_its_bills_say_whenever_it_tells() {
        paying.confirmed(paying.sign());
        assertThat(paying.told(paidBeforeMidnight()).status()).isEqualTo(204);
        assertThat(totals(reconcile("2026-01-15").isDone().body())).containsExactly("matched 1 2000 2000");
        assertThat(totals(reconcile("2026-01-31").isDone().body())).containsExactly("matched 1 2000 2000");
        assertThat(held("2026-01-30")).isEqualTo(2_000);
        assertThat(held("2026-01-31")).isEqualTo(4_000);
    }

    @Test
    void money_of_a_month_that_is_closed_meanwhile_keeps_its_day_and_is_booked_in_the_next() throws SQLException {
        PaymentProvider.Message message = paidBeforeMidnight();
        paying.client()
                .post(
                        paying.county().county().bureau("wu"),
                        SigningClient.newKey(),
                        "/api/v1/pooling-areas/" + paying.county().area() + "/ledger-closings",
                        null,
                        Map.of("month", "2026-01"))
                .isDone();
        assertThat(paying.told(message).status()).isEqualTo(204);
        assertThat(paying.rows().texts("""
                SELECT concat_ws(' ', effective_on, month) FROM ledger_transfer WHERE reason = 'payment' AND area = '%s'
                """.formatted(paying.county().area()))).containsExactly("2026-01-31 2026-02-01");
        assertThat(held("2026-01-31")).isEqualTo(2_000);
    }

    /** We gave the order up, its callback got lost: the bill tells. */
    @Test
    void money_that_only_the_provider_knows_of_is_a_different_state() {
        JsonNode payment = paying.ordered(paying.sign());
        clock.pass(OpenPayment.OPEN_FOR.plusSeconds(1));
        paying.awaitStatus(payment.path("id").asString(), "timed_out");
        paying.paid(payment);
        clock.pass(Duration.ofDays(1));
        assertThat(totals(reconcile("2026-01-15").isDone().body())).containsExactly("different 1 2000 2000");
    }

    @Test
    void a_day_without_payments_has_a_bill_without_lines() {
        assertThat(totals(reconcile("2026-01-10").isDone().body())).isEmpty();
        assertThat(SigningClient.answer(http.post()
                                .uri("/api/v1/pooling-areas/" + paying.county().area() + "/payment-bills")
                                .headers(headers -> headers.setBearerAuth(
                                        paying.county().county().bureau("wu")))
                                .bodyValue(Map.of("provider", "nobody", "day", "2026-01-10")))
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("unknown_provider");
    }

    private Answer remit(String reference, long fen, long charge, String day) {
        return remit(SigningClient.newKey(), reference, fen, charge, day);
    }

    private Answer remit(String key, String reference, long fen, long charge, String day) {
        return paying.client()
                .post(
                        paying.county().county().bureau("wu"),
                        key,
                        "/api/v1/pooling-areas/" + paying.county().area() + "/provider-remittances",
                        null,
                        Map.of(
                                "provider",
                                "simulator",
                                "amountFen",
                                fen,
                                "chargeFen",
                                charge,
                                "valueOn",
                                day,
                                "bankReference",
                                reference));
    }

    /** The treasury is where providers' money arrives, and none of them. */
    @Test
    void the_treasury_remits_nothing() {
        paying.client()
                .post(
                        paying.county().county().bureau("wu"),
                        SigningClient.newKey(),
                        "/api/v1/pooling-areas/" + paying.county().area() + "/provider-remittances",
                        null,
                        Map.of(
                                "provider",
                                "treasury",
                                "amountFen",
                                1,
                                "chargeFen",
                                0,
                                "valueOn",
                                "2026-01-15",
                                "bankReference",
                                "T1"))
                .isRefused(RefusalCode.UNKNOWN_PROVIDER);
    }

    private Answer takeBack(JsonNode remittance) {
        return paying.client()
                .post(
                        paying.county().county().bureau("wu"),
                        SigningClient.newKey(),
                        "/api/v1/provider-remittances/" + remittance.path("id").asString() + "/reversal",
                        null,
                        Map.of("note", "录错"));
    }

    private boolean ties() {
        return get("/api/v1/pooling-areas/" + paying.county().area() + "/money-tie-out")
                .isDone()
                .body()
                .path("ties")
                .asBoolean();
    }

    /** 渠道划款: what the provider held is the treasury's, but for what it keeps of it. */
    @Test
    void what_a_provider_holds_is_sent_to_the_treasury_and_never_more() {
        paying.confirmed(paying.sign());
        paying.confirmed(paying.sign());
        remit("B1", 3_990, 11, "2026-01-15").isRefused(RefusalCode.REMITTANCE_ABOVE_HELD);
        remit("B1", 1_990, 10, "2026-01-16").isRefused(RefusalCode.IN_THE_FUTURE);
        String key = SigningClient.newKey();
        JsonNode first = remit(key, "B1", 1_990, 10, "2026-01-15").isDone().body();
        assertThat(remit(key, "B1", 1_990, 10, "2026-01-15").isDone().isReplayed())
                .isTrue();
        assertThat(paying.balances())
                .containsEntry("clearing:treasury", 1_990L)
                .containsEntry("charges:simulator", 10L)
                .containsEntry("clearing:simulator", 2_000L);
        remit("B1", 1, 0, "2026-01-15").isRefused(RefusalCode.BANK_REFERENCE_RECORDED);
        remit("B2", 2_001, 0, "2026-01-15").isRefused(RefusalCode.REMITTANCE_ABOVE_HELD);
        assertThat(ties()).isTrue();
        takeBack(first).isDone();
        takeBack(first).isRefused(RefusalCode.REMITTANCE_REVERSED);
        assertThat(paying.balances())
                .containsEntry("clearing:simulator", 4_000L)
                .doesNotContainKeys("clearing:treasury", "charges:simulator");
        remit("B1", 4_000, 0, "2026-01-15").isDone();
        assertThat(paying.balances())
                .containsEntry("clearing:treasury", 4_000L)
                .doesNotContainKey("clearing:simulator");
        assertThat(ties()).isTrue();
        assertThat(get("/api/v1/pooling-areas/" + paying.county().area() + "/provider-remittances")
                        .isDone()
                        .body()
                        .path("data")
                        .valueStream()
                        .map(one -> one.path("amountFen").asLong() + " "
                                + one.path("reversalNote").asString("")))
                .containsExactly("4000 ", "1990 录错");
    }
}
