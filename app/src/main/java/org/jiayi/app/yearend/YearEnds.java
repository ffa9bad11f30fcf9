package org.jiayi.app.yearend;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.Balances;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.OpenBatches;
import org.jiayi.app.visit.Restamping;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 测算: computes year ends, which a settlement batch has approved and posted, once. */
@Component
public class YearEnds {

    private final YearEndStore store;
    private final DiscardedYearEnds discarded;
    private final YearEndRows rows;
    private final Reconciler reconciler;
    private final SettledYears settledYears;
    private final YearEndPolicyKind kind;
    private final Restamping restamping;
    private final Balances balances;
    private final Ledger ledger;
    private final OpenBatches batches;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    YearEnds(
            YearEndStore store,
            DiscardedYearEnds discarded,
            YearEndRows rows,
            Reconciler reconciler,
            SettledYears settledYears,
            YearEndPolicyKind kind,
            Restamping restamping,
            Balances balances,
            Ledger ledger,
            OpenBatches batches,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.discarded = discarded;
        this.rows = rows;
        this.reconciler = reconciler;
        this.settledYears = settledYears;
        this.kind = kind;
        this.restamping = restamping;
        this.balances = balances;
        this.ledger = ledger;
        this.batches = batches;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * What is to be reconciled.
     *
     * @param through the last month of the year that counts
     * @param knownOn what was recorded by the end of this day counts
     * @param scores by payee, as text
     */
    public record Order(
            String area, InsuranceScheme scheme, Month through, LocalDate knownOn, Map<String, String> scores) {

        public Order {
            scores = Collections.unmodifiableMap(new TreeMap<>(scores));
        }
    }

    /** Reconciles a year and writes nothing. */
    public Mono<Reconciliation> tryOut(Order order, Caller caller) {
        return requirePast(order).then(transactions.run(() -> reconciler.reconcile(order, caller.subject())));
    }

    /**
     * Reconciles a year and keeps the draft; an earlier draft of the year gives its place. Refused where the year is approved
     * already, where a batch that pays the earlier draft is reviewed or further, where a month of the year is not settled, and where a
     * payee has no score.
     */
    public Mono<CommandKeys.Answer> compute(Order order, String key, Caller caller) {
        return requirePast(order)
                .then(restamping.bringUpToDate(order.area()))
                .then(transactions.run(() -> keys.once(
                        order.area(),
                        caller,
                        key,
                        order.toString(),
                        () -> batches.lock(order.area(), order.scheme().code())
                                .then(Mono.defer(() -> place(order)))
                                .flatMap(yearEndId -> reconciler
                                        .reconcile(order, caller.subject())
                                        .flatMap(draft -> store.add(draft, yearEndId, caller, clock.instant()))
                                        .thenReturn(yearEndId.toString())))));
    }

    private Mono<Void> requirePast(Order order) {
        LocalDate today = LocalDate.now(clock);
        if (!order.through().lastDay().isBefore(today)) {
            return Mono.error(new Refused(RefusalCode.YEAR_NOT_SETTLED));
        }
        return order.knownOn().isAfter(today)
                ? Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/knownOn")))
                : Mono.empty();
    }

    /** The id that the draft gets: the one of the draft before, which goes. */
    private Mono<UUID> place(Order order) {
        return store.standing(order.area(), order.scheme(), order.through().year())
                .flatMap(standing -> standing.status().equals("draft")
                        ? holdBatches(order)
                                .then(Mono.defer(() -> store.discard(order.area(), standing.yearEndId())))
                                .thenReturn(standing.yearEndId())
                        : Mono.error(new Refused(RefusalCode.YEAR_END_APPROVED)))
                .switchIfEmpty(Mono.fromSupplier(UuidCreator::getTimeOrderedEpoch));
    }

    /** What people have looked at would pay what no year end says any more. */
    private Mono<Void> holdBatches(Order order) {
        return batches.holdYear(
                BatchKind.YEAR_END,
                order.area(),
                order.scheme().code(),
                order.through().year());
    }

    /**
     * 作废: gives up a draft, and the open batch that would pay it, so that the year has none and later years need not wait for it.
     * Refused where it is approved, and where its batch is reviewed or further.
     */
    public Mono<Void> discard(String area, UUID yearEndId, String reason, String key, Caller caller) {
        return transactions
                .run(() -> keys.once(
                        area,
                        caller,
                        key,
                        "discard year end " + yearEndId + " " + reason,
                        () -> get(area, yearEndId)
                                .flatMap(seen -> giveUp(seen, reason, caller))
                                .thenReturn(yearEndId.toString())))
                .then();
    }

    private Mono<Void> giveUp(Reconciliation seen, String reason, Caller caller) {
        String fund = seen.scheme().code();
        return batches.lock(seen.area(), fund)
                .then(Mono.defer(() -> get(seen.area(), seen.yearEndId().orElseThrow())))
                .map(draft -> Refused.orThrow(draft.requireDraft()))
                .flatMap(draft -> batches.giveUpYear(
                                BatchKind.YEAR_END,
                                draft.area(),
                                fund,
                                draft.through().year())
                        .then(Mono.defer(() -> discarded.keep(draft, reason, caller, clock.instant())))
                        .then(Mono.defer(() ->
                                store.discard(draft.area(), draft.yearEndId().orElseThrow()))));
    }

    /** The year end of that id; refused as unknown where there is none. */
    public Mono<Reconciliation> get(String area, UUID yearEndId) {
        return rows.find(area, yearEndId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The area's year ends, the latest year first. */
    public Flux<Reconciliation> list(String area) {
        return store.list(area).concatMap(yearEndId -> get(area, yearEndId));
    }

    /** Why a line says what it says, told from the policy and from what was kept. */
    public YearEndExplanation explain(Reconciliation yearEnd, PayeeYearEnd line) {
        return YearEndExplanation.of(kind.read(yearEnd.policy()), line, yearEnd.months());
    }

    /** The year end of a scheme and year; refused as unsettled where none is computed. */
    Mono<Reconciliation> ofYear(String area, InsuranceScheme scheme, int year) {
        return store.standing(area, scheme, year)
                .flatMap(standing -> get(area, standing.yearEndId()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.YEAR_END_NOT_COMPUTED)));
    }

    /**
     * Approves a draft that was ready when its batch was confirmed, and posts it to the ledger; not by who computed it. Must be called
     * inside the step of its batch, which holds the fund.
     */
    Mono<Void> approve(Reconciliation seen, Caller caller) {
        return get(seen.area(), seen.yearEndId().orElseThrow())
                .map(draft -> Refused.orThrow(draft.requireDraft()))
                .flatMap(draft -> draft.computedBy().equals(caller.subject())
                        ? Mono.error(new Refused(RefusalCode.SECOND_PERSON_NEEDED))
                        : requireCarried(draft)
                                .then(Mono.defer(() -> store.approve(draft, caller, clock.instant())))
                                .then(Mono.defer(() -> ledger.post(
                                        draft.area(),
                                        draft.yearEndId().orElseThrow(),
                                        YearEndTransfers.of(draft),
                                        caller.subject()))));
    }

    /**
     * Refused where another year comes first, where it would come to something else than when it was computed (months of the year were
     * adjusted, a debt arose or was taken in, a visit came in by the end of the day whose knowledge counts), and where the ledger holds
     * back something else from a payee than the year end says. Nothing comes between the confirmation of its batch, inside which this must
     * be called, and the approval that would keep it from that: a confirmed batch can always be approved.
     */
    Mono<Void> requireReady(Reconciliation draft) {
        return requireFirst(draft)
                .then(Mono.defer(() -> reconciler.requirePolicies(draft)))
                .then(Mono.defer(() -> settledYears.get(draft.area(), draft.scheme(), draft.through())))
                .filter(settled -> settled.payees()
                        .equals(draft.lines().stream().map(PayeeYearEnd::year).toList()))
                .then(Mono.defer(() -> reconciler.reconcile(draft.order(), draft.computedBy())))
                .filter(now -> now.digest().equals(draft.digest()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.BATCH_OUTDATED)))
                .then(Mono.defer(() -> requireTied(draft)));
    }

    /** One year end of a scheme at a time waits for its approval, and none goes on while there is a draft of an earlier year. */
    private Mono<Void> requireFirst(Reconciliation draft) {
        return store.findFirst(draft.area(), draft.scheme(), draft.through().year())
                .flatMap(year -> Mono.error(new Refused(
                        new Refusal(RefusalCode.ANOTHER_YEAR_FIRST, "", Map.of("year", Integer.toString(year))))));
    }

    /** Brings up to date what a year end rests on, before somebody asks whether it is ready. */
    Mono<Void> bringUpToDate(String area) {
        return restamping.bringUpToDate(area).then();
    }

    /** What is carried into the year is what is left to be recovered from every payee. */
    private Mono<Void> requireCarried(Reconciliation draft) {
        return store.carried(draft.area(), draft.scheme())
                .filter(carried -> draft.lines().stream()
                        .allMatch(line -> line.carriedIn()
                                .equals(carried.getOrDefault(line.year().payee(), Money.ZERO))))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.BATCH_OUTDATED)))
                .then();
    }

    /** What the ledger holds back from every payee on the last day is what was settled. */
    private Mono<Void> requireTied(Reconciliation draft) {
        var question = new Balances.Question(
                draft.area(), Optional.of(draft.through().lastDay()), Optional.empty(), Optional.empty());
        return balances.trial(question)
                .collectMap(
                        Balances.Balance::account,
                        balance -> Money.ofFen(balance.creditFen()).minus(Money.ofFen(balance.debitFen())))
                .flatMap(held -> draft.lines().stream()
                                .allMatch(line -> line.year()
                                        .retained()
                                        .equals(held.getOrDefault(
                                                YearEndTransfers.retention(line.year(), draft.scheme())
                                                        .name(),
                                                Money.ZERO)))
                        ? Mono.<Void>empty()
                        : Mono.error(new Refused(RefusalCode.LEDGER_DIFFERS)));
    }
}
