package org.jiayi.app.fee;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * The same fee among other payers: what each bears more or less. The differences make nothing, so no fen appears and none is
 * lost.
 *
 * @param differences without the payers who bear as much as before
 */
record Resplit(Map<Payer, Money> differences) {

    Resplit {
        if (!Money.sum(differences.values()).isZero()) {
            throw new IllegalArgumentException("a fee that is split again stays the same fee");
        }
    }

    /** What the resident bears more, with their personal medical account; negative for less. */
    Money personal() {
        return Money.sum(differences.entrySet().stream()
                .filter(difference -> difference.getKey().isPersonal())
                .map(Map.Entry::getValue)
                .toList());
    }

    /** Whether the resident bears more, who was shown another share and agreed to that. */
    boolean needsConsent() {
        return personal().compareTo(Money.ZERO) > 0;
    }

    /**
     * For another economic category of the resident: who bears less of the price gives up the part that is still borne of it,
     * as far as they bear it, and who bears more takes that over. Other changes of payers stay as they are.
     *
     * @param borne what the payers bear now
     * @param before the whole price for the category by which it is split now
     * @param after the whole price for the other category
     */
    static Resplit between(FeeSplit borne, FeeSplit before, FeeSplit after) {
        FeeSplit less = before.excessOver(after);
        Fraction still = before.total().isZero()
                ? Fraction.ZERO
                : Fraction.of(borne.total().fen(), before.total().fen());
        FeeSplit given = less.inProportion(Money.lesserOf(
                        less.total(), less.total().toFraction().times(still).halfUpToMoney()))
                .atMost(borne);
        FeeSplit taken = after.excessOver(before).inProportion(given.total());
        Map<Payer, Money> differences = new LinkedHashMap<>();
        given.present()
                .forEach(share -> differences.put(share.payer(), share.amount().negated()));
        taken.present().forEach(share -> differences.put(share.payer(), share.amount()));
        return new Resplit(differences);
    }

    /**
     * A part of one payer's share goes to another. Refused above what the payer bears, and from somebody else to the resident or
     * their personal medical account, who was shown another share and agreed to that.
     */
    static Decision<Resplit> moving(FeeSplit borne, Payer from, Payer to, Money amount) {
        if (from.equals(to)) {
            return Decision.refuse(Refusal.of(RefusalCode.INVALID_VALUE, "/toPayer"));
        }
        if (to.isPersonal() && !from.isPersonal()) {
            return Decision.refuse(Refusal.of(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT, "/toPayer"));
        }
        if (borne.amountOf(from).compareTo(amount) < 0) {
            return Decision.refuse(Refusal.of(RefusalCode.PAYER_BEARS_LESS, "/amountFen"));
        }
        Map<Payer, Money> differences = new LinkedHashMap<>();
        differences.put(from, amount.negated());
        differences.put(to, amount);
        return Decision.accept(new Resplit(differences));
    }
}
