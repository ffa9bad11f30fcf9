package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.contract.ContractVersion;
import org.jiayi.app.contract.Reassignment;
import org.jiayi.app.contract.ReassignmentStore;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresReassignments implements ReassignmentStore {

    private static final int REFUSALS_SHOWN_MAX = 200;

    private static final String COLUMNS = """
            area, reassignment_id, basis, first_day, dry_run, status, contracts, moved, refused, reached
            """;

    private final DatabaseClient database;

    PostgresReassignments(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> add(Reassignment job, String requestedBy, Instant requestedAt) {
        List<Map.Entry<String, String>> moves = List.copyOf(job.moves().entrySet());
        return database.sql("""
                        WITH job AS (
                            INSERT INTO contract_reassignment (area, reassignment_id, basis, first_day, dry_run, status,
                                requested_by, requested_at, total)
                            SELECT $1, $2, $3, $4, $5, 'waiting', $6, $7, count(*) FROM contract_version
                            WHERE area = $1 AND team_number = ANY ($8::text[]) AND upper_inf(known) AND upper(term) > $4
                        )
                        INSERT INTO contract_reassignment_move (area, reassignment_id, from_team, to_team)
                        SELECT $1, $2, row.* FROM unnest($8::text[], $9::text[]) AS row
                        """)
                .bind(0, job.area())
                .bind(1, job.reassignmentId())
                .bind(2, job.basis())
                .bind(3, job.firstDay())
                .bind(4, job.dryRun())
                .bind(5, requestedBy)
                .bind(6, requestedAt)
                .bind(7, Columns.array(moves, String[]::new, Map.Entry::getKey))
                .bind(8, Columns.array(moves, String[]::new, Map.Entry::getValue))
                .then();
    }

    @Override
    public Mono<Reassignment> find(String area, UUID reassignmentId) {
        return database.sql(
                        "SELECT " + COLUMNS + " FROM contract_reassignment WHERE area = $1 AND reassignment_id = $2")
                .bind(0, area)
                .bind(1, reassignmentId)
                .map(PostgresReassignments::job)
                .one()
                .flatMap(this::whole);
    }

    @Override
    public Mono<Reassignment> claimNext(UUID worker, Instant now, Instant until) {
        return database.sql("""
                        UPDATE contract_reassignment SET status = 'running', claimed_by = $1, claimed_until = $3,
                            started_at = $2, contracts_before = contracts
                        WHERE (area, reassignment_id) = (SELECT area, reassignment_id FROM contract_reassignment
                            WHERE status = 'waiting' OR (status = 'running' AND claimed_until < $2)
                            ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING""" + " " + COLUMNS)
                .bind(0, worker)
                .bind(1, now)
                .bind(2, until)
                .map(PostgresReassignments::job)
                .one()
                .flatMap(this::whole);
    }

    @Override
    public Mono<Void> renew(Reassignment job, UUID worker, Instant until) {
        return database.sql("""
                        UPDATE contract_reassignment SET claimed_until = $4
                        WHERE area = $1 AND reassignment_id = $2 AND claimed_by = $3 AND status = 'running'
                        """)
                .bind(0, job.area())
                .bind(1, job.reassignmentId())
                .bind(2, worker)
                .bind(3, until)
                .then();
    }

    private Mono<Reassignment> whole(Reassignment job) {
        return Mono.zip(moves(job), refusals(job))
                .map(both -> new Reassignment(
                        job.area(),
                        job.reassignmentId(),
                        job.basis(),
                        job.firstDay(),
                        job.dryRun(),
                        job.status(),
                        job.contracts(),
                        job.moved(),
                        job.refused(),
                        job.reached(),
                        both.getT1(),
                        both.getT2()));
    }

    private Mono<Map<String, String>> moves(Reassignment job) {
        return database.sql("""
                        SELECT from_team, to_team FROM contract_reassignment_move WHERE area = $1 AND reassignment_id = $2
                        """)
                .bind(0, job.area())
                .bind(1, job.reassignmentId())
                .map(row -> Map.entry(Columns.text(row, "from_team"), Columns.text(row, "to_team")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<List<Reassignment.Left>> refusals(Reassignment job) {
        return database.sql("""
                        SELECT contract_id, code FROM contract_reassignment_refusal
                        WHERE area = $1 AND reassignment_id = $2 ORDER BY contract_id LIMIT $3
                        """)
                .bind(0, job.area())
                .bind(1, job.reassignmentId())
                .bind(2, REFUSALS_SHOWN_MAX)
                .mapProperties(Reassignment.Left.class)
                .all()
                .collectList();
    }

    @Override
    public Flux<ContractVersion> next(Reassignment job, int limit) {
        return database.sql(ContractRows.VERSION + """
                        WHERE area = $1 AND team_number = ANY ($2) AND upper_inf(known) AND upper(term) > $3
                            AND contract_id > $4 AND contract_id NOT IN (SELECT r.contract_id
                                FROM contract_reassignment_refusal r WHERE r.area = $1 AND r.reassignment_id = $6)
                        ORDER BY contract_id LIMIT $5
                        """)
                .bind(0, job.area())
                .bind(1, job.moves().keySet().toArray(String[]::new))
                .bind(2, job.firstDay())
                .bind(3, job.reached().orElse(new UUID(0, 0)))
                .bind(4, limit)
                .bind(5, job.reassignmentId())
                .map(ContractRows::version)
                .all();
    }

    @Override
    public Mono<Boolean> advance(
            Reassignment job,
            UUID worker,
            long contracts,
            long moved,
            List<Reassignment.Left> left,
            UUID reached,
            Instant until) {
        return database.sql("""
                        WITH job AS (
                            UPDATE contract_reassignment SET contracts = contracts + $4, moved = moved + $5,
                                refused = refused + cardinality($6::uuid[]), reached = $8, claimed_until = $9
                            WHERE area = $1 AND reassignment_id = $2 AND claimed_by = $3 AND status = 'running'
                            RETURNING area, reassignment_id
                        ), refusals AS (
                            INSERT INTO contract_reassignment_refusal (area, reassignment_id, contract_id, code)
                            SELECT area, reassignment_id, row.contract_id, row.code
                            FROM job CROSS JOIN unnest($6::uuid[], $7::text[]) AS row (contract_id, code)
                        )
                        SELECT count(*) FROM job
                        """)
                .bind(0, job.area())
                .bind(1, job.reassignmentId())
                .bind(2, worker)
                .bind(3, contracts)
                .bind(4, moved)
                .bind(5, Columns.array(left, UUID[]::new, Reassignment.Left::contractId))
                .bind(6, Columns.array(left, String[]::new, Reassignment.Left::code))
                .bind(7, reached)
                .bind(8, until)
                .mapValue(Long.class)
                .one()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> finish(Reassignment job, Instant at) {
        return database.sql("""
                        UPDATE contract_reassignment SET status = 'finished', finished_at = $3
                        WHERE area = $1 AND reassignment_id = $2 AND status IN ('waiting', 'running')
                        """)
                .bind(0, job.area())
                .bind(1, job.reassignmentId())
                .bind(2, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Reassignment job(Readable row) {
        return new Reassignment(
                Columns.text(row, "area"),
                Columns.get(row, "reassignment_id", UUID.class),
                Columns.text(row, "basis"),
                Columns.get(row, "first_day", LocalDate.class),
                Columns.get(row, "dry_run", Boolean.class),
                Reassignment.Status.valueOf(Columns.text(row, "status").toUpperCase(Locale.ROOT)),
                Columns.get(row, "contracts", Long.class),
                Columns.get(row, "moved", Long.class),
                Columns.get(row, "refused", Long.class),
                Columns.find(row, "reached", UUID.class),
                Map.of(),
                List.of());
    }
}
