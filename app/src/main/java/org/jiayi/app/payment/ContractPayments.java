package org.jiayi.app.payment;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.contract.ContractAccess;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The payments of contracts: who sees them, and the lock under which what is due, paid and given back is decided.
 *
 * <p>Contracts share locks by the hash of their id, so that a job that ends ten thousand contracts takes some hundred locks and not ten
 * thousand.
 */
@Component
public class ContractPayments {

    private static final int LOCKS = 128;

    private final ContractViews contracts;
    private final ContractAccess access;
    private final PaymentStore payments;
    private final NamedLocks locks;
    private final Clock clock;

    ContractPayments(
            ContractViews contracts, ContractAccess access, PaymentStore payments, NamedLocks locks, Clock clock) {
        this.contracts = contracts;
        this.access = access;
        this.payments = payments;
        this.locks = locks;
        this.clock = clock;
    }

    /** The contract if it is in the caller's reach; refused as unknown otherwise. */
    Mono<ContractView> contract(Caller caller, String area, UUID contractId) {
        return contracts
                .find(area, contractId)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(view -> access.requireReach(
                                caller,
                                area,
                                view.institutionCode(),
                                view.teamNumber(),
                                view.residentId(),
                                LocalDate.now(clock))
                        .thenReturn(view));
    }

    /** The payment if its contract is in the caller's reach; refused as unknown otherwise. */
    public Mono<Payment> payment(Caller caller, String area, UUID paymentId) {
        return payments.find(area, paymentId)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(payment -> contract(caller, area, payment.contractId()).thenReturn(payment));
    }

    /** What is owed for a contract, and what was paid. */
    public record Overview(List<Charge> charges, List<Payment> payments) {}

    /** The charges and payments of a contract in the caller's reach; refused as unknown otherwise. */
    public Mono<Overview> overview(Caller caller, String area, UUID contractId) {
        return contract(caller, area, contractId)
                .flatMap(view -> Mono.zip(
                        payments.charges(area, contractId).collectList(),
                        payments.ofContract(area, contractId).collectList(),
                        Overview::new));
    }

    /**
     * Waits for the locks of those contracts and their chains, always in the same order, and holds them until the transaction
     * ends. Whoever lets a fee move on holds those of the contract it comes from, so no chain grows unseen.
     */
    Mono<Void> lock(String area, List<UUID> contractIds) {
        return payments.chain(area, contractIds)
                .map(contractId -> Math.floorMod(contractId.hashCode(), LOCKS))
                .distinct()
                .sort()
                .collectList()
                .flatMapIterable(numbers -> numbers)
                .concatMap(number -> locks.take("payments:" + area + ":" + number))
                .then();
    }
}
