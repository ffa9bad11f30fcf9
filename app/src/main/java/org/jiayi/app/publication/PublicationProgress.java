package org.jiayi.app.publication;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.progress.Count;
import org.jiayi.app.progress.JobKind;
import org.jiayi.app.progress.LongJobs;
import org.jiayi.app.progress.Progress;
import org.jiayi.app.progress.Stage;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.Batches;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How far the publications are. A cancelled one leaves no statement and its batch approved, until it is taken up again. */
@Component
class PublicationProgress implements LongJobs {

    private final DatabaseClient database;
    private final Batches batches;
    private final Clock clock;

    PublicationProgress(DatabaseClient database, Batches batches, Clock clock) {
        this.database = database;
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.PUBLICATION;
    }

    @Override
    public Mono<Progress> find(String area, UUID jobId) {
        return database.sql("SELECT * FROM publication_job WHERE area = $1 AND job_id = $2")
                .bind(0, area)
                .bind(1, jobId)
                .map(PublicationProgress::progress)
                .one();
    }

    @Override
    public Flux<Progress> newest(String area, int limit) {
        return database.sql(
                        "SELECT * FROM publication_job WHERE area = $1 ORDER BY requested_at DESC, job_id DESC LIMIT $2")
                .bind(0, area)
                .bind(1, limit)
                .map(PublicationProgress::progress)
                .all();
    }

    @Override
    public Mono<Void> cancel(String area, UUID jobId, Caller caller) {
        return database.sql("""
                        UPDATE publication_job SET status = 'cancelled', cancelled_by = $3, finished_at = $4,
                            claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND job_id = $2 AND status IN ('waiting', 'running')
                        """)
                .bind(0, area)
                .bind(1, jobId)
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .then();
    }

    /** A further revision is made before payment only. */
    @Override
    public Mono<Boolean> retry(String area, UUID jobId, Caller caller) {
        return database.sql(
                        "SELECT area, job_id, batch_id, revision FROM publication_job WHERE area = $1 AND job_id = $2")
                .bind(0, area)
                .bind(1, jobId)
                .mapProperties(PublicationJob.class)
                .one()
                .flatMap(job -> batches.get(area, job.batchId())
                        .filter(batch -> job.revision() == 1 || batch.status() == Batch.Status.PUBLISHED))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.STATEMENT_PAID)))
                .then(Mono.defer(() -> again(area, jobId)));
    }

    private Mono<Boolean> again(String area, UUID jobId) {
        return database.sql("""
                        UPDATE publication_job SET status = 'waiting', stage = 'detail', done = 0, total = 0, failures = 0,
                            problem = NULL, next_at = NULL, finished_at = NULL, cancelled_by = NULL
                        WHERE area = $1 AND job_id = $2
                            AND (status = 'cancelled' OR status = 'waiting' AND problem IS NOT NULL)
                        """)
                .bind(0, area)
                .bind(1, jobId)
                .fetch()
                .rowsUpdated()
                .map(again -> again == 1);
    }

    private static Progress progress(Readable row) {
        String area = Columns.text(row, "area");
        int revision = Columns.get(row, "revision", Integer.class);
        return new Progress(
                JobKind.PUBLICATION,
                area,
                Columns.get(row, "job_id", UUID.class),
                PublicId.of(PublicId.Kind.BATCH, area, Columns.get(row, "batch_id", UUID.class)),
                Columns.text(row, "fund") + " " + Month.containing(Columns.get(row, "period", LocalDate.class)) + " r"
                        + revision,
                Progress.Status.ofCode(Columns.text(row, "status")),
                Columns.find(row, "problem", String.class),
                stage(Columns.text(row, "stage")),
                Count.of(
                        Columns.get(row, "done", Long.class),
                        Columns.get(row, "total", Long.class),
                        Columns.find(row, "stage_at", Instant.class)),
                Columns.get(row, "requested_at", Instant.class),
                Columns.find(row, "started_at", Instant.class),
                Columns.find(row, "finished_at", Instant.class));
    }

    private static Stage stage(String code) {
        return Making.STAGES.stream()
                .filter(stage -> stage.code().equals(code))
                .findFirst()
                .orElseThrow();
    }
}
