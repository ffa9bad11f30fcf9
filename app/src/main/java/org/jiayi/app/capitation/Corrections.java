package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The signed person-months (更正人月) that a month books for earlier ones. */
@Component
public class Corrections {

    private final DatabaseClient database;

    Corrections(DatabaseClient database) {
        this.database = database;
    }

    /** Where a page ended. */
    public record Position(UUID residentId, LocalDate forMonth, int heads) {}

    /** At most {@code limit} corrections within the caller's reach, by resident and month, after that one. */
    public Flux<PersonMonths.PersonMonth> page(
            String area, String scheme, Month month, Scope scope, Optional<Position> after, int limit) {
        return database.sql("""
                        SELECT %s
                        FROM (SELECT * FROM capitation_correction
                            WHERE area = $1 AND scheme = $2 AND month = $3
                                AND ($4::uuid IS NULL OR (resident_id, for_month, heads) > ($4, $5, $6))
                                AND ($7::text IS NULL OR $7 IN (institution_code, payee))
                            ORDER BY resident_id, for_month, heads LIMIT $8) p
                        %s
                        ORDER BY p.resident_id, p.for_month, p.heads
                        """.formatted(PersonMonths.HEAD, PersonMonths.PRICE))
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, month.firstDay())
                .bind(3, Columns.orNull(after.map(Position::residentId), UUID.class))
                .bind(4, Columns.orNull(after.map(Position::forMonth), LocalDate.class))
                .bind(5, Columns.orNull(after.map(Position::heads), Integer.class))
                .bind(6, Columns.orNull(scope.institution(), String.class))
                .bind(7, limit)
                .map((row, metadata) -> PersonMonths.personMonth(row))
                .all();
    }
}
