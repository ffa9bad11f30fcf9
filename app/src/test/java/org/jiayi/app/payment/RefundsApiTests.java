package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.payment.PayingCounty.RESIDENT;
import static org.jiayi.app.payment.PayingCounty.SHARE;
import static org.jiayi.app.payment.PayingCounty.opening;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.ContractingCounty;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.payment.PayingCounty.Signed;
import org.jiayi.app.payment.simulator.Simulator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Money goes back: what was overpaid by itself, what was taken by mistake by a reversal, and never more than was paid. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefundsApiTests {

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final MovableClock clock;
    private PayingCounty paying;

    RefundsApiTests(
            WebTestClient http, TestIssuer issuer, TestDatabase database, Simulator simulator, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.simulator = simulator;
        this.clock = clock;
    }

    @BeforeAll
    void open() throws SQLException {
        paying = PayingCounty.open(http, issuer, database, simulator, clock, 60);
    }

    /** What earlier tests sent on its way has arrived, so that balances are this test's. */
    @BeforeEach
    void someMorning() {
        clock.moveTo(MovableClock.START);
        paying.awaitRefunds();
    }

    private static String id(JsonNode payment) {
        return payment.path("id").asString();
    }

    private Answer reverse(String paymentId, long fen) {
        return paying.reverse(
                paying.county().institution(), paymentId, Map.of("reason", "taken_by_mistake", "amountFen", fen));
    }

    private Answer terminate(Signed contract, String lastDay) {
        return paying.client()
                .act(
                        paying.county().institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "own_wish", "lastDay", lastDay));
    }

    /** Eleven of twelve months are left: 20.00 yuan × 11/12 goes back. */
    @Test
    void a_contract_that_ends_gives_back_what_was_paid_for_the_rest() {
        Signed contract = paying.sign();
        JsonNode payment = paying.confirmed(contract);
        long clearing = paying.balance("clearing:simulator");
        terminate(contract, "2026-01-31").isDone();
        String charge = paying.charge(contract.id(), RESIDENT);
        assertThat(charge).isEqualTo("167 2000 1833 0");
        paying.awaitRefunds();
        JsonNode refund = paying.payment(id(payment)).path("refunds").path(0);
        assertThat(refund.path("status").asString()).isEqualTo("confirmed");
        assertThat(refund.path("amountFen").asLong()).isEqualTo(1_833);
        assertThat(paying.balance("clearing:simulator")).isEqualTo(clearing - 1_833);
        assertThat(paying.balance("refunds:resident")).isZero();
    }

    @Test
    void a_contract_that_is_undone_gives_back_all_of_it() {
        Signed contract = paying.sign();
        paying.confirmed(contract);
        paying.client()
                .act(paying.county().institution(), contract.id(), "withdrawal", Map.of())
                .isDone();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("0 2000 2000 0");
        paying.awaitRefunds();
    }

    @Test
    void a_contract_that_was_not_paid_gives_nothing_back() throws SQLException {
        Signed contract = paying.sign();
        long refunds = paying.count("payment_refund");
        terminate(contract, "2026-01-31").isDone();
        assertThat(paying.count("payment_refund")).isEqualTo(refunds);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("167 0 0 167");
    }

    /** The order was opened before the contract ended; its money comes after. */
    @Test
    void money_for_what_is_not_owed_any_more_goes_back() {
        Signed contract = paying.sign();
        JsonNode payment = paying.ordered(contract);
        terminate(contract, "2026-01-31").isDone();
        assertThat(paying.told(paying.paid(payment)).status()).isEqualTo(204);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("167 2000 1833 0");
    }

    @Test
    void a_reversal_opens_the_charge_again() {
        Signed contract = paying.sign();
        JsonNode payment = paying.confirmed(contract);
        Answer part = reverse(id(payment), 500).isDone();
        assertThat(part.body().path("refundedFen").asLong()).isEqualTo(500);
        assertThat(part.body().path("refunds").path(0).path("reason").asString())
                .isEqualTo("taken_by_mistake");
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 500 500");
        paying.reverse(paying.county().county().bureau("wu"), id(payment), Map.of("reason", "other"))
                .isDone();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 2000 2000");
        paying.awaitRefunds();
        paying.confirmed(contract);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 4000 2000 0");
    }

    @Test
    void no_more_is_reversed_than_was_paid_and_not_given_back() {
        JsonNode payment = paying.confirmed(paying.sign());
        reverse(id(payment), SHARE + 1).isRefused(RefusalCode.REFUND_ABOVE_PAID);
        reverse(id(payment), 1_500).isDone();
        reverse(id(payment), 501).isRefused(RefusalCode.REFUND_ABOVE_PAID);
        reverse(id(payment), 500).isDone();
        paying.reverse(paying.county().institution(), id(payment), Map.of("reason", "other"))
                .isRefused(RefusalCode.REFUND_ABOVE_PAID);
    }

    /** The money is on its way back or arrived: the share is due again, and is paid again. */
    @Test
    void what_a_wrong_death_gave_back_is_due_again() {
        Signed contract = paying.sign();
        paying.confirmed(contract);
        String death = "/api/v1/residents/" + contract.residentId() + "/death";
        paying.client()
                .post(
                        paying.county().institution(),
                        SigningClient.newKey(),
                        death,
                        null,
                        Map.of("diedOn", "2026-01-10"))
                .isDone();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("167 2000 1833 0");
        paying.client()
                .post(
                        paying.county().county().bureau("wu"),
                        SigningClient.newKey(),
                        death + "/revocation",
                        null,
                        Map.of(
                                "reason",
                                "wrong_person",
                                "evidenceKind",
                                "household_register",
                                "evidenceReference",
                                "户口簿第3页"))
                .isDone();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 1833 1833");
        paying.awaitRefunds();
        paying.confirmed(contract);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 3833 1833 0");
        assertThat(paying.balance("refunds:resident")).isZero();
    }

    @Test
    void what_nobody_paid_is_not_reversed() {
        JsonNode payment = paying.ordered(paying.sign());
        reverse(id(payment), 1).isRefused(RefusalCode.PAYMENT_NOT_CONFIRMED);
    }

    @Test
    void who_reverses_names_what_they_saw_and_reaches_the_contract() {
        JsonNode payment = paying.confirmed(paying.sign());
        String path = "/api/v1/payments/" + id(payment) + "/reversal";
        String seen = paying.getPayment(id(payment)).headers().getETag();
        Map<String, ?> body = Map.of("reason", "paid_twice", "amountFen", 100);
        String institution = paying.county().institution();
        paying.client()
                .post(institution, SigningClient.newKey(), path, null, body)
                .isRefused(RefusalCode.PRECONDITION_REQUIRED);
        paying.client()
                .post(institution, SigningClient.newKey(), path, "\"other\"", body)
                .isRefused(RefusalCode.PRECONDITION_FAILED);
        paying.client()
                .post(paying.county().elsewhere(), SigningClient.newKey(), path, seen, body)
                .isRefused(RefusalCode.NOT_FOUND);
        paying.client()
                .post(paying.county().teamPhone("T001"), SigningClient.newKey(), path, seen, body)
                .isRefused(RefusalCode.FORBIDDEN);
        String key = SigningClient.newKey();
        Answer first = paying.client().post(institution, key, path, seen, body).isDone();
        Answer again = paying.client().post(institution, key, path, seen, body).isDone();
        assertThat(again.isReplayed()).isTrue();
        assertThat(first.body().path("refundedFen").asLong()).isEqualTo(100);
        assertThat(again.body().path("refundedFen").asLong()).isEqualTo(100);
        paying.client()
                .post(institution, SigningClient.newKey(), path, seen, body)
                .isRefused(RefusalCode.PRECONDITION_FAILED);
    }

    /** The contract ends while the same payment is reversed, by many hands at once. */
    @Test
    void a_refund_races_with_reversals() throws Exception {
        for (int round = 0; round < 4; round++) {
            Signed contract = paying.sign();
            JsonNode payment = paying.confirmed(contract);
            List<Callable<Answer>> calls = new ArrayList<>();
            calls.add(() -> terminate(contract, "2026-01-31"));
            for (int i = 0; i < 6; i++) {
                calls.add(() -> reverse(id(payment), 700));
            }
            SigningClient.atOnce(calls)
                    .forEach(answer ->
                            assertThat(answer.status()).as(answer.text()).isIn(200, 412, 422));
            JsonNode after = paying.payment(id(payment));
            assertThat(after.path("refundedFen").asLong()).isBetween(1_833L, SHARE);
        }
        paying.awaitRefunds();
        assertThat(paying.balance("refunds:resident")).isZero();
        assertThat(paying.rows().texts("""
                SELECT payment_id::text FROM payment_refund GROUP BY payment_id, paid_fen HAVING sum(amount_fen) > paid_fen
                """)).isEmpty();
    }

    /** The pooled fund's share of the demo's fee is borne by the personal medical account here. */
    @Test
    void the_personal_account_pays_its_share_and_gets_it_back() throws SQLException {
        String contractFee = ContractingCounty.BY_MONTHS.replace("pooled_fund", "personal_account");
        PayingCounty other = PayingCounty.open(http, issuer, database, simulator, clock, 1, contractFee);
        Signed contract = other.sign();
        assertThat(other.charge(contract.id(), "personal_account")).isEqualTo("7000 0 0 7000");
        assertThat(other.balance("fund:personal_account")).isEqualTo(7_000);
        JsonNode payment = other.ordered(contract, "personal_account");
        assertThat(other.told(other.paid(payment)).status()).isEqualTo(204);
        assertThat(other.balance("fund:personal_account")).isZero();
        assertThat(other.charge(contract.id(), RESIDENT)).isEqualTo("2000 0 0 2000");
        other.client()
                .act(other.county().institution(), contract.id(), "withdrawal", Map.of())
                .isDone();
        other.awaitRefunds();
        assertThat(other.charge(contract.id(), "personal_account")).isEqualTo("0 7000 7000 0");
        assertThat(other.balances()).isEmpty();
    }

    @Test
    void a_resident_never_sees_a_payment_of_anybody_else() {
        Signed contract = paying.sign();
        JsonNode payment = paying.confirmed(contract);
        Signed other = paying.sign();
        paying.client()
                .get(paying.county().self(other.residentId()), "/api/v1/payments/" + id(payment))
                .isRefused(RefusalCode.NOT_FOUND);
        assertThat(paying.order(paying.county().self(other.residentId()), other.id(), opening(RESIDENT))
                        .status())
                .isEqualTo(201);
    }
}
