package org.jiayi.reports.capitationstatement;

import java.time.LocalDate;

/**
 * One resident counted for the month.
 *
 * @param name the resident's name as it is registered
 * @param maskedDocumentNumber the number of the identity document with its middle hidden
 * @param teamNumber the number of the family-doctor team
 * @param tariffLabel the risk group in words
 * @param termFrom the first day of the contract
 * @param termLast the last day of the contract
 */
public record PersonMonthLine(
        String name,
        String maskedDocumentNumber,
        String teamNumber,
        String tariffLabel,
        LocalDate termFrom,
        LocalDate termLast) {}
