package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Identity;

/** One resident of a team's panel (签约居民). */
public record PanelEntry(
        UUID residentId,
        UUID contractId,
        Identity resident,
        int sex,
        LocalDate birthDate,
        int populationGroups,
        ServicePackage servicePackage,
        Term term) {}
