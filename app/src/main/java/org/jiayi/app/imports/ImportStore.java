package org.jiayi.app.imports;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The import jobs in the database. */
@Component
class ImportStore {

    /** How long a claimed job stays its worker's without a sign of life. */
    static final Duration LEASE = Duration.ofSeconds(20);

    private static final String SELECT_JOB = """
            SELECT j.*, coalesce((SELECT jsonb_object_agg(r.code, r.rows) FROM
                (SELECT code, count(*) AS rows FROM import_refusal WHERE area = j.area AND import_id = j.import_id
                 GROUP BY code) r), '{}') AS refused
            FROM import_job j
            """;

    private final DatabaseClient database;
    private final ObjectMapper json;
    private final Clock clock;

    ImportStore(DatabaseClient database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Keeps a job under the id of its file, which must be in place: it may be claimed at once. The same file of the same kind
     * gives the job that is there already; one that failed or was cancelled goes on with this file behind what it has taken in.
     */
    Mono<ImportJob> keep(String area, UUID fileId, String kind, String sha256, long bytes, CsvFile file, String by) {
        return database.sql("""
                        INSERT INTO import_job (area, import_id, file_id, kind, sha256, bytes, encoding, rows, status,
                            uploaded_by, uploaded_at)
                        VALUES ($1, $2, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9)
                        ON CONFLICT ON CONSTRAINT import_job_once DO UPDATE
                        SET file_id = CASE WHEN import_job.status IN ('failed', 'cancelled') THEN excluded.file_id
                                ELSE import_job.file_id END,
                            status = CASE WHEN import_job.status IN ('failed', 'cancelled') THEN 'waiting'
                                ELSE import_job.status END,
                            finished_at = CASE import_job.status WHEN 'finished' THEN import_job.finished_at END,
                            cancelled_by = NULL, pauses = 0
                        RETURNING import_id
                        """)
                .bind(0, area)
                .bind(1, fileId)
                .bind(2, kind)
                .bind(3, sha256)
                .bind(4, bytes)
                .bind(5, file.charset().name())
                .bind(6, file.rows())
                .bind(7, by)
                .bind(8, clock.instant())
                .map(row -> Columns.get(row, "import_id", UUID.class))
                .one()
                .flatMap(kept -> find(area, kept));
    }

    Mono<ImportJob> find(String area, UUID importId) {
        return database.sql(SELECT_JOB + " WHERE j.area = $1 AND j.import_id = $2")
                .bind(0, area)
                .bind(1, importId)
                .map(this::job)
                .one();
    }

    Flux<ImportJob> list(String area) {
        return database.sql(SELECT_JOB + " WHERE j.area = $1 ORDER BY j.uploaded_at, j.import_id")
                .bind(0, area)
                .map(this::job)
                .all();
    }

    /** Claims the oldest open job of an area that nobody is working on; an area's jobs run one after the other. */
    Mono<ImportJob> claimNext(UUID worker) {
        return database.sql("""
                        UPDATE import_job SET status = 'running', claimed_by = $1,
                            claimed_until = now() + make_interval(secs => $2), started_at = $3, rows_before = rows_done
                        WHERE (area, import_id) = (
                            SELECT area, import_id FROM import_job j
                            WHERE status IN ('waiting', 'running') AND (claimed_until IS NULL OR claimed_until < now())
                              AND NOT EXISTS (SELECT FROM import_job older
                                  WHERE older.area = j.area AND older.status IN ('waiting', 'running')
                                    AND (older.uploaded_at, older.import_id) < (j.uploaded_at, j.import_id))
                            ORDER BY uploaded_at, import_id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING area, import_id
                        """)
                .bind(0, worker)
                .bind(1, LEASE.toSeconds())
                .bind(2, clock.instant())
                .map(row ->
                        new Object[] {Columns.get(row, "area", String.class), Columns.get(row, "import_id", UUID.class)
                        })
                .one()
                .flatMap(key -> find((String) key[0], (UUID) key[1]));
    }

    /** Holds on to a job that is this worker's, for the time of another lease. */
    Mono<Void> renew(ImportJob job, UUID worker) {
        return database.sql("""
                        UPDATE import_job SET claimed_until = now() + make_interval(secs => $4)
                        WHERE area = $1 AND import_id = $2 AND claimed_by = $3 AND status = 'running'
                        """)
                .bind(0, job.area())
                .bind(1, job.importId())
                .bind(2, worker)
                .bind(3, LEASE.toSeconds())
                .then();
    }

    /** Counts that the chunk at hand did not go in; how often in turn, or empty where the job is no longer this worker's. */
    Mono<Integer> pause(ImportJob job, UUID worker) {
        return database.sql("""
                        UPDATE import_job SET pauses = pauses + 1
                        WHERE area = $1 AND import_id = $2 AND claimed_by = $3 AND status = 'running'
                        RETURNING pauses
                        """)
                .bind(0, job.area())
                .bind(1, job.importId())
                .bind(2, worker)
                .mapValue(Integer.class)
                .one();
    }

    /** Adds a chunk's tally to the job; an error where another worker has taken the job over or it was cancelled. */
    Mono<Void> advance(ImportJob job, UUID worker, Tally tally, Map<String, Long> normalised) {
        return database.sql("""
                        UPDATE import_job SET rows_done = rows_done + $4, accepted = accepted + $5,
                            unchanged = unchanged + $6, normalised = $7, pauses = 0,
                            claimed_until = now() + make_interval(secs => $8)
                        WHERE area = $1 AND import_id = $2 AND claimed_by = $3 AND status = 'running'
                        """)
                .bind(0, job.area())
                .bind(1, job.importId())
                .bind(2, worker)
                .bind(3, tally.rows())
                .bind(4, tally.accepted())
                .bind(5, tally.unchanged())
                .bind(6, Json.of(json.writeValueAsString(normalised)))
                .bind(7, LEASE.toSeconds())
                .fetch()
                .rowsUpdated()
                .flatMap(ours -> ours == 1 ? keepRefusals(job, tally.refused()) : Mono.error(new LeaseLost(job)));
    }

    private Mono<Void> keepRefusals(ImportJob job, List<Tally.RefusedRow> refused) {
        if (refused.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        INSERT INTO import_refusal (area, import_id, line, code, field)
                        SELECT $1, $2, line, code, field FROM unnest($3::bigint[], $4::text[], $5::text[])
                            AS refused (line, code, field)
                        """)
                .bind(0, job.area())
                .bind(1, job.importId())
                .bind(2, refused.stream().map(Tally.RefusedRow::line).toArray(Long[]::new))
                .bind(
                        3,
                        refused.stream().map(row -> row.refusal().code().code()).toArray(String[]::new))
                .bind(4, refused.stream().map(row -> row.refusal().field()).toArray(String[]::new))
                .then();
    }

    /** The files of the jobs of every area that are not over. */
    Flux<UUID> openFiles() {
        return database.sql("SELECT file_id FROM import_job WHERE status IN ('waiting', 'running')")
                .mapValue(UUID.class)
                .all();
    }

    /** Ends the job; false where another worker has taken it over or it was cancelled. */
    Mono<Boolean> finish(ImportJob job, UUID worker, String status) {
        return database.sql("""
                        UPDATE import_job SET status = $4, finished_at = $5, claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND import_id = $2 AND claimed_by = $3
                        """)
                .bind(0, job.area())
                .bind(1, job.importId())
                .bind(2, worker)
                .bind(3, status)
                .bind(4, clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Flux<RefusedRow> refusedRows(String area, UUID importId) {
        return database.sql(
                        "SELECT line, code, field FROM import_refusal WHERE area = $1 AND import_id = $2 ORDER BY line")
                .bind(0, area)
                .bind(1, importId)
                .mapProperties(RefusedRow.class)
                .all();
    }

    private ImportJob job(Readable row) {
        return new ImportJob(
                Columns.get(row, "area", String.class),
                Columns.get(row, "import_id", UUID.class),
                Columns.get(row, "kind", String.class),
                Columns.get(row, "sha256", String.class),
                Columns.get(row, "file_id", UUID.class),
                Columns.get(row, "encoding", String.class),
                Columns.get(row, "rows", Long.class),
                Columns.get(row, "rows_done", Long.class),
                Columns.get(row, "accepted", Long.class),
                Columns.get(row, "unchanged", Long.class),
                counts(row, "refused"),
                counts(row, "normalised"),
                Columns.get(row, "status", String.class),
                Columns.get(row, "uploaded_by", String.class),
                Columns.get(row, "uploaded_at", Instant.class),
                Columns.find(row, "finished_at", Instant.class));
    }

    private Map<String, Long> counts(Readable row, String column) {
        return json.readValue(Columns.get(row, column, Json.class).asString(), new TypeReference<>() {});
    }
}
