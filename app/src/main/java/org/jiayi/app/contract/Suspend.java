package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Term;

/**
 * 中止: from that day on the contract holds the team's place but gives no service, until it is resumed or ends.
 *
 * @param firstDay the first day on which it is suspended, a day of the term
 * @param basis why, such as an insurance gap (断保)
 */
public record Suspend(LocalDate firstDay, String basis) implements ContractCommand {

    @Override
    public Act act() {
        return Act.SUSPEND;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        Optional<Refusal> wrongDay = ContractCommand.dayRefusal(dossier, firstDay, "/firstDay");
        if (wrongDay.isPresent()) {
            return Decision.refuse(wrongDay.get());
        }
        ContractVersion contract = dossier.contract();
        if (contract.suspended().stream().anyMatch(days -> days.contains(firstDay))) {
            return Decision.refuse(RefusalCode.SUSPENDED_ALREADY, "/firstDay");
        }
        LocalDate until = contract.suspended().stream()
                .map(Term::from)
                .filter(firstDay::isBefore)
                .findFirst()
                .orElse(contract.term().until());
        List<Term> suspended = new ArrayList<>(contract.suspended());
        suspended.add(new Term(firstDay, until));
        return Decision.accept(Consequence.changed(
                contract.suspendedOn(suspended, dossier.now()), ContractEvent.SUSPENDED, firstDay, Optional.of(basis)));
    }
}
