package org.jiayi.app.capitation;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was heard late of earlier months (DOMAIN §5): deaths, transfers, changed insurance, contracts that came in late. Their
 * months are counted again for the people of whom something was recorded since, under the policy they were counted by; what
 * differs from what stands is booked in the open month as signed person-months, each with its reason.
 */
@Component
class LateFacts {

    /** A fact may be written by a transaction that began before a month was counted and ended after it. */
    private static final Duration STILL_UNDER_WAY = Duration.ofHours(1);

    /** So many people are found one by one faster than by reading everybody. */
    private static final int FEW = 5_000;

    /** Those of whom something was heard, by {@code resident_id}: a table of the transaction's own. */
    static final String CHANGED = "changed_resident";

    /** Their teams, where policies have panels. */
    private static final String CHANGED_TEAMS = "changed_team";

    private final DatabaseClient database;
    private final CountedMonths months;
    private final TariffPolicies policies;

    LateFacts(DatabaseClient database, CountedMonths months, TariffPolicies policies) {
        this.database = database;
        this.months = months;
        this.policies = policies;
    }

    /**
     * Corrects the months before the open one, as far back as its policy looks. A month that has seen no more than the one
     * before it corrects nothing.
     */
    Mono<Void> correct(String area, InsuranceScheme scheme, CountedMonth open, CapitationPolicy policy) {
        return months.before(area, scheme, open.inMonth(), policy.lookBackMonths())
                .collectList()
                .flatMap(earlier ->
                        earlier.isEmpty() || !earlier.get(earlier.size() - 1).sawLessThan(open)
                                ? Mono.<Void>empty()
                                : policies.all(area, earlier.stream().map(CountedMonth::policyId))
                                        .flatMap(then -> correct(area, scheme, open, earlier, then)));
    }

    private Mono<Void> correct(
            String area,
            InsuranceScheme scheme,
            CountedMonth open,
            List<CountedMonth> earlier,
            Map<UUID, CapitationPolicy> then) {
        return ofChanged(
                        area,
                        scheme,
                        earlier,
                        then.values(),
                        () -> Flux.fromIterable(earlier).concatMap(month -> correct(area, open, month, then)))
                .then();
    }

    /**
     * Asks of the people of whom something was heard since months were counted; of nobody, nothing. They may be all the people of a
     * province, so they stand in {@link #CHANGED} meanwhile, and never in our memory. Must be called inside a shielded transaction that
     * forbids nested loops: few people may be looped over.
     *
     * @param months in order
     * @param policies those by which they were counted
     */
    <T> Flux<T> ofChanged(
            String area,
            InsuranceScheme scheme,
            List<CountedMonth> months,
            Collection<CapitationPolicy> policies,
            Supplier<Flux<T>> asked) {
        return Flux.fromIterable(months)
                .filterWhen(month -> isBesideOthers(area, scheme, month.inMonth()))
                .collectList()
                .flatMap(besideOthers -> gather(area, months, policies, besideOthers))
                .filter(people -> people > 0)
                .delayUntil(people -> nestedLoops(people <= FEW))
                .flatMapMany(people -> asked.get())
                .concatWith(nestedLoops(false)
                        .then(database.sql("DROP TABLE IF EXISTS " + CHANGED + ", " + CHANGED_TEAMS)
                                .then())
                        .then(Mono.<T>empty()));
    }

    /** Whether the other scheme counts a month by another policy than the one beside which it was counted: anybody's head may differ. */
    private Mono<Boolean> isBesideOthers(String area, InsuranceScheme scheme, Month month) {
        return Mono.zip(
                months.beside(area, scheme, month).collectList(),
                policies.beside(area, scheme, month).map(Policy::policyId).collectList(),
                (then, now) -> !then.equals(now));
    }

    private Mono<Void> nestedLoops(boolean allowed) {
        return database.sql("SELECT set_config('enable_nestloop', $1, true)")
                .bind(0, allowed ? "on" : "off")
                .then();
    }

    /**
     * Gathers the people of whom anything that a head of these months rests on was recorded since the last of them was counted, or may
     * have been. What has no day in these months changes no head of theirs, and is most of what is recorded:
     * contracts that begin later, services of today. IS TRUE as in {@link CountedHeads#inTime}. Tells how many they are.
     *
     * @param policies those by which these months were counted: each is counted again by its own grades
     * @param besideOthers those of the months of which everybody is looked at
     */
    private Mono<Long> gather(
            String area,
            List<CountedMonth> months,
            Collection<CapitationPolicy> policies,
            List<CountedMonth> besideOthers) {
        CountedMonth counted = months.get(months.size() - 1);
        BoundSql sql = new BoundSql();
        String of = "area = " + sql.value(area, "text") + " AND ";
        String at = sql.value(counted.seenUntil().minus(STILL_UNDER_WAY), "timestamptz");
        LocalDate last = counted.inMonth().lastDay();
        String days =
                "daterange(%s, %s, '[]')".formatted(sql.value(months.get(0).month(), "date"), sql.value(last, "date"));
        String people = """
                SELECT resident_id FROM contract_version WHERE %1$s recorded_at >= %2$s AND (term && %3$s) IS TRUE
                UNION SELECT resident_id FROM contract_version
                    WHERE %1$s NOT upper_inf(known) AND coalesce(closed_at, upper(known)) >= %2$s AND (term && %3$s) IS TRUE
                UNION SELECT resident_id FROM resident_circumstance
                    WHERE %1$s recorded_at >= %2$s AND (effective && %3$s) IS TRUE
                UNION SELECT resident_id FROM resident_circumstance
                    WHERE %1$s NOT upper_inf(known) AND upper(known) >= %2$s AND (effective && %3$s) IS TRUE
                UNION SELECT resident_id FROM resident_former_identity WHERE %1$s known_until >= %2$s
                UNION SELECT resident_id FROM resident_person WHERE %1$s (lower(known) >= %2$s
                    OR NOT upper_inf(known) AND upper(known) >= %2$s)
                UNION SELECT resident_id FROM contract_version WHERE %1$s institution_code IN (
                    SELECT institution_code FROM organisation_institution_standing WHERE %1$s effective && %3$s
                        AND (recorded_at >= %2$s OR NOT upper_inf(known) AND upper(known) >= %2$s))
                UNION SELECT resident_id FROM roster_objection WHERE %1$s accepted AND answered_at >= %2$s AND %3$s @> month
                """.formatted(of, at, days);
        if (policies.stream().anyMatch(policy -> policy.grades().noContact().isPresent())) {
            String after = sql.value(CountedHeads.startOf(last.plusDays(1)), "timestamptz");
            people += """
                     UNION SELECT resident_id FROM fulfilment_record
                        WHERE %1$s recorded_at >= %2$s AND ended_at < %3$s
                    UNION SELECT f.resident_id FROM fulfilment_voiding v JOIN fulfilment_record f USING (area, record_id)
                        WHERE %1$s v.voided_at >= %2$s AND f.ended_at < %3$s
                    UNION SELECT f.resident_id FROM fulfilment_answer n JOIN fulfilment_record f USING (area, record_id)
                        WHERE %1$s NOT n.confirmed AND n.answered_at >= %2$s AND f.ended_at < %3$s""".formatted(of, at, after);
        }
        for (CountedMonth month : besideOthers) {
            people +=
                    " UNION SELECT resident_id FROM contract_version WHERE %s (term && daterange(%s, %s, '[]')) IS TRUE"
                            .formatted(
                                    of,
                                    sql.value(month.month(), "date"),
                                    sql.value(month.inMonth().lastDay(), "date"));
        }
        return sql.bind(
                        database,
                        "CREATE TEMPORARY TABLE " + CHANGED + " ON COMMIT DROP AS " + ofOnePerson(of, people)
                                + "SELECT resident_id FROM person")
                .then()
                .then(Mono.defer(() -> haveNoPanel(policies) ? Mono.empty() : gatherTeams(area, months)))
                .then(database.sql("ANALYZE " + CHANGED).then())
                .then(database.sql("SELECT count(*) FROM " + CHANGED)
                        .mapValue(Long.class)
                        .one());
    }

    private static boolean haveNoPanel(Collection<CapitationPolicy> policies) {
        return policies.stream().allMatch(policy -> policy.grades().panel().isEmpty());
    }

    /**
     * One head more or less moves others of the team across its limit, so that all who are with the teams of these people are counted
     * again; with another team, of which not all are, they are none the less what they were.
     */
    private Mono<Void> gatherTeams(String area, List<CountedMonth> months) {
        LocalDate first = months.get(0).month();
        LocalDate last = months.get(months.size() - 1).inMonth().lastDay();
        return Flux.just(
                        "CREATE TEMPORARY TABLE " + CHANGED_TEAMS + " ON COMMIT DROP AS SELECT DISTINCT team_number"
                                + " FROM contract_version JOIN " + CHANGED + " USING (resident_id)"
                                + " WHERE area = $1 AND (term && daterange($2, $3, '[]')) IS TRUE",
                        """
                        INSERT INTO %1$s
                        WITH member AS (SELECT resident_id FROM contract_version JOIN %2$s USING (team_number)
                            WHERE area = $1 AND (term && daterange($2, $3, '[]')) IS TRUE)
                        SELECT resident_id FROM member
                        UNION SELECT o.resident_id FROM member m
                            JOIN resident_person p ON p.area = $1 AND p.resident_id = m.resident_id
                            JOIN resident_person o ON o.area = $1 AND o.person_id = p.person_id
                        EXCEPT SELECT resident_id FROM %1$s
                        """.formatted(CHANGED, CHANGED_TEAMS))
                .concatMap(statement -> database.sql(statement)
                        .bind(0, area)
                        .bind(1, first)
                        .bind(2, last)
                        .then())
                .then();
    }

    /** That a head {@code s} and what it is now, {@code n}, are among those that may differ. */
    static String mayDiffer(Collection<CapitationPolicy> policies) {
        return haveNoPanel(policies)
                ? "true"
                : "(s.team_number IN (SELECT team_number FROM %1$s) OR n.team_number IN (SELECT team_number FROM %1$s))"
                        .formatted(CHANGED_TEAMS);
    }

    /** Names as {@code person} some people and their other registrations: of those of one person, only one counts. */
    private static String ofOnePerson(String of, String people) {
        return """
                WITH RECURSIVE changed AS (%2$s),
                person AS (SELECT resident_id FROM changed
                    UNION SELECT o.resident_id FROM changed c JOIN resident_person p ON p.%1$s p.resident_id = c.resident_id
                        JOIN resident_person o ON o.%1$s o.person_id = p.person_id)
                """.formatted(of, people);
    }

    private Mono<Void> correct(String area, CountedMonth open, CountedMonth earlier, Map<UUID, CapitationPolicy> then) {
        CapitationPolicy policy = Objects.requireNonNull(then.get(earlier.policyId()));
        return policies.heads(area, earlier.inMonth(), policy, open.knownAt())
                .flatMap(heads -> correct(open, heads, mayDiffer(then.values())));
    }

    private Mono<Void> correct(CountedMonth open, CountedHeads heads, String mayDiffer) {
        BoundSql sql = new BoundSql();
        String area = sql.value(heads.area(), "text");
        String scheme = sql.value(heads.policy().scheme().code(), "text");
        String of = "area = " + area + " AND scheme = " + scheme + " AND ";
        String forMonth = sql.value(heads.month().firstDay(), "date");
        String openMonth = sql.value(open.month(), "date");
        String key = String.join(", ", area, scheme, openMonth, forMonth);
        String now = heads.among(sql, CHANGED);
        String reason = new HeadDifference(heads.area(), heads.month(), heads.policy(), open.knownAt()).reason(sql);
        return sql.bind(database, """
                        WITH stood AS (
                            SELECT %1$s FROM (
                                SELECT %1$s, 1 AS heads FROM capitation_person_month JOIN %2$s USING (resident_id)
                                    WHERE %3$s month = %4$s
                                UNION ALL SELECT %1$s, heads FROM capitation_correction JOIN %2$s USING (resident_id)
                                    WHERE %3$s for_month = %4$s AND month < %5$s) entry
                            GROUP BY %1$s HAVING sum(heads) > 0),
                        now AS (%6$s),
                        difference AS (
                            SELECT s AS was, n AS is_now, %7$s AS reason
                            FROM stood s FULL JOIN now n ON n.resident_id = s.resident_id
                            WHERE %9$s AND %10$s)
                        INSERT INTO capitation_correction (area, scheme, month, for_month, %1$s, heads, reason)
                        SELECT %8$s, (was).*, -1, reason FROM difference WHERE (was).resident_id IS NOT NULL
                        UNION ALL SELECT %8$s, (is_now).*, 1, reason FROM difference WHERE (is_now).resident_id IS NOT NULL
                        """.formatted(
                                CountedHeads.COLUMNS,
                                CHANGED,
                                of,
                                forMonth,
                                openMonth,
                                now,
                                reason,
                                key,
                                HeadDifference.DIFFERS,
                                mayDiffer))
                .then();
    }
}
