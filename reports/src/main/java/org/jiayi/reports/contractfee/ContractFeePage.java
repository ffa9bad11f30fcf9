package org.jiayi.reports.contractfee;

import java.time.LocalDate;
import java.util.List;
import org.jiayi.reports.text.Total;

/**
 * A contract's money on one page. Nothing is reckoned here, but lines and payers must come to the same.
 *
 * @param contractNumber the contract
 * @param residentName the resident
 * @param residentDocument the resident's document number, masked
 * @param institution the institution, with its code
 * @param team the team, with its number
 * @param packageName the service package
 * @param firstDay the first day of the term
 * @param lastDay the last day of the term
 * @param on the day the document is dated by
 * @param payers what each payer bears
 * @param lines the lines in the order in which they were booked
 * @param totalFen what all of them come to
 */
public record ContractFeePage(
        String contractNumber,
        String residentName,
        String residentDocument,
        String institution,
        String team,
        String packageName,
        LocalDate firstDay,
        LocalDate lastDay,
        LocalDate on,
        List<PayerLine> payers,
        List<FeeBookingLine> lines,
        long totalFen) {

    /** Refuses lines and payers that do not come to the total. */
    public ContractFeePage {
        payers = List.copyOf(payers);
        lines = List.copyOf(lines);
        Total.require(payers, PayerLine::amountFen, totalFen, "the payers' shares");
        Total.require(lines, FeeBookingLine::amountFen, totalFen, "the lines");
    }
}
