package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.contract.ServicePackage.BASIC;
import static org.jiayi.app.contract.ServicePackage.MATERNAL;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.organisation.Teams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of signing: DOMAIN §3. */
class SigningDeskTests {

    private static final long SEED = 20260306;

    /** The basic package is priced for those who sign in 2025 or 2026, the package for the elderly from 2026 on. */
    private static final PricedPackages PRICES = new PricedPackages(List.of(
            new PricedPackages.Price("basic", new UUID(0, 1), day("2025-01-01"), day("2027-01-01")),
            new PricedPackages.Price("elderly", new UUID(0, 2), day("2026-01-01"), LocalDate.MAX)));

    /** T1 has one place, taken by Li for the year 2026; T2 has two, both free. */
    private static SigningDesk desk() {
        return desk(
                Map.of("T1", 1, "T2", 2),
                new HashMap<>(Map.of("T1", occupied("2026-01-01", "2026-12-31"))),
                List.of(held("Li", 1, "2026-01-01", "2026-12-31", "2025-12-01", "for ever")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # resident | team | package  | first day  | last day   | answer
            Li         | T9   | MATERNAL | 2026-06-01 | 2026-05-31 | unknown_team
            Li         | T1   | MATERNAL | 2026-06-01 | 2026-05-31 | end_before_start
            Li         | T1   | MATERNAL | 2026-06-01 | 2029-06-01 | term_too_long
            Li         | T1   | MATERNAL | 2026-06-01 | 2029-05-31 | no_fee_policy
            Li         | T1   | BASIC    | 2026-06-01 | 2029-05-31 | overlapping
            Wang       | T1   | BASIC    | 2026-06-01 | 2029-05-31 | over_capacity
            Wang       | T2   | BASIC    | 2026-06-01 | 2029-05-31 | signed
            """)
    void of_several_rules_broken_the_first_is_told(
            String resident,
            String team,
            ServicePackage servicePackage,
            LocalDate first,
            LocalDate last,
            String answer) {
        assertThat(told(desk().decide(request(resident, team, servicePackage, "2026-05-01", first, last))))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Li is under contract for 2026 | first day  | last day   | answer
            the whole year again            | 2026-01-01 | 2026-12-31 | overlapping
            its last day                    | 2026-12-31 | 2027-12-30 | overlapping
            the day after its last          | 2027-01-01 | 2027-12-31 | signed
            its first day                   | 2025-01-02 | 2026-01-01 | overlapping
            the day before its first        | 2025-01-01 | 2025-12-31 | signed
            around it                       | 2025-01-01 | 2027-12-31 | overlapping
            one day of it                   | 2026-07-01 | 2026-07-01 | overlapping
            """)
    void one_contract_per_resident_and_day(String what, LocalDate first, LocalDate last, String answer) {
        assertThat(told(desk().decide(request("Li", "T2", BASIC, "2026-05-01", first, last))))
                .as(what)
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # first day | last day   | answer
            2026-02-01  | 2026-01-31 | end_before_start
            2026-02-01  | 2026-02-01 | signed
            2026-02-01  | 2029-01-31 | signed
            2026-02-01  | 2029-02-01 | term_too_long
            """)
    void a_term_has_at_least_a_day_and_at_most_three_years(LocalDate first, LocalDate last, String answer) {
        assertThat(told(desk().decide(request("Wang", "T2", BASIC, "2026-01-20", first, last))))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # package | signed on  | answer
            BASIC     | 2024-12-31 | no_fee_policy
            BASIC     | 2025-01-01 | signed
            BASIC     | 2026-12-31 | signed
            BASIC     | 2027-01-01 | no_fee_policy
            ELDERLY   | 2025-12-31 | no_fee_policy
            ELDERLY   | 2026-01-01 | signed
            CHRONIC   | 2026-01-01 | no_fee_policy
            """)
    void the_package_has_a_price_on_the_day_of_signing(ServicePackage servicePackage, String signedOn, String answer) {
        var request = request("Wang", "T2", servicePackage, signedOn, day("2027-03-01"), day("2028-02-29"));
        assertThat(told(desk().decide(request))).isEqualTo(answer);
    }

    /** Zhang's contract for 2026 was ended after 15 May, as is known from 20 May. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # known from             | first day  | answer
            2026-05-20T00:00:00Z     | 2026-05-16 | signed
            2026-05-20T00:00:00Z     | 2026-05-15 | overlapping
            2026-05-19T23:59:59.999Z | 2026-05-16 | overlapping
            2026-05-19T23:59:59.999Z | 2027-01-01 | signed
            2026-09-01T00:00:00Z     | 2026-05-16 | signed
            2025-11-01T00:00:00Z     | 2026-05-16 | overlapping
            """)
    void an_early_end_frees_the_days_after_it_from_the_moment_it_is_known(
            Instant knownFrom, LocalDate first, String answer) {
        var desk = desk(
                Map.of("T2", 2),
                new HashMap<>(),
                List.of(
                        held("Zhang", 1, "2026-01-01", "2026-12-31", "2025-12-01", "2026-05-20"),
                        held("Zhang", 2, "2026-01-01", "2026-05-15", "2026-05-20", "for ever")));
        var request = SigningRequest.onPaper(
                resident("Zhang"), "T2", BASIC, day("2026-06-01"), first, first.plusMonths(6), knownFrom, "纸质");
        assertThat(told(desk.decide(request))).isEqualTo(answer);
    }

    @Test
    void each_signing_sees_the_ones_before_it() {
        assertThat(inOrder("""
                        Wang | T2 | 2026-01-01 | 2026-12-31
                        Wang | T2 | 2026-12-31 | 2027-12-30
                        Wang | T2 | 2027-01-01 | 2027-12-31
                        Zhao | T2 | 2026-06-01 | 2027-05-31
                        Qian | T2 | 2026-06-01 | 2026-06-30
                        Qian | T2 | 2028-01-01 | 2028-12-31
                        """))
                .containsExactly("signed", "overlapping", "signed", "signed", "over_capacity", "signed");
    }

    @Test
    void a_refused_signing_leaves_nothing_behind() {
        assertThat(inOrder("""
                        Wang | T1 | 2026-06-01 | 2027-05-31
                        Zhao | T2 | 2026-06-01 | 2027-05-31
                        Li   | T2 | 2026-06-01 | 2027-05-31
                        Wang | T2 | 2026-06-01 | 2027-05-31
                        Qian | T2 | 2026-06-01 | 2027-05-31
                        """)).containsExactly("over_capacity", "signed", "overlapping", "signed", "over_capacity");
    }

    @ParameterizedTest
    @CsvSource({"Wang, Zhao", "Zhao, Wang"})
    void the_order_of_the_file_decides_who_gets_the_last_place(String earlier, String later) {
        var desk = desk();
        var first = request(earlier, "T1", BASIC, "2026-05-01", day("2027-01-01"), day("2027-12-31"));
        var second = request(later, "T1", BASIC, "2026-04-01", day("2027-01-01"), day("2027-12-31"));
        assertThat(told(desk.decide(first))).isEqualTo("signed");
        assertThat(told(desk.decide(second))).isEqualTo("over_capacity");
    }

    @Test
    void who_is_refused_for_lack_of_room_is_told_the_capacity() {
        var decision = desk().decide(request("Wang", "T1", BASIC, "2026-05-01", day("2026-06-01"), day("2026-06-30")));
        assertThat(decision.<Map<String, String>>fold(refusal -> refusal.facts(), contract -> Map.of()))
                .containsExactly(Map.entry("capacity", "1"));
    }

    @Test
    void the_contract_says_what_was_asked_for_and_is_the_teams_institutions() {
        var request = request("Wang", "T2", BASIC, "2026-05-01", day("2026-06-01"), day("2027-05-31"));
        var contract = accepted(desk().decide(request));
        assertThat(contract)
                .isEqualTo(new NewContract(
                        contract.contractId(),
                        resident("Wang"),
                        "T2",
                        "institution of T2",
                        BASIC,
                        day("2026-05-01"),
                        new Term(day("2026-06-01"), day("2027-06-01")),
                        request.knownFrom(),
                        "纸质",
                        Lineage.SIGNED,
                        Signer.PAPER,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    /** Whoever waits for a payment may turn out to be in force from the day of signing on, so no other day is free. */
    @Test
    void what_begins_on_payment_keeps_its_place_from_the_signing_on() {
        var desk = desk(Map.of("T1", 1, "T2", 1), new HashMap<>(), List.of());
        assertThat(told(desk.decide(waiting("Wang", "T1", "2026-05-01", "2026-05-11", "2027-05-11"))))
                .isEqualTo("signed");
        assertThat(told(desk.decide(request("Li", "T1", BASIC, "2026-05-01", day("2026-05-02"), day("2026-05-03")))))
                .isEqualTo("over_capacity");
        assertThat(told(desk.decide(request("Wang", "T2", BASIC, "2026-05-01", day("2026-05-01"), day("2026-05-01")))))
                .isEqualTo("overlapping");
        assertThat(told(desk.decide(request("Li", "T1", BASIC, "2026-04-01", day("2026-04-01"), day("2026-04-30")))))
                .isEqualTo("signed");
    }

    private static SigningRequest waiting(
            String resident, String team, String signedOn, String payUntil, String lastDay) {
        return new SigningRequest(
                resident(resident),
                team,
                BASIC,
                day(signedOn),
                day(payUntil).plusDays(1),
                day(lastDay),
                moment(signedOn),
                "机构窗口",
                Lineage.SIGNED,
                Signer.PAPER,
                Optional.of(day(payUntil)));
    }

    /** Decided once by the desk and once by marking off every day of a calendar. */
    @Test
    void agrees_with_marking_off_every_day() {
        var random = new Random(SEED);
        for (var round = 0; round < 100; round++) {
            var desk = desk(Map.of("T1", 3, "T2", 5), new HashMap<>(), List.of());
            var calendar = new Calendar(Map.of("T1", 3, "T2", 5));
            var answers = new HashMap<String, Integer>();
            for (var row = 0; row < 60; row++) {
                var first = day("2026-01-01").plusDays(random.nextInt(90));
                var request = request(
                        "resident " + random.nextInt(15),
                        random.nextInt(3) == 0 ? "T2" : "T1",
                        random.nextInt(10) == 0 ? MATERNAL : BASIC,
                        "2026-01-01",
                        first,
                        first.plusDays(random.nextInt(60) - 2));
                var answer = told(desk.decide(request));
                assertThat(answer)
                        .as("seed %d, round %d, row %d: %s", SEED, round, row, request)
                        .isEqualTo(calendar.answer(request));
                answers.merge(answer, 1, Integer::sum);
            }
            assertThat(answers)
                    .as("seed %d, round %d", SEED, round)
                    .containsKeys("signed", "overlapping", "over_capacity");
        }
    }

    /** Who holds which day, and how many places of a team are taken on it. */
    private record Calendar(
            Map<String, Integer> capacity, Map<UUID, Set<LocalDate>> days, Map<String, List<LocalDate>> places) {

        private Calendar(Map<String, Integer> capacity) {
            this(capacity, new HashMap<>(), new HashMap<>());
        }

        String answer(SigningRequest request) {
            if (request.lastDay().isBefore(request.firstDay())) {
                return "end_before_start";
            }
            if (request.servicePackage() != BASIC) {
                return "no_fee_policy";
            }
            var asked =
                    request.firstDay().datesUntil(request.lastDay().plusDays(1)).collect(Collectors.toSet());
            var own = days.computeIfAbsent(request.residentId(), resident -> new HashSet<>());
            if (asked.stream().anyMatch(own::contains)) {
                return "overlapping";
            }
            var taken = places.computeIfAbsent(request.teamNumber(), team -> new ArrayList<>());
            if (asked.stream()
                    .anyMatch(day -> taken.stream().filter(day::equals).count()
                            >= capacity.getOrDefault(request.teamNumber(), 0))) {
                return "over_capacity";
            }
            own.addAll(asked);
            taken.addAll(asked);
            return "signed";
        }
    }

    private static List<String> inOrder(String rows) {
        var desk = desk();
        return rows.lines()
                .map(row -> Arrays.stream(row.split("\\|")).map(String::strip).toList())
                .map(row -> request(row.get(0), row.get(1), BASIC, "2026-01-10", day(row.get(2)), day(row.get(3))))
                .map(request -> told(desk.decide(request)))
                .toList();
    }

    private static String told(Decision<NewContract> decision) {
        return decision.fold(refusal -> refusal.code().code(), contract -> "signed");
    }

    private static NewContract accepted(Decision<NewContract> decision) {
        return decision.fold(
                refusal -> {
                    throw new AssertionError("refused: " + refusal);
                },
                contract -> contract);
    }

    private static SigningRequest request(
            String resident,
            String team,
            ServicePackage servicePackage,
            String signedOn,
            LocalDate firstDay,
            LocalDate lastDay) {
        return SigningRequest.onPaper(
                resident(resident), team, servicePackage, day(signedOn), firstDay, lastDay, moment(signedOn), "纸质");
    }

    private static Map<String, Teams.Team> teams(Map<String, Integer> capacities) {
        return capacities.entrySet().stream()
                .map(team -> new Teams.Team(
                        team.getKey(),
                        team.getKey(),
                        "institution of " + team.getKey(),
                        "",
                        "",
                        team.getValue(),
                        Map.of(),
                        1,
                        Optional.empty()))
                .collect(Collectors.toMap(Teams.Team::number, team -> team));
    }

    private static SigningDesk desk(
            Map<String, Integer> capacities, Map<String, Occupancy> occupancies, List<HeldContract> held) {
        return new SigningDesk(new SigningFacts(
                teams(capacities),
                PRICES,
                ContractingPolicy.STANDARD,
                occupancies,
                new HashMap<>(),
                Set.of(),
                Map.of(),
                Map.of(),
                held));
    }

    private static Occupancy occupied(String firstDay, String lastDay) {
        var occupancy = new Occupancy();
        occupancy.add(Term.ofDays(day(firstDay), day(lastDay)), 1);
        return occupancy;
    }

    private static HeldContract held(
            String resident, int version, String firstDay, String lastDay, String knownFrom, String knownUntil) {
        return new HeldContract(
                UUID.nameUUIDFromBytes(("contract of " + resident).getBytes(StandardCharsets.UTF_8)),
                version,
                resident(resident),
                "T1",
                "institution of T1",
                BASIC,
                day(knownFrom),
                Term.ofDays(day(firstDay), day(lastDay)),
                false,
                moment(knownFrom),
                knownUntil.equals("for ever") ? Instant.MAX : moment(knownUntil));
    }

    private static UUID resident(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static Instant moment(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }
}
