package org.jiayi.app.contract;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.PopulationGroup;
import org.jiayi.app.resident.Standing;

/**
 * Decides on signings, one after the other, each seeing those before it. All rules of signing stand here; the schema
 * repeats the one on overlapping contracts.
 */
final class SigningDesk {

    static final int TERM_YEARS_MAX = 3;

    /** How far ahead of its first day a contract may be signed. */
    static final int AHEAD_DAYS_MAX = 366;

    private final SigningFacts facts;
    private final Map<UUID, List<HeldContract>> held = new HashMap<>();

    SigningDesk(SigningFacts facts) {
        this.facts = facts;
        facts.held().forEach(contract -> heldBy(contract.residentId()).add(contract));
    }

    /** The new contract, or the first rule that the request breaks. */
    Decision<NewContract> decide(SigningRequest request) {
        Teams.Team team = facts.teams().get(request.teamNumber());
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
        return Stream.of(
                        priceRefusal(request),
                        beginRefusal(request),
                        residentRefusal(request),
                        closedRefusal(request, team),
                        dissolvedRefusal(team, term),
                        overlapRefusal(request, place(request, term)))
                .flatMap(Optional::stream)
                .findFirst()
                .<Decision<NewContract>>map(Decision::refuse)
                .orElseGet(() -> place(request, team, term));
    }

    /** What only goes on with another team keeps the price it has. */
    private Optional<Refusal> priceRefusal(SigningRequest request) {
        Origin origin = request.lineage().origin();
        boolean needsPrice = origin.isCharged() || origin == Origin.AMENDED;
        return needsPrice
                        && facts.prices()
                                .policyOf(request.servicePackage(), request.signedOn())
                                .isEmpty()
                ? Optional.of(Refusal.of(RefusalCode.NO_FEE_POLICY))
                : Optional.empty();
    }

    /** When a contract signed today may begin; what follows another begins where that one ends. */
    private Optional<Refusal> beginRefusal(SigningRequest request) {
        if (!request.signer().isPresent() || request.lineage().origin() != Origin.SIGNED) {
            return Optional.empty();
        }
        LocalDate earliest = facts.policy().earliest(request.signedOn());
        if (request.firstDay().isBefore(earliest)) {
            return refusal(RefusalCode.BACKDATED_TOO_FAR, "/firstDay", Map.of("earliest", earliest.toString()));
        }
        if (request.firstDay().isAfter(request.signedOn().plusDays(AHEAD_DAYS_MAX))) {
            return refusal(RefusalCode.TOO_FAR_AHEAD, "/firstDay", Map.of());
        }
        LocalDate expected = facts.policy().firstDay(request.signedOn(), request.payUntil());
        return facts.policy().allowsFirstDay(request.firstDay(), expected)
                ? Optional.empty()
                : refusal(RefusalCode.WRONG_FIRST_DAY, "/firstDay", Map.of("firstDay", expected.toString()));
    }

    /**
     * Whether the resident may sign at all, and whether the right person signs for them. What was signed before a merge goes
     * on under the registration that signed it; nobody signs under it anew.
     */
    private Optional<Refusal> residentRefusal(SigningRequest request) {
        if (!request.signer().isPresent()) {
            return Optional.empty();
        }
        Standing resident = facts.standings().get(request.residentId());
        if (resident == null) {
            return refusal(RefusalCode.UNKNOWN_RESIDENT, "/residentId", Map.of());
        }
        if (request.firstDay().isBefore(resident.birthDate())) {
            return refusal(
                    RefusalCode.BEGINS_BEFORE_BIRTH,
                    "/firstDay",
                    Map.of("earliest", resident.birthDate().toString()));
        }
        if (resident.diedOn().isPresent()) {
            return refusal(RefusalCode.RESIDENT_DEAD, "/residentId", Map.of());
        }
        if (resident.mergedInto().isPresent() && request.signer().kind() != Signer.Kind.UNCHANGED) {
            return refusal(RefusalCode.RESIDENT_MERGED, "/residentId", Map.of());
        }
        boolean needsGuardian = resident.needsGuardian(request.signedOn());
        return switch (request.signer().kind()) {
            case GUARDIAN ->
                needsGuardian
                        ? given(isGuardian(request, resident), RefusalCode.GUARDIAN_NEEDED)
                        : refusal(RefusalCode.GUARDIAN_WITHOUT_NEED, "/signer", Map.of());
            case SELF, ON_BEHALF ->
                needsGuardian
                        ? refusal(RefusalCode.GUARDIAN_NEEDED, "/signer", Map.of())
                        : given(request.signer().guardianResidentId().isEmpty(), RefusalCode.GUARDIAN_WITHOUT_NEED);
            case UNCHANGED, PAPER -> Optional.empty();
        };
    }

    /** Whether the guardian named in the request may act for the resident; where none is named, whether there is one. */
    private boolean isGuardian(SigningRequest request, Standing resident) {
        return request.signer()
                .guardianResidentId()
                .map(guardian -> facts.wards().getOrDefault(guardian, Set.of()).contains(request.residentId()))
                .orElse(resident.hasGuardian());
    }

    private static Optional<Refusal> given(boolean holds, RefusalCode code) {
        return holds ? Optional.empty() : refusal(code, "/signer", Map.of());
    }

    private Optional<Refusal> closedRefusal(SigningRequest request, Teams.Team team) {
        return request.signer().isPresent() && facts.closed().contains(team.institutionCode())
                ? refusal(RefusalCode.INSTITUTION_CLOSED, "/teamId", Map.of())
                : Optional.empty();
    }

    private static Optional<Refusal> dissolvedRefusal(Teams.Team team, Term term) {
        return team.dissolvedAfter()
                .filter(lastDay -> term.lastDay().isAfter(lastDay))
                .flatMap(lastDay ->
                        refusal(RefusalCode.TEAM_DISSOLVED, "/teamId", Map.of("lastDay", lastDay.toString())));
    }

    private Optional<Refusal> overlapRefusal(SigningRequest request, Term term) {
        return heldBy(request.residentId()).stream().anyMatch(other -> other.excludes(term, request.knownFrom()))
                ? Optional.of(Refusal.of(RefusalCode.OVERLAPPING))
                : Optional.empty();
    }

    /** The days that are kept for the contract: while it waits for a payment, all on which it may turn out to be in force. */
    private static Term place(SigningRequest request, Term term) {
        return new Term(request.earliestDay(), term.until());
    }

    /** Gives the contract its place in the team, if there is one or the policy lets a full team go on. */
    private Decision<NewContract> place(SigningRequest request, Teams.Team team, Term term) {
        Term place = place(request, term);
        List<Refusal> full = new ArrayList<>();
        Occupancy all = facts.occupancies().computeIfAbsent(team.number(), number -> new Occupancy());
        if (!all.hasRoom(place, team.capacity())) {
            full.add(new Refusal(RefusalCode.OVER_CAPACITY, "", Map.of("capacity", Integer.toString(team.capacity()))));
        }
        Map<String, Occupancy> groups = groupsOf(request, team);
        groups.forEach((group, occupancy) -> {
            int cap = Objects.requireNonNull(team.groupCapacities().get(group));
            if (!occupancy.hasRoom(place, cap)) {
                full.add(new Refusal(
                        RefusalCode.OVER_GROUP_CAPACITY,
                        "",
                        Map.of("group", group, "capacity", Integer.toString(cap))));
            }
        });
        if (!full.isEmpty() && facts.policy().overCapacity() == ContractingPolicy.OverCapacity.REFUSE) {
            return Decision.refuse(full.get(0));
        }
        all.add(place, 1);
        groups.values().forEach(occupancy -> occupancy.add(place, 1));
        return Decision.accept(enter(request, team, term, !full.isEmpty()));
    }

    /** The capped priority groups of the resident in their order, with what the team holds of each. */
    private Map<String, Occupancy> groupsOf(SigningRequest request, Teams.Team team) {
        Standing resident = facts.standings().get(request.residentId());
        Map<String, Occupancy> groups = new LinkedHashMap<>();
        if (resident == null) {
            return groups;
        }
        for (PopulationGroup group : PopulationGroup.values()) {
            boolean member = (resident.populationGroups() & group.mask()) != 0;
            if (member && team.groupCapacities().containsKey(group.code())) {
                groups.put(
                        group.code(),
                        facts.groupOccupancies()
                                .computeIfAbsent(team.number(), number -> new HashMap<>())
                                .computeIfAbsent(group.code(), code -> new Occupancy()));
            }
        }
        return groups;
    }

    private NewContract enter(SigningRequest request, Teams.Team team, Term term, boolean overCapacity) {
        Optional<LocalDate> confirmUntil = request.signer().kind() == Signer.Kind.ON_BEHALF
                ? Optional.of(request.signedOn().plusDays(facts.policy().withdrawalDays()))
                : request.confirmUntil();
        NewContract contract = new NewContract(
                UuidCreator.getTimeOrderedEpoch(),
                request.residentId(),
                team.number(),
                team.institutionCode(),
                request.servicePackage(),
                request.signedOn(),
                term,
                request.knownFrom(),
                request.channel(),
                request.lineage(),
                request.signer(),
                request.suspended(),
                confirmUntil,
                request.payUntil(),
                request.endReason(),
                overCapacity);
        heldBy(request.residentId()).add(HeldContract.of(contract, place(request, term)));
        return contract;
    }

    private List<HeldContract> heldBy(UUID residentId) {
        return held.computeIfAbsent(residentId, resident -> new ArrayList<>());
    }

    private static Optional<Refusal> refusal(RefusalCode code, String field, Map<String, String> facts) {
        return Optional.of(new Refusal(code, field, facts));
    }
}
