package org.jiayi.app.fee;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A contract-fee policy as a bureau writes it, before anything is checked; any part may be absent. Decimals are text,
 * so that no parser turns them into floating point.
 *
 * @param kind always {@code contract_fee}
 * @param staffShare the staff's part of the income, as {@code "0.725"}
 * @param staffIncome a {@link StaffIncome} in lower case; absent means what was booked
 * @param refund a {@link RefundRule} in lower case
 * @param transfer a {@link TransferRule} in lower case; absent means that the fee follows
 * @param charged a {@link ChargeRule} in lower case; absent means once
 */
public record FeePolicyDocument(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String staffShare,
        @Nullable String staffIncome,
        @Nullable String refund,
        @Nullable String transfer,
        @Nullable String charged,
        @Nullable List<PackageFee> packages) {

    /** The price of that number. */
    PackageFee packageFee(int price) {
        return Objects.requireNonNull(packages).get(price);
    }

    /**
     * The fee of one package, for everybody or for some groups. Of several of one package, the first that fits a resident holds.
     *
     * @param populationGroups for whom; absent means for everybody, and that one stands last
     * @param listPriceFen the price before the discount; absent where {@code tiers} say it
     * @param tiers list prices by the team's assessment; charged at signing is the lowest, the rest when the score is known
     * @param items codes of service items that the fee covers; none may be paid by basic public health already
     * @param discount what is left of the list price, as {@code "0.7"}; absent means the list price itself
     * @param roundTo {@code fen} or {@code yuan}: the unit to which the discounted price is rounded; absent means fen
     */
    public record PackageFee(
            @Nullable String servicePackage,
            @Nullable List<String> populationGroups,
            @Nullable Long listPriceFen,
            @Nullable List<Tier> tiers,
            @Nullable List<String> items,
            @Nullable String discount,
            @Nullable String roundTo,
            @Nullable List<Share> shares,
            @Nullable List<Waiver> waivers) {}

    /** One payer's share: exactly one of a fixed amount, a ratio of what the fixed ones leave, or all that is left. */
    public record Share(
            @Nullable String payer,
            @Nullable Long fixedFen,
            @Nullable String ratio,
            @Nullable Boolean remainder) {}

    /** Who pays in the resident's place: exactly one of all of the resident's share, or up to an amount. */
    public record Waiver(
            @Nullable String category,
            @Nullable String payer,
            @Nullable Boolean full,
            @Nullable Long upToFen) {}

    /** The list price from a score on, as {@code "60"}, up to the next tier. */
    public record Tier(@Nullable String fromScore, @Nullable Long listPriceFen) {}
}
