package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes an adjustment of a batch. */
@Component
public class OrderAdjustment {

    private final Batches batches;
    private final Computations computations;
    private final BatchStore store;
    private final Adjustments adjustments;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    OrderAdjustment(
            Batches batches,
            Computations computations,
            BatchStore store,
            Adjustments adjustments,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.batches = batches;
        this.computations = computations;
        this.store = store;
        this.adjustments = adjustments;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Writes an open adjustment, booked in the current month. Refused of contract fees, while the batch can still be computed again, where
     * it was discarded, for a payee that it has no line of, twice for one, and for nothing.
     */
    public Mono<CommandKeys.Answer> of(
            String area, UUID batchId, List<Adjustments.Correction> corrections, String key, Caller caller) {
        UUID adjustmentId = UuidCreator.getTimeOrderedEpoch();
        LocalDate today = LocalDate.now(clock);
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "adjust " + batchId + " " + corrections,
                () -> batches.lock(area, batchId)
                        .map(corrected -> Refused.orThrow(adjustable(corrected)))
                        .flatMap(corrected ->
                                write(corrected, Month.containing(today), adjustmentId, corrections, caller))
                        .thenReturn(adjustmentId.toString())));
    }

    /** A fund is asked for fee lines and for nothing else: contract fees are corrected at the contract, by lines of a later claim. */
    private static Decision<Batch> adjustable(Batch batch) {
        if (batch.kind().equals(BatchKind.CONTRACT_FEE)) {
            return Decision.refuse(RefusalCode.BATCH_NOT_ADJUSTABLE);
        }
        return switch (batch.status()) {
            case COMPUTED, REVIEWED, DISCARDED -> Decision.refuse(RefusalCode.BATCH_NOT_READY);
            case CONFIRMED, APPROVED, PUBLISHED, PAID, CLOSED -> Decision.accept(batch);
        };
    }

    private Mono<Batch> write(
            Batch corrected, Month month, UUID adjustmentId, List<Adjustments.Correction> corrections, Caller caller) {
        var order = new BatchKind.Order(
                BatchKind.ADJUSTMENT, corrected.area(), corrected.fund(), month, LocalDate.now(clock));
        return store.from(BatchKind.ADJUSTMENT, corrected.area(), corrected.fund(), month)
                .filter(earlier -> earlier.month().equals(month))
                .map(Batch::sequence)
                .reduce(0, Math::max)
                .flatMap(last -> adjustments
                        .draft(corrected, last + 1, corrections)
                        .flatMap(draft -> computations.keep(
                                order, adjustmentId, last + 1, Optional.of(corrected.batchId()), draft, caller)));
    }
}
