package org.jiayi.reports.coverage;

/**
 * The contracts of one institution on a day.
 *
 * @param institutionCode its insurance code
 * @param institutionName its name
 * @param contracted residents under contract with it
 * @param priority of them those of a priority group
 * @param share its part of all residents under contract, in hundredths of a percent
 */
public record InstitutionLine(
        String institutionCode, String institutionName, long contracted, long priority, long share) {}
