package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.jiayi.app.payment.PayingCounty.RESIDENT;
import static org.jiayi.app.payment.PayingCounty.SHARE;
import static org.jiayi.app.payment.PayingCounty.opening;
import static org.jiayi.app.payment.PayingCounty.payments;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
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
import org.springframework.test.web.reactive.server.WebTestClient;

/** A resident's share is ordered, paid and confirmed: by whom, for how much, and once. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentsApiTests {

    private static final int CALLERS = 32;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final MovableClock clock;
    private PayingCounty paying;

    PaymentsApiTests(
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

    @BeforeEach
    void someMorning() {
        clock.moveTo(MovableClock.START);
    }

    @Test
    void a_resident_orders_what_is_due_pays_and_owes_nothing_more() {
        Signed contract = paying.sign();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 0 0 2000");
        long before = paying.balance("receivable:resident");
        var payment = paying.ordered(contract);
        assertThat(payment.path("status").asString()).isEqualTo("pending");
        assertThat(payment.path("amountFen").asLong()).isEqualTo(SHARE);
        assertThat(payment.path("prepay").asString())
                .isEqualTo("simulator://pay/" + payment.path("orderNumber").asString());
        assertThat(payment.path("expiresAt").asString()).isEqualTo("2026-01-15T11:00:00+08:00");
        assertThat(paying.told(paying.paid(payment)).status()).isEqualTo(204);
        var confirmed = paying.payment(payment.path("id").asString());
        assertThat(confirmed.path("status").asString()).isEqualTo("confirmed");
        assertThat(confirmed.path("late").asBoolean()).isFalse();
        assertThat(confirmed.has("prepay")).isFalse();
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
        assertThat(paying.balance("receivable:resident")).isEqualTo(before - SHARE);
        paying.order(paying.county().self(contract.residentId()), contract.id(), opening(RESIDENT))
                .isRefused(RefusalCode.NOTHING_DUE);
    }

    @Test
    void the_amount_may_be_named_and_not_chosen() {
        Signed contract = paying.sign();
        String self = paying.county().self(contract.residentId());
        var less = opening(RESIDENT);
        less.put("amountFen", SHARE - 1);
        paying.order(self, contract.id(), less).isRefused(RefusalCode.AMOUNT_NOT_DUE);
        var all = opening(RESIDENT);
        all.put("amountFen", SHARE);
        assertThat(paying.order(self, contract.id(), all).status()).isEqualTo(201);
    }

    @Test
    void what_is_asked_for_has_to_be_there() {
        Signed contract = paying.sign();
        String self = paying.county().self(contract.residentId());
        paying.order(self, contract.id(), opening("personal_account")).isRefused(RefusalCode.NOTHING_DUE);
        paying.order(self, contract.id(), Map.of("payer", RESIDENT, "provider", "nobody"))
                .isRefused(RefusalCode.UNKNOWN_PROVIDER);
        paying.order(self, contract.id(), opening("pooled_fund")).isRefused(RefusalCode.INVALID_VALUE);
    }

    @Test
    void one_order_is_open_at_a_time_however_many_ask() throws Exception {
        Signed contract = paying.sign();
        String self = paying.county().self(contract.residentId());
        Callable<Answer> call = () -> paying.order(self, contract.id(), opening(RESIDENT));
        List<Answer> answers = SigningClient.atOnce(Collections.nCopies(8, call));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> answer.isRefused(RefusalCode.PAYMENT_OPEN));
    }

    @Test
    void the_same_key_is_the_same_order() {
        Signed contract = paying.sign();
        String self = paying.county().self(contract.residentId());
        String key = SigningClient.newKey();
        Answer first = paying.client()
                .post(self, key, payments(contract.id()), null, opening(RESIDENT))
                .isSigned();
        Answer again = paying.client()
                .post(self, key, payments(contract.id()), null, opening(RESIDENT))
                .isSigned();
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.isReplayed()).isTrue();
        var other = opening(RESIDENT);
        other.put("amountFen", SHARE);
        paying.client()
                .post(self, key, payments(contract.id()), null, other)
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void a_team_or_institution_orders_for_the_resident_and_nobody_for_a_stranger() {
        Signed contract = paying.sign();
        Signed another = paying.sign();
        String stranger = paying.county().self(another.residentId());
        paying.order(stranger, contract.id(), opening(RESIDENT)).isRefused(RefusalCode.NOT_FOUND);
        paying.order(paying.county().elsewhere(), contract.id(), opening(RESIDENT))
                .isRefused(RefusalCode.NOT_FOUND);
        paying.order(paying.county().teamPhone("T002"), contract.id(), opening(RESIDENT))
                .isRefused(RefusalCode.NOT_FOUND);
        Answer byTeam = paying.order(paying.county().teamPhone("T001"), contract.id(), opening(RESIDENT));
        assertThat(byTeam.status()).isEqualTo(201);
        assertThat(paying.order(paying.county().institution(), another.id(), opening(RESIDENT))
                        .status())
                .isEqualTo(201);
        paying.client().get(stranger, "/api/v1/payments/" + byTeam.id()).isRefused(RefusalCode.NOT_FOUND);
        paying.client().get(stranger, payments(contract.id())).isRefused(RefusalCode.NOT_FOUND);
        assertThat(paying.client()
                        .get(paying.county().self(contract.residentId()), "/api/v1/payments/" + byTeam.id())
                        .id())
                .isEqualTo(byTeam.id());
    }

    @Test
    void a_guardian_pays_for_their_ward() {
        Signed guardian = paying.sign();
        String child = paying.county()
                .registered(
                        LocalDate.of(2020, 5, 5),
                        Map.of(
                                "guardian",
                                Map.of(
                                        "residentId", guardian.residentId(),
                                        "relationship", "52",
                                        "evidenceKind", "birth_certificate",
                                        "evidenceReference", "S430000001",
                                        "firstDay", "2026-01-15")));
        Answer signed = paying.client()
                .sign(
                        paying.county().institution(),
                        SigningClient.newKey(),
                        paying.county()
                                .signing(Map.of(
                                        "residentId",
                                        child,
                                        "firstDay",
                                        "2026-01-15",
                                        "signer",
                                        Map.of("kind", "guardian", "guardianId", guardian.residentId()))))
                .isSigned();
        Answer order = paying.order(paying.county().self(guardian.residentId()), signed.id(), opening(RESIDENT));
        assertThat(order.status()).as(order.text()).isEqualTo(201);
    }

    @Test
    void a_callback_books_once_however_often_and_however_fast_it_comes() throws Exception {
        Signed contract = paying.sign();
        var payment = paying.ordered(contract);
        var message = paying.paid(payment);
        Callable<Answer> call = () -> paying.told(message);
        assertThat(SigningClient.atOnce(Collections.nCopies(CALLERS, call)))
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(204));
        assertThat(paying.told(message).status()).isEqualTo(204);
        assertThat(paying.rows()
                        .number("SELECT count(*) FROM payment_receipt WHERE payment_id::text = '"
                                + payment.path("id").asString().substring(11) + "'"))
                .isEqualTo(1);
        assertThat(paying.rows()
                        .number("SELECT count(*) FROM ledger_transfer WHERE business_key = 'payment:"
                                + payment.path("id").asString().substring(11) + "'"))
                .isEqualTo(1);
        assertThat(paying.charge(contract.id(), RESIDENT)).isEqualTo("2000 2000 0 0");
    }

    /**
     * 代收款: what residents have paid and what stands of it is paid to the institutions, month by month. What is on its way back is not; where
     * the contract goes on elsewhere, the money follows it.
     */
    @Test
    void what_was_collected_is_paid_to_the_institutions_whose_lines_it_pays() throws SQLException {
        PayingCounty other = PayingCounty.open(http, issuer, database, simulator, clock, 3);
        Signed moving = other.sign();
        other.confirmed(moving);
        other.sign();
        Signed mistaken = other.sign();
        other.reverse(
                        other.county().institution(),
                        other.confirmed(mistaken).path("id").asString(),
                        Map.of("reason", "taken_by_mistake", "amountFen", 500))
                .isDone();
        other.awaitRefunds();
        collected(other, "2026-01").isRefused(RefusalCode.MONTH_STILL_OPEN);
        clock.moveTo(LocalDate.of(2026, 2, 10));
        close(other, "2026-01");
        var january = new HandledBatch(
                http, other.county().county(), collected(other, "2026-01").isOk());
        assertThat(paidOut(january)).containsExactly(TestCounty.FIRST_INSTITUTION + " 2 3500");
        january.published();
        assertThat(january.detail())
                .hasSize(4)
                .endsWith("#TOTAL,2,35.00")
                .anyMatch(line -> line.startsWith(moving.id() + ",")
                        && line.endsWith("," + TestCounty.FIRST_INSTITUTION + ",resident,collected,,20.00"));
        var told = january.explanation("ins_" + other.county().area() + "_" + TestCounty.FIRST_INSTITUTION);
        assertThat(HandledBatch.results(told, "collected")).containsExactly("3500");
        january.paid(LocalDate.of(2026, 2, 10));

        other.confirmed(mistaken);
        other.client()
                .act(
                        other.county().institution(),
                        moving.id(),
                        "transfer",
                        Map.of("teamId", other.county().team("T003"), "firstDay", "2026-03-01"))
                .isDone();
        clock.moveTo(LocalDate.of(2026, 4, 1));
        collected(other, "2026-03").isRefused(RefusalCode.MONTH_STILL_OPEN);
        close(other, "2026-02");
        close(other, "2026-03");
        collected(other, "2026-03").isRefused(RefusalCode.MONTH_OUT_OF_ORDER);
        Map<String, Long> later = new TreeMap<>();
        for (String month : List.of("2026-02", "2026-03")) {
            paidOut(new HandledBatch(
                            http,
                            other.county().county(),
                            collected(other, month).isOk()))
                    .forEach(line -> later.merge(line.split(" ")[0], Long.parseLong(line.split(" ")[2]), Long::sum));
        }
        assertThat(later)
                .as("ten of twelve months are the other institution's, and what was given back is paid again")
                .containsExactly(
                        entry(TestCounty.FIRST_INSTITUTION, 500L - 1_667L),
                        entry(TestCounty.SECOND_INSTITUTION, 1_667L));
        assertThat(other.county()
                        .county()
                        .get(
                                "/api/v1/pooling-areas/" + other.county().area() + "/money-tie-out",
                                other.county().county().bureau("wu"))
                        .path("ties")
                        .asBoolean())
                .isTrue();
    }

    private RegistryClient.Answer collected(PayingCounty of, String month) {
        return HandledBatch.compute(http, of.county().county(), "contract_fee", RESIDENT, month);
    }

    private static void close(PayingCounty of, String month) {
        of.client()
                .post(
                        of.county().county().bureau("wu"),
                        SigningClient.newKey(),
                        "/api/v1/pooling-areas/" + of.county().area() + "/ledger-closings",
                        null,
                        Map.of("month", month))
                .isDone();
    }

    /** Whom the batch pays, for how many contracts, and what. */
    private static List<String> paidOut(HandledBatch batch) {
        return batch.get("/lines")
                .path("data")
                .valueStream()
                .map(line -> line.path("institutionId").asString().substring("ins_000000_".length()) + " "
                        + line.path("heads").asLong() + " "
                        + line.path("prepaymentFen").asLong())
                .toList();
    }
}
