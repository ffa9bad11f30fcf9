package org.jiayi.app.contract.persistence;

import java.util.UUID;
import org.jiayi.app.resident.Registrations;
import org.jiayi.app.resident.ResidentTies;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class PostgresResidentTies implements ResidentTies {

    /** The days that a version of a contract keeps: what waits for its payment may begin as soon as it was signed. */
    private static final String PLACE = """
            daterange(CASE WHEN %1$s.pay_until IS NULL THEN lower(%1$s.term) ELSE %1$s.signed_on END, upper(%1$s.term))
            """;

    private final DatabaseClient database;

    PostgresResidentTies(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Boolean> holdOverlappingContracts(String area, UUID mergedId, UUID survivorId) {
        return database.sql("""
                        SELECT EXISTS (
                            SELECT FROM contract_version c
                            JOIN contract_version o ON o.area = c.area AND %s && %s
                            WHERE c.area = $1 AND c.resident_id = ANY (ARRAY(%s)) AND upper_inf(c.known)
                                AND o.resident_id = $3 AND upper_inf(o.known))
                        """.formatted(PLACE.formatted("o"), PLACE.formatted("c"), Registrations.OF_PERSON))
                .bind(0, area)
                .bind(1, survivorId)
                .bind(2, mergedId)
                .mapValue(Boolean.class)
                .one();
    }
}
