package org.jiayi.app.visit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.imports.FileKind;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes in which visits are cancelled (就诊冲销). They count no more from the moment that is taken in. */
@Component
class CancellationImport implements FileKind {

    private static final List<String> COLUMNS = List.of("就诊流水号", "冲销原因");
    private static final List<String> OPTIONAL_COLUMNS = List.of("备注");

    /** What a visit that was cancelled by hand has in place of a file: none is the same. */
    private static final UUID NO_FILE = new UUID(0, 0);

    private final CancellationStore store;

    CancellationImport(CancellationStore store) {
        this.store = store;
    }

    @Override
    public String code() {
        return "visit_cancellations";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> optionalColumns() {
        return OPTIONAL_COLUMNS;
    }

    @Override
    public Mono<Tally> take(Chunk chunk) {
        List<String> serials = chunk.lines().stream().map(line -> line.field(0)).toList();
        return store.revisions(chunk.area(), serials)
                .collect(Collectors.groupingBy(VisitRevision::serial))
                .flatMap(known -> {
                    EarlierRevisions earlier = earlier(chunk.importId(), known.values());
                    Tally tally = new Tally();
                    List<CancellationStore.Row> fresh = new ArrayList<>();
                    for (CsvLine line : chunk.lines()) {
                        tally.sound(line, read(line, known))
                                .filter(row -> isNew(line, row, earlier, tally))
                                .ifPresent(fresh::add);
                    }
                    return store.insert(
                                    chunk.area(),
                                    fresh,
                                    Optional.of(chunk.importId()),
                                    chunk.uploadedBy(),
                                    chunk.recordedAt())
                            .thenReturn(tally);
                });
    }

    private static Decision<CancellationStore.Row> read(CsvLine line, Map<String, List<VisitRevision>> known) {
        List<VisitRevision> latestFirst = known.getOrDefault(line.field(0), List.of());
        if (latestFirst.isEmpty()) {
            return Decision.refuse(RefusalCode.UNKNOWN_VISIT, COLUMNS.get(0));
        }
        Decision<Cancellation> why = CancellationReason.find(line.field(1))
                .map(reason -> Cancellation.because(reason, line.field(2), OPTIONAL_COLUMNS.get(0)))
                .orElseGet(() -> Decision.refuse(RefusalCode.UNKNOWN_CANCELLATION_REASON, COLUMNS.get(1)));
        return why.then(cancellation -> Decision.accept(new CancellationStore.Row(latestFirst.get(0), cancellation)));
    }

    private static boolean isNew(CsvLine line, CancellationStore.Row row, EarlierRevisions earlier, Tally tally) {
        return tally.isNew(
                line, earlier.place(row.serial(), row.why().digest()), RefusalCode.DUPLICATE_ROW, COLUMNS.get(0));
    }

    private static EarlierRevisions earlier(UUID importId, Collection<List<VisitRevision>> known) {
        return new EarlierRevisions(
                importId,
                said(known.stream().map(latestFirst -> latestFirst.get(0))),
                said(known.stream().flatMap(latestFirst -> latestFirst.stream().skip(1))));
    }

    private static List<EarlierRows.Earlier> said(Stream<VisitRevision> visits) {
        return visits.flatMap(visit -> visit.cancelled().stream()
                        .map(cancelled -> new EarlierRows.Earlier(
                                visit.serial(),
                                cancelled.importId().orElse(NO_FILE),
                                cancelled.why().digest())))
                .toList();
    }
}
