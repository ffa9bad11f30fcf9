package org.jiayi.app.fee;

import java.time.LocalDate;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.Term;

/**
 * What is given back when a contract ends before its term. It is posted as new lines: the original ones are never
 * edited (DOMAIN §4).
 *
 * @param share the part of the fee that is given back, exact
 * @param returned the amounts, positive, over the payers who bore the fee
 */
public record Refund(Fraction share, FeeSplit returned) {

    /**
     * Total × share, HALF_UP to the fen, split over the original payers in proportion, by largest remainder.
     *
     * @param original the fee as it was posted
     * @param lastDay the last day in force, at most the term's; a day before the term gives everything back by month or day
     * @param served whether any service was delivered under the contract
     */
    public static Refund of(RefundRule rule, FeeSplit original, Term term, LocalDate lastDay, boolean served) {
        var share = rule.share(term, lastDay, served);
        var total = original.total().toFraction().times(share).halfUpToMoney();
        return new Refund(share, original.inProportion(total).requireTotal(total));
    }
}
