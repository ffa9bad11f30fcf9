package org.jiayi.app.fee;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Splits the fee of a contract among other payers: for a waiver heard of late, or because a payer changed. */
@Component
public class FeeResplits {

    private final FeeLocks locks;
    private final BorneFees borneFees;
    private final WaiverReviews waivers;
    private final ResplitLines resplitLines;
    private final ContractFees contractFees;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    FeeResplits(
            FeeLocks locks,
            BorneFees borneFees,
            WaiverReviews waivers,
            ResplitLines resplitLines,
            ContractFees contractFees,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.locks = locks;
        this.borneFees = borneFees;
        this.waivers = waivers;
        this.resplitLines = resplitLines;
        this.contractFees = contractFees;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A part of the fee that another payer is to bear. */
    public record PayerChange(Payer from, Payer to, Money amount, String note) {}

    /** Moves a part of the fee from one payer to another; where it is charged by year, of the latest year's. */
    public Mono<CommandKeys.Answer> change(
            String area, UUID contractId, PayerChange change, String key, Caller caller) {
        return once(area, contractId, change.toString(), key, caller, (view, years) -> {
            BorneFees.Borne borne = years.get(years.size() - 1);
            Resplit resplit =
                    Refused.orThrow(Resplit.moving(borne.split(), change.from(), change.to(), change.amount()));
            return resplitLines.book(
                    area, borne, resplit, borne.priced(), FeeChanges.PAYER_CHANGE, change.note(), caller.subject());
        });
    }

    /**
     * Splits the fee by the economic category of the day of signing, as it is known now; that of a further year by the category
     * of its first day. Refused where the resident would bear more than they consented to, and for a fee charged before
     * categories were kept with it.
     */
    public Mono<CommandKeys.Answer> reviewWaiver(
            String area, UUID contractId, Optional<ResidentConsent> consent, String key, Caller caller) {
        if (consent.filter(given -> given.on().isAfter(LocalDate.now(clock))).isPresent()) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/consent/consentedOn")));
        }
        return once(
                area,
                contractId,
                "waiver review" + consent.map(given -> " " + given).orElse(""),
                key,
                caller,
                (view, years) -> waivers.review(
                        area,
                        new WaiverReviews.Signed(contractId, view.residentId(), view.signedOn()),
                        years,
                        consent,
                        caller.subject()));
    }

    /** What is done to the fee of a contract that is locked. */
    private interface Act {
        Mono<Void> on(ContractView view, List<BorneFees.Borne> years);
    }

    private Mono<CommandKeys.Answer> once(
            String area, UUID contractId, String content, String key, Caller caller, Act act) {
        return contractFees
                .seen(area, contractId, caller)
                .flatMap(view -> transactions.runSmall(() -> keys.once(
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
}
