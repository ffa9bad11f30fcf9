package org.jiayi.reports.fundclaim;

import java.time.LocalDate;

/**
 * What the fund has cut of one institution's line.
 *
 * @param cutOn the day on which it was booked
 * @param institutionCode whose line
 * @param reason why
 * @param recordedBy who booked it
 * @param amountFen how much
 */
public record CutLine(LocalDate cutOn, String institutionCode, String reason, String recordedBy, long amountFen) {}
