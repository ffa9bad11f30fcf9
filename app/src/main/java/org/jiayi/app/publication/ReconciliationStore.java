package org.jiayi.app.publication;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.ShieldedTransactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The reconciliations in the database: their progress, both sides while they are compared, and what came out. */
@Component
class ReconciliationStore {

    /** How many differences are kept; the counts go on beyond. */
    static final int DIFFERENCES_MAX = 100_000;

    private static final int LEASE_SECONDS = 60;

    /** Both sides once each: a full join by key of our lines with the first of theirs, and theirs that came again. */
    private static final String COMPARE = """
            WITH theirs AS MATERIALIZED (
                SELECT key, content, row_number() OVER (PARTITION BY key ORDER BY line) AS time
                FROM publication_reconciliation_line WHERE area = $1 AND reconciliation_id = $2 AND NOT ours),
            joined AS MATERIALIZED (
                SELECT coalesce(o.key, t.key) AS key, o.content AS ours, t.content AS theirs,
                    CASE WHEN t.key IS NULL THEN 'only_ours' WHEN o.key IS NULL THEN 'only_theirs'
                        WHEN o.content <> t.content THEN 'different' ELSE 'matched' END AS kind
                FROM (SELECT key, content FROM publication_reconciliation_line
                    WHERE area = $1 AND reconciliation_id = $2 AND ours) o
                FULL JOIN (SELECT key, content FROM theirs WHERE time = 1) t ON t.key = o.key
                UNION ALL SELECT key, NULL, content, 'duplicate' FROM theirs WHERE time > 1),
            kept AS (
                INSERT INTO publication_difference (area, reconciliation_id, number, kind, key, ours, theirs)
                SELECT $1, $2, number, kind, key, ours, theirs
                FROM (SELECT row_number() OVER (ORDER BY key, kind, theirs) AS number, * FROM joined WHERE kind <> 'matched') d
                WHERE number <= $3)
            UPDATE publication_reconciliation SET stage = 'finished', finished_at = $4, claimed_by = NULL,
                claimed_until = NULL, done = total, matched = c.matched, different = c.different, only_ours = c.only_ours,
                only_theirs = c.only_theirs, duplicate = c.duplicate
            FROM (SELECT count(*) FILTER (WHERE kind = 'matched') AS matched,
                    count(*) FILTER (WHERE kind = 'different') AS different,
                    count(*) FILTER (WHERE kind = 'only_ours') AS only_ours,
                    count(*) FILTER (WHERE kind = 'only_theirs') AS only_theirs,
                    count(*) FILTER (WHERE kind = 'duplicate') AS duplicate FROM joined) c
            WHERE area = $1 AND reconciliation_id = $2 AND claimed_by = $5
            """;

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    ReconciliationStore(DatabaseClient database, ShieldedTransactions transactions, Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Keeps the job; the same file again is the job that is there, and one that failed or was cancelled begins anew. */
    Mono<Reconciliation> keep(Statement statement, UUID id, String sha256, long rows, String by) {
        return database.sql("""
                        INSERT INTO publication_reconciliation (area, reconciliation_id, statement_id, sha256, rows, stage, total,
                            uploaded_by, uploaded_at)
                        VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8)
                        ON CONFLICT ON CONSTRAINT publication_reconciliation_once DO UPDATE
                        SET stage = CASE WHEN publication_reconciliation.stage IN ('failed', 'cancelled') THEN 'waiting'
                                ELSE publication_reconciliation.stage END,
                            finished_at = CASE publication_reconciliation.stage WHEN 'finished'
                                THEN publication_reconciliation.finished_at END,
                            cancelled_by = NULL
                        RETURNING reconciliation_id
                        """)
                .bind(0, statement.area())
                .bind(1, id)
                .bind(2, statement.statementId())
                .bind(3, sha256)
                .bind(4, rows)
                .bind(5, rows + statement.totals().lines())
                .bind(6, by)
                .bind(7, clock.instant())
                .mapValue(UUID.class)
                .one()
                .flatMap(kept -> find(statement.area(), kept));
    }

    Mono<Reconciliation> find(String area, UUID id) {
        return database.sql("SELECT * FROM publication_reconciliation WHERE area = $1 AND reconciliation_id = $2")
                .bind(0, area)
                .bind(1, id)
                .map(ReconciliationStore::reconciliation)
                .one();
    }

    /** Claims the oldest open job that nobody is working on. */
    Mono<Reconciliation> claimNext(UUID worker) {
        return database.sql("""
                        UPDATE publication_reconciliation SET stage = 'loading', done = 0, claimed_by = $1,
                            claimed_until = now() + make_interval(secs => $2), started_at = $3
                        WHERE (area, reconciliation_id) = (
                            SELECT area, reconciliation_id FROM publication_reconciliation
                            WHERE stage IN ('waiting', 'loading', 'comparing')
                                AND (claimed_until IS NULL OR claimed_until < now())
                            ORDER BY uploaded_at, reconciliation_id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind(0, worker)
                .bind(1, LEASE_SECONDS)
                .bind(2, clock.instant())
                .map(ReconciliationStore::reconciliation)
                .one();
    }

    /** Forgets both sides. */
    Mono<Void> clear(String area, UUID reconciliationId) {
        return database.sql("""
                        DELETE FROM publication_reconciliation_line WHERE area = $1 AND reconciliation_id = $2
                        """).bind(0, area).bind(1, reconciliationId).then();
    }

    /**
     * Takes lines of one side in and keeps the job ours.
     *
     * @param before lines of that side in earlier files
     */
    Mono<Void> load(Reconciliation job, UUID worker, boolean ours, long before, List<DetailReader.DetailLine> lines) {
        return database.sql("""
                        WITH mine AS (
                            UPDATE publication_reconciliation SET done = least(done + $8, total),
                                claimed_until = now() + make_interval(secs => $9)
                            WHERE area = $1 AND reconciliation_id = $2 AND claimed_by = $3 RETURNING area)
                        INSERT INTO publication_reconciliation_line (area, reconciliation_id, ours, line, key, content)
                        SELECT mine.area, $2, $4, row.* FROM mine, unnest($5::bigint[], $6::text[], $7::text[]) AS row
                        """)
                .bind(0, job.area())
                .bind(1, job.reconciliationId())
                .bind(2, worker)
                .bind(3, ours)
                .bind(4, Columns.array(lines, Long[]::new, line -> before + line.line()))
                .bind(5, Columns.array(lines, String[]::new, DetailReader.DetailLine::key))
                .bind(6, Columns.array(lines, String[]::new, DetailReader.DetailLine::content))
                .bind(7, (long) lines.size())
                .bind(8, LEASE_SECONDS)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == lines.size())
                .switchIfEmpty(Mono.error(() -> new JobLost(job.reconciliationId())))
                .then();
    }

    /**
     * Compares both sides, keeps what differs and ends the job, all or nothing. The job is not locked meanwhile, so that it
     * can be cancelled: then nothing of it is kept.
     */
    Mono<Void> compare(Reconciliation job, UUID worker) {
        return comparing(job, worker)
                .then(transactions.run(() -> database.sql("SET LOCAL statement_timeout = '10min'")
                        .then()
                        .then(ours(
                                job,
                                database.sql(COMPARE)
                                        .bind(0, job.area())
                                        .bind(1, job.reconciliationId())
                                        .bind(2, DIFFERENCES_MAX)
                                        .bind(3, clock.instant())
                                        .bind(4, worker)))
                        .then(clear(job.area(), job.reconciliationId()))));
    }

    /** Gives the job up; one that is no longer ours is left alone. */
    Mono<Void> fail(Reconciliation job, UUID worker) {
        return transactions.run(() -> own(job, worker)
                .then(clear(job.area(), job.reconciliationId()))
                .then(database.sql("""
                                UPDATE publication_reconciliation SET stage = 'failed', finished_at = $3, claimed_by = NULL,
                                    claimed_until = NULL
                                WHERE area = $1 AND reconciliation_id = $2
                                """)
                        .bind(0, job.area())
                        .bind(1, job.reconciliationId())
                        .bind(2, clock.instant())
                        .then()));
    }

    /** Nobody else takes the job until the transaction ends; an error where it is no longer ours. */
    private Mono<Void> own(Reconciliation job, UUID worker) {
        return database.sql("""
                        SELECT reconciliation_id FROM publication_reconciliation
                        WHERE area = $1 AND reconciliation_id = $2 AND claimed_by = $3 FOR UPDATE
                        """)
                .bind(0, job.area())
                .bind(1, job.reconciliationId())
                .bind(2, worker)
                .mapValue(UUID.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new JobLost(job.reconciliationId())))
                .then();
    }

    private Mono<Void> comparing(Reconciliation job, UUID worker) {
        return ours(
                job,
                database.sql("""
                        UPDATE publication_reconciliation SET stage = 'comparing', claimed_until = now() + interval '15 min'
                        WHERE area = $1 AND reconciliation_id = $2 AND claimed_by = $3
                        """)
                        .bind(0, job.area())
                        .bind(1, job.reconciliationId())
                        .bind(2, worker));
    }

    /** An error where the statement did not find the job ours. */
    private static Mono<Void> ours(Reconciliation job, DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1 ? Mono.empty() : Mono.error(new JobLost(job.reconciliationId())));
    }

    /** The differences of a job by number, after the given one. */
    Flux<Reconciliation.Difference> differences(Reconciliation job, long after, int limit) {
        return database.sql("""
                        SELECT number, kind, key, ours, theirs FROM publication_difference
                        WHERE area = $1 AND reconciliation_id = $2 AND number > $3 ORDER BY number LIMIT $4
                        """)
                .bind(0, job.area())
                .bind(1, job.reconciliationId())
                .bind(2, after)
                .bind(3, limit)
                .map(row -> new Reconciliation.Difference(
                        Columns.get(row, "number", Long.class),
                        Columns.text(row, "kind"),
                        Columns.text(row, "key"),
                        Columns.find(row, "ours", String.class),
                        Columns.find(row, "theirs", String.class)))
                .all();
    }

    private static Reconciliation reconciliation(Readable row) {
        Optional<Reconciliation.Result> result = Columns.find(row, "matched", Long.class)
                .map(matched -> new Reconciliation.Result(
                        matched,
                        Columns.get(row, "different", Long.class),
                        Columns.get(row, "only_ours", Long.class),
                        Columns.get(row, "only_theirs", Long.class),
                        Columns.get(row, "duplicate", Long.class)));
        return new Reconciliation(
                Columns.text(row, "area"),
                Columns.get(row, "reconciliation_id", UUID.class),
                Columns.get(row, "statement_id", UUID.class),
                Columns.get(row, "rows", Long.class),
                Columns.text(row, "stage"),
                Columns.get(row, "done", Long.class),
                Columns.get(row, "total", Long.class),
                Columns.text(row, "uploaded_by"),
                Columns.get(row, "uploaded_at", Instant.class),
                Columns.find(row, "finished_at", Instant.class),
                result);
    }
}
