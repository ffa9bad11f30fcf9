package org.jiayi.app.capitation;

import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The months that have been counted. */
@Component
class CountedMonths {

    private static final String SELECT =
            "SELECT month, policy_id, known_at, counted_at FROM capitation_month WHERE area = $1 AND scheme = $2 AND ";

    private final DatabaseClient database;

    CountedMonths(DatabaseClient database) {
        this.database = database;
    }

    /** A counted month; empty where it has not been counted. */
    Mono<CountedMonth> find(String area, InsuranceScheme scheme, Month month) {
        return database.sql(SELECT + "month = $3")
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .mapProperties(CountedMonth.class)
                .one();
    }

    /** The counted ones of the months before {@code month}, at most so many back, in order. */
    Flux<CountedMonth> before(String area, InsuranceScheme scheme, Month month, int lookBackMonths) {
        return database.sql(SELECT + "month < $3 AND month >= $4 ORDER BY month")
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, month.firstDay().minusMonths(lookBackMonths))
                .mapProperties(CountedMonth.class)
                .all();
    }

    /** The policies by which the months up to that one were counted. */
    Flux<UUID> policies(String area, String scheme, Month through) {
        return database.sql(
                        "SELECT DISTINCT policy_id FROM capitation_month WHERE area = $1 AND scheme = $2 AND month <= $3")
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, through.firstDay())
                .mapValue(UUID.class)
                .all();
    }

    /** The policies of the other schemes beside which a month was counted. */
    Flux<UUID> beside(String area, InsuranceScheme scheme, Month month) {
        return database.sql(
                        "SELECT unnest(beside) FROM capitation_month WHERE area = $1 AND scheme = $2 AND month = $3")
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .mapValue(UUID.class)
                .all();
    }

    /** @param beside the policies of the other schemes */
    Mono<Void> keep(String area, InsuranceScheme scheme, CountedMonth counted, List<UUID> beside) {
        return database.sql("""
                        INSERT INTO capitation_month (area, scheme, month, policy_id, known_at, counted_at, beside)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, counted.month())
                .bind(3, counted.policyId())
                .bind(4, counted.knownAt())
                .bind(5, counted.countedAt())
                .bind(6, beside.toArray(UUID[]::new))
                .then();
    }
}
