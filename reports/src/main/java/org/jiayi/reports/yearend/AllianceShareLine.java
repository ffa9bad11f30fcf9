package org.jiayi.reports.yearend;

/**
 * What one member of an alliance gets of what a payee keeps.
 *
 * @param payeeCode whose surplus it is
 * @param memberCode who gets the part
 * @param memberName its name
 * @param role what it is in the alliance, in words
 * @param amountFen the part
 */
public record AllianceShareLine(String payeeCode, String memberCode, String memberName, String role, long amountFen) {}
