package org.jiayi.app.fee;

import java.util.Collection;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps changes of one fee apart: whoever changes a contract's fee holds that contract, and shares its team with those who
 * change other contracts; whoever changes the fees of a whole team has the team alone. So a run over a million contracts takes
 * a lock for each team and not one for each contract, which would cost as much as writing the lines.
 *
 * <p>A contract's team is that of its first version: it is there for good, and no later version has another.
 */
@Component
class FeeLocks {

    private static final String NAME = "hashtextextended('fees:' || $1 || ':' || team_number, 0)";

    private final DatabaseClient database;

    FeeLocks(DatabaseClient database) {
        this.database = database;
    }

    /** Lets nobody else change the fees of those contracts until the transaction ends; must be called inside one. */
    Mono<Void> takeContracts(String area, Collection<UUID> contractIds) {
        UUID[] ids = contractIds.toArray(UUID[]::new);
        return database.sql("SELECT pg_advisory_xact_lock_shared(" + NAME + """
                        ) FROM (
                            SELECT DISTINCT team_number FROM contract_version
                            WHERE area = $1 AND contract_id = ANY ($2) AND version = 1 ORDER BY team_number) AS team
                        """)
                .bind(0, area)
                .bind(1, ids)
                .then()
                .then(database.sql("""
                        SELECT contract_id FROM contract_version WHERE area = $1 AND contract_id = ANY ($2) AND version = 1
                        ORDER BY contract_id FOR NO KEY UPDATE
                        """).bind(0, area).bind(1, ids).then());
    }

    /** Lets nobody else change the fees of those teams' contracts until the transaction ends; must be called inside one. */
    Mono<Void> takeTeams(String area, Collection<String> teamNumbers) {
        return database.sql("SELECT pg_advisory_xact_lock(" + NAME
                        + ") FROM (SELECT DISTINCT team_number FROM unnest($2::text[]) AS row (team_number)"
                        + " ORDER BY team_number) AS team")
                .bind(0, area)
                .bind(1, teamNumbers.toArray(String[]::new))
                .then();
    }
}
