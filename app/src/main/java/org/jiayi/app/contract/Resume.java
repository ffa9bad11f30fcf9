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
 * 恢复: a suspended contract gives service again from that day on.
 *
 * @param firstDay the first day on which it is no longer suspended
 * @param until the day from which on it is suspended again, as somebody had asked before; empty for good
 */
public record Resume(LocalDate firstDay, Optional<LocalDate> until) implements ContractCommand {

    /** For good. */
    public Resume(LocalDate firstDay) {
        this(firstDay, Optional.empty());
    }

    @Override
    public Act act() {
        return Act.RESUME;
    }

    /** The routine goes back to the day on which the reason fell away, however long ago; people as far as the policy lets them. */
    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        Optional<Refusal> wrongDay = dossier.by() == Actor.ROUTINE
                ? Optional.empty()
                : ContractCommand.dayRefusal(dossier, firstDay, "/firstDay");
        if (wrongDay.isPresent()) {
            return Decision.refuse(wrongDay.get());
        }
        List<Term> suspended = new ArrayList<>();
        boolean shortened = false;
        for (Term days : dossier.contract().suspended()) {
            if (!days.contains(firstDay)) {
                suspended.add(days);
                continue;
            }
            shortened = true;
            if (days.from().isBefore(firstDay)) {
                suspended.add(new Term(days.from(), firstDay));
            }
            until.filter(days::contains).ifPresent(again -> suspended.add(new Term(again, days.until())));
        }
        if (!shortened) {
            return Decision.refuse(RefusalCode.NOT_SUSPENDED, "/firstDay");
        }
        return Decision.accept(Consequence.changed(
                dossier.contract().suspendedOn(suspended, dossier.now()),
                ContractEvent.RESUMED,
                firstDay,
                Optional.empty()));
    }
}
