package org.jiayi.app.contract;

/**
 * A contract that a death ended or undid, and nothing after it changed.
 *
 * @param latest its latest version: ended by the death, or undone and known for no day any more
 * @param before the last version that knows of no death
 */
public record EndedByDeath(ContractVersion latest, ContractVersion before) {}
