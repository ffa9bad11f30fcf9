package org.jiayi.app.fee;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who bears a share of the contract fee (付费方). The list is open: national policy names three payers "and others", so a
 * policy may name one that is not among the constants.
 *
 * @param code lower case with underscores, at most 40 characters; stored, never changed
 */
public record Payer(String code) {

    // first, because the constants below are checked against it
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public static final Payer POOLED_FUND = new Payer("pooled_fund");
    public static final Payer PERSONAL_ACCOUNT = new Payer("personal_account");
    public static final Payer PUBLIC_HEALTH = new Payer("public_health");
    public static final Payer MEDICAL_ASSISTANCE = new Payer("medical_assistance");
    /** The institution charges less than the listed price: a share that nobody pays. */
    public static final Payer INSTITUTION_LET_OFF = new Payer("institution_let_off");

    public static final Payer RESIDENT = new Payer("resident");

    private static final Map<Payer, String> LABELS = Map.of(
            POOLED_FUND, "医保统筹基金",
            PERSONAL_ACCOUNT, "医保个人账户",
            PUBLIC_HEALTH, "基本公卫经费",
            MEDICAL_ASSISTANCE, "财政补助/医疗救助",
            INSTITUTION_LET_OFF, "机构让利",
            RESIDENT, "个人");

    public Payer {
        if (!isCode(code)) {
            throw new IllegalArgumentException("not a payer's code");
        }
    }

    /** The payer with this code, known or not. */
    public static Payer of(String code) {
        return new Payer(code);
    }

    /** Whether {@code text} can be a payer's code. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** The name in Chinese; for a payer that only a local policy knows, its code. */
    public String label() {
        return LABELS.getOrDefault(this, code);
    }

    /**
     * Whether it is the resident's own money, paid or taken from their personal medical account (个人账户). What both bear together
     * never rises without their consent (DOMAIN §1).
     */
    boolean isPersonal() {
        return equals(RESIDENT) || equals(PERSONAL_ACCOUNT);
    }

    /** Whether the share is money that arrives. A let-off is not, and so never enters the staff's pool (DOMAIN §4). */
    public boolean isIncome() {
        return !equals(INSTITUTION_LET_OFF);
    }
}
