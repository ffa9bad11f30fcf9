package org.jiayi.app.resident;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * What a contract's rules ask of a resident on a day, by all that is known now.
 *
 * @param sex GB/T 2261.1
 * @param populationGroups sum of {@link PopulationGroup#mask()}: the recorded groups of that day and those by age
 * @param scheme empty where not insured in the pool on that day
 * @param diedOn empty while no death is known, whatever the day
 * @param mergedInto who this registration turned out to be
 * @param hasGuardian whether somebody with evidence, or named so by a county's file, may act for the resident on that day
 * @param incapable whether the resident is found to be without full capacity on that day; minors are not, by their age alone
 */
public record Standing(
        UUID residentId,
        LocalDate birthDate,
        int sex,
        int populationGroups,
        Optional<InsuranceScheme> scheme,
        Optional<LocalDate> diedOn,
        Optional<UUID> mergedInto,
        boolean hasGuardian,
        boolean incapable) {

    /** Whether somebody else acts for the resident on that day: 民法典, who is younger than 18 or without full capacity. */
    public boolean needsGuardian(LocalDate on) {
        return incapable || birthDate.plusYears(Residents.FULL_AGE_YEARS).isAfter(on);
    }
}
