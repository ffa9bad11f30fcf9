package org.jiayi.app.fee;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;
import static org.jiayi.app.kernel.decision.RefusalCode.STAFF_SHARE_TOO_LOW;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private final StaffIncome staffIncome;
    private final RefundRule refundRule;
    private final TransferRule transferRule;
    private final ChargeRule chargeRule;
    private final List<PackageFee> fees;

    private FeePolicy(
            String name,
            Fraction staffShare,
            StaffIncome staffIncome,
            RefundRule refundRule,
            TransferRule transferRule,
            ChargeRule chargeRule,
            List<PackageFee> fees) {
        this.name = name;
        this.staffShare = staffShare;
        this.staffIncome = staffIncome;
        this.refundRule = refundRule;
        this.transferRule = transferRule;
        this.chargeRule = chargeRule;
        this.fees = fees;
    }

    /** Reads and checks a document; a refusal's field is the JSON pointer of the first thing wrong. */
    public static Decision<FeePolicy> of(FeePolicyDocument document) {
        var reader = new DocumentReader();
        reader.require(KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        var name = reader.text(document.name(), "/name");
        var staffShare = reader.decimal(document.staffShare(), Fraction.ZERO, Fraction.ONE, "/staffShare");
        reader.require(StaffDistribution.isEnough(staffShare), STAFF_SHARE_TOO_LOW, "/staffShare");
        var staffIncome = document.staffIncome() == null
                ? StaffIncome.BOOKED
                : reader.oneOf(StaffIncome.class, document.staffIncome(), "/staffIncome");
        var refundRule = reader.oneOf(RefundRule.class, document.refund(), "/refund");
        var transferRule = document.transfer() == null
                ? TransferRule.FOLLOWS
                : reader.oneOf(TransferRule.class, document.transfer(), "/transfer");
        var chargeRule = document.charged() == null
                ? ChargeRule.ONCE
                : reader.oneOf(ChargeRule.class, document.charged(), "/charged");
        var packages = new PackageFeeReader(reader);
        var fees = reader.each(document.packages(), 1, "/packages", packages::read);
        requireReachable(reader, fees);
        return reader.decide(
                () -> new FeePolicy(name, staffShare, staffIncome, refundRule, transferRule, chargeRule, fees));
    }

    /**
     * Every package has a price for everybody, which stands after those for groups: one behind it would never hold, and
     * without it somebody would have no price.
     */
    private static void requireReachable(DocumentReader reader, List<PackageFee> fees) {
        var complete = new HashSet<ServicePackage>();
        for (var index = 0; index < fees.size(); index++) {
            var fee = fees.get(index);
            reader.require(!complete.contains(fee.servicePackage()), POLICY_INVALID, "/packages/" + index);
            if (fee.isForEverybody()) {
                complete.add(fee.servicePackage());
            }
        }
        var offered = fees.stream().map(PackageFee::servicePackage).collect(Collectors.toSet());
        reader.require(complete.containsAll(offered), POLICY_INVALID, "/packages");
        reader.distinct(
                fees.stream()
                        .map(fee -> fee.servicePackage() + " " + fee.groupMask())
                        .toList(),
                "/packages");
    }

    public String name() {
        return name;
    }

    /** The staff's part of the income, 0.7 to 1. */
    public Fraction staffShare() {
        return staffShare;
    }

    public StaffIncome staffIncome() {
        return staffIncome;
    }

    public RefundRule refundRule() {
        return refundRule;
    }

    public TransferRule transferRule() {
        return transferRule;
    }

    public ChargeRule chargeRule() {
        return chargeRule;
    }

    /** The prices in the order of the policy; a price's place in it is its number. */
    List<PackageFee> fees() {
        return fees;
    }

    /** Whether the policy has a price for {@code servicePackage}. */
    public boolean offers(ServicePackage servicePackage) {
        return fees.stream().anyMatch(fee -> fee.servicePackage() == servicePackage);
    }

    /** The price of everybody before the discount, in the lowest tier. */
    public Money listPrice(ServicePackage servicePackage) {
        return fees.get(priceOf(servicePackage, 0)).listPrice(PackageFee.LOWEST_TIER);
    }

    /** The price of everybody: list price × discount, rounded once, HALF_UP to the policy's unit; in the lowest tier. */
    public Money price(ServicePackage servicePackage) {
        return split(servicePackage, Set.of()).total();
    }

    /** Who pays what at signing for a resident of these economic categories who belongs to no group. */
    public FeeSplit split(ServicePackage servicePackage, Set<EconomicCategory> categories) {
        return fees.get(priceOf(servicePackage, 0)).split(PackageFee.LOWEST_TIER, categories);
    }

    /**
     * The number of the price that holds for a resident of these groups: of those that fit, the first.
     *
     * @param groups sum of the groups' masks
     * @throws IllegalArgumentException if the policy does not offer the package: ask {@link #offers} first
     */
    int priceOf(ServicePackage servicePackage, int groups) {
        return IntStream.range(0, fees.size())
                .filter(index -> fees.get(index).servicePackage() == servicePackage)
                .filter(index ->
                        fees.get(index).isForEverybody() || (fees.get(index).groupMask() & groups) != 0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the policy does not offer this package"));
    }

    /** The policy as a table: a row for every price, tier and economic category. */
    public List<FeeSplitRow> splits() {
        return IntStream.range(0, fees.size())
                .boxed()
                .flatMap(price -> IntStream.range(0, fees.get(price).ordinary().size())
                        .boxed()
                        .flatMap(tier -> rows(price, tier)))
                .toList();
    }

    private Stream<FeeSplitRow> rows(int price, int tier) {
        var fee = fees.get(price);
        return Arrays.stream(EconomicCategory.values())
                .map(category -> new FeeSplitRow(
                        price,
                        tier,
                        fee.servicePackage(),
                        category,
                        fee.listPrice(tier),
                        fee.split(tier, Set.of(category))));
    }
}
