package org.jiayi.app.yearend;

import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * How the years of a scheme are reconciled, and how the result is divided and recovered; local settings.
 *
 * @param minimumService empty where a surplus may be kept however little the payee was used
 * @param alliance empty where a payee keeps its surplus alone
 * @param recoveryCeiling the most that is recovered at one year end, as a share of the entitlement
 */
public record YearEndPolicy(
        String name,
        InsuranceScheme scheme,
        YearEndRules rules,
        Optional<MinimumService> minimumService,
        Optional<AllianceSplit> alliance,
        Optional<Fraction> recoveryCeiling) {

    /** The kind of document it is read from. */
    public static final String KIND = "year_end";

    /** Reads and checks a document; a refusal's field is the JSON pointer of the first thing wrong. */
    public static Decision<YearEndPolicy> of(YearEndPolicyDocument document) {
        return new YearEndPolicyReader().read(document);
    }

    /**
     * What is left to be recovered in the next year, zero or less.
     *
     * @param due the balance, with what was carried into the year, less what others of the alliance get of it
     */
    Money carriedOut(Money due, Money entitlement) {
        if (!due.isNegative() || recoveryCeiling.isEmpty()) {
            return Money.ZERO;
        }
        Money left = due.plus(YearEndRules.part(recoveryCeiling.get(), entitlement));
        return left.isNegative() ? left : Money.ZERO;
    }
}
