package org.jiayi.app.yearend;

import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.visit.VisitCharges.ClassTotal;
import org.jiayi.app.visit.VisitClass;
import org.jiayi.app.visit.VisitsElsewhere;

/**
 * A payee's year end: what is known of its year, and what it comes to.
 *
 * @param score as it was given
 * @param visits by class, the payee's own among them
 * @param served whether the minimum of service was met
 * @param carriedIn what earlier year ends left to be recovered, zero or less
 * @param carriedOut what is left to be recovered in the next year, zero or less
 * @param shares who of the alliance gets which part of what is kept; empty where the payee keeps all
 */
public record PayeeYearEnd(
        SettledYears.PayeeYear year,
        String score,
        List<ClassTotal> visits,
        boolean served,
        YearEnd result,
        Money carriedIn,
        Money carriedOut,
        List<AllianceSplit.Share> shares) {

    public PayeeYearEnd {
        visits = List.copyOf(visits);
        shares = List.copyOf(shares);
    }

    /**
     * What the rules are asked with, for one payee.
     *
     * @param months of the year that are reconciled
     * @param elsewhereCeiling the most that is charged for visits elsewhere, as a share of the entitlement
     */
    record Case(
            SettledYears.PayeeYear year,
            String score,
            List<ClassTotal> visits,
            int months,
            Optional<Fraction> elsewhereCeiling,
            Money carriedIn,
            AllianceSplit.Kin kin) {

        MinimumService.Utilisation utilisation(MinimumService rule) {
            return rule.utilisation(visits, year.ownPersonMonths(), months);
        }
    }

    /** Reconciles a payee's year by a policy. */
    static PayeeYearEnd of(YearEndPolicy policy, Case known) {
        var year = known.year();
        var served = policy.minimumService()
                .map(rule -> rule.isMet(known.utilisation(rule)))
                .orElse(true);
        var result = YearEnd.of(policy.rules(), facts(known, served));
        var kept = result.sharing().side() == YearEnd.Side.SURPLUS
                ? result.sharing().institution()
                : Money.ZERO;
        // a team has no kin: what it keeps is its own
        var shares = policy.alliance()
                .filter(split -> !kept.isZero() && !year.isTeam() && isAllied(known.kin()))
                .map(split -> split.of(kept, year.institutionCode(), known.kin()))
                .orElse(List.of());
        var due = result.balance().plus(known.carriedIn()).minus(AllianceSplit.givenAway(shares));
        var carriedOut = policy.carriedOut(due, year.entitlement());
        return new PayeeYearEnd(
                year, known.score(), known.visits(), served, result, known.carriedIn(), carriedOut, shares);
    }

    private static boolean isAllied(AllianceSplit.Kin kin) {
        return kin.lead().isPresent() || !kin.clinics().isEmpty();
    }

    private static YearEnd.Facts facts(Case known, boolean served) {
        var year = known.year();
        return new YearEnd.Facts(
                year.entitlement(),
                year.prepaid(),
                year.paid(),
                own(known.visits()),
                elsewhere(known.visits()),
                known.elsewhereCeiling().map(share -> YearEndRules.part(share, year.entitlement())),
                Fraction.parse(known.score()),
                served);
    }

    private static Money own(List<ClassTotal> visits) {
        return Money.sum(visits.stream()
                .filter(total -> total.visitClass() == VisitClass.OWN)
                .map(ClassTotal::amount)
                .toList());
    }

    private static List<VisitsElsewhere> elsewhere(List<ClassTotal> visits) {
        return visits.stream()
                .filter(total -> total.visitClass() != VisitClass.OWN)
                .map(total -> new VisitsElsewhere(total.visitClass(), total.amount(), total.weight()))
                .toList();
    }
}
