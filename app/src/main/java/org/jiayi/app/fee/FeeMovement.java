package org.jiayi.app.fee;

import java.util.ArrayList;
import java.util.List;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Proration;

/**
 * What one change of a contract moves: plain arithmetic, from what its payers bear now.
 *
 * @param back what the old contract's payers get back, or what moves on from it; positive
 * @param on what is charged for the contract that follows; positive
 */
record FeeMovement(FeeLineReason backReason, FeeSplit back, FeeLineReason onReason, FeeSplit on) {

    private static final FeeSplit NOTHING = new FeeSplit(List.of());

    /**
     * @param borne what the payers of the old contract bear now
     * @param policy the fee policy by which it was charged
     * @param price the price of the contract that follows for a whole term, split; asked for only where it is priced anew
     */
    static FeeMovement of(FeeChange change, FeeSplit borne, FeePolicy policy, FeeSplit price) {
        return switch (change.kind()) {
            case RETURN_ALL -> backOnly(borne);
            case REFUND ->
                backOnly(Refund.of(policy.refundRule(), borne, change.term(), change.lastDay(), change.served())
                        .returned());
            case FOLLOW ->
                policy.transferRule() == TransferRule.STAYS
                        ? backOnly(NOTHING)
                        : following(FeeTransfer.byPersonMonths(
                                        borne,
                                        months(change).used(),
                                        months(change).remaining())
                                .moves());
            case REPRICE -> repriced(months(change).share(), borne, price);
        };
    }

    private static Proration months(FeeChange change) {
        return Proration.wholeMonths(change.term(), change.lastDay());
    }

    private static FeeMovement backOnly(FeeSplit back) {
        return new FeeMovement(FeeLineReason.REFUND, back, FeeLineReason.CONTRACT_FEE, NOTHING);
    }

    private static FeeMovement following(FeeSplit moves) {
        return new FeeMovement(FeeLineReason.MOVED_OUT, moves, FeeLineReason.MOVED_IN, moves);
    }

    /** Both by the same months that remain, each HALF_UP to the fen, once. */
    private static FeeMovement repriced(Fraction remaining, FeeSplit borne, FeeSplit price) {
        return new FeeMovement(
                FeeLineReason.REFUND, part(borne, remaining), FeeLineReason.CONTRACT_FEE, part(price, remaining));
    }

    private static FeeSplit part(FeeSplit whole, Fraction share) {
        Money amount = whole.total().toFraction().times(share).halfUpToMoney();
        return whole.inProportion(amount).requireTotal(amount);
    }

    /** A split of amounts as they stand in the lines. */
    static FeeSplit split(List<FeeShare> shares) {
        List<FeeShare> present = new ArrayList<>(shares);
        present.removeIf(share -> share.amount().isZero());
        return new FeeSplit(present);
    }
}
