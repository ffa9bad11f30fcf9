package org.jiayi.app.fee;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
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

    /**
     * By the split of the price as it should have been. Where only a part of the price is borne now, for some went back,
     * the part is split in the same proportion.
     *
     * @param borne what the payers bear now
     * @param price the whole price as it should have been split
     */
    static Resplit by(FeeSplit borne, FeeSplit price) {
        FeeSplit wanted = borne.total().equals(price.total())
                ? price
                : price.inProportion(Money.lesserOf(borne.total(), price.total()));
        return between(borne, wanted);
    }

    private static Resplit between(FeeSplit borne, FeeSplit wanted) {
        Set<Payer> payers = new LinkedHashSet<>();
        borne.shares().forEach(share -> payers.add(share.payer()));
        wanted.shares().forEach(share -> payers.add(share.payer()));
        Map<Payer, Money> differences = new LinkedHashMap<>();
        for (Payer payer : payers) {
            Money difference = wanted.amountOf(payer).minus(borne.amountOf(payer));
            if (!difference.isZero()) {
                differences.put(payer, difference);
            }
        }
        return new Resplit(differences);
    }

    /**
     * A part of one payer's share goes to another. Refused above what the payer bears, and to the resident, who was shown
     * another share and agreed to that.
     */
    static Decision<Resplit> moving(FeeSplit borne, Payer from, Payer to, Money amount) {
        if (to.equals(Payer.RESIDENT)) {
            return Decision.refuse(Refusal.of(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT, "/toPayer"));
        }
        if (from.equals(to)) {
            return Decision.refuse(Refusal.of(RefusalCode.INVALID_VALUE, "/toPayer"));
        }
        if (borne.amountOf(from).compareTo(amount) < 0) {
            return Decision.refuse(Refusal.of(RefusalCode.PAYER_BEARS_LESS, "/amountFen"));
        }
        return Decision.accept(between(borne, borne.moving(amount, from, to)));
    }
}
