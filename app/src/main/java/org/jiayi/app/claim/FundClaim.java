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
 * @param cuts those that stand, the earliest first
 * @param returns how often the fund has sent it back, the earliest first
 */
public record FundClaim(
        String area,
        UUID claimId,
        Payer payer,
        Month month,
        Money carried,
        List<Line> lines,
        List<Receipt> receipts,
        List<Cut> cuts,
        List<Return> returns,
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

    /** 核减: what the fund will not pay of an institution's line. */
    public record Cut(
            UUID cutId, String institutionCode, Money amount, String reason, String recordedBy, Instant recordedAt) {}

    /** 退回: the fund sent the claim back that somebody had handed in. */
    public record Return(String reason, String submittedBy, String recordedBy, Instant recordedAt) {}

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

    /** What the fund has cut. */
    public Money cut() {
        return Money.sum(cuts.stream().map(Cut::amount).toList());
    }

    /** What the fund has cut of an institution's line. */
    public Money cutOf(String institutionCode) {
        return Money.sum(cuts.stream()
                .filter(cut -> cut.institutionCode().equals(institutionCode))
                .map(Cut::amount)
                .toList());
    }

    /** What the fund is to pay: what is claimed less what it has cut. */
    private Money payable() {
        return claimed().minus(cut());
    }

    public Money outstanding() {
        return payable().minus(received());
    }

    /** 到位率: received ÷ claimed less what was cut, exact; one where nothing is to be paid. */
    public Fraction arrival() {
        return payable().isZero()
                ? Fraction.ONE
                : Fraction.of(received().fen(), payable().fen());
    }

    public Status status() {
        if (claimed().isZero()) {
            return Status.SET_OFF;
        }
        if (submittedBy.isEmpty()) {
            return Status.PREPARED;
        }
        if (outstanding().isZero()) {
            return Status.RECEIVED;
        }
        return receipts.isEmpty() ? Status.SUBMITTED : Status.PARTLY_RECEIVED;
    }

    /**
     * What arrived for each line: in proportion to what is claimed for institutions that are not owed to the fund, less what was cut, by
     * largest remainder, ties to the lower code. The parts make what was received.
     */
    public List<Money> receivedByLine() {
        List<Fraction> weights = lines.stream()
                .map(line -> line.amount().isNegative()
                        ? Fraction.ZERO
                        : line.amount().minus(cutOf(line.institutionCode())).toFraction())
                .toList();
        return received().isZero()
                ? IntStream.range(0, lines.size()).mapToObj(line -> Money.ZERO).toList()
                : Allocation.byLargestRemainder(received(), weights);
    }

    /** Lets the fund cut a line: no more than is left of it, and than is outstanding. */
    Decision<FundClaim> cut(String institutionCode, Money amount) {
        if (submittedBy.isEmpty()) {
            return Decision.refuse(RefusalCode.CLAIM_NOT_SUBMITTED);
        }
        Optional<Line> cutLine = lines.stream()
                .filter(line -> line.institutionCode().equals(institutionCode))
                .findFirst();
        if (cutLine.isEmpty()) {
            return Decision.refuse(Refusal.of(RefusalCode.UNKNOWN_INSTITUTION, "/institutionId"));
        }
        Money left = cutLine.get().amount().minus(cutOf(institutionCode));
        return amount.compareTo(Money.lesserOf(left, outstanding())) > 0
                ? Decision.refuse(Refusal.of(RefusalCode.CUT_ABOVE_CLAIM, "/amountFen"))
                : Decision.accept(this);
    }

    /** The cut of that id, to be taken back; refused as unknown where none stands. */
    Decision<Cut> standingCut(UUID cutId) {
        return cuts.stream()
                .filter(cut -> cut.cutId().equals(cutId))
                .findFirst()
                .map(Decision::accept)
                .orElseGet(() -> Decision.refuse(RefusalCode.NOT_FOUND));
    }

    /** Lets the fund send the claim back of which nothing has arrived and nothing was cut. */
    Decision<FundClaim> sendBack() {
        if (submittedBy.isEmpty()) {
            return Decision.refuse(RefusalCode.CLAIM_NOT_SUBMITTED);
        }
        return receipts.isEmpty() && cuts.isEmpty()
                ? Decision.accept(this)
                : Decision.refuse(RefusalCode.CLAIM_ANSWERED);
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
