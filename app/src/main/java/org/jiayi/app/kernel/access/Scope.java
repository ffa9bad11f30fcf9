package org.jiayi.app.kernel.access;

import java.util.Optional;
import java.util.UUID;

/**
 * How far a caller may see: one pooling area or all, and inside it perhaps only one institution, one team or oneself.
 * This is the one place where that is decided; what is out of reach is answered as if it did not exist.
 *
 * @param area six digits, or {@link #EVERY_AREA}
 * @param institution insurance code of the only institution in reach
 * @param team number of the only team in reach
 * @param resident the only resident in reach
 */
public record Scope(String area, Optional<String> institution, Optional<String> team, Optional<UUID> resident) {

    /** The area of callers that are not tied to one. */
    public static final String EVERY_AREA = "*";

    /** Whether everything of an area in reach may be seen: the caller acts for no single institution, team or resident. */
    public boolean isOfWholeAreas() {
        return institution.isEmpty() && team.isEmpty() && resident.isEmpty();
    }

    /** Whether anything of that pooling area may be seen at all. */
    public boolean reachesArea(String otherArea) {
        return area.equals(EVERY_AREA) || area.equals(otherArea);
    }

    /** Whether that institution's affairs may be seen. */
    public boolean reachesInstitution(String otherArea, String code) {
        return reachesArea(otherArea)
                && institution.map(code::equals).orElse(true)
                && team.isEmpty()
                && resident.isEmpty();
    }

    /** Whether that team's affairs may be seen. */
    public boolean reachesTeam(String otherArea, String institutionCode, String number) {
        return reachesArea(otherArea)
                && institution.map(institutionCode::equals).orElse(true)
                && team.map(number::equals).orElse(true)
                && resident.isEmpty();
    }

    /** Whether that resident, under contract with that team, may be seen. */
    public boolean reachesResident(String otherArea, String institutionCode, String teamNumber, UUID residentId) {
        return reachesArea(otherArea)
                && resident.map(residentId::equals)
                        .orElseGet(() -> reachesTeam(otherArea, institutionCode, teamNumber));
    }
}
