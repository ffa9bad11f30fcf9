package org.jiayi.app.yearend;

import org.jiayi.app.kernel.money.Fraction;

/**
 * How an assessment score becomes a coefficient (DOMAIN §5; a local setting).
 *
 * @param fullFrom from this score on the coefficient is 1
 * @param noneBelow below this score it is 0; between the two it is score ÷ 100
 */
public record ScoreRule(Fraction fullFrom, Fraction noneBelow) {

    // first, because the constant below is checked against it
    private static final Fraction SCORE_MAX = Fraction.of(100);

    /** From 90 in full, below 60 nothing. */
    public static final ScoreRule USUAL = new ScoreRule(Fraction.of(90), Fraction.of(60));

    public ScoreRule {
        if (noneBelow.isNegative() || noneBelow.compareTo(fullFrom) > 0 || fullFrom.compareTo(SCORE_MAX) > 0) {
            throw new IllegalArgumentException("scores ascend from 0 to 100");
        }
    }

    /** The coefficient, 0 to 1, of a score from 0 to 100; exact. */
    public Fraction coefficient(Fraction score) {
        if (score.isNegative() || score.compareTo(SCORE_MAX) > 0) {
            throw new IllegalArgumentException("a score is from 0 to 100");
        }
        if (score.compareTo(noneBelow) < 0) {
            return Fraction.ZERO;
        }
        return score.compareTo(fullFrom) >= 0 ? Fraction.ONE : score.dividedBy(SCORE_MAX);
    }
}
