package org.jiayi.app.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * 变更试算: what an act upon a contract would move, payer by payer. The act is done and all of it taken back, so that what is told is
 * what is booked if nothing happens meanwhile, and what is refused here is refused there.
 */
@Component
public class ChangeQuotes {

    private final ShieldedTransactions transactions;
    private final ContractStore contracts;
    private final ChangeContract changes;
    private final ContractCharges charges;

    ChangeQuotes(
            ShieldedTransactions transactions,
            ContractStore contracts,
            ChangeContract changes,
            ContractCharges charges) {
        this.transactions = transactions;
        this.contracts = contracts;
        this.changes = changes;
        this.charges = charges;
    }

    /**
     * What an act would move.
     *
     * @param contractIds of which the fee is told: the contract's, and those before it with which its fee stayed
     * @param payers in the order of the policy
     */
    public record Quote(List<UUID> contractIds, List<Moved> payers) {}

    /**
     * What one payer pays.
     *
     * @param now of the fee as it stands
     * @param then of the fee after the act
     * @param following of the contract that follows; nothing where none does
     */
    public record Moved(String payer, String payerName, Money now, Money then, Money following) {}

    /** What the act would move. Refused as the act is. */
    public Mono<Quote> of(String area, UUID contractId, ContractCommand command, Caller caller) {
        return transactions.rehearse(() -> contracts
                .findLatest(area, contractId)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .zipWith(charges.bearers(area, contractId)
                        .concatWithValues(contractId)
                        .collectList())
                .flatMap(found -> rehearsed(area, found.getT1(), found.getT2(), command, caller)));
    }

    private Mono<Quote> rehearsed(
            String area, ContractVersion contract, List<UUID> ofFee, ContractCommand command, Caller caller) {
        UUID contractId = contract.contractId();
        var seen = new ChangeContract.Seen(area, contractId, contract.version());
        return shares(area, ofFee)
                .flatMap(now -> changes.changeNow(seen, command, caller)
                        .map(UUID::fromString)
                        .map(goesOn -> goesOn.equals(contractId) ? List.<UUID>of() : List.of(goesOn))
                        .flatMap(following -> shares(area, ofFee).zipWith(shares(area, following)))
                        .map(after -> new Quote(ofFee, moved(now, after.getT1(), after.getT2()))));
    }

    private Mono<List<PayerShare>> shares(String area, List<UUID> contractIds) {
        return Flux.fromIterable(contractIds)
                .concatMap(contractId -> charges.shares(area, contractId))
                .collectList();
    }

    private static List<Moved> moved(List<PayerShare> now, List<PayerShare> then, List<PayerShare> following) {
        List<PayerShare> payers = new ArrayList<>();
        for (List<PayerShare> shares : List.of(now, then, following)) {
            shares.stream()
                    .filter(share ->
                            payers.stream().noneMatch(known -> known.payer().equals(share.payer())))
                    .forEach(payers::add);
        }
        return payers.stream()
                .map(payer -> new Moved(
                        payer.payer(),
                        payer.payerName(),
                        of(now, payer.payer()),
                        of(then, payer.payer()),
                        of(following, payer.payer())))
                .toList();
    }

    private static Money of(List<PayerShare> shares, String payer) {
        return Money.sum(shares.stream()
                .filter(share -> share.payer().equals(payer))
                .map(PayerShare::amount)
                .toList());
    }
}
