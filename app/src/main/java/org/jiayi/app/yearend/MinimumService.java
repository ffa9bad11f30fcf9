package org.jiayi.app.yearend;

import java.util.List;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.visit.VisitCharges.ClassTotal;
import org.jiayi.app.visit.VisitClass;

/**
 * The guard against a surplus made by not treating anybody (最低服务量): below the threshold none is kept.
 *
 * @param threshold met from there on
 */
public record MinimumService(Measure measure, Fraction threshold) {

    /** What is measured. */
    public enum Measure {
        /** Visits at the payee ÷ average heads of the months. */
        OWN_VISITS_PER_HEAD,
        /** Visits at the payee ÷ all visits of its residents that the fund paid. */
        OWN_SHARE_OF_VISITS
    }

    /**
     * How much a payee was used.
     *
     * @param share exact; zero where it had nobody to serve
     * @param formula the figures that it comes from
     */
    record Utilisation(Fraction share, String formula) {}

    Utilisation utilisation(List<ClassTotal> visits, long personMonths, int months) {
        long own = count(visits, List.of(VisitClass.OWN));
        return switch (measure) {
            case OWN_VISITS_PER_HEAD -> {
                Fraction share = part(Math.multiplyExact(own, (long) months), personMonths);
                yield new Utilisation(share, own + " × " + months + " ÷ " + personMonths + " = " + share);
            }
            case OWN_SHARE_OF_VISITS -> {
                long all = visits.stream()
                        .filter(total -> total.visitClass() != VisitClass.EXCLUDED)
                        .mapToLong(ClassTotal::visits)
                        .sum();
                yield new Utilisation(part(own, all), own + " ÷ " + all + " = " + part(own, all));
            }
        };
    }

    boolean isMet(Utilisation utilisation) {
        return utilisation.share().compareTo(threshold) >= 0;
    }

    private static long count(List<ClassTotal> visits, List<VisitClass> classes) {
        return visits.stream()
                .filter(total -> classes.contains(total.visitClass()))
                .mapToLong(ClassTotal::visits)
                .sum();
    }

    private static Fraction part(long of, long whole) {
        return whole <= 0 ? Fraction.ZERO : Fraction.of(of, whole);
    }
}
