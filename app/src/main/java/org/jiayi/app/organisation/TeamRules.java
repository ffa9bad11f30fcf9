package org.jiayi.app.organisation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps how teams' capacities are computed. A rule is added, never changed; the last one holds. */
@Component
class TeamRules {

    private final DatabaseClient database;

    TeamRules(DatabaseClient database) {
        this.database = database;
    }

    /** The rule that held at that moment; the cap of the team's file where none was set. */
    Mono<CapacityRule> of(String area, Teams.Team team, Instant knownAt) {
        return database.sql("""
                        SELECT version, basis, cap FROM organisation_team_capacity
                        WHERE area = $1 AND team_number = $2 AND recorded_at <= $3::timestamptz
                        ORDER BY version DESC LIMIT 1
                        """)
                .bind(0, area)
                .bind(1, team.number())
                .bind(2, knownAt)
                .map(row -> new CapacityRule(
                        Columns.get(row, "version", Integer.class),
                        CapacityRule.Basis.of(Columns.text(row, "basis")),
                        Columns.get(row, "cap", Integer.class),
                        team.groupCapacities()))
                .one()
                .defaultIfEmpty(new CapacityRule(0, CapacityRule.Basis.FIXED, team.capacity(), Map.of()));
    }

    /** Grows with every change of a team's rule or members, since rows are only ever added. */
    Mono<String> revision(String area, String number) {
        return database.sql("""
                        SELECT (SELECT count(*) FROM organisation_team_member WHERE area = $1 AND team_number = $2) || '-'
                            || (SELECT count(*) FROM organisation_team_capacity WHERE area = $1 AND team_number = $2)
                        """)
                .bind(0, area)
                .bind(1, number)
                .mapValue(String.class)
                .one();
    }

    /** Adds the next rule of a team, in one statement with its caps by group. */
    Mono<Void> add(
            String area,
            String number,
            CapacityRule.Basis basis,
            int cap,
            Map<String, Integer> groupCaps,
            String by,
            Instant at) {
        List<Map.Entry<String, Integer>> caps = List.copyOf(groupCaps.entrySet());
        return database.sql("""
                        WITH next AS (
                            SELECT coalesce(max(version), 0) + 1 AS version FROM organisation_team_capacity
                            WHERE area = $1 AND team_number = $2
                        ), rule AS (
                            INSERT INTO organisation_team_capacity (area, team_number, version, basis, cap, recorded_by,
                                recorded_at)
                            SELECT $1, $2, version, $3, $4, $5, $6 FROM next
                        )
                        INSERT INTO organisation_team_group_capacity (area, team_number, version, population_group, cap)
                        SELECT $1, $2, next.version, caps.population_group, caps.cap
                        FROM next CROSS JOIN unnest($7::text[], $8::int[]) AS caps (population_group, cap)
                        """)
                .bind(0, area)
                .bind(1, number)
                .bind(2, basis.code())
                .bind(3, cap)
                .bind(4, by)
                .bind(5, at)
                .bind(6, Columns.array(caps, String[]::new, Map.Entry::getKey))
                .bind(7, Columns.array(caps, Integer[]::new, Map.Entry::getValue))
                .then();
    }
}
