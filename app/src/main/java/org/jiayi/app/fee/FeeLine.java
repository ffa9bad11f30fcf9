package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.EconomicCategory;

/**
 * One new line of a contract's fee: the person-level subledger of the transfers it is posted with.
 *
 * @param amount what the payer bears more; negative where it bears less; zero only for what says which days come next, or
 *     which tier holds for what is not borne any more
 * @param priced by which price and category it was charged; empty for what is not charged by a price
 * @param covers the days it is for, where the fee is charged by year; empty where it is for the whole term
 * @param corrects the transfer that it takes something back from
 */
record FeeLine(
        UUID contractId,
        FeeLineReason reason,
        UUID policyId,
        String institutionCode,
        Payer payer,
        Money amount,
        LocalDate effectiveOn,
        Optional<Priced> priced,
        Optional<Term> covers,
        Optional<UUID> corrects) {

    /** A price of the policy, the economic category for which it was split, and the tier that it is in from this line on. */
    record Priced(int price, String economicCategory, int tier) {

        /** The same for another category. */
        Priced of(String otherCategory) {
            return new Priced(price, otherCategory, tier);
        }

        /** What of that price each payer bears. */
        FeeSplit split(PackageFee fee) {
            return fee.split(tier, Set.of(EconomicCategory.ofCode(economicCategory)));
        }
    }
}
