package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes in the visits (就诊) that the funds paid for, and stamps each with the contract of its day. */
@Component
class VisitImport implements FileKind {

    private final NewVisitStore store;
    private final Residents residents;
    private final Teams teams;

    VisitImport(NewVisitStore store, Residents residents, Teams teams) {
        this.store = store;
        this.residents = residents;
        this.teams = teams;
    }

    @Override
    public String code() {
        return "visits";
    }

    @Override
    public List<String> columns() {
        return NewVisit.COLUMNS;
    }

    @Override
    public List<String> optionalColumns() {
        return NewVisit.OPTIONAL_COLUMNS;
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        return Mono.zip(facts(chunk), store.known(chunk)).flatMap(known -> {
            Tally tally = new Tally();
            List<NewVisit> fresh = new ArrayList<>();
            for (CsvLine line : chunk.lines()) {
                tally.sound(line, NewVisit.read(line, known.getT1()))
                        .filter(visit -> isNew(line, visit, known.getT2(), tally))
                        .ifPresent(fresh::add);
            }
            return store.insert(chunk, fresh, known.getT2()).thenReturn(tally);
        });
    }

    private Mono<NewVisit.Facts> facts(Chunk chunk) {
        LocalDate today = chunk.recordedOn();
        List<String> numbers =
                chunk.lines().stream().map(line -> line.fields().get(1)).toList();
        return Mono.zip(residents.byWrittenNumber(chunk.area(), numbers), teams.institutionNames(chunk.area()))
                .flatMap(known -> store.lifetimes(chunk.area(), known.getT1().values())
                        .map(lifetimes -> new NewVisit.Facts(
                                known.getT1(), lifetimes, known.getT2().keySet(), today)));
    }

    private static boolean isNew(CsvLine line, NewVisit visit, KnownVisits known, Tally tally) {
        return tally.isNew(
                line, known.place(visit.serial(), visit.digest()), RefusalCode.DUPLICATE_ROW, NewVisit.COLUMNS.get(0));
    }
}
