package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.capitation.CapitationMonths;
import org.jiayi.app.capitation.MonthlyBooking;
import org.jiayi.app.capitation.PayeeMonth;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.roster.Rosters;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 测算 → 确认 → 批准: computes, confirms and approves batches. */
@Component
public class Batches {

    private final BatchStore store;
    private final CapitationMonths capitation;
    private final Rosters rosters;
    private final Ledger ledger;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Batches(
            BatchStore store,
            CapitationMonths capitation,
            Rosters rosters,
            Ledger ledger,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.capitation = capitation;
        this.rosters = rosters;
        this.ledger = ledger;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Counts and prices a month; a dry run keeps nothing of it. An open batch of the month is computed again, and the later open months are discarded,
     * because their cumulative rounding and their corrections rest on it; a confirmed one among them is a refusal.
     */
    public Mono<Batch> compute(
            String area, InsuranceScheme scheme, Month month, LocalDate knownOn, boolean dryRun, Caller caller) {
        Supplier<Mono<Batch>> work = () -> store.lock(area, scheme.code())
                .then(checkOrder(area, scheme, month))
                .then(discardOpen(area, scheme, month))
                .then(capitation.compute(area, scheme, month, knownOn))
                .flatMap(result -> keep(area, scheme, month, knownOn, result, caller));
        return dryRun ? transactions.rehearse(work) : transactions.run(work);
    }

    /** A month of a scheme. */
    public record SchemeMonth(InsuranceScheme scheme, Month month) {}

    /** The months of this year and the one before that are over, have a policy in force, and have no batch. */
    public Flux<SchemeMonth> missing(String area) {
        Month now = Month.containing(LocalDate.now(clock));
        return store.list(area)
                .map(batch -> batch.scheme() + batch.month())
                .collect(Collectors.toSet())
                .flatMapMany(known -> Flux.fromArray(InsuranceScheme.values())
                        .concatMap(scheme -> Flux.fromStream(months(Month.of(now.year() - 1, 1), now))
                                .filter(month -> !known.contains(scheme.code() + month))
                                .concatMap(month -> capitation
                                        .hasPolicy(area, scheme, month)
                                        .filter(has -> has)
                                        .map(has -> new SchemeMonth(scheme, month)))));
    }

    private static Stream<Month> months(Month from, Month until) {
        return Stream.iterate(from, month -> month.compareTo(until) < 0, Month::next);
    }

    private Mono<Void> checkOrder(String area, InsuranceScheme scheme, Month month) {
        return capitation
                .isFirst(area, scheme, month)
                .flatMap(first -> first ? Mono.just(true) : store.exists(area, scheme.code(), month.previous()))
                .flatMap(inOrder -> inOrder ? Mono.empty() : Mono.error(new Refused(RefusalCode.MONTH_OUT_OF_ORDER)));
    }

    private Mono<Void> discardOpen(String area, InsuranceScheme scheme, Month month) {
        return store.from(area, scheme.code(), month).collectList().flatMap(batches -> {
            List<UUID> open = new ArrayList<>();
            for (Batch batch : batches) {
                if (batch.status() != Batch.Status.COMPUTED) {
                    RefusalCode code =
                            batch.month().equals(month) ? RefusalCode.BATCH_CLOSED : RefusalCode.LATER_MONTH_COMPUTED;
                    return Mono.error(new Refused(code));
                }
                open.add(batch.batchId());
            }
            return store.discard(area, open);
        });
    }

    private Mono<Batch> keep(
            String area,
            InsuranceScheme scheme,
            Month month,
            LocalDate knownOn,
            CapitationMonths.Result result,
            Caller caller) {
        List<BatchLine> lines = result.payees().stream().map(Batches::line).toList();
        String content = BatchContent.of(area, scheme.code(), month, result);
        ContentDigest digest = ContentDigest.of(content);
        Batch batch = new Batch(
                area,
                UuidCreator.getTimeOrderedEpoch(),
                BatchStore.CAPITATION_MONTH,
                scheme.code(),
                month,
                result.policy().policyId(),
                knownOn,
                Batch.Status.COMPUTED,
                lines.stream().mapToLong(BatchLine::heads).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::correctedHeads).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::entitlementFen).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::prepaymentFen).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::retentionFen).reduce(0, Math::addExact),
                digest.sha256(),
                digest.sm3(),
                caller.subject(),
                Optional.empty(),
                Optional.empty());
        return store.add(batch, lines, clock.instant()).thenReturn(batch);
    }

    private static BatchLine line(PayeeMonth payee) {
        MonthlyBooking booking = payee.booking();
        return new BatchLine(
                payee.payee(),
                payee.institutionCode(),
                "",
                payee.heads(),
                payee.correctedHeads(),
                booking.entitlement().fen(),
                booking.prepayment().fen(),
                booking.retention().fen(),
                booking.toDate().entitlement().fen(),
                booking.toDate().prepaid().fen());
    }

    private static InsuranceScheme schemeOf(Batch batch) {
        return InsuranceScheme.find(batch.scheme()).orElseThrow();
    }

    /** Confirms the batch that was looked at; where its policy asks for it, with the list agreed. */
    public Mono<Batch> confirm(String area, UUID batchId, String ifMatch, Caller caller) {
        return transactions.run(() -> getLocked(area, batchId, ifMatch, Batch.Status.COMPUTED)
                .flatMap(batch ->
                        rosters.close(area, schemeOf(batch), batch.month()).thenReturn(batch))
                .flatMap(batch -> store.confirm(batch, caller.subject(), clock.instant()))
                .then(get(area, batchId)));
    }

    /** Approves the confirmed batch that was looked at and posts it to the ledger; not by who computed it. */
    public Mono<Batch> approve(String area, UUID batchId, String ifMatch, Caller caller) {
        return transactions.run(() -> getLocked(area, batchId, ifMatch, Batch.Status.CONFIRMED)
                .flatMap(batch -> batch.computedBy().equals(caller.subject())
                        ? Mono.error(new Refused(RefusalCode.SECOND_PERSON_NEEDED))
                        : Mono.just(batch))
                .flatMap(batch -> store.approve(batch, caller.subject(), clock.instant())
                        .then(store.lines(batch).collectList())
                        .flatMap(lines -> ledger.post(area, batchId, transfers(batch, lines), caller.subject())))
                .then(get(area, batchId)));
    }

    private Mono<Batch> getLocked(String area, UUID batchId, String ifMatch, Batch.Status expected) {
        return get(area, batchId)
                .flatMap(seen -> store.lock(area, seen.scheme()).then(get(area, batchId)))
                .map(batch -> {
                    if (!batch.etag().equals(ifMatch)) {
                        throw new Refused(RefusalCode.PRECONDITION_FAILED);
                    }
                    if (batch.status() != expected) {
                        throw new Refused(RefusalCode.BATCH_NOT_READY);
                    }
                    return batch;
                });
    }

    private List<Transfer> transfers(Batch batch, List<BatchLine> lines) {
        Account fund = Account.fund("pooled_" + batch.scheme());
        LocalDate effectiveOn = batch.month().lastDay();
        List<Transfer> transfers = new ArrayList<>();
        for (BatchLine line : lines) {
            String key = "batch:" + batch.batchId() + ":" + line.payee();
            Account payable = line.isTeam() ? Account.payableToTeam(line.payee()) : Account.payable(line.payee());
            Account retention = Account.retention(line.payee(), batch.scheme());
            move(
                    transfers,
                    fund,
                    payable,
                    line.prepaymentFen(),
                    "capitation_prepayment",
                    key + ":prepayment",
                    effectiveOn);
            move(
                    transfers,
                    fund,
                    retention,
                    line.retentionFen(),
                    "capitation_retention",
                    key + ":retention",
                    effectiveOn);
        }
        return transfers;
    }

    /** A transfer is positive: what is to be taken back goes the other way, and nothing is no transfer. */
    private static void move(
            List<Transfer> transfers, Account from, Account to, long fen, String reason, String key, LocalDate on) {
        if (fen > 0) {
            transfers.add(new Transfer(from, to, Money.ofFen(fen), reason, key, on));
        } else if (fen < 0) {
            transfers.add(new Transfer(to, from, Money.ofFen(fen).negated(), reason, key, on));
        }
    }

    /** The batch of that id; refused where there is none. */
    public Mono<Batch> get(String area, UUID batchId) {
        return store.find(area, batchId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The area's batches, by month and scheme. */
    public Flux<Batch> list(String area) {
        return store.list(area);
    }

    /** The lines within the caller's reach. */
    public Flux<BatchLine> lines(Batch batch, Scope scope) {
        return store.lines(batch).filter(line -> scope.reachesInstitution(batch.area(), line.institutionCode()));
    }
}
