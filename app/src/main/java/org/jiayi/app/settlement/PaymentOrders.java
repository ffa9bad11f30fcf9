package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 拨付: orders what a published batch owes its payees, and books what the bank says was paid. */
@Component
public class PaymentOrders {

    static final String REASON = "batch_payment";

    private final Batches batches;
    private final BatchStore store;
    private final PaymentOrderStore orders;
    private final Acts acts;
    private final Books books;
    private final Ledger ledger;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    PaymentOrders(
            Batches batches,
            BatchStore store,
            PaymentOrderStore orders,
            Acts acts,
            Books books,
            Ledger ledger,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.batches = batches;
        this.store = store;
        this.orders = orders;
        this.acts = acts;
        this.books = books;
        this.ledger = ledger;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Where what is owed to a line's payee stands in the ledger. */
    static Account payable(BatchLine line) {
        return payable(line.payee(), line.institutionCode());
    }

    static Account payable(PaymentOrder order) {
        return payable(order.payee(), order.institutionCode());
    }

    private static Account payable(String payee, String institutionCode) {
        return payable(payee, payee.equals(institutionCode));
    }

    /** The same of an institution itself, or of a team. */
    static Account payable(String payee, boolean institution) {
        return institution ? Account.payable(payee) : Account.payableToTeam(payee);
    }

    /**
     * Orders the payment of every line of a published batch; what a payee owes of earlier batches of the fund is taken off.
     * Ordering again changes nothing. Refused before the files are published.
     */
    public Mono<Batch> order(String area, UUID batchId, Caller caller) {
        return transactions.run(() -> batches.lock(area, batchId)
                .flatMap(batch -> switch (batch.status()) {
                    case PUBLISHED ->
                        orders.ofBatch(area, batchId)
                                .count()
                                .flatMap(there -> there > 0 ? Mono.<Void>empty() : orderNew(batch, caller));
                    case PAID, CLOSED -> Mono.<Void>empty();
                    default -> Mono.<Void>error(new Refused(RefusalCode.BATCH_NOT_READY));
                })
                .then(Mono.defer(() -> batches.get(area, batchId))));
    }

    private Mono<Void> orderNew(Batch batch, Caller caller) {
        return Mono.zip(store.lines(batch).collectList(), orders.standings(batch.area(), batch.fund()))
                .flatMap(facts -> orders.add(
                        facts.getT1().stream()
                                .map(line -> order(batch, line, facts.getT2()))
                                .toList(),
                        batch.area(),
                        caller,
                        clock.instant()))
                .then(Mono.defer(() -> acts.add(batch, Acts.Kind.ORDERED, caller)))
                .then(Mono.defer(() -> moveIfPaid(batch)));
    }

    private static PaymentOrder order(Batch batch, BatchLine line, Map<String, PaymentOrderStore.Standing> standings) {
        Optional<PaymentOrderStore.Standing> last = Optional.ofNullable(standings.get(line.payee()));
        return new PaymentOrder(
                batch.area(),
                UuidCreator.getTimeOrderedEpoch(),
                batch.batchId(),
                line.payee(),
                line.institutionCode(),
                batch.fund(),
                last.map(PaymentOrderStore.Standing::position).orElse(0) + 1,
                Money.ofFen(line.dueFen()),
                Money.ofFen(last.map(PaymentOrderStore.Standing::carriedOutFen).orElse(0L)),
                List.of());
    }

    private Mono<Void> moveIfPaid(Batch batch) {
        return orders.outstanding(batch.area(), batch.batchId())
                .flatMap(open -> open == 0 ? store.paid(batch) : Mono.empty());
    }

    /** What the bank says of an order, or of a part of it. */
    public record Heard(boolean paid, Money amount, LocalDate valueOn, String bankReference, String note) {}

    /**
     * Books what the bank says; a refusal is kept and books nothing. Refused above what is outstanding, for a day in the
     * future or of a closed month, and where the bank's reference stands already.
     */
    public Mono<CommandKeys.Answer> hear(String area, UUID orderId, Heard heard, String key, Caller caller) {
        if (heard.valueOn().isAfter(LocalDate.now(clock))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/valueOn")));
        }
        UUID paymentId = UuidCreator.getTimeOrderedEpoch();
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                orderId + " " + heard,
                () -> get(area, orderId)
                        .flatMap(seen -> batches.lock(area, seen.batchId()))
                        .flatMap(batch -> get(area, orderId)
                                .map(order -> Refused.orThrow(order.hear(heard.amount())))
                                .flatMap(order -> keep(batch, order, paymentId, heard, caller)))
                        .thenReturn(orderId.toString())));
    }

    private Mono<Void> keep(Batch batch, PaymentOrder order, UUID paymentId, Heard heard, Caller caller) {
        var payment = new PaymentOrder.Payment(
                paymentId,
                heard.paid(),
                heard.amount(),
                heard.valueOn(),
                heard.bankReference(),
                heard.note(),
                Optional.empty());
        return orders.addPayment(order, payment, caller, clock.instant())
                .then(Mono.defer(() -> acts.add(
                        batch,
                        heard.paid() ? Acts.Kind.PAID : Acts.Kind.PAYMENT_FAILED,
                        Optional.of(order.payee()),
                        told(payment, heard.note()),
                        caller)))
                .then(Mono.defer(() -> heard.paid() ? book(batch, order, payment, caller) : Mono.empty()));
    }

    /** What the history tells of a payment. */
    static String told(PaymentOrder.Payment payment, String note) {
        return payment.amount().toYuan() + " 元，" + payment.bankReference() + (note.isEmpty() ? "" : "，" + note);
    }

    private Mono<Void> book(Batch batch, PaymentOrder order, PaymentOrder.Payment payment, Caller caller) {
        Transfer transfer = new Transfer(
                payable(order),
                new Fund(order.fund()).purse(),
                payment.amount(),
                REASON,
                "batch-payment:" + payment.paymentId(),
                payment.valueOn());
        return books.open(order.area())
                .flatMap(book -> book.isClosed(payment.valueOn())
                        ? Mono.error(new Refused(Refusal.of(RefusalCode.MONTH_CLOSED, "/valueOn")))
                        : ledger.post(book, payment.paymentId(), List.of(transfer), caller.subject()))
                .then(Mono.defer(() -> moveIfPaid(batch)));
    }

    /** The orders of a batch within the caller's reach, by payee. */
    public Flux<PaymentOrder> list(Batch batch, Scope scope) {
        return orders.ofBatch(batch.area(), batch.batchId())
                .filter(order -> scope.reachesInstitution(batch.area(), order.institutionCode()));
    }

    /** The order of that id; refused where there is none. */
    public Mono<PaymentOrder> get(String area, UUID orderId) {
        return orders.find(area, orderId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
