package org.jiayi.app.fee;

/** What happens to the fee when a resident goes on with another institution in mid-term (DOMAIN §4; a local setting). */
public enum TransferRule {
    /** It follows by person-months. */
    FOLLOWS,
    /** It stays with the first institution. */
    STAYS
}
