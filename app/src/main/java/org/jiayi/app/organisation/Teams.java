package org.jiayi.app.organisation;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Family-doctor teams (家庭医生团队) and the institutions they belong to. */
@Component
public class Teams {

    /** The parameters are: the area, the day on which members are counted, and the moment by which it was known. */
    private static final String SELECT = """
            SELECT t.number, %s AS name, t.institution_code, i.name AS institution_name,
                coalesce(m.leader_name, t.leader_name) AS leader_name, m.members, m.family_doctors, d.last_day,
                coalesce(c.version, 0) AS version, coalesce(c.basis, 'fixed') AS basis, coalesce(c.cap, t.capacity) AS cap,
                ARRAY(SELECT g.population_group || '=' || g.cap FROM organisation_team_group_capacity g
                    WHERE g.area = t.area AND g.team_number = t.number AND g.version = c.version) AS group_caps
            FROM organisation_team t
            JOIN organisation_institution_particulars i ON i.area = t.area AND i.institution_code = t.institution_code
                AND i.known @> $3::timestamptz AND i.effective @> $2::date
            LEFT JOIN organisation_team_dissolution d ON d.area = t.area AND d.team_number = t.number
                AND d.recorded_at <= $3::timestamptz
            LEFT JOIN LATERAL (
                SELECT version, basis, cap FROM organisation_team_capacity
                WHERE area = t.area AND team_number = t.number AND recorded_at <= $3::timestamptz
                ORDER BY version DESC LIMIT 1) c ON true
            CROSS JOIN LATERAL (
                SELECT count(*)::int AS members,
                    (count(*) FILTER (WHERE m.role IN ('leader', 'general_practitioner')))::int AS family_doctors,
                    max(p.name) FILTER (WHERE m.role = 'leader') AS leader_name
                FROM organisation_team_member m
                JOIN organisation_practitioner p ON p.area = m.area AND p.practitioner_id = m.practitioner_id
                WHERE m.area = t.area AND m.team_number = t.number AND m.known @> $3::timestamptz
                    AND (m.effective @> $2::date) IS TRUE) m
            WHERE t.area = $1""".formatted(TeamsOnDay.name("t", "$2", "$3"));

    private final DatabaseClient database;
    private final Clock clock;

    Teams(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A team as it is on a day.
     *
     * @param number unique in its area
     * @param leaderName of the member who leads it on that day, or whom its file named
     * @param capacity the greatest number of contracts it may hold on any day (签约上限), computed by its rule
     * @param groupCapacities the most contracts with residents of a priority group, by the group's code; may be empty
     * @param familyDoctors its leader and general practitioners in force; of a team of which only its file tells, none
     * @param dissolvedAfter the last day of a team that is dissolved
     */
    public record Team(
            String number,
            String name,
            String institutionCode,
            String institutionName,
            String leaderName,
            int capacity,
            Map<String, Integer> groupCapacities,
            int familyDoctors,
            Optional<LocalDate> dissolvedAfter) {

        public Team {
            groupCapacities = Map.copyOf(groupCapacities);
        }

        /**
         * Why its capacity is above so many contracts for each of its family doctors; empty where it is not. A team of which only its file
         * tells has the doctor whom that names.
         */
        Optional<Refusal> refusalAbove(int perFamilyDoctor) {
            long most = (long) perFamilyDoctor * Math.max(1, familyDoctors);
            return capacity <= most
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            RefusalCode.CAPACITY_ABOVE_POLICY, "/cap", Map.of("most", Long.toString(most))));
        }
    }

    /**
     * The teams of those numbers as they are on a day, locked until the transaction ends, so that nobody else signs with
     * them meanwhile; unknown numbers are absent. Locks are taken in the order of numbers: two callers never wait for each
     * other. What is read is read after the lock was had, so it is what the one before has left. The lock lets others refer
     * to the team (NO KEY): who ends a contract with one team and signs with another would deadlock otherwise.
     */
    public Mono<Map<String, Team>> lock(String area, Collection<String> numbers, LocalDate on) {
        String[] wanted = numbers.stream().distinct().toArray(String[]::new);
        return database.sql("SELECT number FROM organisation_team WHERE area = $1 AND number = ANY ($2)"
                        + " ORDER BY number FOR NO KEY UPDATE")
                .bind(0, area)
                .bind(1, wanted)
                .mapValue(String.class)
                .all()
                .then(Mono.defer(() -> database.sql(SELECT + " AND t.number = ANY ($4)")
                        .bind(0, area)
                        .bind(1, on)
                        .bind(2, KnowledgeTime.ALL)
                        .bind(3, wanted)
                        .map(Teams::team)
                        .all()
                        .collectMap(Team::number)));
    }

    /** The same, as the teams are today. */
    public Mono<Map<String, Team>> lock(String area, Collection<String> numbers) {
        return lock(area, numbers, LocalDate.now(clock));
    }

    /** The team of that number within the caller's reach, as it is today; refused as unknown otherwise. */
    public Mono<Team> get(String area, String number, Scope scope) {
        return get(area, number, LocalDate.now(clock), scope);
    }

    /** Passes where the team of that number is within the caller's reach; refused as unknown otherwise. */
    public Mono<Void> requireReach(String area, String number, Scope scope) {
        return database.sql("SELECT institution_code FROM organisation_team WHERE area = $1 AND number = $2")
                .bind(0, area)
                .bind(1, number)
                .mapValue(String.class)
                .one()
                .filter(institution -> scope.reachesTeam(area, institution, number))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .then();
    }

    /** The same, as it is on that day. */
    Mono<Team> get(String area, String number, LocalDate on, Scope scope) {
        return get(area, number, on, KnowledgeTime.ALL, scope);
    }

    /** The same, as was known at that moment. */
    Mono<Team> get(String area, String number, LocalDate on, Instant knownAt, Scope scope) {
        return database.sql(SELECT + " AND t.number = $4")
                .bind(0, area)
                .bind(1, on)
                .bind(2, knownAt)
                .bind(3, number)
                .map(Teams::team)
                .one()
                .filter(team -> scope.reachesTeam(area, team.institutionCode(), team.number()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The teams within the caller's reach as they are today, by number. */
    public Flux<Team> list(String area, Scope scope) {
        return database.sql(SELECT + " ORDER BY t.number")
                .bind(0, area)
                .bind(1, LocalDate.now(clock))
                .bind(2, KnowledgeTime.ALL)
                .map(Teams::team)
                .all()
                .filter(team -> scope.reachesTeam(area, team.institutionCode(), team.number()));
    }

    /**
     * Dissolves a team after its last day, for good. That it holds no contract then is for the caller to see to, under the
     * team's lock.
     */
    public Mono<Void> dissolve(String area, String number, LocalDate lastDay, String by, Instant at) {
        return database.sql("""
                        INSERT INTO organisation_team_dissolution (area, team_number, last_day, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5)
                        """)
                .bind(0, area)
                .bind(1, number)
                .bind(2, lastDay)
                .bind(3, by)
                .bind(4, at)
                .then();
    }

    /** Of which institutions teams are, by their numbers; unknown ones are absent. */
    public Mono<Map<String, String>> institutionCodes(String area, Collection<String> numbers) {
        return database.sql(
                        "SELECT number, institution_code FROM organisation_team WHERE area = $1 AND number = ANY ($2)")
                .bind(0, area)
                .bind(1, numbers.stream().distinct().toArray(String[]::new))
                .map(row -> Map.entry(Columns.text(row, "number"), Columns.text(row, "institution_code")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** The names of the area's institutions by code, as they are called today. */
    public Mono<Map<String, String>> institutionNames(String area) {
        return database.sql("""
                        SELECT institution_code, name FROM organisation_institution_particulars
                        WHERE area = $1 AND upper_inf(known) AND effective @> $2::date
                        """)
                .bind(0, area)
                .bind(1, LocalDate.now(clock))
                .map(row -> Map.entry(Columns.text(row, "institution_code"), Columns.text(row, "name")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Team team(Readable row) {
        CapacityRule rule = new CapacityRule(
                Columns.get(row, "version", Integer.class),
                CapacityRule.Basis.of(Columns.text(row, "basis")),
                Columns.get(row, "cap", Integer.class),
                Arrays.stream(Columns.get(row, "group_caps", String[].class))
                        .map(cap -> cap.split("="))
                        .collect(Collectors.toMap(cap -> cap[0], cap -> Integer.valueOf(cap[1]))));
        int familyDoctors = Columns.get(row, "family_doctors", Integer.class);
        return new Team(
                Columns.text(row, "number"),
                Columns.text(row, "name"),
                Columns.text(row, "institution_code"),
                Columns.text(row, "institution_name"),
                Columns.text(row, "leader_name"),
                rule.effective(Columns.get(row, "members", Integer.class), familyDoctors),
                rule.groupCaps(),
                familyDoctors,
                Columns.find(row, "last_day", LocalDate.class));
    }
}
