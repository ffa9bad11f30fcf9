package org.jiayi.app.capitation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The counted months as lists to agree on. */
@Component
public class CountedRosters {

    private final DatabaseClient database;
    private final CountedMonths months;
    private final TariffPolicies policies;
    private final HeadCount headCount;

    CountedRosters(DatabaseClient database, CountedMonths months, TariffPolicies policies, HeadCount headCount) {
        this.database = database;
        this.months = months;
        this.policies = policies;
        this.headCount = headCount;
    }

    /**
     * A counted month.
     *
     * @param rule how its policy has it agreed; empty where it asks for nothing
     * @param heads of each institution that has any
     */
    public record CountedRoster(Optional<RosterRule> rule, Instant countedAt, Map<String, Long> heads) {

        public CountedRoster {
            heads = Map.copyOf(heads);
        }
    }

    /** The list of a month; empty where it is not counted. */
    public Mono<CountedRoster> find(String area, InsuranceScheme scheme, Month month) {
        return months.find(area, scheme, month)
                .flatMap(counted -> Mono.zip(policies.get(area, counted.policyId()), heads(area, scheme, month))
                        .map(facts -> new CountedRoster(facts.getT1().roster(), counted.countedAt(), facts.getT2())));
    }

    private record Part(String institutionCode, String part) {}

    /**
     * What tells each institution's part of a counted list from another: whom it has there, in which row and grade; by sums, which
     * need no order. Must be called inside a shielded transaction.
     */
    public Mono<Map<String, String>> parts(String area, InsuranceScheme scheme, Month month) {
        return headCount
                .forBatches()
                .thenMany(database.sql("""
                                SELECT institution_code,
                                    concat_ws(' ', count(*), sum(hashtextextended(head, 0)), sum(hashtextextended(head, 1))) AS part
                                FROM (
                                    SELECT p.institution_code, concat_ws(' ', p.resident_id, p.grade, t.label) AS head
                                    FROM capitation_person_month p
                                    JOIN capitation_month m ON m.area = p.area AND m.scheme = p.scheme AND m.month = p.month
                                    JOIN capitation_tariff_row t ON t.area = m.area AND t.policy_id = m.policy_id
                                        AND t.number = p.tariff_row
                                    WHERE p.area = $1 AND p.scheme = $2 AND p.month = $3) list
                                GROUP BY institution_code
                                """)
                        .bind(0, area)
                        .bind(1, scheme.code())
                        .bind(2, month.firstDay())
                        .mapProperties(Part.class)
                        .all())
                .collectMap(Part::institutionCode, Part::part);
    }

    private record Heads(String institutionCode, long heads) {}

    private Mono<Map<String, Long>> heads(String area, InsuranceScheme scheme, Month month) {
        return database.sql("""
                        SELECT institution_code, sum(heads)::bigint AS heads FROM capitation_cell
                        WHERE area = $1 AND scheme = $2 AND month = $3 AND for_month = $3 GROUP BY institution_code
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .mapProperties(Heads.class)
                .all()
                .collectMap(Heads::institutionCode, Heads::heads);
    }
}
