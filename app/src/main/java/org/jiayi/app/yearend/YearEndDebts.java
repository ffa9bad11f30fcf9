package org.jiayi.app.yearend;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.OpenBatches;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 待收回: what year ends left to be recovered, of payees who have no later year end that takes it in. It comes by bank, or two people
 * give it up; the next year end of the payee takes in what is left then.
 */
@Component
public class YearEndDebts {

    static final String RECOVERED = "year_end_debt_recovered";
    static final String WRITTEN_OFF = "year_end_debt_written_off";

    private final YearEndDebtStore store;
    private final OpenBatches batches;
    private final Books books;
    private final Ledger ledger;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    YearEndDebts(
            YearEndDebtStore store,
            OpenBatches batches,
            Books books,
            Ledger ledger,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.batches = batches;
        this.books = books;
        this.ledger = ledger;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What came by bank of a debt. */
    public record Recovery(
            InsuranceScheme scheme, String payee, Money amount, LocalDate receivedOn, String bankReference) {}

    /** What of a debt is to be given up. */
    public record WriteOff(InsuranceScheme scheme, String payee, Money amount, String reason) {}

    /** Where a payee's debt stands in the ledger. */
    static Account account(String payee, InsuranceScheme scheme) {
        return Account.receivable("year_end:" + payee + ":" + scheme.code());
    }

    /** Where the money is that comes by bank. */
    static Account treasury() {
        return Account.clearing("treasury");
    }

    /** The fund that bears what is given up. */
    static Account fund(InsuranceScheme scheme) {
        return Account.fund("pooled_" + scheme.code());
    }

    /** The area's debts, those that are settled too. */
    public Mono<List<YearEndDebt>> list(String area) {
        return store.all(area);
    }

    /**
     * 追回: books what came by bank. Refused above what is owed, while a confirmed year end that reckons with the debt waits for its
     * approval, for a day to come or of a closed month, and where the bank's reference stands already.
     */
    public Mono<CommandKeys.Answer> recover(String area, Recovery recovery, String key, Caller caller) {
        if (recovery.receivedOn().isAfter(LocalDate.now(clock))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/receivedOn")));
        }
        UUID recoveryId = UuidCreator.getTimeOrderedEpoch();
        Transfer transfer = new Transfer(
                treasury(),
                account(recovery.payee(), recovery.scheme()),
                recovery.amount(),
                RECOVERED,
                "year-end-recovery:" + recoveryId,
                recovery.receivedOn());
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "recover " + recovery,
                () -> requireOwed(area, recovery.scheme(), recovery.payee(), recovery.amount())
                        .then(Mono.defer(() -> openOn(area, recovery.receivedOn())))
                        .flatMap(book -> store.addRecovery(area, recoveryId, recovery, caller, clock.instant())
                                .then(Mono.defer(
                                        () -> ledger.post(book, recoveryId, List.of(transfer), caller.subject()))))
                        .thenReturn(recoveryId.toString())));
    }

    private Mono<Book> openOn(String area, LocalDate day) {
        return books.open(area)
                .flatMap(book -> book.isClosed(day)
                        ? Mono.error(new Refused(Refusal.of(RefusalCode.MONTH_CLOSED, "/receivedOn")))
                        : Mono.just(book));
    }

    /** 申请核销: the first of two people wants to give a debt up; it is owed until the second one agrees. Refused above what is owed. */
    public Mono<CommandKeys.Answer> propose(String area, WriteOff writeOff, String key, Caller caller) {
        UUID writeOffId = UuidCreator.getTimeOrderedEpoch();
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "write off " + writeOff,
                () -> requireOwed(area, writeOff.scheme(), writeOff.payee(), writeOff.amount())
                        .then(Mono.defer(() -> store.addWriteOff(area, writeOffId, writeOff, caller, clock.instant())))
                        .thenReturn(writeOffId.toString())));
    }

    /**
     * 核销: the second person agrees, and the fund bears it, or does not. Refused where it is decided already, to whoever proposed it,
     * and where less is owed by now.
     */
    public Mono<CommandKeys.Answer> decide(String area, UUID writeOffId, boolean accepted, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "decide " + writeOffId + " " + accepted,
                () -> store.getWriteOff(area, writeOffId)
                        .flatMap(proposed -> accepted
                                ? writeOff(area, writeOffId, proposed, caller)
                                : store.decide(area, writeOffId, false, caller, clock.instant()))
                        .thenReturn(writeOffId.toString())));
    }

    private Mono<Void> writeOff(String area, UUID writeOffId, YearEndDebtStore.Proposed proposed, Caller caller) {
        if (proposed.by().equals(caller.subject())) {
            return Mono.error(new Refused(RefusalCode.SECOND_PERSON_NEEDED));
        }
        WriteOff writeOff = proposed.writeOff();
        Transfer transfer = new Transfer(
                fund(writeOff.scheme()),
                account(writeOff.payee(), writeOff.scheme()),
                writeOff.amount(),
                WRITTEN_OFF,
                "year-end-write-off:" + writeOffId,
                LocalDate.now(clock));
        // decided first: what was decided already would be told to be above what is owed
        return batches.lock(area, writeOff.scheme().code())
                .then(Mono.defer(() -> store.get(area, writeOff.scheme(), writeOff.payee())))
                .flatMap(debt -> store.decide(area, writeOffId, true, caller, clock.instant())
                        .then(Mono.fromSupplier(() -> Refused.orThrow(debt.requireOwed(writeOff.amount())))))
                .then(Mono.defer(() -> batches.requireNoneConfirmed(
                        BatchKind.YEAR_END, area, writeOff.scheme().code())))
                .then(Mono.defer(() -> ledger.post(area, writeOffId, List.of(transfer), caller.subject())));
    }

    /** A confirmed year end reckons with what is owed, and can always be approved: nothing changes it in between. */
    private Mono<Void> requireOwed(String area, InsuranceScheme scheme, String payee, Money amount) {
        return batches.requireNoneConfirmed(BatchKind.YEAR_END, area, scheme.code())
                .then(Mono.defer(() -> store.get(area, scheme, payee)))
                .map(debt -> Refused.orThrow(debt.requireOwed(amount)))
                .then();
    }
}
