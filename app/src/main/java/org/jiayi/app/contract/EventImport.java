package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes in what ended contracts early: deaths, moves and own wishes, with the day they were recorded. */
@Component
class EventImport implements FileKind {

    private static final List<String> COLUMNS = List.of("证件号码", "事件", "最后服务日", "登记日期");

    private final Residents residents;
    private final ContractStore contracts;
    private final ContractEventStore history;
    private final ContractEvents events;

    EventImport(Residents residents, ContractStore contracts, ContractEventStore history, ContractEvents events) {
        this.residents = residents;
        this.contracts = contracts;
        this.history = history;
        this.events = events;
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
    record Candidate(CsvLine line, UUID residentId, EndReason kind, LocalDate lastDay, LocalDate recordedOn) {}

    @Override
    public Mono<Tally> take(Chunk chunk) {
        List<String> numbers =
                chunk.lines().stream().map(line -> line.fields().get(0)).toList();
        return residents.byWrittenNumber(chunk.area(), numbers).flatMap(known -> {
            Tally tally = new Tally();
            List<Candidate> candidates = new ArrayList<>();
            for (CsvLine line : chunk.lines()) {
                tally.sound(line, read(line, known)).ifPresent(candidates::add);
            }
            return end(chunk, candidates, tally).thenReturn(tally);
        });
    }

    private static Decision<Candidate> read(CsvLine line, Map<String, UUID> residents) {
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
        return Decision.accept(new Candidate(line, resident, kind.get(), lastDay.get(), recordedOn.get()));
    }

    private Mono<Void> end(Chunk chunk, List<Candidate> candidates, Tally tally) {
        List<UUID> people =
                candidates.stream().map(Candidate::residentId).distinct().toList();
        return contracts.versionsOf(chunk.area(), people).collectList().flatMap(versions -> {
            List<UUID> ids =
                    versions.stream().map(HeldContract::contractId).distinct().toList();
            return history.endingsOf(chunk.area(), ids).collectList().flatMap(past -> {
                EndingDesk desk = new EndingDesk(chunk.importId(), versions, past);
                List<Ending> endings = new ArrayList<>();
                candidates.forEach(candidate -> desk.decide(candidate, tally).ifPresent(endings::add));
                return keep(chunk, endings);
            });
        });
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
        var recording =
                new ContractStore.Recording(Optional.of(chunk.importId()), chunk.uploadedBy(), chunk.recordedAt());
        return Flux.fromIterable(rounds)
                .concatMap(round -> end(chunk.area(), round, recording))
                .then();
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
