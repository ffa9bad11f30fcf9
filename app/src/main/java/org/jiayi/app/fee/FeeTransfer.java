package org.jiayi.app.fee;

import java.util.List;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * A fee that follows a resident to another payee in mid-term (DOMAIN §4). Where a policy lets the fee stay, nothing is
 * transferred and this is not asked.
 *
 * @param stays what the payee of the first months keeps
 * @param moves what goes to the payee of the later ones
 */
public record FeeTransfer(FeeSplit stays, FeeSplit moves) {

    /**
     * Divides the fee by person-months, by largest remainder; an odd fen between equals stays with the first payee. What
     * moves is split over the payers in proportion, so that both halves and every payer's two parts add up.
     *
     * @param monthsBefore person-months of the first payee
     * @param monthsAfter person-months of the later one
     */
    public static FeeTransfer byPersonMonths(FeeSplit fee, long monthsBefore, long monthsAfter) {
        var halves = byPersonMonths(fee.total(), List.of(monthsBefore, monthsAfter));
        var moves = fee.inProportion(halves.get(1));
        return new FeeTransfer(fee.minus(moves).requireTotal(halves.get(0)), moves);
    }

    /** Divides an amount by the person-months of any number of payees in turn, by largest remainder. */
    public static List<Money> byPersonMonths(Money amount, List<Long> months) {
        return Allocation.byLargestRemainder(
                amount, months.stream().map(Fraction::of).toList());
    }
}
