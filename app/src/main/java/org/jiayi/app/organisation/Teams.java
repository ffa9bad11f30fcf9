package org.jiayi.app.organisation;

import java.util.Collection;
import java.util.Map;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Family-doctor teams (家庭医生团队) and the institutions they belong to. */
@Component
public class Teams {

    private static final String SELECT = """
            SELECT t.number, t.name, t.institution_code, i.name AS institution_name, t.leader_name, t.capacity
            FROM organisation_team t
            JOIN organisation_institution i ON i.area = t.area AND i.code = t.institution_code
            """;

    private final DatabaseClient database;

    Teams(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A team.
     *
     * @param number unique in its area
     * @param capacity the greatest number of contracts it may hold on any day (签约上限)
     */
    public record Team(
            String number,
            String name,
            String institutionCode,
            String institutionName,
            String leaderName,
            int capacity) {}

    /**
     * The teams of those numbers, locked until the transaction ends, so that nobody else signs with them meanwhile;
     * unknown numbers are absent. Locks are taken in the order of numbers: two callers never wait for each other.
     */
    public Mono<Map<String, Team>> lock(String area, Collection<String> numbers) {
        return database.sql(SELECT + " WHERE t.area = $1 AND t.number = ANY ($2) ORDER BY t.number FOR UPDATE OF t")
                .bind(0, area)
                .bind(1, numbers.stream().distinct().toArray(String[]::new))
                .mapProperties(Team.class)
                .all()
                .collectMap(Team::number);
    }

    /** The team of that number within the caller's reach; refused as unknown otherwise. */
    public Mono<Team> get(String area, String number, Scope scope) {
        return database.sql(SELECT + " WHERE t.area = $1 AND t.number = $2")
                .bind(0, area)
                .bind(1, number)
                .mapProperties(Team.class)
                .one()
                .filter(team -> scope.reachesTeam(area, team.institutionCode(), team.number()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The teams within the caller's reach, by number. */
    public Flux<Team> list(String area, Scope scope) {
        return database.sql(SELECT + " WHERE t.area = $1 ORDER BY t.number")
                .bind(0, area)
                .mapProperties(Team.class)
                .all()
                .filter(team -> scope.reachesTeam(area, team.institutionCode(), team.number()));
    }

    /** The names of the area's institutions by code. */
    public Mono<Map<String, String>> institutionNames(String area) {
        return database.sql("SELECT code, name FROM organisation_institution WHERE area = $1")
                .bind(0, area)
                .map(row -> Map.entry(row.get("code", String.class), row.get("name", String.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
