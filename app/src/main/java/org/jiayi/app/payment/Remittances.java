package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Balances;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Mirrors;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 渠道划款: the bureau says that a provider's money has arrived at the treasury, out of which institutions are paid. */
@Component
public class Remittances {

    /** The reason of what arrived. */
    public static final String REMITTANCE = "provider_remittance";

    /** The reason of what the provider kept. */
    public static final String CHARGE = "provider_charge";

    /** What the reason of a mirror ends in. */
    public static final String REVERSAL = "_reversal";

    private static final Account TREASURY = Account.clearing("treasury");

    private final RemittanceStore store;
    private final Books books;
    private final Balances balances;
    private final Ledger ledger;
    private final Mirrors mirrors;
    private final NamedLocks locks;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Remittances(
            RemittanceStore store,
            Books books,
            Balances balances,
            Ledger ledger,
            Mirrors mirrors,
            NamedLocks locks,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.books = books;
        this.balances = balances;
        this.ledger = ledger;
        this.mirrors = mirrors;
        this.locks = locks;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What the bank's paper and the provider's account say. */
    public record Command(
            String area, String provider, Money amount, Money charge, LocalDate valueOn, String bankReference) {}

    /**
     * Books it. Refused for a day in the future or of a closed month, for more than the provider holds of ours, its charge
     * included, and where the bank's reference stands already.
     */
    public Mono<CommandKeys.Answer> book(Command command, String key, Caller caller) {
        if (command.valueOn().isAfter(LocalDate.now(clock))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/valueOn")));
        }
        var remittance = new Remittance(
                command.area(),
                UuidCreator.getTimeOrderedEpoch(),
                command.provider(),
                command.amount(),
                command.charge(),
                command.valueOn(),
                command.bankReference(),
                caller.subject(),
                Optional.empty());
        if (Account.clearing(command.provider()).equals(TREASURY)) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.UNKNOWN_PROVIDER, "/provider")));
        }
        return transactions.run(() -> keys.once(
                command.area(),
                caller,
                key,
                "remittance " + command,
                () -> lock(remittance)
                        .then(Mono.defer(() -> requireHeld(remittance)))
                        .then(Mono.defer(() -> openOn(remittance)))
                        .flatMap(book -> bookIn(book, remittance))
                        .thenReturn(remittance.remittanceId().toString())));
    }

    private Mono<Void> lock(Remittance remittance) {
        return locks.take("remittance:" + remittance.area() + ":" + remittance.provider());
    }

    private Mono<Void> requireHeld(Remittance remittance) {
        return balances.standing(remittance.area(), Account.clearing(remittance.provider()))
                .flatMap(held -> remittance.amount().plus(remittance.charge()).compareTo(held) > 0
                        ? Mono.error(new Refused(Refusal.of(RefusalCode.REMITTANCE_ABOVE_HELD, "/amountFen")))
                        : Mono.empty());
    }

    private Mono<Book> openOn(Remittance remittance) {
        return books.open(remittance.area())
                .flatMap(book -> book.isClosed(remittance.valueOn())
                        ? Mono.error(new Refused(Refusal.of(RefusalCode.MONTH_CLOSED, "/valueOn")))
                        : Mono.just(book));
    }

    private Mono<Void> bookIn(Book book, Remittance remittance) {
        return store.add(remittance, clock.instant())
                .then(Mono.defer(() ->
                        ledger.post(book, remittance.remittanceId(), transfers(remittance), remittance.recordedBy())));
    }

    private static List<Transfer> transfers(Remittance remittance) {
        Account held = Account.clearing(remittance.provider());
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(new Transfer(
                TREASURY,
                held,
                remittance.amount(),
                REMITTANCE,
                "remittance:" + remittance.remittanceId(),
                remittance.valueOn()));
        Transfer.of(
                        Account.charges(remittance.provider()),
                        held,
                        remittance.charge().fen(),
                        CHARGE,
                        "remittance-charge:" + remittance.remittanceId(),
                        remittance.valueOn())
                .ifPresent(transfers::add);
        return transfers;
    }

    /** The remittance of that id; refused as unknown where there is none. */
    public Mono<Remittance> get(String area, UUID remittanceId) {
        return store.find(area, remittanceId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** A page of the area's, the newest first. */
    public Flux<Remittance> list(String area, Optional<UUID> after, int limit) {
        return store.list(area, after, limit);
    }

    /** Takes back what was booked by mistake; its mirror is booked today. Refused where it is taken back already. */
    public Mono<CommandKeys.Answer> reverse(String area, UUID remittanceId, String note, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "remittance reversal " + remittanceId + " " + note,
                () -> get(area, remittanceId)
                        .flatMap(this::lock)
                        .then(Mono.defer(() -> get(area, remittanceId)))
                        .map(remittance -> Refused.orThrow(remittance.reverse()))
                        .flatMap(remittance -> mirror(remittance, new Remittance.Reversal(note, caller.subject())))
                        .thenReturn(remittanceId.toString())));
    }

    private Mono<Void> mirror(Remittance remittance, Remittance.Reversal reversal) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return store.addReversal(remittance, reversal, entryId, clock.instant())
                .then(Mono.defer(() -> mirrors.post(
                        remittance.area(),
                        remittance.remittanceId(),
                        entryId,
                        reason -> reason + REVERSAL,
                        "remittance-reversal",
                        reversal.recordedBy())));
    }
}
