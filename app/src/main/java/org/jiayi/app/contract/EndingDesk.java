package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.resident.RevokedDeath;
import org.jiayi.app.resident.Standing;

/** Decides which contracts an event ends, one event after the other. */
final class EndingDesk {

    /** What an event says, whenever it was recorded. */
    private record Said(UUID residentId, String reason, LocalDate lastDay) {

        static Said by(EventImport.Candidate event) {
            return new Said(event.residentId(), event.kind().code(), event.lastDay());
        }
    }

    private final UUID importId;
    private final Map<UUID, Standing> standings;
    private final Map<UUID, RevokedDeath> revoked;
    private final Set<UUID> goingOn;
    private final Map<UUID, List<HeldContract>> current = new HashMap<>();

    /** With the file that said it, if one did. */
    private final Map<Said, Optional<UUID>> said = new HashMap<>();

    /** Of whom a death is known: only what was recorded after it tells of another day. */
    private final Set<UUID> dead = new HashSet<>();

    /** From when on a death took days of their contracts: what was ended for it goes on by its revocation only. */
    private final Map<UUID, LocalDate> taken;

    private final List<EventImport.Candidate> accepted = new ArrayList<>();

    /**
     * Starts from what is known.
     *
     * @param versions of the contracts of all whom an event names
     * @param standings of those who died
     * @param revoked those of them of whom a death was revoked
     * @param past what ended those contracts early
     * @param goingOn those of the contracts from which another goes on
     * @param taken the first day that the death which is known took of their contracts, of those of whom an event says another
     */
    EndingDesk(
            UUID importId,
            List<HeldContract> versions,
            Map<UUID, Standing> standings,
            Map<UUID, RevokedDeath> revoked,
            List<ContractEventStore.PastEvent> past,
            Set<UUID> goingOn,
            Map<UUID, LocalDate> taken) {
        this.importId = importId;
        this.goingOn = Set.copyOf(goingOn);
        this.taken = new HashMap<>(taken);
        this.standings = standings;
        this.revoked = revoked;
        Map<UUID, UUID> holders = new HashMap<>();
        versions.stream().filter(HeldContract::isKnownNow).forEach(version -> {
            holders.put(version.contractId(), version.residentId());
            current.computeIfAbsent(version.residentId(), resident -> new ArrayList<>())
                    .add(version);
        });
        standings
                .values()
                .forEach(standing -> standing.diedOn().ifPresent(day -> {
                    dead.add(standing.residentId());
                    said.put(new Said(standing.residentId(), EndReason.DEATH.code(), day), Optional.empty());
                }));
        for (ContractEventStore.PastEvent earlier : past) {
            UUID holder = holders.get(earlier.contractId());
            if (holder != null) {
                said.put(new Said(holder, earlier.reason(), earlier.lastDay()), earlier.importId());
                if (earlier.reason().equals(EndReason.DEATH.code()) && !revoked.containsKey(holder)) {
                    dead.add(holder);
                }
            }
        }
    }

    /** The endings, counted in the tally as one row; none where it is refused, says what is known, or only tells of a death. */
    List<Ending> decide(EventImport.Candidate event, Tally tally) {
        if (isRevoked(event)) {
            tally.refuse(event.line(), RefusalCode.DEATH_REVOKED, "");
            return List.of();
        }
        List<HeldContract> concerned = concernedBy(event);
        if (concerned.isEmpty() && isKnown(event)) {
            if (Optional.of(importId).equals(said.get(Said.by(event)))) {
                tally.refuse(event.line(), RefusalCode.DUPLICATE_ROW, "");
            } else {
                tally.leaveUnchanged();
            }
            return List.of();
        }
        Optional<List<Ending>> endings = tally.sound(event.line(), end(event, concerned));
        endings.ifPresent(ended -> {
            tally.accept();
            accepted.add(event);
            said.put(Said.by(event), Optional.of(importId));
            ended.forEach(this::keep);
            if (event.isDeath()) {
                dead.add(event.residentId());
            }
        });
        return endings.orElse(List.of());
    }

    /** The events that told something new, in the order in which they were decided. */
    List<EventImport.Candidate> accepted() {
        return List.copyOf(accepted);
    }

    /** Whether what the event says is known: from before, or because it was accepted. */
    private boolean isKnown(EventImport.Candidate event) {
        return said.containsKey(Said.by(event)) && !isRevoked(event);
    }

    /**
     * Whether the event tells of a death that is known to be none: on a day that was revoked, or recorded by the day of the
     * revocation, which knew it. Files are sent more than once; what they say must not end again what was let go on.
     */
    private boolean isRevoked(EventImport.Candidate event) {
        RevokedDeath revocation = event.isDeath() ? revoked.get(event.residentId()) : null;
        return revocation != null
                && !diedOn(event.residentId()).equals(Optional.of(event.lastDay()))
                && (revocation.days().contains(event.lastDay())
                        || !KnowledgeTime.from(event.recordedOn()).isAfter(revocation.at()));
    }

    private Optional<LocalDate> diedOn(UUID residentId) {
        return Optional.ofNullable(standings.get(residentId)).flatMap(Standing::diedOn);
    }

    /** The contracts that the event ends or undoes and has not ended yet. */
    private List<HeldContract> concernedBy(EventImport.Candidate event) {
        return current.getOrDefault(event.residentId(), List.of()).stream()
                .filter(event::concerns)
                .filter(contract -> !isKnown(event) || contract.term().lastDay().isAfter(event.lastDay()))
                .toList();
    }

    private Decision<List<Ending>> end(EventImport.Candidate event, List<HeldContract> concerned) {
        if (event.isDeath()) {
            Standing standing = standings.get(event.residentId());
            if (standing != null && event.lastDay().isBefore(standing.birthDate())) {
                return Decision.refuse(RefusalCode.DEATH_BEFORE_BIRTH);
            }
            LocalDate firstTaken = taken.get(event.residentId());
            if (firstTaken != null && !event.lastDay().isBefore(firstTaken)) {
                return Decision.refuse(RefusalCode.DEATH_HAS_ENDED_CONTRACTS);
            }
        } else if (concerned.isEmpty()) {
            return Decision.refuse(RefusalCode.NO_CONTRACT_ON_DAY);
        } else if (concerned.get(0).awaitsPayment()) {
            return Decision.refuse(RefusalCode.ILLEGAL_TRANSITION);
        } else if (goingOn.contains(concerned.get(0).contractId())) {
            return Decision.refuse(RefusalCode.CONTRACT_GOES_ON);
        }
        Instant recorded = KnowledgeTime.from(event.recordedOn());
        List<Ending> endings = new ArrayList<>();
        for (HeldContract contract : concerned) {
            Ending ending = new Ending(
                    contract, event.kind(), event.lastDay(), event.recordedOn(), contract.nextKnownFrom(recorded));
            if (!ending.isUndoing() && !isFirstNewsOfDeath(event) && !recorded.isAfter(contract.knownFrom())) {
                return Decision.refuse(RefusalCode.RECORDED_TOO_EARLY);
            }
            endings.add(ending);
        }
        return Decision.accept(endings);
    }

    /** Whatever became of a contract after that day, it ends with its resident: as soon as it can be known. */
    private boolean isFirstNewsOfDeath(EventImport.Candidate event) {
        return event.isDeath() && !dead.contains(event.residentId());
    }

    private void keep(Ending ending) {
        HeldContract before = ending.contract();
        List<HeldContract> held = current.getOrDefault(before.residentId(), List.of());
        if (ending.isUndoing()) {
            held.remove(before);
        } else {
            held.replaceAll(each -> each.equals(before) ? before.endedOn(ending.lastDay(), ending.knownFrom()) : each);
        }
        if (ending.reason() == EndReason.DEATH && !before.awaitsPayment()) {
            LocalDate dayAfter = ending.lastDay().plusDays(1);
            LocalDate first = ending.isUndoing() ? before.term().from() : dayAfter;
            taken.merge(before.residentId(), first, EndingDesk::earlier);
        }
    }

    static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
