package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.settlement.Batch;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is to be published, and who is at it. */
@Component
class PublicationJobs {

    /** How long a claimed job stays its worker's without a sign of life; there is one a second. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_MAX = Duration.ofHours(1);

    private static final String OURS = " WHERE area = $1 AND job_id = $2 AND claimed_by = $3 AND status = 'running'";

    private final DatabaseClient database;
    private final Clock clock;

    PublicationJobs(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Gives each approved batch its job, if it has none yet. */
    Mono<Void> add(List<Batch> approved) {
        return approved.isEmpty()
                ? Mono.empty()
                : database.sql("""
                        INSERT INTO publication_job (area, job_id, batch_id, revision, fund, period, requested_at)
                        SELECT b.area, b.job_id, b.batch_id, 1, b.fund, b.period::date, $6
                        FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
                            AS b (area, job_id, batch_id, fund, period)
                        WHERE NOT EXISTS (SELECT FROM publication_job j
                            WHERE j.area = b.area AND j.batch_id = b.batch_id AND j.revision = 1)
                        ON CONFLICT ON CONSTRAINT publication_job_once DO NOTHING
                        """)
                        .bind(0, Columns.array(approved, String[]::new, Batch::area))
                        .bind(1, Columns.array(approved, UUID[]::new, batch -> UuidCreator.getTimeOrderedEpoch()))
                        .bind(2, Columns.array(approved, UUID[]::new, Batch::batchId))
                        .bind(3, Columns.array(approved, String[]::new, Batch::fund))
                        .bind(
                                4,
                                Columns.array(
                                        approved,
                                        String[]::new,
                                        batch -> batch.month().firstDay().toString()))
                        .bind(5, clock.instant())
                        .then();
    }

    /** Has the statement's next revision made. */
    Mono<Void> addRevision(Statement statement) {
        return database.sql("""
                        INSERT INTO publication_job (area, job_id, batch_id, revision, fund, period, requested_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        """)
                .bind(0, statement.area())
                .bind(1, UuidCreator.getTimeOrderedEpoch())
                .bind(2, statement.batchId())
                .bind(3, statement.revision() + 1)
                .bind(4, statement.fund())
                .bind(5, statement.period().firstDay())
                .bind(6, clock.instant())
                .then();
    }

    /** Claims the oldest job that is due and that nobody is working on; it begins at its beginning. */
    Mono<PublicationJob> claimNext(UUID worker) {
        return database.sql("""
                        UPDATE publication_job SET status = 'running', stage = 'detail', done = 0, total = 0, stage_at = $3,
                            started_at = $3, problem = NULL, claimed_by = $1,
                            claimed_until = now() + make_interval(secs => $2)
                        WHERE (area, job_id) = (
                            SELECT area, job_id FROM publication_job
                            WHERE (status = 'waiting' AND (next_at IS NULL OR next_at <= now()))
                                OR (status = 'running' AND claimed_until < now())
                            ORDER BY requested_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING area, job_id, batch_id, revision
                        """)
                .bind(0, worker)
                .bind(1, LEASE.toSeconds())
                .bind(2, clock.instant())
                .mapProperties(PublicationJob.class)
                .one();
    }

    /** Writes down how far the job is and keeps it ours; false where it no longer is. */
    Mono<Boolean> tell(PublicationJob job, UUID worker, Making.Point point) {
        return database.sql("""
                        UPDATE publication_job SET stage_at = CASE stage WHEN $4 THEN stage_at ELSE $5 END, stage = $4,
                            done = $6, total = $7, claimed_until = now() + make_interval(secs => $8)
                        """ + OURS)
                .bind(0, job.area())
                .bind(1, job.jobId())
                .bind(2, worker)
                .bind(3, point.stage().code())
                .bind(4, clock.instant())
                .bind(5, point.done())
                .bind(6, point.total())
                .bind(7, LEASE.toSeconds())
                .fetch()
                .rowsUpdated()
                .map(ours -> ours == 1);
    }

    /** Ends the job, in the transaction that publishes; an error where it is no longer ours. */
    Mono<Void> finish(PublicationJob job, UUID worker) {
        return database.sql("""
                        UPDATE publication_job SET status = 'finished', finished_at = $4, stage = 'signing', done = $5,
                            total = $5, claimed_by = NULL, claimed_until = NULL
                        """ + OURS)
                .bind(0, job.area())
                .bind(1, job.jobId())
                .bind(2, worker)
                .bind(3, clock.instant())
                .bind(4, (long) SigningAlgorithm.values().length)
                .fetch()
                .rowsUpdated()
                .flatMap(ours -> ours == 1 ? Mono.empty() : Mono.error(new JobLost(job.jobId())));
    }

    /** Keeps why the attempt failed; the next comes after 10 s, 20 s, 40 s … one hour. */
    Mono<Void> fail(PublicationJob job, UUID worker, RefusalCode problem) {
        return database.sql("""
                        UPDATE publication_job SET status = 'waiting', problem = $4, failures = failures + 1,
                            next_at = now() + least($5::bigint << least(failures, 9), $6) * interval '1 second',
                            claimed_by = NULL, claimed_until = NULL
                        """ + OURS)
                .bind(0, job.area())
                .bind(1, job.jobId())
                .bind(2, worker)
                .bind(3, problem.code())
                .bind(4, FIRST_PAUSE.toSeconds())
                .bind(5, PAUSE_MAX.toSeconds())
                .then();
    }
}
