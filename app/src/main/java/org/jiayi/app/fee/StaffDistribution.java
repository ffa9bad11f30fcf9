package org.jiayi.app.fee;

import static org.jiayi.app.kernel.decision.RefusalCode.NO_INCOME;
import static org.jiayi.app.kernel.decision.RefusalCode.STAFF_POINTS_MISSING;
import static org.jiayi.app.kernel.decision.RefusalCode.STAFF_SHARE_TOO_LOW;

import java.util.List;
import java.util.stream.IntStream;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * The contract-fee income of a team or institution, distributed (绩效分配).
 *
 * @param income what was booked: without any let-off, see {@link FeeSplit#income()}
 * @param staffPool the staff's parts of the income under each policy, HALF_UP to the fen together; not less than the law's part of
 *     the whole income, and not more than it
 * @param institution the rest, which the institution keeps
 * @param parts the pool by points, by largest remainder, in the order in which the members were given
 */
public record StaffDistribution(Money income, Money staffPool, Money institution, List<Part> parts) {

    /** The least part of the income that goes to staff (DOMAIN §4). */
    public static final Fraction STAFF_SHARE_MIN = Fraction.of(70, 100);

    /** Income under one policy, and the staff's share of it; negative where more went back than came in. */
    public record Income(Money amount, Fraction staffShare) {

        /** What of it goes to the staff, in fen, exact. */
        public Fraction staffPart() {
            return amount.toFraction().times(staffShare);
        }
    }

    /** A member's points in the period; none negative. */
    public record Points(String member, Fraction points) {}

    /** What a member gets for their points. */
    public record Part(String member, Fraction points, Money amount) {}

    /** Whether {@code staffShare} is not less than the law's 70 %. */
    public static boolean isEnough(Fraction staffShare) {
        return staffShare.compareTo(STAFF_SHARE_MIN) >= 0;
    }

    /**
     * Distributes income. Refused if the staff's share is too low, if nothing came in or more went back than that, or if there is
     * money for the staff and nobody has points.
     */
    public static Decision<StaffDistribution> of(List<Income> incomes, List<Points> members) {
        if (!incomes.stream().map(Income::staffShare).allMatch(StaffDistribution::isEnough)) {
            return Decision.refuse(STAFF_SHARE_TOO_LOW);
        }
        var income = Money.sum(incomes.stream().map(Income::amount).toList());
        if (incomes.isEmpty() || income.isNegative()) {
            return Decision.refuse(NO_INCOME);
        }
        var pool = pool(incomes, income);
        var points = members.stream().map(Points::points).toList();
        if (!pool.isZero() && points.stream().allMatch(Fraction::isZero)) {
            return Decision.refuse(STAFF_POINTS_MISSING);
        }
        var amounts = Allocation.byLargestRemainder(pool, points);
        var parts = IntStream.range(0, members.size())
                .mapToObj(index -> new Part(members.get(index).member(), points.get(index), amounts.get(index)))
                .toList();
        return Decision.accept(new StaffDistribution(income, pool, income.minus(pool), parts));
    }

    /** What goes back under one policy and comes in under another at another share may leave too little, or too much. */
    private static Money pool(List<Income> incomes, Money income) {
        var parts = incomes.stream().map(Income::staffPart).reduce(Fraction.ZERO, Fraction::plus);
        var least = income.toFraction().times(STAFF_SHARE_MIN);
        var pool = parts.compareTo(least) < 0 ? least : parts;
        return Money.lesserOf(pool.halfUpToMoney(), income);
    }
}
