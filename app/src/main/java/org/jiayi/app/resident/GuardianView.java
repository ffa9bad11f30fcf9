package org.jiayi.app.resident;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A guardian as shown.
 *
 * @param guardianId empty for one whom a county's file named
 * @param number in clear; to be masked by whoever shows it
 * @param relationship as people read it
 */
public record GuardianView(
        Optional<UUID> guardianId,
        Optional<UUID> residentId,
        String name,
        String number,
        String relationship,
        String evidenceKind,
        Optional<LocalDate> firstDay,
        Optional<LocalDate> dayAfter) {

    @Override
    public String toString() {
        return "GuardianView[" + guardianId + "]";
    }
}
