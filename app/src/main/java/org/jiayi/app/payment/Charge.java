package org.jiayi.app.payment;

import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;

/**
 * What one payer owes for one contract (应缴), told from facts: the sum of the payer's fee lines, of receipts, and of refunds
 * whether they have gone or are on their way.
 */
public record Charge(SharePayer payer, Money owed, Money paid, Money refunded) {

    /** What is still to be paid; nothing where too much was. */
    public Money due() {
        Money open = balance();
        return open.isNegative() ? Money.ZERO : open;
    }

    /** What was paid above what is owed and is not on its way back. */
    Money overpaid() {
        Money open = balance();
        return open.isNegative() ? open.negated() : Money.ZERO;
    }

    private Money balance() {
        return owed.minus(paid).plus(refunded);
    }

    /** What an order is opened for: all that is due, which the payer may name but not change. */
    Decision<Money> payable(Optional<Money> named) {
        if (due().isZero()) {
            return Decision.refuse(RefusalCode.NOTHING_DUE);
        }
        if (named.isPresent() && !named.get().equals(due())) {
            return Decision.refuse(new Refusal(
                    RefusalCode.AMOUNT_NOT_DUE, "/amountFen", Map.of("dueFen", Long.toString(due().fen()))));
        }
        return Decision.accept(due());
    }
}
