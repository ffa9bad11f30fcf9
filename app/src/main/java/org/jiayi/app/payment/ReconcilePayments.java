package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 对账: fetches a provider's bill of a day, outside any transaction, and keeps how it compares with our books. */
@Component
public class ReconcilePayments {

    /** A day's bill longer than this is not read. */
    private static final int BILL_LINES_MAX = 500_000;

    private final PaymentProviders providers;
    private final ShieldedTransactions transactions;
    private final NamedLocks locks;
    private final BillStore bills;
    private final Clock clock;

    ReconcilePayments(
            PaymentProviders providers,
            ShieldedTransactions transactions,
            NamedLocks locks,
            BillStore bills,
            Clock clock) {
        this.providers = providers;
        this.transactions = transactions;
        this.locks = locks;
        this.bills = bills;
        this.clock = clock;
    }

    /** A bill with its totals. */
    public record Reconciled(PaymentBill bill, List<BillStore.Total> totals) {}

    /**
     * Reconciles a day that is over. Where neither the bill nor our books have changed since the last time, the answer is the
     * same bill; otherwise a new version of it.
     */
    public Mono<Reconciled> reconcile(String area, String provider, LocalDate day, Caller caller) {
        if (!day.isBefore(LocalDate.now(clock))) {
            return Mono.error(new Refused(RefusalCode.BILL_NOT_READY));
        }
        return Mono.fromSupplier(() -> Refused.orThrow(providers.get(provider)))
                .flatMapMany(known -> known.bill(day))
                .filter(line -> isOf(area, line))
                .collectList()
                .flatMap(theirs -> theirs.size() > BILL_LINES_MAX
                        ? Mono.error(new Refused(RefusalCode.BODY_TOO_LARGE))
                        : transactions.run(() -> compare(area, provider, day, theirs, caller.subject())))
                .flatMap(this::withTotals);
    }

    /** A provider's account may serve several areas; a number of no form of ours is everybody's business. */
    private static boolean isOf(String area, PaymentProvider.BillLine line) {
        return OurNumber.findOrder(line.number())
                .or(() -> OurNumber.findRefund(line.number()))
                .map(number -> number.area().equals(area))
                .orElse(true);
    }

    private Mono<PaymentBill> compare(
            String area, String provider, LocalDate day, List<PaymentProvider.BillLine> theirs, String by) {
        List<String> numbers =
                theirs.stream().map(PaymentProvider.BillLine::number).toList();
        return locks.take("payment-bill:" + area + ":" + provider + ":" + day)
                .then(Mono.defer(() -> bills.ours(area, provider, day, numbers).collectList()))
                .map(ours -> BillComparison.of(ours, theirs))
                .flatMap(entries -> bills.findLast(area, provider, day)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(last -> keep(area, provider, day, entries, last, by)));
    }

    private Mono<PaymentBill> keep(
            String area,
            String provider,
            LocalDate day,
            List<BillComparison.Entry> entries,
            Optional<PaymentBill> last,
            String by) {
        String digest = ContentDigest.of(
                        entries.stream().map(BillComparison.Entry::toString).collect(Collectors.joining("\n")))
                .sha256();
        if (last.isPresent() && last.get().digestSha256().equals(digest)) {
            return Mono.just(last.get());
        }
        // as the database keeps it, so that asking again answers the same to the letter
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        int version = last.map(PaymentBill::version).orElse(0) + 1;
        var bill = new PaymentBill(area, UuidCreator.getTimeOrderedEpoch(), provider, day, version, digest, by, now);
        return bills.add(bill, by, entries).thenReturn(bill);
    }

    private Mono<Reconciled> withTotals(PaymentBill bill) {
        return bills.totals(bill.area(), bill.billId()).collectList().map(totals -> new Reconciled(bill, totals));
    }

    /** The area's reconciliations, the newest first. */
    public Flux<Reconciled> list(String area) {
        return bills.list(area).concatMap(this::withTotals);
    }

    /** Refused as unknown where there is none of that id in the caller's reach. */
    public Mono<Reconciled> get(String area, UUID billId, Scope scope) {
        return found(area, billId, scope).flatMap(this::withTotals);
    }

    /** A page of lines, by number. */
    public Flux<BillStore.NumberedEntry> entries(
            String area, UUID billId, Optional<String> outcome, int after, int limit, Scope scope) {
        return found(area, billId, scope).flatMapMany(bill -> bills.entries(area, billId, outcome, after, limit));
    }

    private Mono<PaymentBill> found(String area, UUID billId, Scope scope) {
        return Mono.just(area)
                .filter(scope::reachesArea)
                .flatMap(reached -> bills.find(reached, billId))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
