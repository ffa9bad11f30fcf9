package org.jiayi.app.distribution;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.fee.StaffDistribution;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Distributions and their parts in the database. */
@Component
class TeamDistributionStore {

    private final DatabaseClient database;

    TeamDistributionStore(DatabaseClient database) {
        this.database = database;
    }

    /** Who was a member of the team on some day of those months, as far as is known now. */
    Flux<UUID> members(String area, String teamNumber, Term months) {
        return database.sql("""
                        SELECT DISTINCT practitioner_id FROM organisation_team_member
                        WHERE area = $1 AND team_number = $2 AND upper_inf(known) AND effective && daterange($3::date, $4::date)
                        """)
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, months.from())
                .bind(3, months.lastDay().plusDays(1))
                .mapValue(UUID.class)
                .all();
    }

    /** The first month before that one in which the team has lines and which no distribution that stands holds; empty for none. */
    Mono<LocalDate> earliestUndistributed(String area, String teamNumber, Month before) {
        return database.sql("""
                        SELECT min(l.month) AS month
                        FROM contract_version c
                        JOIN fee_line l ON l.area = $1 AND l.contract_id = c.contract_id AND l.month < $3 AND l.payer <> $4
                        WHERE c.area = $1 AND c.team_number = $2 AND c.version = 1
                            AND NOT EXISTS (SELECT FROM distribution_distribution d
                                WHERE d.area = $1 AND d.team_number = $2 AND d.status <> 'void' AND d.period @> l.month)
                        """)
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, before.firstDay())
                .bind(3, Payer.INSTITUTION_LET_OFF.code())
                .map(row -> Columns.find(row, "month", LocalDate.class))
                .one()
                .flatMap(Mono::justOrEmpty);
    }

    /** The last month that a distribution of the team that stands holds; empty where none does. */
    Mono<Month> lastMonth(String area, String teamNumber) {
        return database.sql("""
                        SELECT max(upper(period)) - 1 AS day FROM distribution_distribution
                        WHERE area = $1 AND team_number = $2 AND status <> 'void'
                        """)
                .bind(0, area)
                .bind(1, teamNumber)
                .map(row -> Columns.find(row, "day", LocalDate.class))
                .one()
                .flatMap(Mono::justOrEmpty)
                .map(Month::containing);
    }

    /** What the team's distributions that stand have taken off for cuts, by policy. */
    Mono<Map<UUID, Money>> takenOff(String area, String teamNumber) {
        return cuts(database.sql("""
                        SELECT x.policy_id, sum(x.amount_fen)::bigint AS amount_fen
                        FROM distribution_distribution d JOIN distribution_cut x USING (area, distribution_id)
                        WHERE d.area = $1 AND d.team_number = $2 AND d.status <> 'void' GROUP BY x.policy_id
                        """).bind(0, area).bind(1, teamNumber));
    }

    private Mono<Map<UUID, Money>> cutsIn(String area, UUID distributionId) {
        return cuts(database.sql(
                        "SELECT policy_id, amount_fen FROM distribution_cut WHERE area = $1 AND distribution_id = $2")
                .bind(0, area)
                .bind(1, distributionId));
    }

    private static Mono<Map<UUID, Money>> cuts(DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .map(row -> Map.entry(
                        Columns.get(row, "policy_id", UUID.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Void> add(
            TeamDistributions.Order order,
            UUID distributionId,
            String institutionCode,
            Map<UUID, Money> cuts,
            StaffDistribution distribution,
            Caller caller,
            Instant at) {
        List<StaffDistribution.Part> parts = distribution.parts();
        List<Map.Entry<UUID, Money>> off = List.copyOf(cuts.entrySet());
        return database.sql("""
                        WITH distribution AS (
                            INSERT INTO distribution_distribution (area, distribution_id, team_number, institution_code, period,
                                income_fen, pool_fen, status, prepared_by, prepared_at)
                            VALUES ($1, $2, $3, $4, daterange($5::date, $6::date), $7, $8, 'pending', $9, $10)
                        ), cut AS (
                            INSERT INTO distribution_cut (area, distribution_id, policy_id, amount_fen)
                            SELECT $1, $2, policy_id, amount_fen FROM unnest($14::uuid[], $15::bigint[]) AS row (policy_id, amount_fen)
                        )
                        INSERT INTO distribution_part (area, distribution_id, practitioner_id, points, amount_fen)
                        SELECT $1, $2, practitioner_id, points, amount_fen
                        FROM unnest($11::uuid[], $12::text[], $13::bigint[]) AS row (practitioner_id, points, amount_fen)
                        """)
                .bind(0, order.area())
                .bind(1, distributionId)
                .bind(2, order.teamNumber())
                .bind(3, institutionCode)
                .bind(4, order.months().from())
                .bind(5, order.months().lastDay().plusDays(1))
                .bind(6, distribution.income().fen())
                .bind(7, distribution.staffPool().fen())
                .bind(8, caller.subject())
                .bind(9, at)
                .bind(10, Columns.array(parts, UUID[]::new, part -> UUID.fromString(part.member())))
                .bind(
                        11,
                        Columns.array(
                                parts, String[]::new, part -> order.points().get(UUID.fromString(part.member()))))
                .bind(
                        12,
                        Columns.array(parts, Long[]::new, part -> part.amount().fen()))
                .bind(13, Columns.array(off, UUID[]::new, Map.Entry::getKey))
                .bind(14, Columns.array(off, Long[]::new, cut -> cut.getValue().fen()))
                .then();
    }

    /** Whether it was pending until now. */
    Mono<Boolean> resolve(String area, UUID distributionId, String outcome, Caller caller, Instant at) {
        return database.sql("""
                        UPDATE distribution_distribution SET status = $3, resolved_by = $4, resolved_at = $5
                        WHERE area = $1 AND distribution_id = $2 AND status = 'pending'
                        """)
                .bind(0, area)
                .bind(1, distributionId)
                .bind(2, outcome)
                .bind(3, caller.subject())
                .bind(4, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Flux<UUID> ofTeam(String area, String teamNumber) {
        return database.sql("""
                        SELECT distribution_id FROM distribution_distribution WHERE area = $1 AND team_number = $2
                        ORDER BY lower(period) DESC, distribution_id DESC
                        """)
                .bind(0, area)
                .bind(1, teamNumber)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapIterable(ids -> ids);
    }

    /** What an institution's teams distribute of months of which that is the last, by team; not what is void. */
    Flux<TeamDistribution> ending(String area, String institutionCode, Month last) {
        return database.sql("""
                        SELECT distribution_id FROM distribution_distribution
                        WHERE area = $1 AND institution_code = $2 AND upper(period) = $3 AND status <> 'void'
                        ORDER BY team_number, distribution_id
                        """)
                .bind(0, area)
                .bind(1, institutionCode)
                .bind(2, last.next().firstDay())
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapIterable(ids -> ids)
                .concatMap(distributionId -> find(area, distributionId));
    }

    Mono<TeamDistribution> find(String area, UUID distributionId) {
        return parts(area, distributionId)
                .collectList()
                .zipWith(cutsIn(area, distributionId))
                .flatMap(more -> database.sql("""
                                SELECT team_number, institution_code, lower(period) AS from_day, upper(period) AS until_day,
                                    income_fen, pool_fen, status, prepared_by, resolved_by
                                FROM distribution_distribution WHERE area = $1 AND distribution_id = $2
                                """)
                        .bind(0, area)
                        .bind(1, distributionId)
                        .map(row -> distribution(row, area, distributionId, more.getT2(), more.getT1()))
                        .one());
    }

    private static TeamDistribution distribution(
            Readable row, String area, UUID distributionId, Map<UUID, Money> cuts, List<TeamDistribution.Part> parts) {
        return new TeamDistribution(
                area,
                distributionId,
                Columns.text(row, "team_number"),
                Columns.text(row, "institution_code"),
                Columns.get(row, "from_day", LocalDate.class),
                Columns.get(row, "until_day", LocalDate.class),
                cuts,
                Money.ofFen(Columns.get(row, "income_fen", Long.class)),
                Money.ofFen(Columns.get(row, "pool_fen", Long.class)),
                Columns.text(row, "status"),
                Columns.text(row, "prepared_by"),
                Columns.find(row, "resolved_by", String.class),
                parts);
    }

    private Flux<TeamDistribution.Part> parts(String area, UUID distributionId) {
        return database.sql("""
                        SELECT p.practitioner_id, n.name, p.points, p.amount_fen FROM distribution_part p
                        JOIN organisation_practitioner n USING (area, practitioner_id)
                        WHERE p.area = $1 AND p.distribution_id = $2 ORDER BY n.name, p.practitioner_id
                        """)
                .bind(0, area)
                .bind(1, distributionId)
                .map(row -> new TeamDistribution.Part(
                        Columns.get(row, "practitioner_id", UUID.class),
                        Columns.text(row, "name"),
                        Columns.text(row, "points"),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all();
    }
}
