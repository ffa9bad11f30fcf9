package org.jiayi.app.capitation;

import java.util.List;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.PopulationGroup;

/**
 * The coefficients of a population group, in place of those of age and sex.
 *
 * @param fromAge completed years from which it holds; 0 for all
 * @param untilAge the first age at which it holds no more; {@link #FOREVER} for none
 * @param coefficients by sex as the tariff numbers it: unspecified, male, female
 */
record GroupCoefficient(PopulationGroup group, int fromAge, int untilAge, List<Fraction> coefficients) {

    /** No age ends it. */
    static final int FOREVER = Integer.MAX_VALUE;

    /** Whether people from an age up to another, both in whole bands, have it. */
    boolean covers(int bandFrom) {
        return fromAge <= bandFrom && bandFrom < untilAge;
    }

    /** Which group and ages it is for. */
    String key() {
        return group.code() + " " + fromAge + (untilAge == FOREVER ? "+" : "-" + (untilAge - 1));
    }

    String label() {
        if (fromAge == 0 && untilAge == FOREVER) {
            return group.label();
        }
        return group.label() + "(" + fromAge + (untilAge == FOREVER ? "岁及以上" : "-" + (untilAge - 1) + "岁") + ")";
    }
}
