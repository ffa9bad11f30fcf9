package org.jiayi.app.payment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.ledger.Account;

/** Whose share of a contract's fee is paid through a provider. The funds pay in another way. */
public enum SharePayer {
    /** 个人: the resident's own share. */
    RESIDENT(Payer.RESIDENT),
    /** 医保个人账户: the share from the personal medical account. */
    PERSONAL_ACCOUNT(Payer.PERSONAL_ACCOUNT);

    private final Payer payer;

    SharePayer(Payer payer) {
        this.payer = payer;
    }

    /** The code in fee lines, the API and the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The payer of that code, if it is one of these. */
    public static Optional<SharePayer> find(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }

    /** The payer of that code, which is one of these. */
    public static SharePayer of(String code) {
        return find(code).orElseThrow();
    }

    /** What the payer was charged on, and is credited on when money comes. */
    public Account charged() {
        return this == RESIDENT ? Account.receivable(payer.code()) : Account.fund(payer.code());
    }

    /** What goes back to the payer and has not gone yet. */
    public Account refunds() {
        return Account.refunds(payer.code());
    }
}
