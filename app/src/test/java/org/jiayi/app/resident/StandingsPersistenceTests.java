package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/** What the contract's rules ask of residents, read from the register. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandingsPersistenceTests {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);
    private static final int MANY = 10_000;
    private static final long MANY_MILLIS_MAX = 1_500;

    private final Residents residents;
    private final TestDatabase database;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private TestCounty county;
    private Map<String, UUID> ids = Map.of();

    private static final String MOTHER = TestCounty.identityNumber(LocalDate.of(1990, 5, 1), 2);
    private static final String CHILD = TestCounty.identityNumber(LocalDate.of(2021, 5, 1), 2);
    private static final String GROWN = TestCounty.identityNumber(LocalDate.of(2008, 1, 15), 2);
    private static final String ELDER = TestCounty.identityNumber(LocalDate.of(1961, 1, 15), 1);
    private static final String ALMOST = TestCounty.identityNumber(LocalDate.of(1961, 1, 16), 1);

    StandingsPersistenceTests(Residents residents, TestDatabase database, WebTestClient http, TestIssuer issuer) {
        this.residents = residents;
        this.database = database;
        this.http = http;
        this.issuer = issuer;
    }

    @BeforeAll
    void register_a_family() {
        county = TestCounty.open(http, issuer).withTeams();
        String child =
                TestCounty.resident("小", CHILD, "390", "", "一般").replaceFirst(",,,,$", ",母," + MOTHER + ",父母,H1");
        String grown =
                TestCounty.resident("大", GROWN, "390", "", "一般").replaceFirst(",,,,$", ",母," + MOTHER + ",父母,H1");
        county.take(
                "residents",
                String.join(
                        "\n",
                        TestCounty.RESIDENT_COLUMNS.strip(),
                        TestCounty.resident("母", MOTHER, "310", "高血压;65岁以上老年人", "一般")
                                .replaceFirst(",$", ",H1"),
                        child,
                        grown,
                        TestCounty.resident("老", ELDER, "", "2型糖尿病", "低保"),
                        TestCounty.resident("将", ALMOST, "390", "", "一般")));
        ids = now(residents.byWrittenNumber(county.area(), List.of(MOTHER, CHILD, GROWN, ELDER, ALMOST)));
    }

    private UUID id(String number) {
        return Objects.requireNonNull(ids.get(number));
    }

    private static <T> T now(Mono<T> answer) {
        return Objects.requireNonNull(answer.block(ANSWER_WAIT));
    }

    private Standing standing(String number, LocalDate on) {
        UUID id = id(number);
        return Objects.requireNonNull(
                now(residents.standings(county.area(), List.of(id), on)).get(id));
    }

    @Test
    void groups_by_age_are_those_of_the_day_and_not_of_the_file() {
        assertThat(standing(MOTHER, TODAY).populationGroups()).isEqualTo(PopulationGroup.HYPERTENSION.mask());
        assertThat(standing(CHILD, TODAY).populationGroups()).isEqualTo(PopulationGroup.CHILD.mask());
        assertThat(standing(CHILD, LocalDate.of(2028, 4, 30)).populationGroups())
                .isEqualTo(PopulationGroup.CHILD.mask());
        assertThat(standing(CHILD, LocalDate.of(2028, 5, 1)).populationGroups()).isZero();
        assertThat(standing(ELDER, TODAY).populationGroups())
                .isEqualTo(PopulationGroup.OLDER_PERSON.mask() | PopulationGroup.TYPE_2_DIABETES.mask());
        assertThat(standing(ALMOST, TODAY).populationGroups()).isZero();
        assertThat(standing(ALMOST, TODAY.plusDays(1)).populationGroups())
                .isEqualTo(PopulationGroup.OLDER_PERSON.mask());
    }

    @Test
    void what_the_file_said_is_known_of_every_day() {
        Standing mother = standing(MOTHER, LocalDate.of(1999, 1, 1));
        assertThat(mother.scheme()).contains(InsuranceScheme.EMPLOYEE);
        assertThat(mother.birthDate()).isEqualTo(LocalDate.of(1990, 5, 1));
        assertThat(mother.sex()).isEqualTo(2);
        assertThat(mother.diedOn()).isEmpty();
        assertThat(mother.mergedInto()).isEmpty();
        assertThat(standing(ELDER, TODAY).scheme()).isEmpty();
    }

    @Test
    void who_is_unknown_is_absent() {
        assertThat(now(residents.standings(county.area(), List.of(UUID.randomUUID()), TODAY)))
                .isEmpty();
        assertThat(now(residents.standings(county.area(), List.of(), TODAY))).isEmpty();
    }

    @Test
    void a_guardian_of_the_file_acts_until_the_ward_is_of_age() {
        String area = county.area();
        assertThat(standing(CHILD, TODAY).hasGuardian()).isTrue();
        assertThat(standing(MOTHER, TODAY).hasGuardian()).isFalse();
        assertThat(now(residents.wardsOf(area, id(MOTHER), TODAY.minusDays(1))))
                .containsExactlyInAnyOrder(id(CHILD), id(GROWN));
        assertThat(now(residents.wardsOf(area, id(MOTHER), TODAY))).containsExactly(id(CHILD));
        assertThat(now(residents.mayActFor(area, id(MOTHER), id(CHILD), TODAY))).isTrue();
        assertThat(now(residents.mayActFor(area, id(MOTHER), id(ELDER), TODAY))).isFalse();
        assertThat(now(residents.mayActFor(area, id(CHILD), id(MOTHER), TODAY))).isFalse();
    }

    @Test
    void a_household_of_the_file_is_found_from_each_of_its_members() {
        Set<UUID> family = Set.of(id(MOTHER), id(CHILD), id(GROWN));
        for (UUID member : family) {
            assertThat(now(residents.householdOf(county.area(), member, TODAY))).isEqualTo(family);
        }
        assertThat(now(residents.householdOf(county.area(), id(ELDER), TODAY))).containsExactly(id(ELDER));
    }

    @Test
    void a_death_is_corrected_by_later_news_and_by_no_earlier_one() throws SQLException {
        TestCounty other = TestCounty.open(http, issuer);
        other.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("亡", ELDER, "390", "", "一般"));
        UUID dead = Objects.requireNonNull(
                now(residents.byWrittenNumber(other.area(), List.of(ELDER))).get(ELDER));
        Instant june = Instant.parse("2026-06-01T00:00:00Z");
        Instant july = Instant.parse("2026-07-01T00:00:00Z");
        LocalDate first = LocalDate.of(2026, 5, 1);
        LocalDate corrected = LocalDate.of(2026, 4, 30);
        for (int twice = 0; twice < 2; twice++) {
            record(other, dead, first, june);
            assertThat(diedOn(other, dead)).contains(first);
        }
        record(other, dead, corrected, june);
        assertThat(diedOn(other, dead))
                .as("what was learned at the same moment stays")
                .contains(first);
        record(other, dead, corrected, july);
        assertThat(diedOn(other, dead)).contains(corrected);
        assertThat(texts("SELECT died_on || ' ' || known FROM resident_death WHERE area = '" + other.area()
                        + "' ORDER BY known"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("2026-05-01");
    }

    private void record(TestCounty where, UUID who, LocalDate day, Instant knownFrom) {
        residents
                .recordDeaths(where.area(), Map.of(who, day), knownFrom, "test")
                .block(ANSWER_WAIT);
    }

    private Optional<LocalDate> diedOn(TestCounty where, UUID who) {
        @Nullable
        Standing standing =
                now(residents.standings(where.area(), List.of(who), TODAY)).get(who);
        return Objects.requireNonNull(standing).diedOn();
    }

    /** The goal is 150 ms on a machine of its own; the limit here only tells a plain look-up from a nested loop. */
    @Test
    void ten_thousand_at_once_are_a_plain_lookup() throws SQLException {
        TestCounty large = TestCounty.open(http, issuer);
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO resident_resident SELECT '%1$s', gen_random_uuid(), NULL, NULL, '\\x00', '1980-01-01', 1, '',
                        gen_random_uuid(), '', now() FROM generate_series(1, 100000);
                    INSERT INTO resident_circumstance SELECT area, resident_id, '390', 8, 'ordinary',
                        daterange(NULL, NULL), tstzrange(NULL, NULL) FROM resident_resident WHERE area = '%1$s';
                    ANALYZE""".formatted(large.area()));
        }
        List<UUID> wanted = texts("SELECT resident_id FROM resident_resident WHERE area = '" + large.area()
                        + "' ORDER BY md5(resident_id::text) LIMIT " + MANY)
                .stream()
                .map(UUID::fromString)
                .toList();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 12; round++) {
            long start = System.nanoTime();
            assertThat(now(residents.standings(large.area(), wanted, TODAY))).hasSize(MANY);
            best = Math.min(best, Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        assertThat(best).isLessThan(MANY_MILLIS_MAX);
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
