package org.jiayi.app.settlement;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.period.Month;
import reactor.core.publisher.Mono;

/**
 * A kind of settlement batch: whoever knows the money of one kind implements it, and settlement takes it through its steps.
 * Every method that changes something, but for {@link #prepare}, runs inside the shielded transaction of the step.
 */
public interface BatchKind {

    /** The kind that counts heads. */
    String CAPITATION_MONTH = "capitation_month";

    /** The kind that pays institutions their contract fees out of one payer's fund. */
    String CONTRACT_FEE = "contract_fee";

    /** The kind that pays or recovers the balances of a year. */
    String YEAR_END = "year_end";

    /** The kind that pays the staff of an institution their part of its contract-fee income. */
    String STAFF_DISTRIBUTION = "staff_distribution";

    /** The kind that corrects a batch that cannot be computed again. */
    String ADJUSTMENT = "adjustment";

    /** The code in columns and in the API. */
    String code();

    /** Whether the periods of a year build on each other, so that computing one discards the later ones. */
    default boolean buildsOnEarlier() {
        return false;
    }

    /** What to compute. */
    record Order(String kind, String area, String fund, Month month, LocalDate knownOn) {

        /**
         * Whether heads are to be counted by what will be known on a day to come: asked again, it would be something else. Other kinds
         * settle what is there, whatever the day.
         */
        boolean isAheadOf(LocalDate today) {
            return kind.equals(CAPITATION_MONTH) && knownOn.isAfter(today);
        }
    }

    /**
     * What was computed.
     *
     * @param digest of the canonical content: same inputs and policy, same digest
     */
    record Draft(Optional<UUID> policyId, List<BatchLine> lines, ContentDigest digest) {}

    /** Brings up to date what the computation rests on, before its transaction begins. */
    default Mono<Void> prepare(Order order) {
        return Mono.empty();
    }

    /** Computes, or refuses with a reason. */
    Mono<Draft> compute(Order order);

    /** Brings up to date what decides whether the batch can be made final, before the transaction of that begins. */
    default Mono<Void> prepareToConfirm(Batch batch) {
        return Mono.empty();
    }

    /** Whether the batch can be made final, with what it takes for good; refuses where something it rests on is still open. */
    default Mono<Void> confirm(Batch batch) {
        return Mono.empty();
    }

    /** Posts what the batch says to the ledger, if it was not posted when it arose. */
    Mono<Void> post(Batch batch, List<BatchLine> lines, Caller approver);

    /** Why a line comes to what it does. */
    Mono<LineExplanation> explain(Batch batch, BatchLine line);
}
