package org.jiayi.app.visit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.imports.EarlierRows;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The referrals in the database. */
@Component
class ReferralStore {

    /** What a referral that was registered by hand has in place of a file: none is the same. */
    private static final UUID NO_FILE = new UUID(0, 0);

    private final DatabaseClient database;

    ReferralStore(DatabaseClient database) {
        this.database = database;
    }

    /** Writes them in one statement. */
    Mono<Void> insert(String area, List<Referral> referrals, Optional<UUID> importId, String by, Instant at) {
        return database.sql("""
                        INSERT INTO visit_referral (area, number, resident_id, from_institution, to_institution, issued_on,
                            last_day, import_id, row_digest, recorded_by, recorded_at)
                        SELECT $1, number, resident_id, from_institution, nullif(to_institution, ''), issued_on,
                            nullif(last_day, '')::date, $2, row_digest, $3, $4
                        FROM unnest($5::text[], $6::uuid[], $7::text[], $8::text[], $9::date[], $10::text[], $11::text[])
                            AS row (number, resident_id, from_institution, to_institution, issued_on, last_day, row_digest)
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(importId, UUID.class))
                .bind(2, by)
                .bind(3, at)
                .bind(4, Columns.array(referrals, String[]::new, Referral::number))
                .bind(5, Columns.array(referrals, UUID[]::new, Referral::residentId))
                .bind(6, Columns.array(referrals, String[]::new, Referral::fromInstitution))
                .bind(
                        7,
                        Columns.array(
                                referrals,
                                String[]::new,
                                referral -> referral.toInstitution().orElse("")))
                .bind(8, Columns.array(referrals, LocalDate[]::new, Referral::issuedOn))
                .bind(9, Columns.array(referrals, String[]::new, referral -> Columns.dayOrNothing(referral.lastDay())))
                .bind(10, Columns.array(referrals, String[]::new, Referral::digest))
                .then();
    }

    /** What is known of those numbers. */
    Flux<EarlierRows.Earlier> known(String area, Collection<String> numbers) {
        return database.sql("""
                        SELECT number AS key, coalesce(import_id, $3) AS import_id, row_digest FROM visit_referral
                        WHERE area = $1 AND number = ANY ($2)
                        """)
                .bind(0, area)
                .bind(1, numbers.toArray(String[]::new))
                .bind(2, NO_FILE)
                .mapProperties(EarlierRows.Earlier.class)
                .all();
    }

    Mono<Referral> find(String area, String number) {
        return database.sql("""
                        SELECT number, resident_id, from_institution, to_institution, issued_on, last_day FROM visit_referral
                        WHERE area = $1 AND number = $2
                        """)
                .bind(0, area)
                .bind(1, number)
                .map(row -> new Referral(
                        Columns.text(row, "number"),
                        Columns.get(row, "resident_id", UUID.class),
                        Columns.text(row, "from_institution"),
                        Columns.find(row, "to_institution", String.class),
                        Columns.get(row, "issued_on", LocalDate.class),
                        Columns.find(row, "last_day", LocalDate.class)))
                .one();
    }
}
