package org.jiayi.app.ledger;

/**
 * An account of a pooling area's ledger.
 *
 * @param name kind and owner, such as {@code payable:H43990100003}
 */
public record Account(String name) {

    /** What a payer's fund (付费方) has been charged with. */
    public static Account fund(String payer) {
        return new Account("fund:" + payer);
    }

    /** What residents owe for their own shares. */
    public static Account receivable(String payer) {
        return new Account("receivable:" + payer);
    }

    /** What is owed to an institution (应付机构). */
    public static Account payable(String institutionCode) {
        return new Account("payable:" + institutionCode);
    }

    /** What is owed to the members of a team (应付团队). */
    public static Account payableToTeam(String teamNumber) {
        return new Account("payable:team:" + teamNumber);
    }

    /** What is withheld from an institution until the year end (质量保证金). */
    public static Account retention(String institutionCode, String scheme) {
        return new Account("retention:" + institutionCode + ":" + scheme);
    }

    /** What an institution forgoes of its own price (机构让利); a memo, no income. */
    public static Account letOff(String institutionCode) {
        return new Account("let_off:" + institutionCode);
    }

    /** What was decided to go back to a payer and has not gone yet (应退). */
    public static Account refunds(String payer) {
        return new Account("refunds:" + payer);
    }

    /** What a payment provider keeps for itself (手续费), borne by the treasury. */
    public static Account charges(String provider) {
        return new Account("charges:" + provider);
    }

    /** Where memos meet, and where a payment provider holds money that is ours. */
    public static Account clearing(String purpose) {
        return new Account("clearing:" + purpose);
    }
}
