package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.policy.PolicyDesk;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who counts in a month, as PostgreSQL counts and as plain Java counts: DOMAIN §5. */
@JiayiTest
class HeadCountPersistenceTests {

    private static final AtomicInteger AREAS = new AtomicInteger(430200);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(60);

    /** Each a history of its own; {@code -Djiayi.histories=N} tries more. */
    private static final int RESIDENTS = Integer.getInteger("jiayi.histories", 2_000);

    private static final String COUNT = "CREATE TEMPORARY TABLE counted_head";
    private static final String TRY_OUT = "SELECT payee, institution_code";
    private static final ConnectionFactoryMetadata POSTGRESQL = () -> "PostgreSQL";
    private static final Month JUNE = Month.of(2026, 6);
    private static final Instant KNOWN_LATE = Instant.parse("2030-01-01T00:00:00Z");
    private static final Term SINCE_BIRTH = new Term(LocalDate.parse("1955-06-01"), LocalDate.parse("2100-01-01"));
    private static final List<Month> MONTHS =
            List.of(Month.of(2025, 12), Month.of(2026, 1), Month.of(2026, 2), JUNE, Month.of(2026, 11));

    private final HeadCount headCount;
    private final PolicyDesk policies;
    private final TariffPolicies tariffs;
    private final ShieldedTransactions transactions;
    private final TestDatabase database;

    HeadCountPersistenceTests(
            HeadCount headCount,
            PolicyDesk policies,
            TariffPolicies tariffs,
            ShieldedTransactions transactions,
            TestDatabase database) {
        this.headCount = headCount;
        this.policies = policies;
        this.tariffs = tariffs;
        this.transactions = transactions;
        this.database = database;
    }

    @ParameterizedTest(name = "seed {0}")
    @CsvSource(delimiter = '|', textBlock = """
            # seed   | area   | the other scheme looks so many days later
            20260501 | 430101 | 0
            20260505 | 430102 | 0
            20260503 | 430103 | 9
            """)
    @Timeout(180)
    void counts_the_heads_that_plain_java_counts(long seed, String area, int daysLater) throws SQLException {
        var county = new RandomCounty(seed, RESIDENTS);
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(county);
        var document = county.policy();
        var policy = CapitationPolicies.accepted(document);
        var policyId = publish(area, document);
        var besideIt = CapitationPolicies.ofTheOtherScheme(document, daysLater);
        publish(area, besideIt);
        var beside = List.of(CapitationPolicies.accepted(besideIt));
        var severalContracts = 0;
        for (var month : MONTHS) {
            for (var knownAt : List.of(county.moment(), county.moment(), KNOWN_LATE)) {
                var expected = county.heads(policy, beside, month, knownAt);
                count(area, month, policyId, policy, knownAt);
                assertThat(counted(area, policy.scheme(), month))
                        .as("seed %d, %s known at %s, by %s", seed, month, knownAt, document)
                        .isEqualTo(expected);
                assertThat(cells(area, policy.scheme(), month))
                        .as("cells, seed %d, %s known at %s", seed, month, knownAt)
                        .isEqualTo(expected.values().stream()
                                .collect(Collectors.groupingBy(
                                        head -> head.institution() + " row " + head.tariffRow(),
                                        Collectors.counting())));
                severalContracts += county.counted(policy, month, knownAt).values().stream()
                        .filter(contracts -> contracts.size() > 1)
                        .count();
            }
        }
        assertThat(severalContracts)
                .as("seed %d: residents with two contracts in a month", seed)
                .isPositive();
    }

    /** Every resident below is insured under 390; the policy counts the packages basic and elderly. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # contracts                                                                        | in 2026-03
            basic 2026-01-01 2026-12-31                                                        | the 1st
            chronic 2026-01-01 2026-12-31                                                      | nobody
            basic 2026-03-15 2027-03-14                                                        | the 1st
            basic 2026-03-16 2027-03-15                                                        | nobody
            basic 2026-01-01 2026-03-01                                                        | the 1st
            basic 2026-01-01 2026-02-28                                                        | nobody
            basic 2026-01-01 2026-03-10, elderly 2026-03-11 2027-03-10                         | the 1st
            elderly 2026-03-11 2027-03-10, basic 2026-01-01 2026-03-10                         | the 2nd
            chronic 2026-01-01 2026-03-10, elderly 2026-03-11 2027-03-10                       | the 2nd
            basic 2026-01-01 2026-02-28, elderly 2026-03-11 2027-03-10                         | the 2nd
            basic 2026-01-01 2026-03-01, basic 2026-03-02 2026-03-02, elderly 2026-03-03 2027-03-02 | the 1st
            """)
    void one_resident_counts_once_in_a_month_for_the_contract_that_began_earlier(String contracts, String counted)
            throws SQLException {
        var area = nextArea();
        var county = oneResident(Optional.of(InsuranceScheme.RESIDENT));
        for (var contract : contracts.split(", ")) {
            var words = contract.split(" ");
            county.versions.add(version(county, 0, words[0], words[1], words[2]));
        }
        var heads = heads(area, county, Month.of(2026, 3));
        assertThat(heads.stream().map(RandomCounty.Head::contractId).toList())
                .isEqualTo(
                        counted.equals("nobody")
                                ? List.of()
                                : List.of(county.versions
                                        .get(Integer.parseInt(counted.substring(4, 5)) - 1)
                                        .contractId()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # insured under | heads of 390
            RESIDENT        | 1
            EMPLOYEE        | 0
                            | 0
            """)
    void who_is_insured_elsewhere_or_nowhere_is_not_counted(@Nullable InsuranceScheme scheme, int heads)
            throws SQLException {
        var county = oneResident(Optional.ofNullable(scheme));
        county.versions.add(version(county, 0, "basic", "2026-01-01", "2026-12-31"));
        assertThat(heads(nextArea(), county, Month.of(2026, 3))).hasSize(heads);
    }

    /** A person was registered as A and as B. A's contract ended in May, B's begins in June; A was served on that day. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # served   | merged | grade in June: 1 is without contact
            2026-03-10 | true   | 0
            2026-03-10 | false  | 1
            2025-12-10 | true   | 1
            """)
    void a_contact_under_another_registration_is_one_of_the_person(LocalDate served, boolean merged, int grade)
            throws SQLException {
        var area = nextArea();
        var county = registeredTwice(InsuranceScheme.RESIDENT, InsuranceScheme.RESIDENT, merged);
        county.versions.add(version(county, 0, "basic", "2026-01-01", "2026-05-31"));
        county.versions.add(version(county, 1, "basic", "2026-06-01", "2027-05-31"));
        var at = served.atStartOfDay(ZoneOffset.UTC).toInstant();
        county.contacts.add(new RandomCounty.Contact(
                new UUID(2, 1), county.people.get(0).residentId(), at, at, Instant.MAX, false));
        open(area, county);
        var document =
                CapitationPolicies.COUNTY.replaceFirst("\\{", "{\"noContact\": {\"months\": 6, \"rate\": \"0.5\"},");
        var policy = CapitationPolicies.accepted(document);
        count(area, JUNE, publish(area, document), policy, KNOWN_LATE);
        assertThat(headCount
                        .cells(area, policy.scheme(), JUNE)
                        .map(HeadCount.Cell::grade)
                        .collectList()
                        .block(ANSWER_WAIT))
                .containsExactly(grade);
    }

    /**
     * A person was registered as A, insured under 310, whose contract ended on 10 June, and as B, insured under 390, whose contract began on
     * the 11th. The schemes that have a policy are counted in that order.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # counted                       | merged | heads
            310 on day 15, 390 on day 15    | true   | 310 A
            390 on day 15, 310 on day 15    | true   | 310 A
            390 on day 1, 310 on day 28     | true   | 310 A
            390 on day 15                   | true   | 390 B
            390 on day 15, 310 on day 15    | false  | 310 A, 390 B
            """)
    void one_person_counts_once_under_whichever_scheme(String counted, boolean merged, String heads)
            throws SQLException {
        var county = registeredTwice(InsuranceScheme.EMPLOYEE, InsuranceScheme.RESIDENT, merged);
        county.versions.add(version(county, 0, "basic", "2026-01-01", "2026-06-10"));
        county.versions.add(version(county, 1, "basic", "2026-06-11", "2027-06-10"));
        assertThat(headsUnder(county, counted)).containsExactly(heads.split(", "));
    }

    /** Insured under 310 until 14 June, and under 390 from the 15th, with one contract for the year. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # counted                       | heads
            310 on day 1, 390 on day 28     | 310 A
            390 on day 28, 310 on day 1     | 310 A
            390 on day 14, 310 on day 15    |
            390 on day 28                   | 390 A
            310 on day 15, 390 on day 15    | 390 A
            """)
    void who_changes_the_scheme_in_a_month_counts_under_the_one_that_looks_first(String counted, @Nullable String heads)
            throws SQLException {
        assertThat(headsUnder(changingScheme(), counted)).isEqualTo(heads == null ? List.of() : List.of(heads));
    }

    /** What the institution said of the contract, and the bureau accepted, does not depend on which scheme would have paid for it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # counted                   | left out under
            310 on day 1, 390 on day 28 | 310
            390 on day 28, 310 on day 1 | 310
            310 on day 1, 390 on day 28 | 390
            """)
    void whom_an_accepted_objection_leaves_out_counts_under_no_scheme(String counted, String leftOutUnder)
            throws SQLException {
        var county = changingScheme();
        var area = nextArea();
        open(area, county);
        leaveOut(area, leftOutUnder, county.people.get(0).residentId());
        assertThat(headsUnder(area, county, counted)).isEmpty();
    }

    /** As roster writes it when an objection is accepted. */
    private void leaveOut(String area, String scheme, UUID residentId) throws SQLException {
        var objectionId = UUID.randomUUID();
        var institution = RandomCounty.teams().getOrDefault("T00", "");
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO roster_roster (area, scheme, month, deadline, published_by, published_at)
                    VALUES ('%1$s', '%2$s', '2026-06-01', '2026-07-05', 'test', now());
                    INSERT INTO roster_objection (area, objection_id, scheme, month, institution_code, resident_id, reason, note,
                        objected_by, objected_at, accepted, answer, answered_by, answered_at, part)
                    VALUES ('%1$s', '%3$s', '%2$s', '2026-06-01', '%4$s', '%5$s', 'died', '', 'test', now(), true, '', 'test',
                        now(), '');
                    INSERT INTO capitation_exclusion (area, scheme, month, resident_id, institution_code, objection_id)
                    VALUES ('%1$s', '%2$s', '2026-06-01', '%5$s', '%4$s', '%3$s')
                    """.formatted(area, scheme, objectionId, institution, residentId));
        }
    }

    /** Insured under 310 until 14 June, and under 390 from the 15th, with one contract for the year. */
    private static RandomCounty changingScheme() {
        var county = oneResident(Optional.empty());
        var person = county.people.get(0);
        var change = LocalDate.parse("2026-06-15");
        county.circumstances.clear();
        county.circumstances.add(
                insured(person, Optional.of(InsuranceScheme.EMPLOYEE), new Term(person.birth(), change)));
        county.circumstances.add(
                insured(person, Optional.of(InsuranceScheme.RESIDENT), new Term(change, change.plusYears(70))));
        county.versions.add(version(county, 0, "basic", "2026-01-01", "2026-12-31"));
        return county;
    }

    /** Publishes the policies, such as "310 on day 15", counts June by each in that order, and tells whom each counts. */
    private List<String> headsUnder(RandomCounty county, String policiesInOrder) throws SQLException {
        var area = nextArea();
        open(area, county);
        return headsUnder(area, county, policiesInOrder);
    }

    private List<String> headsUnder(String area, RandomCounty county, String policiesInOrder) throws SQLException {
        var documents = Arrays.stream(policiesInOrder.split(", "))
                .map(policy -> CapitationPolicies.COUNTY
                        .replace("\"scheme\": \"390\"", "\"scheme\": \"%s\"".formatted(policy.split(" ")[0]))
                        .replace("\"snapshotDay\": 15", "\"snapshotDay\": " + policy.split(" ")[3]))
                .toList();
        Map<String, UUID> ids = new LinkedHashMap<>();
        for (var document : documents) {
            ids.put(document, publish(area, document));
        }
        List<String> heads = new ArrayList<>();
        for (var published : ids.entrySet()) {
            var policy = CapitationPolicies.accepted(published.getKey());
            count(area, JUNE, published.getValue(), policy, KNOWN_LATE);
            counted(area, policy.scheme(), JUNE)
                    .keySet()
                    .forEach(resident -> heads.add(policy.scheme().code() + " "
                            + (resident.equals(county.people.get(0).residentId()) ? "A" : "B")));
        }
        Collections.sort(heads);
        return heads;
    }

    private void open(String area, RandomCounty county) throws SQLException {
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(county);
    }

    /** Twenty thousand contracts just written, of which the planner has no statistics yet: its worst hour. */
    @Test
    @Timeout(180)
    void no_nested_loop_in_the_plan() throws SQLException {
        var area = nextArea();
        var county = new RandomCounty(20260504, 8_000);
        assertThat(county.versions).hasSizeGreaterThan(20_000);
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(county);
        var document = county.policy();
        var policyId = publish(area, document);
        var policy = CapitationPolicies.accepted(document);
        publish(area, CapitationPolicies.ofTheOtherScheme(document, 0));
        var counted = new CountedMonth(JUNE.firstDay(), policyId, KNOWN_LATE, KNOWN_LATE);
        assertThat(plan(COUNT, heads -> heads.count(area, policy.scheme(), counted, policy)))
                .contains("Join", "resident_circumstance", "contract_version", "resident_merge")
                .doesNotContain("Nested Loop");
        assertThat(plan(
                        TRY_OUT,
                        heads -> heads.tryOut(area, JUNE, policyId, policy, KNOWN_LATE)
                                .then()))
                .contains("Join", "resident_circumstance", "contract_version")
                .doesNotContain("Nested Loop");
    }

    /** How PostgreSQL does the statements with that beginning, in a transaction of their own. */
    private String plan(String beginning, Function<HeadCount, Mono<Void>> work) {
        var explained = new ConcurrentLinkedQueue<String>();
        Flux.usingWhen(
                        database.connections().create(),
                        connection -> Mono.from(connection.beginTransaction())
                                .then(Mono.defer(
                                        () -> work.apply(counting(explaining(connection, beginning, explained))))),
                        Connection::close)
                .blockLast(ANSWER_WAIT);
        return String.join("\n", explained);
    }

    private HeadCount counting(DatabaseClient client) {
        var months = new CountedMonths(client);
        return new HeadCount(client, months, tariffs, new LateFacts(client, months, tariffs));
    }

    private void count(String area, Month month, UUID policyId, CapitationPolicy policy, Instant knownAt) {
        transactions
                .run(() -> headCount.count(
                        area, policy.scheme(), new CountedMonth(month.firstDay(), policyId, knownAt, knownAt), policy))
                .block(ANSWER_WAIT);
    }

    private List<RandomCounty.Head> heads(String area, RandomCounty county, Month month) throws SQLException {
        var rows = new CountyRows(database, area);
        rows.openArea();
        rows.add(county);
        var document =
                CapitationPolicies.COUNTY.replace("\"basic\", \"elderly\", \"chronic\"", "\"basic\", \"elderly\"");
        var policy = CapitationPolicies.accepted(document);
        var knownAt = Instant.parse("2026-12-31T00:00:00Z");
        count(area, month, publish(area, document), policy, knownAt);
        var counted = counted(area, policy.scheme(), month);
        assertThat(counted).isEqualTo(county.heads(policy, month, knownAt));
        return List.copyOf(counted.values());
    }

    private UUID publish(String area, String document) {
        return policies.draft(
                        area, "capitation", document, LocalDate.of(2025, 1, 1), Optional.empty(), bureau(area, "wang"))
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

    private Map<UUID, RandomCounty.Head> counted(String area, InsuranceScheme scheme, Month month) throws SQLException {
        Map<UUID, RandomCounty.Head> heads = new HashMap<>();
        try (var connection = database.open();
                var statement = connection.prepareStatement("""
                        SELECT resident_id, contract_id, version, team_number, institution_code, tariff_row
                        FROM capitation_person_month WHERE area = ? AND scheme = ? AND month = ?
                        """)) {
            statement.setString(1, area);
            statement.setString(2, scheme.code());
            statement.setObject(3, month.firstDay());
            var row = statement.executeQuery();
            while (row.next()) {
                var residentId = row.getObject(1, UUID.class);
                var head = new RandomCounty.Head(
                        residentId,
                        row.getObject(2, UUID.class),
                        row.getInt(3),
                        row.getString(4),
                        row.getString(5),
                        row.getInt(6));
                assertThat(heads.put(residentId, head)).isNull();
            }
        }
        return heads;
    }

    private Map<String, Long> cells(String area, InsuranceScheme scheme, Month month) {
        return headCount
                .cells(area, scheme, month)
                .filter(cell -> cell.inMonth().equals(month))
                .collectMap(cell -> cell.institutionCode() + " row " + cell.tariffRow(), HeadCount.Cell::heads)
                .blockOptional(ANSWER_WAIT)
                .orElseThrow();
    }

    private static String nextArea() {
        return Integer.toString(AREAS.incrementAndGet());
    }

    /** A county of one resident without contracts, insured since ever under that scheme. */
    private static RandomCounty oneResident(Optional<InsuranceScheme> scheme) {
        var county = new RandomCounty(1, 0);
        county.standings.clear();
        var person = new RandomCounty.Person(new UUID(0, 1), LocalDate.parse("1955-06-01"), 2);
        county.people.add(person);
        county.circumstances.add(insured(person, scheme, SINCE_BIRTH));
        return county;
    }

    /** A county of one person with two registrations without contracts, each insured under its scheme. */
    private static RandomCounty registeredTwice(InsuranceScheme first, InsuranceScheme second, boolean merged) {
        var county = oneResident(Optional.of(first));
        var once = county.people.get(0);
        var again = new RandomCounty.Person(new UUID(0, 2), once.birth(), once.sex());
        county.people.add(again);
        county.circumstances.add(insured(again, Optional.of(second), SINCE_BIRTH));
        if (merged) {
            county.merges.add(new RandomCounty.Merge(
                    once.residentId(), again.residentId(), new RandomCounty.Known(Instant.EPOCH, Instant.MAX)));
        }
        return county;
    }

    private static RandomCounty.Circumstance insured(
            RandomCounty.Person person, Optional<InsuranceScheme> scheme, Term effective) {
        return new RandomCounty.Circumstance(
                person.residentId(),
                scheme,
                PopulationGroup.HYPERTENSION.mask(),
                "ordinary",
                effective,
                new RandomCounty.Known(Instant.EPOCH, Instant.MAX));
    }

    private static RandomCounty.Version version(
            RandomCounty county, int person, String servicePackage, String firstDay, String lastDay) {
        return new RandomCounty.Version(
                new UUID(1, county.versions.size()),
                1,
                county.people.get(person).residentId(),
                "T00",
                RandomCounty.teams().getOrDefault("T00", ""),
                ServicePackage.valueOf(servicePackage.toUpperCase(Locale.ROOT)),
                Term.ofDays(LocalDate.parse(firstDay), LocalDate.parse(lastDay)),
                Optional.empty(),
                new RandomCounty.Known(Instant.parse("2025-12-01T00:00:00Z"), Instant.MAX));
    }

    /** A client on that connection which has what begins so explained instead of answered, and gathers the plan. */
    private static DatabaseClient explaining(Connection connection, String beginning, Collection<String> plan) {
        var explaining = proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                return Mono.empty();
            }
            if (method.getName().equals("createStatement")
                    && arguments[0].toString().startsWith(beginning)) {
                return connection.createStatement("EXPLAIN (ANALYZE, TIMING OFF) " + arguments[0]);
            }
            return method.invoke(connection, arguments);
        });
        return DatabaseClient.builder()
                .connectionFactory(proxy(ConnectionFactory.class, (proxy, method, arguments) -> {
                    return method.getName().equals("create") ? Mono.just(explaining) : POSTGRESQL;
                }))
                .executeFunction(statement -> Flux.from(statement.execute())
                        .concatMap(result -> result.map((row, metadata) -> String.valueOf(row.get(0))))
                        .doOnNext(plan::add)
                        .thenMany(Flux.empty()))
                .build();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
