package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * A fee policy tried beside the one in force (试算): plain arithmetic over counted contracts, in the lowest tier.
 *
 * @param withoutPrice contracts whose package the tried policy does not offer
 * @param payMore contracts whose resident's own share would be more; with one in force that has a price, too
 */
public record FeeTrial(
        UUID policyId,
        Optional<UUID> inForcePolicyId,
        LocalDate on,
        long contracts,
        long withoutPrice,
        long payMore,
        long payLess,
        long paySame,
        Map<Payer, Sums> payers,
        Map<String, InstitutionSums> institutions) {

    /** Contracts that any policy prices alike. */
    record Cell(
            String institutionCode,
            ServicePackage servicePackage,
            EconomicCategory category,
            int groups,
            long contracts) {}

    /** A sum by the tried policy, and by the one in force. */
    public record Sums(Money tried, Money inForce) {

        static final Sums NOTHING = new Sums(Money.ZERO, Money.ZERO);

        Sums plus(Money moreTried, Money moreInForce) {
            return new Sums(tried.plus(moreTried), inForce.plus(moreInForce));
        }
    }

    /** An institution's income, without what it lets off. */
    public record InstitutionSums(long contracts, Sums income) {}

    /** A policy and its id. */
    record Priced(UUID policyId, FeePolicy policy) {

        Optional<FeeSplit> split(Cell cell) {
            return policy.offers(cell.servicePackage())
                    ? Optional.of(policy.fees()
                            .get(policy.priceOf(cell.servicePackage(), cell.groups()))
                            .split(PackageFee.LOWEST_TIER, Set.of(cell.category())))
                    : Optional.empty();
        }
    }

    static FeeTrial of(Priced tried, Optional<Priced> inForce, LocalDate on, List<Cell> cells) {
        Counts counts = new Counts();
        for (Cell cell : cells) {
            counts.add(cell, tried.split(cell), inForce.flatMap(policy -> policy.split(cell)));
        }
        return new FeeTrial(
                tried.policyId(),
                inForce.map(Priced::policyId),
                on,
                counts.contracts,
                counts.withoutPrice,
                counts.payMore,
                counts.payLess,
                counts.paySame,
                counts.payers,
                counts.institutions);
    }

    /** Adds up cell after cell. */
    private static final class Counts {

        private final Map<Payer, Sums> payers = new LinkedHashMap<>();
        private final Map<String, InstitutionSums> institutions = new TreeMap<>();
        private long contracts;
        private long withoutPrice;
        private long payMore;
        private long payLess;
        private long paySame;

        void add(Cell cell, Optional<FeeSplit> tried, Optional<FeeSplit> inForce) {
            contracts += cell.contracts();
            withoutPrice += tried.isEmpty() ? cell.contracts() : 0;
            tried.ifPresent(split -> inForce.ifPresent(other -> compare(cell, split, other)));
            tried.ifPresent(split -> split.shares()
                    .forEach(share -> add(share.payer(), share.amount().times(cell.contracts()), Money.ZERO)));
            inForce.ifPresent(split -> split.shares()
                    .forEach(share ->
                            add(share.payer(), Money.ZERO, share.amount().times(cell.contracts()))));
            Money triedIncome = tried.map(FeeSplit::income).orElse(Money.ZERO).times(cell.contracts());
            Money income = inForce.map(FeeSplit::income).orElse(Money.ZERO).times(cell.contracts());
            institutions.merge(
                    cell.institutionCode(),
                    new InstitutionSums(cell.contracts(), Sums.NOTHING.plus(triedIncome, income)),
                    (one, more) -> new InstitutionSums(
                            one.contracts() + more.contracts(),
                            one.income()
                                    .plus(more.income().tried(), more.income().inForce())));
        }

        private void compare(Cell cell, FeeSplit tried, FeeSplit inForce) {
            int more = tried.personal().compareTo(inForce.personal());
            payMore += more > 0 ? cell.contracts() : 0;
            payLess += more < 0 ? cell.contracts() : 0;
            paySame += more == 0 ? cell.contracts() : 0;
        }

        private void add(Payer payer, Money tried, Money inForce) {
            payers.put(payer, payers.getOrDefault(payer, Sums.NOTHING).plus(tried, inForce));
        }
    }
}
