package org.jiayi.app.settlement;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.progress.Count;
import org.jiayi.app.progress.JobKind;
import org.jiayi.app.progress.LongJobs;
import org.jiayi.app.progress.Progress;
import org.jiayi.app.progress.Stage;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How far the monthly runs are. A cancelled one keeps the months that are computed, and finishes those that are begun. */
@Component
class MonthlyRunProgress implements LongJobs {

    private static final Stage COMPUTING = new Stage("computing", "测算", "computing months", "months");

    private static final String SELECT = """
            SELECT r.area, r.run_id, r.from_month, r.through_month, r.started_at, count(*) AS months,
                count(u.ended_at) AS done, max(u.ended_at) AS last_ended_at, bool_or(u.status = 'cancelled') AS cancelled
            FROM settlement_monthly_run r JOIN settlement_monthly_run_unit u USING (area, run_id)
            """;

    private static final String GROUP = " GROUP BY r.area, r.run_id";

    private final DatabaseClient database;
    private final MonthlyRuns runs;

    MonthlyRunProgress(DatabaseClient database, MonthlyRuns runs) {
        this.database = database;
        this.runs = runs;
    }

    @Override
    public JobKind kind() {
        return JobKind.MONTHLY_RUN;
    }

    @Override
    public Mono<Progress> find(String area, UUID jobId) {
        return database.sql(SELECT + " WHERE r.area = $1 AND r.run_id = $2" + GROUP)
                .bind(0, area)
                .bind(1, jobId)
                .map(MonthlyRunProgress::progress)
                .one();
    }

    @Override
    public Flux<Progress> newest(String area, int limit) {
        return database.sql(SELECT + """
                        WHERE (r.area, r.run_id) IN (SELECT area, run_id FROM settlement_monthly_run
                            WHERE area = $1 ORDER BY started_at DESC, run_id DESC LIMIT $2)
                        """ + GROUP)
                .bind(0, area)
                .bind(1, limit)
                .map(MonthlyRunProgress::progress)
                .all();
    }

    @Override
    public Mono<Void> cancel(String area, UUID jobId, Caller caller) {
        return runs.cancel(area, jobId, caller);
    }

    private static Progress progress(Readable row) {
        String area = Columns.text(row, "area");
        UUID runId = Columns.get(row, "run_id", UUID.class);
        long months = Columns.get(row, "months", Long.class);
        long done = Columns.get(row, "done", Long.class);
        Instant startedAt = Columns.get(row, "started_at", Instant.class);
        Progress.Status status = status(months, done, Columns.get(row, "cancelled", Boolean.class));
        return new Progress(
                JobKind.MONTHLY_RUN,
                area,
                runId,
                PublicId.of(PublicId.Kind.MONTHLY_RUN, area, runId),
                month(row, "from_month") + " – " + month(row, "through_month"),
                status,
                Optional.empty(),
                COMPUTING,
                Count.of(done, months, Optional.of(startedAt)),
                startedAt,
                Optional.of(startedAt),
                done == months ? Columns.find(row, "last_ended_at", Instant.class) : Optional.empty());
    }

    private static Progress.Status status(long months, long done, boolean cancelled) {
        if (cancelled) {
            return Progress.Status.CANCELLED;
        }
        return done == months ? Progress.Status.FINISHED : Progress.Status.RUNNING;
    }

    private static Month month(Readable row, String column) {
        return Month.containing(Columns.get(row, column, LocalDate.class));
    }
}
