package org.jiayi.app.fee;

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

/** How far the assessments of fees are. A cancelled one leaves the teams that were assessed as they are, and the rest too. */
@Component
class AssessmentProgress implements LongJobs {

    private static final Stage ASSESSING = new Stage("assessing", "计费", "assessing teams", "teams");

    private static final String SELECT = """
            SELECT a.area, a.assessment_id, a.requested_at, a.cancelled_at, count(*) AS teams, count(t.done_at) AS done,
                max(t.done_at) AS last_done_at, max(t.problem) AS problem
            FROM fee_assessment a JOIN fee_assessment_team t USING (area, assessment_id)
            """;

    private static final String GROUP = " GROUP BY a.area, a.assessment_id";

    private final DatabaseClient database;
    private final Clock clock;

    AssessmentProgress(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public JobKind kind() {
        return JobKind.FEE_ASSESSMENT;
    }

    @Override
    public Mono<Progress> find(String area, UUID jobId) {
        return database.sql(SELECT + " WHERE a.area = $1 AND a.assessment_id = $2" + GROUP)
                .bind(0, area)
                .bind(1, jobId)
                .map(AssessmentProgress::progress)
                .one();
    }

    @Override
    public Flux<Progress> newest(String area, int limit) {
        return database.sql(SELECT + """
                        WHERE (a.area, a.assessment_id) IN (SELECT area, assessment_id FROM fee_assessment
                            WHERE area = $1 ORDER BY requested_at DESC, assessment_id DESC LIMIT $2)
                        """ + GROUP)
                .bind(0, area)
                .bind(1, limit)
                .map(AssessmentProgress::progress)
                .all();
    }

    /** Teams that are being assessed are finished first. */
    @Override
    public Mono<Void> cancel(String area, UUID jobId, Caller caller) {
        return database.sql("""
                        WITH job AS (
                            UPDATE fee_assessment SET cancelled_by = $3, cancelled_at = $4
                            WHERE area = $1 AND assessment_id = $2 AND cancelled_at IS NULL RETURNING area, assessment_id)
                        UPDATE fee_assessment_team t SET cancelled = true FROM job
                        WHERE t.area = job.area AND t.assessment_id = job.assessment_id AND t.done_at IS NULL
                        """)
                .bind(0, area)
                .bind(1, jobId)
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .then();
    }

    private static Progress progress(Readable row) {
        String area = Columns.text(row, "area");
        UUID assessmentId = Columns.get(row, "assessment_id", UUID.class);
        long teams = Columns.get(row, "teams", Long.class);
        long done = Columns.get(row, "done", Long.class);
        Instant requestedAt = Columns.get(row, "requested_at", Instant.class);
        Optional<Instant> cancelledAt = Columns.find(row, "cancelled_at", Instant.class);
        Progress.Status status = status(teams, done, cancelledAt.isPresent());
        return new Progress(
                JobKind.FEE_ASSESSMENT,
                area,
                assessmentId,
                PublicId.of(PublicId.Kind.FEE_ASSESSMENT, area, assessmentId),
                teams + " 个团队",
                status,
                Columns.find(row, "problem", String.class),
                ASSESSING,
                Count.of(done, teams, Optional.of(requestedAt)),
                requestedAt,
                Optional.empty(),
                switch (status) {
                    case FINISHED -> Columns.find(row, "last_done_at", Instant.class);
                    case CANCELLED -> cancelledAt;
                    case WAITING, RUNNING, FAILED -> Optional.empty();
                });
    }

    private static Progress.Status status(long teams, long done, boolean cancelled) {
        if (done == teams) {
            return Progress.Status.FINISHED;
        }
        if (cancelled) {
            return Progress.Status.CANCELLED;
        }
        return done == 0 ? Progress.Status.WAITING : Progress.Status.RUNNING;
    }
}
