package org.jiayi.app.capitation;

import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;

/**
 * A risk group and what is due for one head of it.
 *
 * @param number its place in the tariff, see {@link Tariff}; stored with every head
 * @param ageBand the band's code in the policy
 * @param sex 0 unspecified, 1 male, 2 female
 * @param group the group that gives the coefficient, or null where age and sex do
 * @param coefficient the base quota is multiplied with it
 * @param annualQuotaFen base quota × coefficient, per head and year, exact
 * @param overridden whether the cell has a coefficient of its own
 * @param label what people read: "65岁及以上·女·高血压"
 */
public record TariffRow(
        int number,
        String ageBand,
        int sex,
        @Nullable PopulationGroup group,
        Fraction coefficient,
        Fraction annualQuotaFen,
        boolean overridden,
        String label) {}
