package org.jiayi.app.fee;

/** What happens to the fee when a resident goes on with another institution in mid-term (DOMAIN §4; a local setting). */
public enum TransferRule {
    /** It follows by person-months. */
    FOLLOWS("按剩余月数随居民转移"),
    /** It stays with the first institution; not where the contract there was in force on no day of what the fee is for. */
    STAYS("留在原机构");

    private final String label;

    TransferRule(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }
}
