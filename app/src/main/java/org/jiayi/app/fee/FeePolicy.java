package org.jiayi.app.fee;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;
import static org.jiayi.app.kernel.decision.RefusalCode.STAFF_SHARE_TOO_LOW;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * A contract-fee policy: prices, payers, waivers, refund rule and staff share of one pooling area and time (DOMAIN §4).
 *
 * <p>Everything it can ever answer is in the finite table {@link #splits()}, which can be shown, signed and stored.
 */
public final class FeePolicy {

    /** The kind of document it is read from. */
    public static final String KIND = "contract_fee";

    private final String name;
    private final Fraction staffShare;
    private final RefundRule refundRule;
    private final TransferRule transferRule;
    private final Map<ServicePackage, PackageFee> fees;

    private FeePolicy(
            String name, Fraction staffShare, RefundRule refundRule, TransferRule transferRule, List<PackageFee> fees) {
        this.name = name;
        this.staffShare = staffShare;
        this.refundRule = refundRule;
        this.transferRule = transferRule;
        this.fees = new LinkedHashMap<>();
        fees.forEach(fee -> this.fees.put(fee.servicePackage(), fee));
    }

    /** Reads and checks a document; a refusal's field is the JSON pointer of the first thing wrong. */
    public static Decision<FeePolicy> of(FeePolicyDocument document) {
        var reader = new DocumentReader();
        reader.require(KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        var name = reader.text(document.name(), "/name");
        var staffShare = reader.decimal(document.staffShare(), Fraction.ZERO, Fraction.ONE, "/staffShare");
        reader.require(StaffDistribution.isEnough(staffShare), STAFF_SHARE_TOO_LOW, "/staffShare");
        var refundRule = reader.oneOf(RefundRule.class, document.refund(), "/refund");
        var transferRule = document.transfer() == null
                ? TransferRule.FOLLOWS
                : reader.oneOf(TransferRule.class, document.transfer(), "/transfer");
        var packages = new PackageFeeReader(reader);
        var fees = reader.each(document.packages(), 1, "/packages", packages::read);
        reader.distinct(fees.stream().map(PackageFee::servicePackage).toList(), "/packages");
        return reader.decide(() -> new FeePolicy(name, staffShare, refundRule, transferRule, fees));
    }

    public String name() {
        return name;
    }

    /** The staff's part of the income, 0.7 to 1. */
    public Fraction staffShare() {
        return staffShare;
    }

    public RefundRule refundRule() {
        return refundRule;
    }

    public TransferRule transferRule() {
        return transferRule;
    }

    /** Whether the policy has a price for {@code servicePackage}. */
    public boolean offers(ServicePackage servicePackage) {
        return fees.containsKey(servicePackage);
    }

    /** The price before the discount. */
    public Money listPrice(ServicePackage servicePackage) {
        return get(servicePackage).listPrice();
    }

    /** The price: list price × discount, rounded once, HALF_UP to the policy's unit. */
    public Money price(ServicePackage servicePackage) {
        return get(servicePackage).ordinary().total();
    }

    /**
     * Who pays what for a resident of these economic categories; of several waivers the one most favourable to the
     * resident. The shares are in the order of the policy and sum to the price.
     *
     * @throws IllegalArgumentException if the policy does not offer the package: ask {@link #offers} first
     */
    public FeeSplit split(ServicePackage servicePackage, Set<EconomicCategory> categories) {
        return get(servicePackage).split(categories);
    }

    /** The policy as a table: a row for every package on offer and every economic category. */
    public List<FeeSplitRow> splits() {
        return fees.values().stream()
                .flatMap(fee -> Arrays.stream(EconomicCategory.values())
                        .map(category -> new FeeSplitRow(
                                fee.servicePackage(), category, fee.listPrice(), fee.split(Set.of(category)))))
                .toList();
    }

    private PackageFee get(ServicePackage servicePackage) {
        var fee = fees.get(servicePackage);
        if (fee == null) {
            throw new IllegalArgumentException("the policy does not offer this package");
        }
        return fee;
    }
}
