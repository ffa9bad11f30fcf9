package org.jiayi.app.visit;

/** Who is paid by heads, as the capitation policy says it (DOMAIN §1). */
enum PayeeLevel {
    /** The institution that holds the contract. */
    INSTITUTION,
    /** The institution above it, where a village clinic is run by a township's (乡村一体化); else itself. */
    PARENT,
    /** The team. */
    TEAM
}
