package org.jiayi.app.capitation;

import org.jiayi.app.kernel.money.Fraction;

/**
 * A cell of the tariff that has a coefficient of its own (单列), in place of the one of its age and sex or of its group.
 *
 * @param coefficient the base quota is multiplied with it; of a rate that the policy names, that rate ÷ base quota, exact
 */
record TariffOverride(Cell cell, Fraction coefficient) {

    /**
     * Where it is in the tariff, as {@link Tariff} counts them.
     *
     * @param group 0 for people in no group that the policy lists for their age
     */
    record Cell(int band, int sex, int group) {}
}
