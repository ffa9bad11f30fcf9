package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Proration;
import org.jiayi.app.kernel.period.Term;

/**
 * A further year of a contract that is charged by year (签约年度): plain arithmetic.
 *
 * @param days of the year, fewer where the contract ends within it
 * @param asBefore whether the price of the year before goes on
 * @param part of the price that is charged: the months of {@code days}, of which one that has begun counts, by twelve
 * @param whole the price of a whole year
 * @param split what is charged: whole × part, HALF_UP to the fen, over the payers in proportion by largest remainder
 */
record FeeYear(Term days, boolean asBefore, Fraction part, Money whole, FeeSplit split) {

    /**
     * The price of the year's first day, unless the resident would bear more by it than by that of the year before, to which
     * they agreed: then that one goes on, until the resident consents to another.
     *
     * @param from the year's first day
     * @param dayAfter the day after the contract's last, later than {@code from}
     * @param before the price of the year before, split
     * @param now the price that holds on the first day, split; empty where there is none
     */
    static FeeYear of(LocalDate from, LocalDate dayAfter, FeeSplit before, Optional<FeeSplit> now) {
        Optional<FeeSplit> agreed = now.filter(split -> split.personal().compareTo(before.personal()) <= 0);
        FeeSplit price = agreed.orElse(before);
        Term year = new Term(from, from.plusYears(1));
        Term days = year.common(new Term(from, dayAfter)).orElseThrow();
        Proration months = Proration.wholeMonths(year, days.lastDay());
        Fraction part = Fraction.of(months.used(), months.whole());
        Money amount = price.total().toFraction().times(part).halfUpToMoney();
        return new FeeYear(
                days,
                agreed.isEmpty(),
                part,
                price.total(),
                price.inProportion(amount).requireTotal(amount));
    }

    /** The year in which that day lies of the term that was agreed; empty where that is a year or less. */
    static Optional<Term> holding(Term agreed, LocalDate day) {
        Term year = new Term(agreed.from(), agreed.from().plusYears(1));
        if (!agreed.until().isAfter(year.until())) {
            return Optional.empty();
        }
        while (!day.isBefore(year.until())) {
            year = new Term(year.until(), year.until().plusYears(1));
        }
        return Optional.of(year);
    }

    /** The part of a year's price for what goes on within it: the months of the year that are left until the year or that is over. */
    static Fraction rest(Term year, Term goingOn) {
        Term until = new Term(year.from(), year.common(goingOn).orElseThrow().until());
        return Fraction.of(
                Proration.wholeMonths(until, goingOn.from().minusDays(1)).remaining(),
                Proration.wholeMonths(year, year.lastDay()).whole());
    }

    /**
     * What is said of it in its lines' explanations.
     *
     * @param priced whether its first day has a price; where it has none, the one before is used for whoever the resident is by then
     */
    String note(boolean priced) {
        String year = "签约年度 " + days.from() + " 至 " + days.lastDay();
        if (asBefore) {
            return year + "，个人承担额不高于已约定的金额，沿用上一签约年度的收费标准";
        }
        return year + (priced ? "，按该年度首日有效的收费标准" : "，该年度首日没有收费标准，沿用上一签约年度的收费标准，按该日的经济类型");
    }
}
