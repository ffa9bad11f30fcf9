package org.jiayi.app.fee;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.policy.Policy;

/**
 * A contract's money on one page (费用账): all its lines in the order in which they were booked, each with its explanation.
 */
public record ContractFee(String area, UUID contractId, List<Line> lines) {

    /** A line as it was booked. */
    public record Line(
            UUID entryId,
            LocalDate month,
            FeeLineReason reason,
            Payer payer,
            String institutionCode,
            Money amount,
            Policy policy,
            Optional<String> recordedBy,
            Optional<Instant> recordedAt,
            FeeExplanation explanation) {

        /** The line's id among those of its contract. */
        public String id() {
            return entryId + "." + payer.code();
        }
    }

    /** What each payer bears, in the order in which they were first charged. */
    public Map<Payer, Money> payers() {
        Map<Payer, Money> sums = new LinkedHashMap<>();
        lines.forEach(line -> sums.merge(line.payer(), line.amount(), Money::plus));
        return sums;
    }

    public Money total() {
        return Money.sum(lines.stream().map(Line::amount).toList());
    }
}
