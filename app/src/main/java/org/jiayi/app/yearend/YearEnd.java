package org.jiayi.app.yearend;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.visit.VisitsElsewhere;

/**
 * The year-end reconciliation of a payee and scheme (年终清算, DOMAIN §5).
 *
 * @param entitlement the year's exact entitlement, HALF_UP to the fen
 * @param paid what was paid in the year
 * @param spending what counts against the entitlement
 * @param coefficient what the assessment score makes of surplus and retention
 * @param sharing how the surplus or the overspend is shared
 * @param retention what becomes of the money held back
 * @param finalDue own spending with the institution's gain or loss; negative if the institution owes more than it spent
 * @param balance final due − paid: paid out, or recovered where negative
 */
public record YearEnd(
        Money entitlement,
        Money paid,
        Spending spending,
        Fraction coefficient,
        Sharing sharing,
        Retention retention,
        Money finalDue,
        Money balance) {

    /**
     * What is known when a year is closed.
     *
     * @param entitlement the sum of the months' exact entitlements, HALF_UP to the fen
     * @param prepaid what was to be paid before deductions; usually the entitlement without the margin held back
     * @param paid what was paid, after deductions and adjustments
     * @param own spending at the payee itself
     * @param elsewhere one entry for each class
     * @param elsewhereCeiling the most that may be charged for visits elsewhere; as much as the entries come to, where empty
     * @param score the assessment score, 0 to 100
     * @param minimumServiceMet whether the payee was used enough for a surplus to be kept at all
     */
    public record Facts(
            Money entitlement,
            Money prepaid,
            Money paid,
            Money own,
            List<VisitsElsewhere> elsewhere,
            Optional<Money> elsewhereCeiling,
            Fraction score,
            boolean minimumServiceMet) {

        public Facts {
            elsewhere = List.copyOf(elsewhere);
            var classes = elsewhere.stream().map(VisitsElsewhere::visitClass).distinct();
            if (classes.count() != elsewhere.size()) {
                throw new IllegalArgumentException("a class of visits comes twice: it would be rounded twice");
            }
        }

        /** What is charged for visits elsewhere, within the ceiling. */
        Money charged() {
            var sum = Money.sum(elsewhere.stream().map(VisitsElsewhere::charged).toList());
            return elsewhereCeiling.map(most -> Money.lesserOf(sum, most)).orElse(sum);
        }
    }

    /** What counts against the entitlement: own, and the charged part of visits elsewhere. */
    public record Spending(Money own, Money elsewhere) {

        public Money counted() {
            return own.plus(elsewhere);
        }
    }

    /** Which side of the entitlement the spending ended on; exactly on it is a surplus of zero. */
    public enum Side {
        SURPLUS,
        OVERSPEND;

        /** The code in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The difference between entitlement and counted spending, shared.
     *
     * @param amount the surplus or overspend, not negative
     * @param institution of a surplus what it keeps, of an overspend what it bears
     * @param fund of a surplus what returns to it, of an overspend what it bears
     */
    public record Sharing(Side side, Money amount, Money institution, Money fund) {}

    /** The margin held back in the year: released by the coefficient, HALF_UP to the fen, and the rest forfeited. */
    public record Retention(Money margin, Money released, Money forfeited) {}

    /**
     * Reconciles a year.
     *
     * @throws IllegalStateException if a control identity does not hold
     */
    public static YearEnd of(YearEndRules rules, Facts facts) {
        var entitlement = facts.entitlement();
        var coefficient = rules.score().coefficient(facts.score());
        var spending = new Spending(facts.own(), facts.charged());
        var difference = entitlement.minus(spending.counted());
        var onSurplus = facts.minimumServiceMet() ? rules.onSurplus(coefficient) : Fraction.ZERO;
        var sharing = difference.isNegative()
                ? overspend(rules, difference.negated(), entitlement)
                : surplus(rules, difference, entitlement, onSurplus);
        var retention = retention(entitlement.minus(facts.prepaid()), rules.onMargin(coefficient));
        var gain = sharing.side() == Side.SURPLUS
                ? sharing.institution()
                : sharing.institution().negated();
        var finalDue = facts.own().plus(gain).minus(retention.forfeited());
        var balance = finalDue.minus(facts.paid());
        return new YearEnd(entitlement, facts.paid(), spending, coefficient, sharing, retention, finalDue, balance)
                .requireControlIdentity();
    }

    private static Sharing surplus(YearEndRules rules, Money surplus, Money entitlement, Fraction coefficient) {
        var kept = rules.kept(surplus, entitlement, coefficient);
        return new Sharing(Side.SURPLUS, surplus, kept, surplus.minus(kept));
    }

    /** What corrections took back beyond the year is given back whole; only what was spent is shared. */
    private static Sharing overspend(YearEndRules rules, Money overspend, Money entitlement) {
        var takenBack = takenBack(entitlement);
        var borne = takenBack.plus(rules.borne(overspend.minus(takenBack), entitlement));
        return new Sharing(Side.OVERSPEND, overspend, borne, overspend.minus(borne));
    }

    /** What late corrections took back beyond a year's entitlement; zero of any other year. */
    static Money takenBack(Money entitlement) {
        return entitlement.isNegative() ? entitlement.negated() : Money.ZERO;
    }

    private static Retention retention(Money notPrepaid, Fraction coefficient) {
        // where more was prepaid than was due nothing is held back: the balance recovers it
        var margin = notPrepaid.isNegative() ? Money.ZERO : notPrepaid;
        var released = margin.toFraction().times(coefficient).halfUpToMoney();
        return new Retention(margin, released, margin.minus(released));
    }

    /**
     * The fund's view must give the same amount as the institution's: what the fund pays for these residents, here and
     * elsewhere, is the entitlement without what returns to it, or with what it bears, and without what is forfeited.
     */
    private YearEnd requireControlIdentity() {
        var fund = sharing.side() == Side.SURPLUS ? sharing.fund().negated() : sharing.fund();
        var fundPays = entitlement.plus(fund).minus(retention.forfeited());
        if (!finalDue.plus(spending.elsewhere()).equals(fundPays)) {
            throw new IllegalStateException(
                    "the year end does not tie: the fund's view differs from the institution's");
        }
        return this;
    }
}
