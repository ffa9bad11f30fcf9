package org.jiayi.app.resident;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps from which days on an open file of enrolments has said something of whom: what it says of an earlier day holds until
 * the next of them, in whatever order its rows stand.
 */
@Component
class EnrolmentDays {

    private final DatabaseClient database;

    EnrolmentDays(DatabaseClient database) {
        this.database = database;
    }

    /** A day from which on a file says something of a resident. */
    record Said(UUID residentId, LocalDate firstDay) {}

    /** What a file has said of some residents until now. */
    static final class SoFar {

        private final Map<UUID, TreeSet<LocalDate>> byResident = new HashMap<>();

        /** Adds what it says now; false where it has said something of that day already. */
        boolean add(Said said) {
            return of(said.residentId()).add(said.firstDay());
        }

        /** The next later day of which it has said something. */
        Optional<LocalDate> nextAfter(Said said) {
            return Optional.ofNullable(of(said.residentId()).higher(said.firstDay()));
        }

        private TreeSet<LocalDate> of(UUID residentId) {
            return byResident.computeIfAbsent(residentId, resident -> new TreeSet<>());
        }
    }

    /** What the file's earlier chunks have said of those residents. */
    Mono<SoFar> soFar(String area, UUID importId, UUID[] residents) {
        return database.sql("""
                        SELECT resident_id, first_day FROM resident_enrolment_day
                        WHERE area = $1 AND import_id = $2 AND resident_id = ANY ($3)
                        """)
                .bind(0, area)
                .bind(1, importId)
                .bind(2, residents)
                .mapProperties(Said.class)
                .all()
                .collect(SoFar::new, SoFar::add);
    }

    /** Keeps what a chunk has said. */
    Mono<Void> keep(String area, UUID importId, List<Said> said) {
        return database.sql("""
                        INSERT INTO resident_enrolment_day (area, import_id, resident_id, first_day)
                        SELECT $1, $2, resident_id, first_day FROM unnest($3::uuid[], $4::date[])
                            AS said (resident_id, first_day)
                        """)
                .bind(0, area)
                .bind(1, importId)
                .bind(2, Columns.array(said, UUID[]::new, Said::residentId))
                .bind(3, Columns.array(said, LocalDate[]::new, Said::firstDay))
                .then();
    }

    /** Forgets a file of which nothing more will come; with ten million rows that takes longer than a request may. */
    Mono<Void> forget(String area, UUID importId) {
        return database.sql("DELETE FROM resident_enrolment_day WHERE area = $1 AND import_id = $2")
                .bind(0, area)
                .bind(1, importId)
                .then();
    }
}
