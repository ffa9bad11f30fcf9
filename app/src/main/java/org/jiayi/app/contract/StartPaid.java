package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.period.Term;

/**
 * 缴费生效: the resident's share is paid, so the contract that waited for it begins today, or when the person is under no other
 * one any more. It lasts as long as the policy says, unless another last day was agreed upon: that one stays.
 *
 * @param freeFrom the day after the last one of the person's contracts before it
 */
record StartPaid(LocalDate freeFrom) implements ContractCommand {

    @Override
    public Act act() {
        return Act.START;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        ContractVersion contract = dossier.contract();
        LocalDate latest = contract.term().from();
        LocalDate earliest = dossier.today().isBefore(freeFrom) ? freeFrom : dossier.today();
        LocalDate firstDay = earliest.isBefore(latest) ? earliest : latest;
        boolean agreedUpon = !contract.term().lastDay().equals(dossier.policy().lastDay(latest));
        LocalDate lastDay =
                agreedUpon ? contract.term().lastDay() : dossier.policy().lastDay(firstDay);
        LocalDate longest = firstDay.plusYears(SigningDesk.TERM_YEARS_MAX).minusDays(1);
        Term days = Term.ofDays(firstDay, lastDay.isBefore(longest) ? lastDay : longest);
        return Decision.accept(Consequence.changed(
                contract.startedOn(days, dossier.now()), ContractEvent.STARTED, firstDay, Optional.empty()));
    }
}
