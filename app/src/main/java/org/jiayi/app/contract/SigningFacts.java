package org.jiayi.app.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.Standing;

/**
 * What the rules of signing need to know.
 *
 * @param teams the teams that the requests name, locked by the caller
 * @param policy the contracting policy of the day
 * @param occupancies what those teams hold, by team number
 * @param groupOccupancies the same by priority group, for teams that have a cap for groups: team number, then group code
 * @param closed institutions of those teams that are not open today
 * @param standings the residents that the requests name; those of a county's old files may be absent
 * @param wards for whom the guardians whom the requests name may act today
 * @param held all versions of contracts of those residents, of other registrations of theirs too, as theirs
 */
record SigningFacts(
        Map<String, Teams.Team> teams,
        PricedPackages prices,
        ContractingPolicy policy,
        Map<String, Occupancy> occupancies,
        Map<String, Map<String, Occupancy>> groupOccupancies,
        Set<String> closed,
        Map<UUID, Standing> standings,
        Map<UUID, Set<UUID>> wards,
        List<HeldContract> held) {}
