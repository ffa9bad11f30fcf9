package org.jiayi.app.fee;

import java.util.List;
import java.util.Locale;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Proration;
import org.jiayi.app.kernel.period.Term;

/**
 * What one change of a contract moves: plain arithmetic, from what its payers bear now.
 *
 * @param rule the policy's rule that was asked, in lower case; empty where none was
 * @param part the part of what was borne that goes back or on, exact
 * @param back what the old contract's payers get back, or what moves on from it; positive
 * @param onPart the part of what moves on, or of the price of the contract that follows, that is charged for it, exact
 * @param on what is charged for the contract that follows; positive
 */
record FeeMovement(
        String rule,
        Fraction part,
        FeeLineReason backReason,
        FeeSplit back,
        FeeLineReason onReason,
        Fraction onPart,
        FeeSplit on) {

    private static final FeeSplit NOTHING = new FeeSplit(List.of());
    private static final String NO_RULE = "";

    /**
     * @param borne what the payers of the old contract bear now
     * @param policy the fee policy by which it was charged
     * @param price the price of the contract that follows for a whole term, split; asked for only where it is priced anew
     * @param priced the days for which such a price is charged; they hold those of the change
     */
    static FeeMovement of(FeeChange change, FeeSplit borne, FeePolicy policy, FeeSplit price, Term priced) {
        return switch (change.kind()) {
            case RETURN_ALL, RETURN_LATER_YEARS -> backOnly(NO_RULE, Fraction.ONE, borne);
            case REFUND ->
                refund(Refund.of(policy.refundRule(), borne, change.term(), change.lastDay(), change.served()), policy);
            case FOLLOW ->
                policy.transferRule() == TransferRule.STAYS && isMidTerm(change)
                        ? backOnly(code(TransferRule.STAYS), Fraction.ZERO, NOTHING)
                        : following(months(change), borne);
            case REPRICE -> repriced(months(change), borne, price, priced);
        };
    }

    /** The same where only that part of the price is charged now for the contract that follows. */
    FeeMovement charging(FeeSplit price, Fraction ofPrice) {
        return new FeeMovement(rule, part, backReason, back, onReason, ofPrice, part(price, ofPrice));
    }

    /** Of a change from a day on that no year is charged for yet. */
    static FeeMovement ofNothing(FeeChange.Kind kind) {
        FeeLineReason on = kind == FeeChange.Kind.REPRICE ? FeeLineReason.CONTRACT_FEE : FeeLineReason.MOVED_IN;
        return new FeeMovement(NO_RULE, Fraction.ZERO, FeeLineReason.REFUND, NOTHING, on, Fraction.ZERO, NOTHING);
    }

    /** Whether the old contract was in force on any day of the term; the fee of one that never was stays with nobody. */
    private static boolean isMidTerm(FeeChange change) {
        return !change.lastDay().isBefore(change.term().from());
    }

    private static FeeMovement refund(Refund refund, FeePolicy policy) {
        return backOnly(code(policy.refundRule()), refund.share(), refund.returned());
    }

    private static Proration months(FeeChange change) {
        return Proration.wholeMonths(change.term(), change.lastDay());
    }

    private static FeeMovement backOnly(String rule, Fraction part, FeeSplit back) {
        return new FeeMovement(
                rule, part, FeeLineReason.REFUND, back, FeeLineReason.CONTRACT_FEE, Fraction.ZERO, NOTHING);
    }

    private static FeeMovement following(Proration months, FeeSplit borne) {
        FeeSplit moves = FeeTransfer.byPersonMonths(borne, months.used(), months.remaining())
                .moves();
        return new FeeMovement(
                code(TransferRule.FOLLOWS),
                months.share(),
                FeeLineReason.MOVED_OUT,
                moves,
                FeeLineReason.MOVED_IN,
                Fraction.ONE,
                moves);
    }

    /** Both by the same months that remain: of those of the fee, and of those of a price. Each HALF_UP to the fen, once. */
    private static FeeMovement repriced(Proration months, FeeSplit borne, FeeSplit price, Term priced) {
        Fraction ofPrice = Fraction.of(
                months.remaining(),
                Proration.wholeMonths(priced, priced.lastDay()).whole());
        return new FeeMovement(
                NO_RULE,
                months.share(),
                FeeLineReason.REFUND,
                part(borne, months.share()),
                FeeLineReason.CONTRACT_FEE,
                ofPrice,
                part(price, ofPrice));
    }

    private static FeeSplit part(FeeSplit whole, Fraction share) {
        Money amount = whole.total().toFraction().times(share).halfUpToMoney();
        return whole.inProportion(amount).requireTotal(amount);
    }

    private static String code(Enum<?> rule) {
        return rule.name().toLowerCase(Locale.ROOT);
    }
}
