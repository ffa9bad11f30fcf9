package org.jiayi.app.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.worker.BackgroundWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks after the contracts that begin on payment (缴费生效): paid ones begin, those not paid in time come to nothing. It asks
 * what has come in rather than being told, so no news can be lost, and no payment waits for a contract's locks.
 */
@Component
class PaymentWaits extends BackgroundWork {

    private static final Duration POLL = Duration.ofSeconds(5);

    private final RoutineStore store;
    private final ContractStore contracts;
    private final ContractingPolicies policies;
    private final PaidShares payments;
    private final RoutineActs acts;
    private final Clock clock;

    PaymentWaits(
            RoutineStore store,
            ContractStore contracts,
            ContractingPolicies policies,
            PaidShares payments,
            RoutineActs acts,
            Clock clock) {
        super(POLL);
        this.store = store;
        this.contracts = contracts;
        this.policies = policies;
        this.payments = payments;
        this.acts = acts;
        this.clock = clock;
    }

    @Override
    protected Mono<Void> round() {
        return store.areasAwaitingPayment().concatMapDelayError(this::area).then();
    }

    private Mono<Void> area(String area) {
        Instant now = clock.instant();
        LocalDate today = KnowledgeTime.dayOf(now);
        return policies.inForce(area, today)
                .flatMap(policy -> RoutineActs.chunks(
                                after -> store.awaitingPayment(area, after, RoutineActs.CHUNK_CONTRACTS))
                        .concatMap(chunk -> chunk(area, chunk, policy, now))
                        .then());
    }

    private Mono<Void> chunk(String area, List<ContractVersion> waiting, ContractingPolicy policy, Instant now) {
        List<UUID> ids = waiting.stream().map(ContractVersion::contractId).toList();
        return payments.paidAmong(area, ids)
                .flatMapMany(paid -> Flux.fromIterable(waiting)
                        .filter(contract -> paid.contains(contract.contractId()) || isOver(contract, now))
                        .concatMap(contract -> paid.contains(contract.contractId())
                                ? start(area, contract, policy, now)
                                : acts.carryOut(area, contract, new LapseUnpaid(), policy, now)))
                .then();
    }

    /** Two who were merged meanwhile may be one person, who has another contract until then. */
    private Mono<Void> start(String area, ContractVersion contract, ContractingPolicy policy, Instant now) {
        return freeFrom(area, contract)
                .flatMap(day -> acts.carryOut(
                        area,
                        contract,
                        new StartPaid(day),
                        policy,
                        now,
                        Mono.defer(() -> freeFrom(area, contract)).map(day::equals)));
    }

    private Mono<LocalDate> freeFrom(String area, ContractVersion contract) {
        return contracts
                .knownOf(area, contract.residentId())
                .filter(other -> other.term().from().isBefore(contract.term().from()))
                .map(other -> other.term().until())
                .reduce(contract.signedOn(), (one, other) -> other.isAfter(one) ? other : one);
    }

    private static boolean isOver(ContractVersion contract, Instant now) {
        return contract.payUntil()
                .filter(day -> KnowledgeTime.dayOf(now).isAfter(day))
                .isPresent();
    }
}
