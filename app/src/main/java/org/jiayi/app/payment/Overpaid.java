package org.jiayi.app.payment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;

/** Which payments give back what was paid too much: plain arithmetic. */
public final class Overpaid {

    private Overpaid() {}

    /**
     * A payment of which money came.
     *
     * @param chain stands for the contract and those its fee moved to or came from
     * @param owed what the payer of the payment owes for all of the chain by its lines
     * @param refunds how many refunds there are of it
     * @param givenBack their sum
     */
    public record Held(
            UUID paymentId,
            UUID contractId,
            UUID chain,
            SharePayer payer,
            String provider,
            Money amount,
            Money owed,
            int refunds,
            Money givenBack) {

        Money left() {
            return amount.minus(givenBack);
        }
    }

    /** A part of a payment that goes back. */
    public record Back(Held payment, Money amount) {}

    private record Whose(UUID chain, SharePayer payer) {}

    /**
     * What goes back: for each chain and payer what is left of the payments above what is owed, from the newest payment first, and never
     * more of one than is left of it. What is owed is never negative in sound books; if it were, it would be nothing.
     *
     * @param newestFirst all payments for those chains of which money came
     */
    static List<Back> of(List<Held> newestFirst) {
        Map<Whose, List<Held>> together = new LinkedHashMap<>();
        newestFirst.forEach(payment -> together.computeIfAbsent(
                        new Whose(payment.chain(), payment.payer()), whose -> new ArrayList<>())
                .add(payment));
        List<Back> backs = new ArrayList<>();
        together.values().forEach(payments -> addBacks(payments, backs));
        return backs;
    }

    private static void addBacks(List<Held> payments, List<Back> backs) {
        Money left = Money.sum(payments.stream().map(Held::left).toList());
        Money owed = payments.get(0).owed();
        Money tooMuch = left.minus(owed.isNegative() ? Money.ZERO : owed);
        for (Held payment : payments) {
            Money back = Money.lesserOf(payment.left(), tooMuch);
            if (!back.isNegative() && !back.isZero()) {
                backs.add(new Back(payment, back));
                tooMuch = tooMuch.minus(back);
            }
        }
    }
}
