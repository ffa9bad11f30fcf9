package org.jiayi.app.fee;

import org.jiayi.app.kernel.money.Money;

/**
 * What one payer bears.
 *
 * @param amount zero or more; zero where a payer is named but has nothing to pay
 */
public record FeeShare(Payer payer, Money amount) {

    public FeeShare {
        if (amount.isNegative()) {
            throw new IllegalArgumentException("a share is not negative");
        }
    }
}
