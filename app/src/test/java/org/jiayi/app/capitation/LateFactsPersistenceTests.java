package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.PolicyDesk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is heard late is booked in the open month, until what stands for every earlier month is what would have been counted
 * had it been known: PostgreSQL against plain Java, over random histories.
 */
@JiayiTest
class LateFactsPersistenceTests {

    private static final AtomicInteger AREAS = new AtomicInteger(430600);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(60);

    /** Each a history of its own; {@code -Djiayi.histories=N} tries more. */
    private static final int RESIDENTS = Integer.getInteger("jiayi.histories", 1_000);

    private static final int MONTHS = 7;
    private static final int LOOK_BACK = 4;
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);

    private final HeadCount headCount;
    private final PolicyDesk policies;
    private final ShieldedTransactions transactions;
    private final TestDatabase database;

    LateFactsPersistenceTests(
            HeadCount headCount, PolicyDesk policies, ShieldedTransactions transactions, TestDatabase database) {
        this.headCount = headCount;
        this.policies = policies;
        this.transactions = transactions;
        this.database = database;
    }

    /** What is paid for: who is paid, and at what price. */
    private record Paid(String team, String institution, int tariffRow, int grade) {}

    @ParameterizedTest(name = "seed {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # seed   | area   | besides, until the end of March | besides, from April on
            20260511 | 430111 | "payee": "institution" | "payee": "institution"
            20260512 | 430112 | "payee": "team"        | "payee": "team"
            20260513 | 430113 | "panel": [{"above": 20, "rate": "0.8"}, {"above": 40, "rate": "0"}] \
                              | "panel": [{"above": 20, "rate": "0.8"}, {"above": 40, "rate": "0"}]
            20260514 | 430114 | "noContact": {"months": 3, "rate": "0.5"} | "noContact": {"months": 3, "rate": "0.5"}
            20260515 | 430115 | "panel": [{"above": 20, "rate": "0.8"}], "noContact": {"months": 6, "rate": "0"} \
                              | "panel": [{"above": 20, "rate": "0.8"}], "noContact": {"months": 6, "rate": "0"}
            20260516 | 430116 | "panel": [{"above": 20, "rate": "0.8"}], "noContact": {"months": 3, "rate": "0.5"} \
                              | "payee": "institution"
            20260517 | 430117 | "payee": "institution" | "panel": [{"above": 20, "rate": "0.8"}]
            """)
    @Timeout(300)
    void what_stands_is_what_would_have_been_counted(long seed, String area, String besides, String fromApril)
            throws SQLException {
        var county = new RandomCounty(seed, RESIDENTS);
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(county);
        var drawn = county.policy();
        var documents = Stream.of(besides, fromApril)
                .map(more -> drawn.replaceFirst("\\{", "{\"lookBackMonths\": " + LOOK_BACK + ", " + more + ", "))
                .toList();
        var ids = List.of(
                publish(area, documents.get(0), LocalDate.of(2025, 1, 1), Optional.of(APRIL)),
                publish(area, documents.get(1), APRIL, Optional.empty()));
        var besideIt = CapitationPolicies.ofTheOtherScheme(drawn, 0);
        publish(area, besideIt, LocalDate.of(2025, 1, 1), Optional.empty());
        var beside = List.of(CapitationPolicies.accepted(besideIt));
        Function<Month, Integer> which = month -> month.firstDay().isBefore(APRIL) ? 0 : 1;
        Function<Month, CapitationPolicy> policyOf =
                month -> CapitationPolicies.accepted(documents.get(which.apply(month)));
        Map<Month, Map<UUID, Paid>> expected = new TreeMap<>();
        var corrections = 0L;
        for (var number = 1; number <= MONTHS; number++) {
            var month = Month.of(2026, number);
            var knownAt =
                    month.lastDay().plusDays(5).atStartOfDay(ZoneOffset.UTC).toInstant();
            count(area, policyOf.apply(month), ids.get(which.apply(month)), month, knownAt);
            for (var earlier = Math.max(1, number - LOOK_BACK); earlier <= number; earlier++) {
                var then = Month.of(2026, earlier);
                expected.put(then, paid(county, policyOf.apply(then), beside, then, knownAt));
            }
            assertThat(standing(area))
                    .as("seed %d, after %s known at %s, by %s", seed, month, knownAt, documents)
                    .isEqualTo(expected);
            corrections = number("SELECT count(*) FROM capitation_correction WHERE area = '" + area + "'");
            assertThat(number("SELECT coalesce(sum(heads), 0) FROM capitation_cell WHERE area = '" + area + "'"))
                    .as("the cells add up to what stands")
                    .isEqualTo(expected.values().stream().mapToLong(Map::size).sum());
        }
        assertThat(corrections).as("seed %d: late facts", seed).isGreaterThan(20);
        // a month that is counted again, known later, takes its own corrections back and makes them anew
        var again = Month.of(2026, MONTHS);
        var later = Instant.parse("2028-01-01T00:00:00Z");
        count(area, policyOf.apply(again), ids.get(1), again, later);
        for (var earlier = MONTHS - LOOK_BACK; earlier <= MONTHS; earlier++) {
            var then = Month.of(2026, earlier);
            expected.put(then, paid(county, policyOf.apply(then), beside, then, later));
        }
        assertThat(standing(area)).as("seed %d, again", seed).isEqualTo(expected);
    }

    /** One resident, insured and under contract with T00, counts in January; on 20 February something else is heard of January. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # heard              | booked in February for January
            nothing              |
            died                 | -1 death T00
            moved away           | -1 contract_ended T00
            other team           | -1 transferred T00, 1 transferred T03
            insured elsewhere    | -1 insurance_changed T00
            insured after all    | 1 counted_late T00
            hypertension         | -1 rate_changed T00, 1 rate_changed T00
            served               | -1 rate_changed T00, 1 rate_changed T00
            service voided       | -1 rate_changed T00, 1 rate_changed T00
            service disputed     | -1 rate_changed T00, 1 rate_changed T00
            suspended            | -1 not_eligible T00
            institution closed   | -1 not_eligible T00
            registered twice     | -1 duplicate T03
            """)
    void what_is_heard_late_is_booked_with_its_reason(String heard, @Nullable String booked) throws SQLException {
        var area = Integer.toString(AREAS.incrementAndGet());
        var county = new HeardLate(heard).county();
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(county);
        execute("UPDATE contract_version SET end_reason = '%s' WHERE area = '%s' AND version = 2"
                .formatted(heard.equals("died") ? "death" : "moved_away", area));
        var document =
                CapitationPolicies.COUNTY.replaceFirst("\\{", "{\"noContact\": {\"months\": 3, \"rate\": \"0.5\"},");
        var policy = CapitationPolicies.accepted(document);
        var policyId = publish(area, document, LocalDate.of(2025, 1, 1), Optional.empty());
        count(area, policy, policyId, Month.of(2026, 1), HeardLate.BEFORE);
        count(area, policy, policyId, Month.of(2026, 2), HeardLate.AFTER);
        assertThat(corrections(area)).isEqualTo(booked == null ? List.of() : List.of(booked.split(", ")));
    }

    /** January is counted in the morning, February in the evening, both as known at the end of the day. */
    @Test
    void what_is_heard_between_two_countings_of_a_day_is_late() throws SQLException {
        var area = Integer.toString(AREAS.incrementAndGet());
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(new HeardLate("nothing").county());
        var policy = CapitationPolicies.accepted(CapitationPolicies.COUNTY);
        var policyId = publish(area, CapitationPolicies.COUNTY, LocalDate.of(2025, 1, 1), Optional.empty());
        var endOfDay = HeardLate.AFTER.plus(Duration.ofHours(1));
        count(area, policy, new CountedMonth(LocalDate.of(2026, 1, 1), policyId, endOfDay, HeardLate.BEFORE));
        execute("UPDATE contract_version SET known = tstzrange(lower(known), '2026-02-20') WHERE area = '%s'"
                .formatted(area));
        count(area, policy, new CountedMonth(LocalDate.of(2026, 2, 1), policyId, endOfDay, HeardLate.AFTER));
        assertThat(corrections(area)).singleElement().asString().startsWith("-1");
    }

    /** The people of whom something was heard are gathered for each month anew, whether there are any or not. */
    @Test
    void months_may_be_counted_in_one_transaction() throws SQLException {
        var area = Integer.toString(AREAS.incrementAndGet());
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(new HeardLate("other team").county());
        var policy = CapitationPolicies.accepted(CapitationPolicies.COUNTY);
        var policyId = publish(area, CapitationPolicies.COUNTY, LocalDate.of(2025, 1, 1), Optional.empty());
        count(area, policy, policyId, Month.of(2026, 1), HeardLate.BEFORE);
        var later = HeardLate.AFTER.plus(Duration.ofDays(30));
        transactions
                .run(() -> headCount
                        .count(
                                area,
                                policy.scheme(),
                                new CountedMonth(LocalDate.of(2026, 2, 1), policyId, HeardLate.AFTER, HeardLate.AFTER),
                                policy)
                        .then(headCount.count(
                                area,
                                policy.scheme(),
                                new CountedMonth(LocalDate.of(2026, 3, 1), policyId, later, later),
                                policy)))
                .block(ANSWER_WAIT);
        assertThat(corrections(area)).containsExactly("-1 transferred T00", "1 transferred T03");
    }

    /** A file of 20 February says what was recorded on 10 January: the contract was none, and no version follows. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # closed at         | booked in February for January
            2026-02-20 08:00+08 | -1 contract_ended T00
            2026-01-10 08:00+08 |
                                |
            """)
    void what_is_closed_in_the_past_is_heard_when_it_is_closed(@Nullable String closedAt, @Nullable String booked)
            throws SQLException {
        var area = Integer.toString(AREAS.incrementAndGet());
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(new HeardLate("nothing").county());
        var policy = CapitationPolicies.accepted(CapitationPolicies.COUNTY);
        var policyId = publish(area, CapitationPolicies.COUNTY, LocalDate.of(2025, 1, 1), Optional.empty());
        count(area, policy, policyId, Month.of(2026, 1), HeardLate.BEFORE);
        assertThat(number("SELECT count(*) FROM capitation_person_month WHERE area = '" + area + "'"))
                .isOne();
        execute("""
                UPDATE contract_version SET known = tstzrange(lower(known), '2026-01-10 08:00+08'), closed_at = %s
                WHERE area = '%s'
                """.formatted(closedAt == null ? "NULL" : "'" + closedAt + "'", area));
        count(area, policy, policyId, Month.of(2026, 2), HeardLate.AFTER);
        assertThat(corrections(area)).isEqualTo(booked == null ? List.of() : List.of(booked));
    }

    private List<String> corrections(String area) throws SQLException {
        List<String> corrections = new ArrayList<>();
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            var row = statement.executeQuery("""
                    SELECT heads || ' ' || reason || ' ' || team_number FROM capitation_correction
                    WHERE area = '%s' AND for_month = '2026-01-01' ORDER BY heads
                    """.formatted(area));
            while (row.next()) {
                corrections.add(row.getString(1));
            }
        }
        return corrections;
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<UUID, Paid> paid(
            RandomCounty county, CapitationPolicy policy, List<CapitationPolicy> beside, Month month, Instant knownAt) {
        Map<String, List<RandomCounty.Head>> teams = new HashMap<>();
        county.heads(policy, beside, month, knownAt)
                .values()
                .forEach(head -> teams.computeIfAbsent(head.team(), any -> new ArrayList<>())
                        .add(head));
        var noContact = policy.grades().noContact();
        Set<UUID> served = noContact
                .map(rule -> county.served(policy.headCount().snapshot(month), rule.months(), knownAt))
                .orElse(Set.of());
        Map<UUID, Paid> paid = new TreeMap<>();
        teams.values().forEach(team -> {
            team.sort(Comparator.comparing(head -> head.contractId().toString()));
            for (var rank = 1; rank <= team.size(); rank++) {
                var head = team.get(rank - 1);
                var place = rank;
                var bands = policy.grades().panel().stream()
                        .filter(band -> place > band.above())
                        .count();
                var without = noContact.isPresent() && !served.contains(head.residentId()) ? 1 : 0;
                paid.put(
                        head.residentId(),
                        new Paid(head.team(), head.institution(), head.tariffRow(), 2 * (int) bands + without));
            }
        });
        return paid;
    }

    /** For each month the heads of it and what was corrected since; nobody may stand twice. */
    private Map<Month, Map<UUID, Paid>> standing(String area) throws SQLException {
        Map<Month, Map<UUID, Paid>> standing = new TreeMap<>();
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            var row = statement.executeQuery("""
                    SELECT for_month, resident_id, team_number, institution_code, tariff_row, grade, sum(heads)
                    FROM (SELECT month AS for_month, resident_id, team_number, institution_code, tariff_row, grade, 1 AS heads
                            FROM capitation_person_month WHERE area = '%1$s'
                        UNION ALL SELECT for_month, resident_id, team_number, institution_code, tariff_row, grade, heads
                            FROM capitation_correction WHERE area = '%1$s') entry
                    GROUP BY for_month, resident_id, team_number, institution_code, tariff_row, grade
                    HAVING sum(heads) <> 0
                    """.formatted(area));
            while (row.next()) {
                assertThat(row.getInt(7)).isOne();
                var paid = new Paid(row.getString(3), row.getString(4), row.getInt(5), row.getInt(6));
                assertThat(standing.computeIfAbsent(
                                        Month.containing(row.getObject(1, LocalDate.class)), any -> new TreeMap<>())
                                .put(row.getObject(2, UUID.class), paid))
                        .isNull();
            }
        }
        return standing;
    }

    private void count(String area, CapitationPolicy policy, UUID policyId, Month month, Instant knownAt) {
        count(area, policy, new CountedMonth(month.firstDay(), policyId, knownAt, knownAt));
    }

    private void count(String area, CapitationPolicy policy, CountedMonth month) {
        transactions
                .run(() -> headCount.count(area, policy.scheme(), month, policy))
                .block(ANSWER_WAIT);
    }

    private long number(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            var row = statement.executeQuery(sql);
            row.next();
            return row.getLong(1);
        }
    }

    private UUID publish(String area, String document, LocalDate from, Optional<LocalDate> until) {
        return policies.draft(area, "capitation", document, from, until, bureau(area, "wang"))
                .flatMap(draft -> policies.validate(area, draft.policyId(), Optional.empty(), bureau(area, "wang")))
                .flatMap(draft -> policies.publish(area, draft.policyId(), bureau(area, "li")))
                .blockOptional(ANSWER_WAIT)
                .orElseThrow()
                .policyId();
    }

    private static Caller bureau(String area, String name) {
        return new Caller(
                name, Set.of(Role.BUREAU), new Scope(area, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
