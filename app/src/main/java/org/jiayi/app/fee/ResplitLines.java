package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Books that a fee is split among other payers; must be called where its contract is locked. */
@Component
class ResplitLines {

    private final FeeLines feeLines;
    private final FeeChanges feeChanges;
    private final Clock clock;

    ResplitLines(FeeLines feeLines, FeeChanges feeChanges, Clock clock) {
        this.feeLines = feeLines;
        this.feeChanges = feeChanges;
        this.clock = clock;
    }

    /**
     * Books what each bears more or less, by one entry; nothing where all bear what they did.
     *
     * @param rule of the change; empty for none
     */
    Mono<Void> book(
            String area,
            BorneFees.Borne borne,
            Resplit resplit,
            Optional<FeeLine.Priced> priced,
            String rule,
            String note,
            String recordedBy) {
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
                        borne.covers(),
                        difference.getValue().isNegative() ? borne.chargeOf(difference.getKey()) : Optional.empty()))
                .toList();
        Money moved = Money.sum(lines.stream()
                .map(FeeLine::amount)
                .filter(amount -> !amount.isNegative())
                .toList());
        var explained = new FeeChanges.Explained(
                borne.contractId(),
                FeeLineReason.RESPLIT.code(),
                rule,
                today,
                Fraction.ZERO,
                borne.split().total(),
                moved,
                Optional.empty(),
                note);
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return feeChanges
                .keep(area, entryId, List.of(explained))
                .then(Mono.defer(() ->
                        feeLines.book(area, List.of(new FeeLines.Posting(entryId, lines, List.of())), recordedBy)));
    }
}
