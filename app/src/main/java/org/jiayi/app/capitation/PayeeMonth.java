package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.List;

/**
 * What is booked for a payee (机构或团队) in a month.
 *
 * @param payee the code of an institution or the number of a team, as the policy says
 * @param institutionCode the payee itself, or the team's institution
 * @param cells what was counted, and corrected of earlier months; empty where nobody counts
 */
public record PayeeMonth(
        String payee, String institutionCode, LocalDate month, List<HeadCount.Cell> cells, MonthlyBooking booking) {

    public PayeeMonth {
        cells = List.copyOf(cells);
    }

    /** The same with the cells it rests on. */
    PayeeMonth with(List<HeadCount.Cell> counted) {
        return new PayeeMonth(payee, institutionCode, month, counted, booking);
    }

    /** The heads of the month itself. */
    public long heads() {
        return cells.stream()
                .filter(cell -> cell.forMonth().equals(month))
                .mapToLong(HeadCount.Cell::heads)
                .reduce(0, Math::addExact);
    }

    /** Signed person-months of earlier months. */
    public long correctedHeads() {
        return cells.stream()
                .filter(cell -> !cell.forMonth().equals(month))
                .mapToLong(HeadCount.Cell::heads)
                .reduce(0, Math::addExact);
    }

    /** Of the heads, those of village clinics below the payee. */
    public long villageHeads() {
        return cells.stream()
                .filter(cell ->
                        cell.forMonth().equals(month) && !cell.institutionCode().equals(institutionCode))
                .mapToLong(HeadCount.Cell::heads)
                .reduce(0, Math::addExact);
    }

    /** The cells in canonical text, which digests rest on. */
    public String cellsText() {
        return String.join(
                ",",
                cells.stream()
                        .map(cell -> String.join(
                                ":",
                                cell.inMonth().toString(),
                                cell.institutionCode(),
                                Integer.toString(cell.tariffRow()),
                                Integer.toString(cell.grade()),
                                Long.toString(cell.heads())))
                        .toList());
    }
}
