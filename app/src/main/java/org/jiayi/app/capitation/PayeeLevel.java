package org.jiayi.app.capitation;

/** Who is paid for a head (DOMAIN §1: the payee level is a setting). */
enum PayeeLevel {
    /** The institution that holds the contract. */
    INSTITUTION,
    /** The institution above it, where a village clinic is run by a township's (乡村一体化); else itself. */
    PARENT,
    /** The team. */
    TEAM
}
