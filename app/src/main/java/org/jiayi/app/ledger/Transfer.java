package org.jiayi.app.ledger;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;

/**
 * One transfer: a positive amount from one account to another.
 *
 * @param debit the account charged
 * @param credit the account that receives
 * @param amount whole fen, at least one
 * @param reason why, as a stable code
 * @param businessKey of the act; the same key is never posted twice
 * @param effectiveOn the day it belongs to
 * @param corrects the earlier transfer that it takes something back from
 */
public record Transfer(
        Account debit,
        Account credit,
        Money amount,
        String reason,
        String businessKey,
        LocalDate effectiveOn,
        Optional<UUID> corrects) {

    public Transfer {
        if (amount.isNegative() || amount.isZero()) {
            throw new IllegalArgumentException("a transfer moves at least one fen");
        }
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("a transfer has two accounts");
        }
    }

    /** A transfer that corrects no other. */
    public Transfer(
            Account debit, Account credit, Money amount, String reason, String businessKey, LocalDate effectiveOn) {
        this(debit, credit, amount, reason, businessKey, effectiveOn, Optional.empty());
    }

    /** A signed amount: less than nothing goes the other way, and nothing is no transfer. */
    public static Optional<Transfer> of(
            Account debit, Account credit, long fen, String reason, String businessKey, LocalDate effectiveOn) {
        if (fen == 0) {
            return Optional.empty();
        }
        Money amount = Money.ofFen(fen);
        return Optional.of(
                amount.isNegative()
                        ? new Transfer(credit, debit, amount.negated(), reason, businessKey, effectiveOn)
                        : new Transfer(debit, credit, amount, reason, businessKey, effectiveOn));
    }

    /** The same transfer with a link to the one that it takes something back from. */
    public Transfer correcting(Optional<UUID> earlier) {
        return new Transfer(debit, credit, amount, reason, businessKey, effectiveOn, earlier);
    }
}
