package org.jiayi.app.fee;

import org.jiayi.app.ledger.Account;

/** Which account a payer's share is charged to, and who gets it. */
final class FeeAccounts {

    private FeeAccounts() {}

    /** The resident owes; every other payer has a fund; what the institution forgoes is only noted. */
    static Account debit(Payer payer, String institutionCode) {
        if (payer.equals(Payer.INSTITUTION_LET_OFF)) {
            return Account.letOff(institutionCode);
        }
        return payer.equals(Payer.RESIDENT) ? Account.receivable(payer.code()) : Account.fund(payer.code());
    }

    /** Income goes to the institution; a let-off is no income (DOMAIN: contract fee). */
    static Account credit(Payer payer, String institutionCode) {
        return payer.equals(Payer.INSTITUTION_LET_OFF) ? Account.clearing("let_off") : Account.payable(institutionCode);
    }
}
