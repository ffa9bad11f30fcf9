package org.jiayi.app.fee;

import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * One row of a fee policy's table: what a resident of this category owes for this package, and who pays it.
 *
 * @param price the place of the price in the policy
 * @param tier the tier of the assessment; 0 at signing
 * @param listPrice the price before the discount, to be shown beside the split's total
 */
public record FeeSplitRow(
        int price,
        int tier,
        ServicePackage servicePackage,
        EconomicCategory category,
        Money listPrice,
        FeeSplit split) {}
