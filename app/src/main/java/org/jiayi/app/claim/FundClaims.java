package org.jiayi.app.claim;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Mirrors;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Prepares claims, submits them, and books what arrives. One claim of a payer changes at a time. */
@Component
public class FundClaims {

    /** These pay themselves, or not at all: no fund is asked for their shares. */
    private static final Set<Payer> NO_FUNDS =
            Set.of(Payer.RESIDENT, Payer.PERSONAL_ACCOUNT, Payer.INSTITUTION_LET_OFF);

    static final String RECEIPT = "fund_receipt";
    static final String REVERSAL = "fund_receipt_reversal";

    private final FundClaimStore store;
    private final Books books;
    private final Mirrors mirrors;
    private final Ledger ledger;
    private final NamedLocks locks;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    FundClaims(
            FundClaimStore store,
            Books books,
            Mirrors mirrors,
            Ledger ledger,
            NamedLocks locks,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.books = books;
        this.mirrors = mirrors;
        this.ledger = ledger;
        this.locks = locks;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Prepares the claim of a payer and month. Refused while the month is open, for a payer that is no fund, where it is
     * prepared already, and where an earlier month with lines is not.
     */
    public Mono<CommandKeys.Answer> prepare(String area, Payer payer, Month month, String key, Caller caller) {
        if (NO_FUNDS.contains(payer)) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/payer")));
        }
        UUID claimId = UuidCreator.getTimeOrderedEpoch();
        return transactions.runLong(() -> keys.once(
                area,
                caller,
                key,
                "claim " + payer + month,
                () -> lock(area, payer)
                        .then(books.requireClosed(area, month))
                        .then(Mono.defer(() -> store.unclaimedBefore(area, payer, month)))
                        .flatMap(earlier -> Mono.<UUID>error(new Refused(RefusalCode.MONTH_OUT_OF_ORDER)))
                        .then(Mono.defer(() -> previous(area, payer)))
                        .flatMap(carried -> store.add(area, claimId, payer, month, carried, caller, clock.instant()))
                        .thenReturn(claimId.toString())));
    }

    /** Waits until nobody else changes a claim of the payer; must be called inside a transaction. */
    Mono<Void> lock(String area, Payer payer) {
        return locks.take("claim:" + area + ":" + payer.code());
    }

    /** The claim as it is once nobody else changes it; must be called inside a transaction. */
    Mono<FundClaim> locked(String area, UUID claimId) {
        return get(area, claimId)
                .flatMap(claim -> lock(area, claim.payer()))
                .then(Mono.defer(() -> get(area, claimId)));
    }

    private Mono<Money> previous(String area, Payer payer) {
        return store.latest(area, payer)
                .flatMap(claimId -> get(area, claimId))
                .map(FundClaim::carriedOn)
                .defaultIfEmpty(Money.ZERO);
    }

    /** The claim of that id; refused as unknown where there is none. */
    public Mono<FundClaim> get(String area, UUID claimId) {
        return store.find(area, claimId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /**
     * Passes where all that the fund was asked for of that month has arrived, or nothing is asked for; who is no fund is not asked.
     */
    public Mono<Void> requireReceived(String area, Payer payer, Month month) {
        return NO_FUNDS.contains(payer)
                ? Mono.empty()
                : store.ofMonth(area, payer, month)
                        .flatMap(claimId -> get(area, claimId))
                        .filter(claim -> claim.outstanding().isZero())
                        .switchIfEmpty(Mono.error(() -> new Refused(new Refusal(
                                RefusalCode.INCOME_NOT_ARRIVED,
                                "/lastMonth",
                                Map.of("payer", payer.code(), "month", month.toString())))))
                        .then();
    }

    /** What a fund has cut of an institution's line of a month. */
    public record InstitutionCut(Payer payer, Month month, Money amount) {}

    /** What stands of cuts on an institution's lines of months up to that one. Who may see it is the caller's question. */
    public Flux<InstitutionCut> cutsOf(String area, String institutionCode, Month through) {
        return store.cutsOf(area, institutionCode, through).collectList().flatMapIterable(cuts -> cuts);
    }

    /** The area's claims, the latest month first. */
    public Flux<FundClaim> list(String area) {
        return store.list(area).concatMap(claimId -> get(area, claimId));
    }

    /** Hands a claim in; not by who prepared it. One that is handed in already stays so. */
    public Mono<FundClaim> submit(String area, UUID claimId, Caller caller) {
        return transactions.run(() -> locked(area, claimId)
                .flatMap(claim -> claim.submittedBy().isPresent()
                        ? Mono.error(new Refused(RefusalCode.CLAIM_SUBMITTED))
                        : store.submit(area, claimId, caller, clock.instant()))
                .then(Mono.defer(() -> get(area, claimId))));
    }

    /** Money that arrived, as the bank's paper says. */
    public record Arrival(Money amount, LocalDate receivedOn, String bankReference) {}

    /**
     * Books what arrived. Refused before the claim is handed in, above what is outstanding, for a day in the future or of a
     * closed month, and where the bank's reference stands already.
     */
    public Mono<CommandKeys.Answer> receive(String area, UUID claimId, Arrival arrival, String key, Caller caller) {
        if (arrival.receivedOn().isAfter(LocalDate.now(clock))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/receivedOn")));
        }
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                claimId + " " + arrival,
                () -> locked(area, claimId)
                        .map(claim -> Refused.orThrow(claim.receive(arrival.amount())))
                        .flatMap(claim -> requireNew(area, arrival.bankReference())
                                .then(openOn(area, arrival.receivedOn()))
                                .flatMap(book -> book(book, claim, arrival, caller)))));
    }

    private Mono<Void> requireNew(String area, String bankReference) {
        return locks.take("bank:" + area + ":" + bankReference)
                .then(Mono.defer(() -> store.standing(area, bankReference)))
                .flatMap(receiptId ->
                        Mono.error(new Refused(Refusal.of(RefusalCode.RECEIPT_RECORDED, "/bankReference"))));
    }

    private Mono<Book> openOn(String area, LocalDate day) {
        return books.open(area)
                .flatMap(book -> book.isClosed(day)
                        ? Mono.error(new Refused(Refusal.of(RefusalCode.MONTH_CLOSED, "/receivedOn")))
                        : Mono.just(book));
    }

    private Mono<String> book(Book book, FundClaim claim, Arrival arrival, Caller caller) {
        UUID receiptId = UuidCreator.getTimeOrderedEpoch();
        Transfer transfer = new Transfer(
                Account.clearing("treasury"),
                Account.fund(claim.payer().code()),
                arrival.amount(),
                RECEIPT,
                "receipt:" + receiptId,
                arrival.receivedOn());
        return store.addReceipt(book.area(), claim.claimId(), receiptId, arrival, caller, clock.instant())
                .then(ledger.post(book, receiptId, List.of(transfer), caller.subject()))
                .thenReturn(receiptId.toString());
    }

    /** Takes a receipt back that was booked by mistake; its mirror is booked today. Refused where it is taken back already. */
    public Mono<CommandKeys.Answer> reverse(
            String area, UUID claimId, UUID receiptId, String note, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "receipt reversal " + claimId + " " + receiptId + " " + note,
                () -> locked(area, claimId)
                        .flatMap(claim -> Mono.justOrEmpty(claim.receipts().stream()
                                        .filter(receipt -> receipt.receiptId().equals(receiptId))
                                        .findFirst())
                                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                                .flatMap(receipt -> mirror(area, claim, receipt, note, caller)))
                        .thenReturn(claimId.toString())));
    }

    private Mono<Void> mirror(String area, FundClaim claim, FundClaim.Receipt receipt, String note, Caller caller) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return store.addReversal(area, receipt.receiptId(), note, entryId, caller, clock.instant())
                .then(Mono.defer(() -> mirrors.post(
                        area, receipt.receiptId(), entryId, reason -> REVERSAL, "receipt-reversal", caller.subject())));
    }
}
