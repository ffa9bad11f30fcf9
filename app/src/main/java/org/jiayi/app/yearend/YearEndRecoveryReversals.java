package org.jiayi.app.yearend;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Mirrors;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.OpenBatches;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 追回冲正: takes back a recovery that was booked by mistake, such as of another payee; by a second person. The debt is owed again. */
@Component
public class YearEndRecoveryReversals {

    /** The reason of the mirror. */
    static final String REASON = "year_end_debt_recovered_reversal";

    private final YearEndDebtStore store;
    private final OpenBatches batches;
    private final Mirrors mirrors;
    private final Ledger ledger;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    YearEndRecoveryReversals(
            YearEndDebtStore store,
            OpenBatches batches,
            Mirrors mirrors,
            Ledger ledger,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.batches = batches;
        this.mirrors = mirrors;
        this.ledger = ledger;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is taken back, and why. */
    public record Command(String area, UUID recoveryId, String note) {}

    /**
     * Books the mirror today; the bank's reference may be booked anew. The answer's id is the recovery's. Refused where it is taken back
     * already, to who booked it, and while a confirmed year end that reckons with the debt waits for its approval.
     */
    public Mono<CommandKeys.Answer> reverse(Command command, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                command.area(),
                caller,
                key,
                "reverse recovery " + command,
                () -> reverseNow(command, caller)
                        .thenReturn(command.recoveryId().toString())));
    }

    /** Asked for twice: whose batches are to be held is known from it, and what it is by then, only when they are. */
    private Mono<Void> reverseNow(Command command, Caller caller) {
        return store.getRecovery(command.area(), command.recoveryId())
                .flatMap(booked -> batches.requireNoneConfirmed(
                        BatchKind.YEAR_END, command.area(), booked.scheme().code()))
                .then(Mono.defer(() -> store.getRecovery(command.area(), command.recoveryId())))
                .map(booked -> Refused.orThrow(booked.reversedBy(caller.subject())))
                .flatMap(booked -> mirror(command, booked, caller));
    }

    private Mono<Void> mirror(Command command, BookedRecovery booked, Caller caller) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return store.addReversal(command, booked, entryId, caller, clock.instant())
                .then(Mono.defer(() -> mirrors.post(
                        command.area(),
                        command.recoveryId(),
                        entryId,
                        reason -> REASON,
                        "year-end-recovery-reversal",
                        caller.subject())));
    }
}
