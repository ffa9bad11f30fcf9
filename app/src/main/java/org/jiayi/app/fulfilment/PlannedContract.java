package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Term;

/**
 * What a plan needs to know of a contract.
 *
 * @param agreedTerm the days over which its services were agreed: from the first day of what was signed or renewed, though
 *     another team or package had it then, to the last day that was agreed; windows do not move when it ends early
 * @param line this contract and those that it follows, the latest first: spacing goes on through all of them
 * @param term the days it lasts by what is known now
 * @param populationGroups the resident's groups on the day of signing, as known now
 */
public record PlannedContract(
        String area,
        UUID contractId,
        UUID residentId,
        String teamNumber,
        String institutionCode,
        ServicePackage servicePackage,
        LocalDate signedOn,
        Term agreedTerm,
        List<UUID> line,
        Term term,
        int populationGroups) {

    public PlannedContract {
        line = List.copyOf(line);
    }
}
