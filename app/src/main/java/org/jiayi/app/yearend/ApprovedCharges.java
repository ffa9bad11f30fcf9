package org.jiayi.app.yearend;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.ChargedYears;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** An approved year end has charged its year's visits for good, whatever policy is published afterwards. */
@Component
class ApprovedCharges implements ChargedYears {

    private final DatabaseClient database;

    ApprovedCharges(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Charged> find(String area, InsuranceScheme scheme, int year) {
        return database.sql("""
                        SELECT visits_policy_id, through_month, known_on, computed_at FROM yearend_year_end
                        WHERE area = $1 AND scheme = $2 AND year = $3 AND status = 'approved'
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, year)
                .map(row -> new Charged(
                        Columns.get(row, "visits_policy_id", UUID.class),
                        knownAt(row),
                        Month.containing(Columns.get(row, "through_month", LocalDate.class))
                                .lastDay()))
                .one();
    }

    /** The end of the day whose knowledge counts, or when it was computed on it: had something come in after that, it would not be approved. */
    private static Instant knownAt(Readable row) {
        Instant day = KnowledgeTime.endOf(Columns.get(row, "known_on", LocalDate.class));
        Instant computed = Columns.get(row, "computed_at", Instant.class);
        return day.isBefore(computed) ? day : computed;
    }
}
