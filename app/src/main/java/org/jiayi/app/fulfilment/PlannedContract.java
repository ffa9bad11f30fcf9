package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Term;

/**
 * What a plan needs to know of a contract.
 *
 * @param agreedTerm the days it was to last when it was signed: windows do not move when it ends early
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
        Term term,
        int populationGroups) {}
