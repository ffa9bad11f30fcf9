package org.jiayi.app.payment;

import java.time.Clock;
import java.util.UUID;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Books;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * 代收款: what providers have collected of a payer's shares and what stands of it, institution by institution and month by month, so that
 * institutions are paid what has come in. A month is kept once it is closed, after those before it, and never changes then.
 */
@Component
public class CollectedMonths {

    private static final int CONTRACTS_AT_ONCE = 2_000;

    private final CollectedStore store;
    private final Books books;
    private final NamedLocks locks;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    CollectedMonths(
            CollectedStore store, Books books, NamedLocks locks, ShieldedTransactions transactions, Clock clock) {
        this.store = store;
        this.books = books;
        this.locks = locks;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What a month brings an institution; negative where more went back or moved on than came. */
    public record Line(String institutionCode, long contracts, Money amount) {}

    /**
     * What came to an institution in a month, or was lost by it.
     *
     * @param contractId one of the contracts
     */
    public record Group(boolean came, long contracts, Money amount, UUID contractId) {}

    /** Keeps a month; again changes nothing. Refused while it is open, and out of the order of months. */
    public Mono<Void> keep(CollectedStore.Period period) {
        return transactions.runLong(() -> locks.take(
                        "collected:" + period.area() + ":" + period.payer().code())
                .then(Mono.defer(() -> store.isKept(period)))
                .flatMap(kept -> kept ? Mono.<Void>empty() : keepNew(period)));
    }

    private Mono<Void> keepNew(CollectedStore.Period period) {
        return books.requireClosed(period.area(), period.month())
                .then(Mono.defer(() -> store.inTheWay(period)))
                .flatMap(other -> Mono.<Void>error(new Refused(RefusalCode.MONTH_OUT_OF_ORDER)))
                .then(Mono.defer(() -> store.addMonth(period, clock.instant())))
                .then(Mono.defer(() -> store.touched(period).collectList()))
                .flatMapMany(contracts -> Flux.fromIterable(contracts).buffer(CONTRACTS_AT_ONCE))
                // a chain of which two pages name a member is looked at twice: the second time nothing is left to
                // change
                .concatMap(some ->
                        store.shares(period, some).map(Collected::of).flatMap(parts -> store.add(period, parts)))
                .then();
    }

    /** What a kept month brings the institutions, by their codes. */
    public Flux<Line> lines(CollectedStore.Period period) {
        return store.lines(period);
    }

    /** What an institution's line of a kept month is made of. */
    public Flux<Group> groups(CollectedStore.Period period, String institutionCode) {
        return store.groups(period, institutionCode);
    }
}
