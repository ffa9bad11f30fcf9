package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Identity;

/** A contract as known now, with the names that people know the parties by. */
public record ContractView(
        String area,
        UUID contractId,
        UUID residentId,
        Identity resident,
        String teamNumber,
        String teamName,
        String leaderName,
        String institutionCode,
        String institutionName,
        ServicePackage servicePackage,
        LocalDate signedOn,
        Term term,
        Optional<String> endReason) {

    /** Where a contract stands on a day. */
    public enum Status {
        UPCOMING,
        IN_FORCE,
        EXPIRED,
        ENDED
    }

    /** Where the contract stands on {@code day}: one that was ended early is ended from the day after its last. */
    public Status status(LocalDate day) {
        if (term.contains(day)) {
            return Status.IN_FORCE;
        }
        if (day.isBefore(term.from())) {
            return Status.UPCOMING;
        }
        return endReason.isPresent() ? Status.ENDED : Status.EXPIRED;
    }
}
