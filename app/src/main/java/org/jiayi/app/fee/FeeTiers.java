package org.jiayi.app.fee;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.List;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * A fee per person that depends on the assessment score (DOMAIN §4). Tiers are half-open, [0,60) [60,80) …; the last one
 * includes the full score of 100.
 */
public final class FeeTiers {

    static final Fraction SCORE_MAX = Fraction.of(100);

    /** The fee from a score on, up to the next tier. */
    public record Tier(Fraction fromScore, Money fee) {}

    private final List<Tier> tiers;

    private FeeTiers(List<Tier> tiers) {
        this.tiers = tiers;
    }

    /** The same fee whatever the score. */
    static FeeTiers single(Money fee) {
        return new FeeTiers(List.of(new Tier(Fraction.ZERO, fee)));
    }

    /** Tiers in ascending order, the first from 0, the last from less than 100; a refusal points at the tier. */
    public static Decision<FeeTiers> of(List<Tier> tiers) {
        var reader = new DocumentReader();
        reader.each(tiers, 1, "", (tier, at) -> {
            reader.amount(tier.fee().fen(), at + "/fee");
            return tier;
        });
        for (var index = 0; index < tiers.size(); index++) {
            var from = tiers.get(index).fromScore();
            var ascends = index == 0
                    ? from.isZero()
                    : from.compareTo(tiers.get(index - 1).fromScore()) > 0;
            reader.require(ascends && from.compareTo(SCORE_MAX) < 0, POLICY_INVALID, "/" + index + "/fromScore");
        }
        return reader.decide(() -> new FeeTiers(List.copyOf(tiers)));
    }

    /** The fee of one person with this score, 0 to 100. */
    public Money fee(Fraction score) {
        return tiers.get(tierOf(score)).fee();
    }

    /** Which tier a score, 0 to 100, falls into; the first is 0. */
    public int tierOf(Fraction score) {
        if (!isScore(score)) {
            throw new IllegalArgumentException("a score is from 0 to 100");
        }
        int tier = 0;
        while (tier + 1 < tiers.size() && tiers.get(tier + 1).fromScore().compareTo(score) <= 0) {
            tier++;
        }
        return tier;
    }

    /** Whether it is a score at all: 0 to 100. */
    static boolean isScore(Fraction score) {
        return !score.isNegative() && score.compareTo(SCORE_MAX) <= 0;
    }

    /** The fees, the lowest score's first. */
    List<Money> fees() {
        return tiers.stream().map(Tier::fee).toList();
    }

    /** The fee of all, given how many persons are in each tier, in the order of the tiers. */
    public Money total(List<Long> personsPerTier) {
        if (personsPerTier.size() != tiers.size()) {
            throw new IllegalArgumentException("one number of persons for each tier");
        }
        var total = Money.ZERO;
        for (var index = 0; index < tiers.size(); index++) {
            total = total.plus(tiers.get(index).fee().times(personsPerTier.get(index)));
        }
        return total;
    }
}
