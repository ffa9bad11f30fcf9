package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.policy.Policies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Splits the fee of a contract among other payers: for a waiver heard of late, or because a payer changed. */
@Component
public class FeeResplits {

    private static final String WAIVER_NOTE = "按签约日的经济类型重新计算减免";

    private final FeeLocks locks;
    private final BorneFees borneFees;
    private final FeePrices prices;
    private final FeeLines feeLines;
    private final FeeChanges feeChanges;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final ContractFees contractFees;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    FeeResplits(
            FeeLocks locks,
            BorneFees borneFees,
            FeePrices prices,
            FeeLines feeLines,
            FeeChanges feeChanges,
            Policies policies,
            FeePolicyKind documents,
            ContractFees contractFees,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.locks = locks;
        this.borneFees = borneFees;
        this.prices = prices;
        this.feeLines = feeLines;
        this.feeChanges = feeChanges;
        this.policies = policies;
        this.documents = documents;
        this.contractFees = contractFees;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A part of the fee that another payer is to bear. */
    public record PayerChange(Payer from, Payer to, Money amount, String note) {}

    /** Moves a part of the fee from one payer to another. */
    public Mono<CommandKeys.Answer> change(
            String area, UUID contractId, PayerChange change, String key, Caller caller) {
        return once(area, contractId, change.toString(), key, caller, (view, borne) -> {
            Resplit resplit =
                    Refused.orThrow(Resplit.moving(borne.split(), change.from(), change.to(), change.amount()));
            return book(area, borne, resplit, borne.priced(), change.note(), caller);
        });
    }

    /**
     * Splits the fee by the economic category of the day of signing, as it is known now. Refused where the resident would bear
     * more, and for a fee charged before categories were kept with it.
     */
    public Mono<CommandKeys.Answer> reviewWaiver(String area, UUID contractId, String key, Caller caller) {
        return once(
                area,
                contractId,
                "waiver review",
                key,
                caller,
                (view, borne) -> Mono.zip(
                                policies.get(area, borne.policyId()).map(documents::read),
                                prices.person(area, view.residentId(), view.signedOn()),
                                Mono.justOrEmpty(borne.priced())
                                        .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_FEE))))
                        .flatMap(facts -> reviewed(
                                area,
                                borne,
                                facts.getT1().fees().get(facts.getT3().price()),
                                facts.getT3(),
                                facts.getT3().of(facts.getT2().economicCategory()),
                                caller)));
    }

    private Mono<Void> reviewed(
            String area,
            BorneFees.Borne borne,
            PackageFee fee,
            FeeLine.Priced before,
            FeeLine.Priced after,
            Caller caller) {
        Resplit resplit = Refused.orThrow(Resplit.between(borne.split(), before.split(fee), after.split(fee)));
        return book(area, borne, resplit, Optional.of(after), WAIVER_NOTE, caller);
    }

    /** What is done to the fee of a contract that is locked. */
    private interface Act {
        Mono<Void> on(ContractView view, BorneFees.Borne borne);
    }

    private Mono<CommandKeys.Answer> once(
            String area, UUID contractId, String content, String key, Caller caller, Act act) {
        return contractFees
                .seen(area, contractId, caller)
                .flatMap(view -> transactions.run(() -> keys.once(
                        area,
                        caller,
                        key,
                        contractId + " " + content,
                        () -> locks.takeContracts(area, List.of(contractId))
                                .then(Mono.defer(() -> borneFees.of(area, List.of(contractId))))
                                .flatMap(borne -> Mono.justOrEmpty(borne.get(contractId)))
                                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_FEE)))
                                .flatMap(borne -> act.on(view, borne))
                                .thenReturn(contractId.toString()))));
    }

    private Mono<Void> book(
            String area,
            BorneFees.Borne borne,
            Resplit resplit,
            Optional<FeeLine.Priced> priced,
            String note,
            Caller caller) {
        if (resplit.differences().isEmpty()) {
            return Mono.empty();
        }
        LocalDate today = LocalDate.now(clock);
        List<FeeLine> lines = resplit.differences().entrySet().stream()
                .map(difference -> new FeeLine(
                        borne.contractId(),
                        FeeLineReason.RESPLIT,
                        borne.policyId(),
                        borne.institutionCode(),
                        difference.getKey(),
                        difference.getValue(),
                        today,
                        priced,
                        difference.getValue().isNegative() ? borne.chargeOf(difference.getKey()) : Optional.empty()))
                .toList();
        Money moved = Money.sum(lines.stream()
                .map(FeeLine::amount)
                .filter(amount -> !amount.isNegative())
                .toList());
        var explained = new FeeChanges.Explained(
                borne.contractId(),
                FeeLineReason.RESPLIT.code(),
                "",
                today,
                Fraction.ZERO,
                borne.split().total(),
                moved,
                Optional.empty(),
                note);
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return feeChanges
                .keep(area, entryId, List.of(explained))
                .then(Mono.defer(() -> feeLines.book(area, entryId, lines, caller.subject())));
    }
}
