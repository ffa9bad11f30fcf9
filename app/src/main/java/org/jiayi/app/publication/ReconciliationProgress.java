package org.jiayi.app.publication;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.progress.Count;
import org.jiayi.app.progress.JobKind;
import org.jiayi.app.progress.LongJobs;
import org.jiayi.app.progress.Progress;
import org.jiayi.app.progress.Stage;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How far the reconciliations are. A cancelled one is dropped, and begins anew if its file is sent again. */
@Component
class ReconciliationProgress implements LongJobs {

    private static final Stage LOADING = new Stage("loading", "读取", "reading both sides", "lines");
    private static final Stage COMPARING = new Stage("comparing", "比对", "comparing", "lines");

    private static final String SELECT = """
            SELECT r.area, r.reconciliation_id, r.statement_id, r.stage, r.done, r.total, r.uploaded_at, r.started_at,
                r.finished_at, to_char(s.period, 'YYYY-MM') AS month, s.fund, s.revision
            FROM publication_reconciliation r
            JOIN publication_statement s ON s.area = r.area AND s.statement_id = r.statement_id
            """;

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final ReconciliationStore store;
    private final Reconciliations reconciliations;
    private final Clock clock;

    ReconciliationProgress(
            DatabaseClient database,
            ShieldedTransactions transactions,
            ReconciliationStore store,
            Reconciliations reconciliations,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.store = store;
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.RECONCILIATION;
    }

    @Override
    public Mono<Progress> find(String area, UUID jobId) {
        return database.sql(SELECT + " WHERE r.area = $1 AND r.reconciliation_id = $2")
                .bind(0, area)
                .bind(1, jobId)
                .map(ReconciliationProgress::progress)
                .one();
    }

    @Override
    public Flux<Progress> newest(String area, int limit) {
        return database.sql(
                        SELECT + " WHERE r.area = $1 ORDER BY r.uploaded_at DESC, r.reconciliation_id DESC LIMIT $2")
                .bind(0, area)
                .bind(1, limit)
                .map(ReconciliationProgress::progress)
                .all();
    }

    /** The worker finds out with its next lines, or when it has compared; both sides and the file go at once. */
    @Override
    public Mono<Void> cancel(String area, UUID jobId, Caller caller) {
        return transactions
                .run(() -> database.sql("""
                                UPDATE publication_reconciliation SET stage = 'cancelled', cancelled_by = $3,
                                    finished_at = $4, claimed_by = NULL, claimed_until = NULL
                                WHERE area = $1 AND reconciliation_id = $2 AND stage IN ('waiting', 'loading', 'comparing')
                                """)
                        .bind(0, area)
                        .bind(1, jobId)
                        .bind(2, caller.subject())
                        .bind(3, clock.instant())
                        .fetch()
                        .rowsUpdated()
                        .filter(cancelled -> cancelled == 1)
                        .flatMap(cancelled -> store.clear(area, jobId).thenReturn(cancelled)))
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(cancelled -> reconciliations.delete(reconciliations.file(jobId)))
                .then();
    }

    private static Progress progress(Readable row) {
        String area = Columns.text(row, "area");
        String stage = Columns.text(row, "stage");
        Optional<Instant> startedAt = Columns.find(row, "started_at", Instant.class);
        return new Progress(
                JobKind.RECONCILIATION,
                area,
                Columns.get(row, "reconciliation_id", UUID.class),
                PublicId.of(PublicId.Kind.STATEMENT, area, Columns.get(row, "statement_id", UUID.class)),
                Columns.text(row, "fund") + " " + Columns.text(row, "month") + " r"
                        + Columns.get(row, "revision", Integer.class),
                status(stage),
                Optional.empty(),
                stage.equals("comparing") || stage.equals("finished") ? COMPARING : LOADING,
                count(stage, Columns.get(row, "done", Long.class), Columns.get(row, "total", Long.class), startedAt),
                Columns.get(row, "uploaded_at", Instant.class),
                startedAt,
                Columns.find(row, "finished_at", Instant.class));
    }

    private static Progress.Status status(String stage) {
        return stage.equals("loading") || stage.equals("comparing")
                ? Progress.Status.RUNNING
                : Progress.Status.ofCode(stage);
    }

    /** The database compares in one statement, which does not tell how far it is. */
    private static Count count(String stage, long loaded, long total, Optional<Instant> startedAt) {
        return Count.of(stage.equals("comparing") ? 0 : loaded, total, startedAt);
    }
}
