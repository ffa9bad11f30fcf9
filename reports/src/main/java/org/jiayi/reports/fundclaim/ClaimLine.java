package org.jiayi.reports.fundclaim;

/**
 * What is claimed for one institution.
 *
 * @param institutionCode its insurance code
 * @param institutionName its name
 * @param contracts how many contracts have lines in the claim
 * @param amountFen what is claimed; negative where more went back to the fund than was charged
 * @param receivedFen what arrived of it
 * @param arrival received ÷ claimed, in hundredths of a percent
 */
public record ClaimLine(
        String institutionCode,
        String institutionName,
        long contracts,
        long amountFen,
        long receivedFen,
        long arrival) {}
