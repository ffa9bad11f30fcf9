package org.jiayi.app.contract;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.organisation.Teams;

/**
 * Decides on signings, one after the other, each seeing those before it. All rules of signing stand here; the schema
 * repeats the one on overlapping contracts.
 */
final class SigningDesk {

    static final int TERM_YEARS_MAX = 3;

    private final Map<String, Teams.Team> teams;
    private final PricedPackages prices;
    private final Map<String, Occupancy> occupancies;
    private final Map<UUID, List<HeldContract>> held = new HashMap<>();

    /**
     * @param teams the teams that the requests name, locked by the caller
     * @param occupancies what those teams hold, by team number
     * @param contracts all versions of contracts of the residents that the requests name
     */
    SigningDesk(
            Map<String, Teams.Team> teams,
            PricedPackages prices,
            Map<String, Occupancy> occupancies,
            List<HeldContract> contracts) {
        this.teams = teams;
        this.prices = prices;
        this.occupancies = occupancies;
        contracts.forEach(contract -> heldBy(contract.residentId()).add(contract));
    }

    /** The new contract, or the first rule that the request breaks. */
    Decision<NewContract> decide(SigningRequest request) {
        Teams.Team team = teams.get(request.teamNumber());
        if (team == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_TEAM);
        }
        if (request.lastDay().isBefore(request.firstDay())) {
            return Decision.refuse(RefusalCode.END_BEFORE_START);
        }
        Term term = Term.ofDays(request.firstDay(), request.lastDay());
        if (term.until().isAfter(term.from().plusYears(TERM_YEARS_MAX))) {
            return Decision.refuse(RefusalCode.TERM_TOO_LONG);
        }
        if (prices.policyOf(request.servicePackage(), request.signedOn()).isEmpty()) {
            return Decision.refuse(RefusalCode.NO_FEE_POLICY);
        }
        if (heldBy(request.residentId()).stream().anyMatch(other -> other.excludes(term, request.knownFrom()))) {
            return Decision.refuse(RefusalCode.OVERLAPPING);
        }
        Occupancy occupancy = occupancies.computeIfAbsent(team.number(), number -> new Occupancy());
        if (!occupancy.hasRoom(term, team.capacity())) {
            return Decision.refuse(
                    new Refusal(RefusalCode.OVER_CAPACITY, "", Map.of("capacity", Integer.toString(team.capacity()))));
        }
        occupancy.add(term, 1);
        return Decision.accept(enter(request, team, term));
    }

    private NewContract enter(SigningRequest request, Teams.Team team, Term term) {
        NewContract contract = new NewContract(
                UuidCreator.getTimeOrderedEpoch(),
                request.residentId(),
                team.number(),
                team.institutionCode(),
                request.servicePackage(),
                request.signedOn(),
                term,
                request.knownFrom(),
                request.channel());
        heldBy(request.residentId()).add(HeldContract.of(contract));
        return contract;
    }

    private List<HeldContract> heldBy(UUID residentId) {
        return held.computeIfAbsent(residentId, resident -> new ArrayList<>());
    }
}
