package org.jiayi.app.imports;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
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

/** How far the imports are. A cancelled one keeps the chunks it has taken in, and goes on if its file is sent again. */
@Component
class ImportProgress implements LongJobs {

    private static final Stage TAKING_IN = new Stage("taking_in", "导入", "taking rows in", "rows");

    private static final String SELECT = """
            SELECT area, import_id, kind, status, rows, rows_done, rows_before, uploaded_at, started_at, finished_at
            FROM import_job
            """;

    private final DatabaseClient database;
    private final ImportFiles files;
    private final Clock clock;

    ImportProgress(DatabaseClient database, ImportFiles files, Clock clock) {
        this.database = database;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.IMPORT;
    }

    @Override
    public Mono<Progress> find(String area, UUID jobId) {
        return database.sql(SELECT + " WHERE area = $1 AND import_id = $2")
                .bind(0, area)
                .bind(1, jobId)
                .map(ImportProgress::progress)
                .one();
    }

    @Override
    public Flux<Progress> newest(String area, int limit) {
        return database.sql(SELECT + " WHERE area = $1 ORDER BY uploaded_at DESC, import_id DESC LIMIT $2")
                .bind(0, area)
                .bind(1, limit)
                .map(ImportProgress::progress)
                .all();
    }

    /** The worker finds out with its next chunk, which is then not kept; the file goes at once. */
    @Override
    public Mono<Void> cancel(String area, UUID jobId, Caller caller) {
        return database.sql("""
                        UPDATE import_job SET status = 'cancelled', cancelled_by = $3, finished_at = $4, claimed_by = NULL,
                            claimed_until = NULL
                        WHERE area = $1 AND import_id = $2 AND status IN ('waiting', 'running')
                        RETURNING file_id
                        """)
                .bind(0, area)
                .bind(1, jobId)
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .mapValue(UUID.class)
                .one()
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(fileId -> files.delete(files.of(fileId)))
                .then();
    }

    private static Progress progress(Readable row) {
        String area = Columns.text(row, "area");
        UUID importId = Columns.get(row, "import_id", UUID.class);
        Optional<Instant> startedAt = Columns.find(row, "started_at", Instant.class);
        return new Progress(
                JobKind.IMPORT,
                area,
                importId,
                PublicId.of(PublicId.Kind.IMPORT, area, importId),
                Columns.text(row, "kind"),
                Progress.Status.ofCode(Columns.text(row, "status")),
                Optional.empty(),
                TAKING_IN,
                new Count(
                        Columns.get(row, "rows_done", Long.class),
                        Columns.get(row, "rows", Long.class),
                        Columns.get(row, "rows_before", Long.class),
                        startedAt),
                Columns.get(row, "uploaded_at", Instant.class),
                startedAt,
                Columns.find(row, "finished_at", Instant.class));
    }
}
