package org.jiayi.app.claim;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;

/**
 * What one fund is asked for of one month.
 *
 * @param carried what the claim before left to be set off, zero or less
 * @param lines by institution, in the order of their codes
 * @param receipts those that stand, the earliest first
 */
public record FundClaim(
        String area,
        UUID claimId,
        Payer payer,
        Month month,
        Money carried,
        List<Line> lines,
        List<Receipt> receipts,
        String preparedBy,
        Optional<String> submittedBy) {

    /** What is claimed for one institution's contracts; negative where more went back to the fund than was charged. */
    public record Line(String institutionCode, long contracts, Money amount) {}

    /** Money that arrived. */
    public record Receipt(
            UUID receiptId,
            Money amount,
            LocalDate receivedOn,
            String bankReference,
            String recordedBy,
            Instant recordedAt) {}

    /** Where a claim stands; told from what is known of it. */
    public enum Status {
        PREPARED,
        SUBMITTED,
        PARTLY_RECEIVED,
        RECEIVED,
        /** More went back to the fund than was charged: what is left is set off against the next claim. */
        SET_OFF;

        /** The code in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the lines and what was carried come to; negative where the fund is owed. */
    public Money balance() {
        return Money.sum(lines.stream().map(Line::amount).toList()).plus(carried);
    }

    /** What the fund is asked for: zero where it is owed. */
    public Money claimed() {
        return balance().isNegative() ? Money.ZERO : balance();
    }

    /** What is left to be set off against the next claim, zero or less. */
    public Money carriedOn() {
        return balance().isNegative() ? balance() : Money.ZERO;
    }

    public Money received() {
        return Money.sum(receipts.stream().map(Receipt::amount).toList());
    }

    public Money outstanding() {
        return claimed().minus(received());
    }

    /** 到位率: received ÷ claimed, exact; one where nothing was claimed. */
    public Fraction arrival() {
        return claimed().isZero()
                ? Fraction.ONE
                : Fraction.of(received().fen(), claimed().fen());
    }

    public Status status() {
        if (claimed().isZero()) {
            return Status.SET_OFF;
        }
        if (submittedBy.isEmpty()) {
            return Status.PREPARED;
        }
        if (receipts.isEmpty()) {
            return Status.SUBMITTED;
        }
        return outstanding().isZero() ? Status.RECEIVED : Status.PARTLY_RECEIVED;
    }

    /**
     * What arrived for each line: in proportion to what is claimed for institutions that are not owed to the fund, by largest
     * remainder, ties to the lower code. The parts make what was received.
     */
    public List<Money> receivedByLine() {
        List<Fraction> weights = lines.stream()
                .map(line -> line.amount().isNegative()
                        ? Fraction.ZERO
                        : line.amount().toFraction())
                .toList();
        return received().isZero()
                ? IntStream.range(0, lines.size()).mapToObj(line -> Money.ZERO).toList()
                : Allocation.byLargestRemainder(received(), weights);
    }

    /** Lets money arrive that was asked for, and no more. */
    Decision<FundClaim> receive(Money amount) {
        if (submittedBy.isEmpty()) {
            return Decision.refuse(RefusalCode.CLAIM_NOT_SUBMITTED);
        }
        return amount.compareTo(outstanding()) > 0
                ? Decision.refuse(Refusal.of(RefusalCode.RECEIPT_ABOVE_CLAIM, "/amountFen"))
                : Decision.accept(this);
    }
}
