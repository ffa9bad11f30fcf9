package org.jiayi.app.contract;

import org.jiayi.app.kernel.money.Money;

/** What one payer (付费方) pays of a contract's fee. */
public record PayerShare(String payer, String payerName, Money amount) {

    /** Whether it is the resident's own money, paid or taken from their personal medical account, to which they have to consent. */
    boolean needsConsent() {
        return (payer.equals("resident") || payer.equals("personal_account")) && !amount.isZero();
    }

    /** Whether it is money that the resident has to pay. */
    boolean isToBePaidByResident() {
        return payer.equals("resident") && !amount.isZero();
    }
}
