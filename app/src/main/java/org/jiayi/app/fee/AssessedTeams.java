package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Which teams wait for an assessment, and what became of them. */
@Component
class AssessedTeams {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_MAX = Duration.ofHours(1);

    /** Of two jobs about one team the earlier goes first, even where it fails and waits to be tried again; not a cancelled one. */
    private static final String WAITING = """
            t.done_at IS NULL AND NOT t.cancelled AND NOT EXISTS (
                SELECT FROM fee_assessment_team e WHERE e.area = t.area AND e.team_number = t.team_number
                    AND e.done_at IS NULL AND NOT e.cancelled AND e.assessment_id < t.assessment_id)
            """;

    private static final String TEAM = """
            SELECT t.area, t.assessment_id, a.policy_id, a.requested_by, t.team_number, t.score, t.entry_id
            FROM fee_assessment_team t JOIN fee_assessment a USING (area, assessment_id)
            """;

    private final DatabaseClient database;

    AssessedTeams(DatabaseClient database) {
        this.database = database;
    }

    private record Claimed(AssessFees.Chunk chunk, AssessFees.Team team) {}

    /** Some teams of the earliest job that has any to do, until the transaction ends; empty where there is none. */
    Mono<AssessFees.Chunk> claim(int teamsMax, Instant now) {
        return claimed(database.sql(TEAM + """
                        WHERE (t.area, t.assessment_id) = (
                            SELECT t.area, t.assessment_id FROM fee_assessment_team t
                            WHERE (t.next_at IS NULL OR t.next_at <= $1) AND %1$s
                            ORDER BY t.assessment_id LIMIT 1)
                            AND (t.next_at IS NULL OR t.next_at <= $1) AND %1$s
                        ORDER BY t.team_number LIMIT $2 FOR UPDATE OF t SKIP LOCKED
                        """.formatted(WAITING)).bind(0, now).bind(1, teamsMax));
    }

    /** One team; empty where another is at it or has done it. */
    Mono<AssessFees.Chunk> claim(String area, AssessFees.Team team) {
        return claimed(database.sql(
                        TEAM + "WHERE t.area = $1 AND t.entry_id = $2 AND " + WAITING + " FOR UPDATE OF t SKIP LOCKED")
                .bind(0, area)
                .bind(1, team.entryId()));
    }

    private static Mono<AssessFees.Chunk> claimed(DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .map(AssessedTeams::claimed)
                .all()
                .collectList()
                .filter(claimed -> !claimed.isEmpty())
                .map(claimed -> {
                    AssessFees.Chunk one = claimed.get(0).chunk();
                    return new AssessFees.Chunk(
                            one.area(),
                            one.assessmentId(),
                            one.policyId(),
                            one.requestedBy(),
                            claimed.stream().map(Claimed::team).toList());
                });
    }

    private static Claimed claimed(Readable row) {
        return new Claimed(
                new AssessFees.Chunk(
                        Columns.text(row, "area"),
                        Columns.get(row, "assessment_id", UUID.class),
                        Columns.get(row, "policy_id", UUID.class),
                        Columns.text(row, "requested_by"),
                        List.of()),
                new AssessFees.Team(
                        Columns.text(row, "team_number"),
                        Columns.text(row, "score"),
                        Columns.get(row, "entry_id", UUID.class)));
    }

    /** Marks the teams as done, each under the entry it was booked by; what failed before is forgotten. */
    Mono<Void> finish(AssessFees.Chunk chunk, List<AssessFees.Done> done, Instant now) {
        return database.sql("""
                        UPDATE fee_assessment_team t
                        SET contracts = d.contracts, amount_fen = d.amount_fen, done_at = $3, entry_id = d.entry_id,
                            problem = NULL, next_at = NULL
                        FROM unnest($4::text[], $5::bigint[], $6::bigint[], $7::uuid[])
                            AS d (team_number, contracts, amount_fen, entry_id)
                        WHERE t.area = $1 AND t.assessment_id = $2 AND t.team_number = d.team_number
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.assessmentId())
                .bind(2, now)
                .bind(3, Columns.array(done, String[]::new, row -> row.team().teamNumber()))
                .bind(4, Columns.array(done, Long[]::new, AssessFees.Done::contracts))
                .bind(5, Columns.array(done, Long[]::new, row -> row.amount().fen()))
                .bind(6, Columns.array(done, UUID[]::new, row -> row.team().entryId()))
                .then();
    }

    /** Keeps the entries under which further years of the team's contracts are booked. */
    Mono<Void> keepYears(AssessFees.Chunk chunk, AssessFees.Team team, List<UUID> entryIds) {
        return entryIds.isEmpty()
                ? Mono.empty()
                : database.sql("""
                        INSERT INTO fee_assessment_year (area, entry_id, assessment_id, team_number)
                        SELECT $1, entry_id, $2, $3 FROM unnest($4::uuid[]) AS row (entry_id)
                        """)
                        .bind(0, chunk.area())
                        .bind(1, chunk.assessmentId())
                        .bind(2, team.teamNumber())
                        .bind(3, entryIds.toArray(UUID[]::new))
                        .then();
    }

    /** Keeps why a team failed, and when it is tried again: after 10 s, 20 s, 40 s … one hour. */
    Mono<Void> fail(AssessFees.Chunk chunk, AssessFees.Team team, Throwable error, Instant now) {
        return database.sql("""
                        UPDATE fee_assessment_team SET failures = failures + 1, problem = $3,
                            next_at = $4::timestamptz + least($5::bigint << least(failures, 9), $6) * interval '1 second'
                        WHERE area = $1 AND entry_id = $2 AND done_at IS NULL
                        """)
                .bind(0, chunk.area())
                .bind(1, team.entryId())
                .bind(2, problem(error))
                .bind(3, now)
                .bind(4, FIRST_PAUSE.toSeconds())
                .bind(5, PAUSE_MAX.toSeconds())
                .then();
    }

    private static String problem(Throwable error) {
        RefusalCode code = error instanceof Refused refused ? refused.refusal().code() : RefusalCode.INTERNAL_ERROR;
        return code.code();
    }
}
