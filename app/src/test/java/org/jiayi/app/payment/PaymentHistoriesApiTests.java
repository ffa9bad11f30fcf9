package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.payment.PayingCounty.RESIDENT;
import static org.jiayi.app.payment.PayingCounty.SHARE;
import static org.jiayi.app.payment.PayingCounty.opening;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.payment.PayingCounty.Signed;
import org.jiayi.app.payment.simulator.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Random histories of some contracts, through HTTP and the database, against a plain model in memory. */
@JiayiTest
class PaymentHistoriesApiTests {

    private static final int CONTRACTS = 8;
    private static final int STEPS = 160;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final MovableClock clock;

    PaymentHistoriesApiTests(
            WebTestClient http, TestIssuer issuer, TestDatabase database, Simulator simulator, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.simulator = simulator;
        this.clock = clock;
    }

    /** An order as the model knows it. */
    private static final class Order {
        private final JsonNode shown;
        private final long fen;
        private String status = "pending";
        private int received = -1;
        private long back;

        Order(JsonNode shown, long fen) {
            this.shown = shown;
            this.fen = fen;
        }

        long left() {
            return received < 0 ? 0 : fen - back;
        }
    }

    /** A contract as the model knows it. */
    private static final class Owing {
        private final Signed signed;
        private final List<Order> orders = new ArrayList<>();
        private long owed = SHARE;
        private boolean ended;

        Owing(Signed signed) {
            this.signed = signed;
        }

        long paid() {
            return orders.stream()
                    .filter(order -> order.received >= 0)
                    .mapToLong(order -> order.fen)
                    .sum();
        }

        long back() {
            return orders.stream().mapToLong(order -> order.back).sum();
        }

        long due() {
            return Math.max(0, owed - paid() + back());
        }

        boolean hasOpen() {
            return orders.stream().anyMatch(order -> order.status.equals("pending"));
        }

        /** What was paid too much goes back, from what came last. */
        void settle() {
            long tooMuch = paid() - back() - owed;
            List<Order> latest = new ArrayList<>(orders);
            latest.sort((one, other) -> Integer.compare(other.received, one.received));
            for (Order order : latest) {
                long part = Math.max(0, Math.min(order.left(), tooMuch));
                order.back += part;
                tooMuch -= part;
            }
        }
    }

    @Test
    @Timeout(240)
    void the_books_are_those_of_the_model() throws SQLException {
        long seed = Long.getLong("jiayi.seed", 20260115L);
        Random random = new Random(seed);
        clock.moveTo(MovableClock.START);
        PayingCounty paying = PayingCounty.open(http, issuer, database, simulator, clock, CONTRACTS);
        List<Owing> all = new ArrayList<>();
        for (int i = 0; i < CONTRACTS; i++) {
            all.add(new Owing(paying.sign()));
        }
        int receipts = 0;
        for (int step = 0; step < STEPS; step++) {
            Owing contract = all.get(random.nextInt(all.size()));
            String what = "seed " + seed + " step " + step;
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> order(paying, contract, what);
                case 3, 4 -> receipts = pay(paying, contract, random, receipts, what);
                case 5 -> reverse(paying, contract, random, what);
                case 6 -> timeOut(paying, all, random);
                default -> end(paying, contract, random, what);
            }
            assertThat(paying.charge(contract.signed.id(), RESIDENT))
                    .as(what)
                    .isEqualTo(contract.owed + " " + contract.paid() + " " + contract.back() + " " + contract.due());
        }
        paying.awaitRefunds();
        long paid = all.stream().mapToLong(Owing::paid).sum();
        long back = all.stream().mapToLong(Owing::back).sum();
        long owed = all.stream().mapToLong(contract -> contract.owed).sum();
        assertThat(paying.balance("clearing:simulator")).as("seed " + seed).isEqualTo(paid - back);
        assertThat(paying.balance("receivable:resident")).as("seed " + seed).isEqualTo(owed - paid + back);
        assertThat(paying.balance("refunds:resident")).as("seed " + seed).isZero();
        for (Owing contract : all) {
            for (Order order : contract.orders) {
                JsonNode shown = paying.payment(order.shown.path("id").asString());
                assertThat(shown.path("status").asString()).isEqualTo(order.status);
                assertThat(shown.path("refundedFen").asLong()).isEqualTo(order.back);
            }
        }
    }

    private static void order(PayingCounty paying, Owing contract, String what) {
        Answer answer = paying.order(
                paying.county().self(contract.signed.residentId()), contract.signed.id(), opening(RESIDENT));
        if (contract.due() == 0) {
            answer.isRefused(RefusalCode.NOTHING_DUE);
        } else if (contract.hasOpen()) {
            answer.isRefused(RefusalCode.PAYMENT_OPEN);
        } else {
            assertThat(answer.status()).as(what + answer.text()).isEqualTo(201);
            contract.orders.add(new Order(answer.body(), contract.due()));
        }
    }

    /** Somebody pays any order, open, timed out or paid already; the provider tells once, twice or three times. */
    private static int pay(PayingCounty paying, Owing contract, Random random, int receipts, String what) {
        if (contract.orders.isEmpty()) {
            return receipts;
        }
        Order order = contract.orders.get(random.nextInt(contract.orders.size()));
        PaymentProvider.Message message = paying.paid(order.shown);
        for (int time = random.nextInt(3); time >= 0; time--) {
            assertThat(paying.told(message).status()).as(what).isEqualTo(204);
        }
        if (order.received >= 0) {
            return receipts;
        }
        order.received = receipts;
        order.status = "confirmed";
        contract.settle();
        return receipts + 1;
    }

    private static void reverse(PayingCounty paying, Owing contract, Random random, String what) {
        if (contract.orders.isEmpty()) {
            return;
        }
        Order order = contract.orders.get(random.nextInt(contract.orders.size()));
        long fen = 1 + random.nextInt((int) SHARE);
        Answer answer = paying.reverse(
                paying.county().institution(),
                order.shown.path("id").asString(),
                Map.of("reason", "wrong_charge", "amountFen", fen));
        if (order.received < 0) {
            answer.isRefused(RefusalCode.PAYMENT_NOT_CONFIRMED);
        } else if (fen > order.left()) {
            answer.isRefused(RefusalCode.REFUND_ABOVE_PAID);
        } else {
            assertThat(answer.status()).as(what + answer.text()).isEqualTo(200);
            order.back += fen;
        }
    }

    /** Two hours pass; sometimes, for every open order of every contract. */
    private void timeOut(PayingCounty paying, List<Owing> all, Random random) {
        if (random.nextInt(3) > 0) {
            return;
        }
        clock.pass(OpenPayment.OPEN_FOR.plusSeconds(1));
        all.stream()
                .flatMap(contract -> contract.orders.stream())
                .filter(order -> order.status.equals("pending"))
                .forEach(order -> {
                    paying.awaitStatus(order.shown.path("id").asString(), "timed_out");
                    order.status = "timed_out";
                });
    }

    /** The contract ends with the month: 1/12 of the share stays. */
    private static void end(PayingCounty paying, Owing contract, Random random, String what) {
        if (contract.ended || random.nextInt(3) > 0) {
            return;
        }
        Answer answer = paying.client()
                .act(
                        paying.county().institution(),
                        contract.signed.id(),
                        "termination",
                        Map.of("reason", "own_wish", "lastDay", "2026-01-31"));
        assertThat(answer.status()).as(what + answer.text()).isEqualTo(200);
        contract.ended = true;
        contract.owed = 167;
        contract.settle();
    }
}
