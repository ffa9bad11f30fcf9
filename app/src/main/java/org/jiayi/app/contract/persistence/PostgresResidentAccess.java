package org.jiayi.app.contract.persistence;

import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.resident.ResidentAccess;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A team or institution reads those whom it registered, and those who are or were under contract with it by whichever
 * registration.
 */
@Component
class PostgresResidentAccess implements ResidentAccess {

    private final DatabaseClient database;

    PostgresResidentAccess(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Boolean> mayRead(Caller caller, String area, UUID residentId) {
        Scope scope = caller.scope();
        if (!scope.reachesArea(area)) {
            return Mono.just(false);
        }
        if (caller.roles().contains(Role.ADMINISTRATOR)) {
            return Mono.just(true);
        }
        if (scope.team().isEmpty() && scope.institution().isEmpty()) {
            return Mono.just(false);
        }
        return hasToDo(area, residentId, scope.team(), scope.institution());
    }

    private Mono<Boolean> hasToDo(String area, UUID residentId, Optional<String> team, Optional<String> institution) {
        return database.sql("""
                        SELECT EXISTS (
                            SELECT FROM contract_version WHERE %s
                                AND team_number = coalesce($3, team_number)
                                AND institution_code = coalesce($4, institution_code))
                        OR EXISTS (
                            SELECT FROM resident_resident WHERE area = $1 AND resident_id = $2
                                AND ($3::text IS NULL OR registered_team = $3)
                                AND ($4::text IS NULL OR registered_institution = $4))
                        """.formatted(ContractRows.OF_PERSON))
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, Columns.orNull(team, String.class))
                .bind(3, Columns.orNull(institution, String.class))
                .mapValue(Boolean.class)
                .one();
    }
}
