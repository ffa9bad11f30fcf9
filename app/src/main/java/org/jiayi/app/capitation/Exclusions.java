package org.jiayi.app.capitation;

import java.util.UUID;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who is left out of a month because the institution's objection was accepted, until another one lets them in again. */
@Component
public class Exclusions {

    private final DatabaseClient database;

    Exclusions(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The contracts of a resident with that institution count no more in the month, whenever it is counted again, under whichever
     * scheme: an institution that says it has not somebody is not paid for them by another pool.
     *
     * @param scheme whose list it was
     */
    public Mono<Void> add(
            String area,
            InsuranceScheme scheme,
            Month month,
            UUID residentId,
            String institutionCode,
            UUID objectionId) {
        return database.sql("""
                        INSERT INTO capitation_exclusion (area, scheme, month, resident_id, institution_code, objection_id)
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, residentId)
                .bind(4, institutionCode)
                .bind(5, objectionId)
                .then();
    }

    /** They count again: the institution says now that it has them. */
    public Mono<Void> remove(String area, Month month, UUID residentId, String institutionCode) {
        return database.sql("""
                        DELETE FROM capitation_exclusion
                        WHERE area = $1 AND month = $2 AND resident_id = $3 AND institution_code = $4
                        """)
                .bind(0, area)
                .bind(1, month.firstDay())
                .bind(2, residentId)
                .bind(3, institutionCode)
                .then();
    }
}
