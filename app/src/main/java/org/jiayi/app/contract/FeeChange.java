package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Term;

/**
 * What a change to a contract means for its fee: the words in which contracts tell the fee module, which knows the amounts.
 *
 * @param term the contract's term before the change
 * @param lastDay the last day in force after it; the day before the first where the contract never was
 * @param served whether any service was delivered in the term, be it under a contract that this one goes on
 * @param successor the contract that goes on; present for what follows and what is priced anew
 * @param recordedOn the day of the change: what is posted takes effect then
 */
public record FeeChange(
        Kind kind,
        UUID contractId,
        Term term,
        LocalDate lastDay,
        boolean served,
        Optional<NewContract> successor,
        LocalDate recordedOn) {

    /** What happens to the fee. */
    public enum Kind {
        /** A part goes back to the payers, by the policy's refund rule. */
        REFUND,
        /** All of it goes back: the contract was undone. */
        RETURN_ALL,
        /** Of a fee that is charged by year, the years that begin after the last day go back; all else stays. */
        RETURN_LATER_YEARS,
        /** The rest goes with the resident to the payee of the contract that follows, by the policy's transfer rule. */
        FOLLOW,
        /** The rest goes back by months, and the contract that follows is charged its own price for those months. */
        REPRICE
    }

    /** The same as far as it is about those days. */
    public FeeChange over(Term days, boolean servedInThem) {
        return new FeeChange(kind, contractId, days, lastDay, servedInThem, successor, recordedOn);
    }

    /** The last day whose services count for what goes back: nobody is served after the last day in force. */
    LocalDate servedUntil() {
        return kind == Kind.REFUND ? lastDay : term.lastDay();
    }

    FeeChange with(boolean nowServed, Optional<NewContract> nowSuccessor) {
        return new FeeChange(kind, contractId, term, lastDay, nowServed, nowSuccessor, recordedOn);
    }
}
