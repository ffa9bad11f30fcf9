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
     * What one payer pays.
     *
     * @param now of the contract as it stands
     * @param then of the contract after the act
     * @param following of the contract that follows it; nothing where none does
     */
    public record Moved(String payer, String payerName, Money now, Money then, Money following) {}

    /** What the act would move, by payer in the order of the policy. Refused as the act is. */
    public Mono<List<Moved>> of(String area, UUID contractId, ContractCommand command, Caller caller) {
        return transactions.rehearse(() -> contracts
                .findLatest(area, contractId)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .zipWith(shares(area, contractId))
                .flatMap(before -> changes.changeNow(
                                new ChangeContract.Seen(
                                        area, contractId, before.getT1().version()),
                                command,
                                caller)
                        .map(UUID::fromString)
                        .flatMap(goesOn -> shares(area, contractId)
                                .zipWith(
                                        goesOn.equals(contractId)
                                                ? Mono.just(List.<PayerShare>of())
                                                : shares(area, goesOn))
                                .map(after -> moved(before.getT2(), after.getT1(), after.getT2())))));
    }

    private Mono<List<PayerShare>> shares(String area, UUID contractId) {
        return charges.shares(area, contractId).collectList();
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
