package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.resident.Standing;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes in what ended contracts early: deaths, moves and own wishes, with the day they were recorded. A death is told to the
 * register as well, with or without a contract.
 */
@Component
class EventImport implements FileKind {

    private static final List<String> COLUMNS = List.of("证件号码", "事件", "最后服务日", "登记日期");

    private final Residents residents;
    private final ContractStore contracts;
    private final ContractEventStore history;
    private final ReinstatementStore reinstatements;
    private final ContractEvents events;
    private final ContractCharges charges;
    private final DeliveredServices services;

    EventImport(
            Residents residents,
            ContractStore contracts,
            ContractEventStore history,
            ReinstatementStore reinstatements,
            ContractEvents events,
            ContractCharges charges,
            DeliveredServices services) {
        this.residents = residents;
        this.contracts = contracts;
        this.history = history;
        this.reinstatements = reinstatements;
        this.events = events;
        this.charges = charges;
        this.services = services;
    }

    @Override
    public String code() {
        return "events";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    /** A row whose words make sense. */
    record Candidate(CsvLine line, UUID residentId, EndReason kind, LocalDate lastDay, LocalDate recordedOn) {

        boolean isDeath() {
            return kind == EndReason.DEATH;
        }

        /** Whether it ends or undoes that contract: the one of its day; a death also all that follow. */
        boolean concerns(HeldContract contract) {
            return isDeath()
                    ? RecordDeath.concerns(lastDay, contract.term())
                    : contract.term().contains(lastDay);
        }

        /** Whether it tells of another day of death than the one that is known. */
        boolean corrects(Map<UUID, Standing> standings) {
            return isDeath()
                    && Optional.ofNullable(standings.get(residentId))
                            .flatMap(Standing::diedOn)
                            .filter(day -> !day.equals(lastDay))
                            .isPresent();
        }
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        List<String> numbers =
                chunk.lines().stream().map(line -> line.fields().get(0)).toList();
        return residents.byWrittenNumber(chunk.area(), numbers).flatMap(known -> {
            LocalDate today = KnowledgeTime.dayOf(chunk.recordedAt());
            Tally tally = new Tally();
            List<Candidate> candidates = new ArrayList<>();
            for (CsvLine line : chunk.lines()) {
                tally.sound(line, read(line, known, today)).ifPresent(candidates::add);
            }
            return end(chunk, candidates, tally).thenReturn(tally);
        });
    }

    private static Decision<Candidate> read(CsvLine line, Map<String, UUID> residents, LocalDate today) {
        UUID resident = residents.get(line.fields().get(0));
        if (resident == null) {
            return Decision.refuse(RefusalCode.UNKNOWN_RESIDENT, COLUMNS.get(0));
        }
        Optional<EndReason> kind = EndReason.find(line.field(1));
        if (kind.isEmpty()) {
            return Decision.refuse(RefusalCode.UNKNOWN_EVENT, COLUMNS.get(1));
        }
        Optional<LocalDate> lastDay = line.day(2);
        Optional<LocalDate> recordedOn = line.day(3);
        if (lastDay.isEmpty() || recordedOn.isEmpty()) {
            return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE, COLUMNS.get(lastDay.isEmpty() ? 2 : 3));
        }
        Candidate event = new Candidate(line, resident, kind.get(), lastDay.get(), recordedOn.get());
        boolean willDie = event.isDeath() && event.lastDay().isAfter(today);
        return willDie || event.recordedOn().isAfter(today)
                ? Decision.refuse(RefusalCode.IN_THE_FUTURE, COLUMNS.get(willDie ? 2 : 3))
                : Decision.accept(event);
    }

    private Mono<Void> end(Chunk chunk, List<Candidate> candidates, Tally tally) {
        return desk(chunk, candidates).flatMap(desk -> {
            List<Ending> endings = new ArrayList<>();
            candidates.forEach(candidate -> endings.addAll(desk.decide(candidate, tally)));
            return recordDeaths(chunk, desk.accepted()).then(keep(chunk, endings));
        });
    }

    private Mono<EndingDesk> desk(Chunk chunk, List<Candidate> candidates) {
        LocalDate today = KnowledgeTime.dayOf(chunk.recordedAt());
        List<UUID> dead = people(candidates.stream().filter(Candidate::isDeath));
        return Mono.zip(
                        contracts
                                .versionsOf(chunk.area(), people(candidates.stream()))
                                .collectList(),
                        residents.standings(chunk.area(), dead, today),
                        residents.revokedDeaths(chunk.area(), dead))
                .flatMap(known -> {
                    List<UUID> ids = known.getT1().stream()
                            .map(HeldContract::contractId)
                            .distinct()
                            .toList();
                    return Mono.zip(
                                    history.endingsOf(chunk.area(), ids).collectList(),
                                    contracts.goingOn(chunk.area(), ids).collect(Collectors.toSet()),
                                    firstDaysTaken(chunk.area(), candidates, known.getT2()))
                            .map(past -> new EndingDesk(
                                    chunk.importId(),
                                    known.getT1(),
                                    known.getT2(),
                                    known.getT3(),
                                    past.getT1(),
                                    past.getT2(),
                                    past.getT3()));
                });
    }

    /** From when on the death that is known took days of their contracts; of the few of whom the file says another day. */
    private Mono<Map<UUID, LocalDate>> firstDaysTaken(
            String area, List<Candidate> candidates, Map<UUID, Standing> standings) {
        return Flux.fromIterable(people(candidates.stream().filter(candidate -> candidate.corrects(standings))))
                .concatMap(resident -> reinstatements
                        .endedByDeath(area, resident)
                        .concatMap(ended -> Mono.justOrEmpty(ended.firstDayTaken()))
                        .reduce(EndingDesk::earlier)
                        .map(day -> Map.entry(resident, day)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static List<UUID> people(Stream<Candidate> candidates) {
        return candidates.map(Candidate::residentId).distinct().toList();
    }

    /** Each is known from the day it was recorded on, in the order of those days: what was learned last stands. */
    private Mono<Void> recordDeaths(Chunk chunk, List<Candidate> accepted) {
        Map<LocalDate, Map<UUID, LocalDate>> diedOn = accepted.stream()
                .filter(Candidate::isDeath)
                .collect(Collectors.groupingBy(
                        Candidate::recordedOn,
                        TreeMap::new,
                        Collectors.toMap(Candidate::residentId, Candidate::lastDay, (one, later) -> later)));
        return Flux.fromIterable(diedOn.entrySet())
                .concatMap(day -> residents.recordDeathsUnlessRevoked(
                        chunk.area(), day.getValue(), KnowledgeTime.from(day.getKey()), chunk.uploadedBy()))
                .then();
    }

    /** One statement ends a contract once; the few that end twice in a chunk go in a further round. */
    private Mono<Void> keep(Chunk chunk, List<Ending> endings) {
        Map<UUID, Integer> seen = new HashMap<>();
        List<List<Ending>> rounds = new ArrayList<>();
        for (Ending ending : endings) {
            int round = seen.merge(ending.contract().contractId(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(ending);
        }
        LocalDate today = KnowledgeTime.dayOf(chunk.recordedAt());
        var recording =
                new ContractStore.Recording(Optional.of(chunk.importId()), chunk.uploadedBy(), chunk.recordedAt());
        return Flux.fromIterable(rounds)
                .concatMap(round -> end(chunk.area(), round, recording))
                .then(Mono.defer(() -> servedAmongUndone(chunk.area(), endings)))
                .flatMap(served -> charges.adjust(
                        chunk.area(),
                        endings.stream()
                                .map(ending -> ending.fee(
                                        today, served.contains(ending.contract().contractId())))
                                .toList(),
                        chunk.uploadedBy()));
    }

    /** Where the fee of what is undone stayed with the contract before, it goes back by that one's refund rule. */
    private Mono<Set<UUID>> servedAmongUndone(String area, List<Ending> endings) {
        Map<UUID, LocalDate> undone = endings.stream()
                .filter(Ending::isUndoing)
                .map(Ending::contract)
                .collect(Collectors.toMap(
                        HeldContract::contractId, contract -> contract.term().lastDay()));
        return undone.isEmpty() ? Mono.just(Set.of()) : services.servedAmong(area, undone);
    }

    private Mono<Void> end(String area, List<Ending> round, ContractStore.Recording recording) {
        return contracts
                .replace(area, round.stream().map(Ending::replacement).toList(), recording)
                .then(Flux.fromIterable(round)
                        .collectMultimap(Ending::recordedOn, Ending::event)
                        .flatMapIterable(Map::entrySet)
                        .concatMap(day -> events.record(area, List.copyOf(day.getValue()), day.getKey(), recording))
                        .then());
    }
}
