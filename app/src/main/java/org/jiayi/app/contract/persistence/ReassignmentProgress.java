package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
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

/** How far the re-assignments are. A cancelled one keeps what it has moved. */
@Component
class ReassignmentProgress implements LongJobs {

    private static final Stage MOVING = new Stage("moving", "调整", "moving contracts", "contracts");
    private static final Stage REHEARSING = new Stage("rehearsing", "试算", "dry run, which keeps nothing", "contracts");

    private static final String SELECT = """
            SELECT area, reassignment_id, first_day, dry_run, status, contracts, contracts_before, total, requested_at,
                started_at, finished_at, (SELECT count(*) FROM contract_reassignment_move m
                    WHERE m.area = r.area AND m.reassignment_id = r.reassignment_id) AS teams
            FROM contract_reassignment r
            """;

    private final DatabaseClient database;
    private final Clock clock;

    ReassignmentProgress(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.REASSIGNMENT;
    }

    @Override
    public Mono<Progress> find(String area, UUID jobId) {
        return database.sql(SELECT + " WHERE area = $1 AND reassignment_id = $2")
                .bind(0, area)
                .bind(1, jobId)
                .map(ReassignmentProgress::progress)
                .one();
    }

    @Override
    public Flux<Progress> newest(String area, int limit) {
        return database.sql(SELECT + " WHERE area = $1 ORDER BY requested_at DESC, reassignment_id DESC LIMIT $2")
                .bind(0, area)
                .bind(1, limit)
                .map(ReassignmentProgress::progress)
                .all();
    }

    @Override
    public Mono<Void> cancel(String area, UUID jobId, Caller caller) {
        return database.sql("""
                        UPDATE contract_reassignment SET status = 'cancelled', cancelled_by = $3, finished_at = $4
                        WHERE area = $1 AND reassignment_id = $2 AND status IN ('waiting', 'running')
                        """)
                .bind(0, area)
                .bind(1, jobId)
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .then();
    }

    private static Progress progress(Readable row) {
        String area = Columns.text(row, "area");
        UUID jobId = Columns.get(row, "reassignment_id", UUID.class);
        long done = Columns.get(row, "contracts", Long.class);
        Optional<Instant> startedAt = Columns.find(row, "started_at", Instant.class);
        return new Progress(
                JobKind.REASSIGNMENT,
                area,
                jobId,
                PublicId.of(PublicId.Kind.REASSIGNMENT, area, jobId),
                Columns.get(row, "teams", Long.class) + " 个团队，自 " + Columns.get(row, "first_day", LocalDate.class),
                Progress.Status.ofCode(Columns.text(row, "status")),
                Optional.empty(),
                Columns.get(row, "dry_run", Boolean.class) ? REHEARSING : MOVING,
                new Count(
                        done,
                        Math.max(done, Columns.get(row, "total", Long.class)),
                        Columns.get(row, "contracts_before", Long.class),
                        startedAt),
                Columns.get(row, "requested_at", Instant.class),
                startedAt,
                Columns.find(row, "finished_at", Instant.class));
    }
}
