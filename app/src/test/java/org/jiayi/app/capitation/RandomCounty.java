package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.resident.PopulationGroup;

/**
 * Residents with invented histories: what was true when, and what was known of it when. Everything follows from the seed.
 */
final class RandomCounty {

    private static final LocalDate START = LocalDate.of(2025, 9, 1);
    private static final int DAYS = 600;
    private static final int CONTRACTS_MAX = 6;
    private static final int TEAMS = 12;
    private static final int MERGED_ONE_IN = 20;
    private static final List<String> CATEGORIES =
            List.of("ordinary", "low_income", "extreme_poverty", "out_of_poverty");

    /** Someone, as a row of the register. */
    record Person(UUID residentId, LocalDate birth, int sex) {}

    /**
     * What holds of a person in a time, as known in a time.
     *
     * @param scheme empty where not insured in the pool
     */
    record Circumstance(
            UUID residentId,
            Optional<InsuranceScheme> scheme,
            int groups,
            String category,
            Term effective,
            Known known) {}

    /** A version of a contract. */
    record Version(
            UUID contractId,
            int version,
            UUID residentId,
            String team,
            String institution,
            ServicePackage servicePackage,
            Term term,
            Optional<Term> suspended,
            Known known) {}

    /** How an institution stands in a time, as known in a time. */
    record Standing(String institution, String standing, Term effective, Known known) {}

    /**
     * A service that somebody received, when that was written down, and when it was taken back or disputed; {@link Instant#MAX}
     * for never.
     */
    record Contact(
            UUID recordId,
            UUID residentId,
            Instant endedAt,
            Instant recordedAt,
            Instant takenBackAt,
            boolean byResident) {}

    /** Two registrations of one person, as known in a time. */
    record Merge(UUID mergedId, UUID survivorId, Known known) {}

    /** From a moment until another, half-open; {@link Instant#MAX} where it is still so. */
    record Known(Instant from, Instant until) {

        boolean at(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(until);
        }

        boolean overlaps(Known other) {
            return from.isBefore(other.until) && other.from.isBefore(until);
        }
    }

    /** One resident counted once. */
    record Head(UUID residentId, UUID contractId, int version, String team, String institution, int tariffRow) {}

    private static final Comparator<Version> FIRST = Comparator.<Version, LocalDate>comparing(
                    version -> version.term().from())
            .thenComparing(version -> version.contractId().toString());

    final List<Person> people = new ArrayList<>();
    final List<Circumstance> circumstances = new ArrayList<>();
    final List<Version> versions = new ArrayList<>();
    final List<Merge> merges = new ArrayList<>();
    final List<Standing> standings = new ArrayList<>();
    final List<Contact> contacts = new ArrayList<>();
    private final Random random;

    RandomCounty(long seed, int residents) {
        random = new Random(seed);
        for (var index = 0; index < residents; index++) {
            var person = new Person(uuid(), birth(), List.of(0, 1, 2, 9).get(random.nextInt(4)));
            people.add(person);
            circumstances.addAll(circumstances(person));
            versions.addAll(contracts(person));
            contacts.addAll(contacts(person));
        }
        teams().values().stream().distinct().sorted().forEach(institution -> standings.addAll(standings(institution)));
        for (var index = 0; index + 2 < residents; index += 1 + random.nextInt(MERGED_ONE_IN)) {
            var from = moment();
            var until = random.nextInt(3) == 0 ? from.plusSeconds(1 + random.nextInt(200 * 86_400)) : Instant.MAX;
            merges.add(new Merge(
                    people.get(index).residentId(), people.get(index + 1).residentId(), new Known(from, until)));
            index += 2;
        }
    }

    /** Teams by number with their institutions: three teams each. */
    static Map<String, String> teams() {
        return IntStream.range(0, TEAMS)
                .boxed()
                .collect(Collectors.toMap(number -> "T%02d".formatted(number), number -> institution(number / 3)));
    }

    private static String institution(int number) {
        return "H4399010%04d".formatted(number);
    }

    /** A policy document with any bands, groups, packages and days; its year covers the months of the county. */
    String policy() {
        var ages = IntStream.range(1, 100).boxed().collect(Collectors.toList());
        Collections.shuffle(ages, random);
        var from = new ArrayList<>(ages.subList(0, random.nextInt(6)));
        from.add(0);
        Collections.sort(from);
        var bands = from.stream()
                .map(age ->
                        "{\"code\": \"%d+\", \"fromAge\": %d, \"male\": \"%s\", \"female\": \"%s\", \"unspecified\": \"%s\"}"
                                .formatted(age, age, coefficient(), coefficient(), coefficient()))
                .collect(Collectors.joining(", "));
        var recorded = Arrays.stream(PopulationGroup.values())
                .filter(group -> !group.isByAge())
                .toList();
        var groups = some(recorded, 0).stream()
                .map(group -> "{\"group\": \"%s\", \"coefficient\": \"%s\"}".formatted(lower(group), coefficient()))
                .collect(Collectors.joining(", "));
        var packages = some(Arrays.asList(ServicePackage.values()), 1).stream()
                .map(servicePackage -> '"' + lower(servicePackage) + '"')
                .collect(Collectors.joining(", "));
        return """
                {"kind": "capitation", "name": "随机政策", "scheme": "%s", "year": 2026, "baseQuotaFen": %d, "prepaid": "0.9",
                 "headCount": {"snapshotDay": %d, "joinThroughDay": %d, "leave": "month_of_last_day"},
                 "packages": [%s], "ageBands": [%s], "groups": [%s]}
                """.formatted(
                        random.nextBoolean() ? "310" : "390",
                        1 + random.nextInt(100_000),
                        1 + random.nextInt(28),
                        1 + random.nextInt(28),
                        packages,
                        bands,
                        groups);
    }

    /**
     * The oracle: who counts in a month by what was known at a moment, each person once, by resident. It asks the rule of each contract and
     * the tariff of each person, and knows no SQL.
     */
    Map<UUID, Head> heads(CapitationPolicy policy, Month month, Instant knownAt) {
        return heads(policy, List.of(), month, knownAt);
    }

    /** The same, beside the policies of other schemes: whoever counts first under one of them does not count. */
    Map<UUID, Head> heads(CapitationPolicy policy, List<CapitationPolicy> beside, Month month, Instant knownAt) {
        var snapshot = policy.headCount().snapshot(month);
        var firsts = firsts(policy, month, knownAt);
        for (var other : beside) {
            var elsewhere = firsts(other, month, knownAt);
            firsts.entrySet()
                    .removeIf(own -> Optional.ofNullable(elsewhere.get(own.getKey()))
                            .filter(version -> comesFirst(version, other, own.getValue(), policy))
                            .isPresent());
        }
        var insured = insured(policy, month, knownAt);
        Map<UUID, Person> register = people.stream().collect(Collectors.toMap(Person::residentId, Function.identity()));
        return firsts.values().stream().collect(Collectors.toMap(Version::residentId, first -> {
            var person = Objects.requireNonNull(register.get(first.residentId()));
            var groups = Objects.requireNonNull(insured.get(first.residentId())).groups();
            return new Head(
                    first.residentId(),
                    first.contractId(),
                    first.version(),
                    first.team(),
                    first.institution(),
                    policy.tariff().rowOf(person.birth(), person.sex(), groups, snapshot));
        }));
    }

    /** The contract that counts for each person. */
    private Map<UUID, Version> firsts(CapitationPolicy policy, Month month, Instant knownAt) {
        var insured = insured(policy, month, knownAt);
        var contracts = counted(policy, month, knownAt);
        var persons = persons(knownAt);
        Map<UUID, Version> firsts = new HashMap<>();
        for (var person : people) {
            if (insured.containsKey(person.residentId())) {
                contracts
                        .getOrDefault(person.residentId(), List.of())
                        .forEach(version -> firsts.merge(
                                persons.getOrDefault(person.residentId(), person.residentId()),
                                version,
                                BinaryOperator.minBy(FIRST)));
            }
        }
        return firsts;
    }

    private static boolean comesFirst(Version one, CapitationPolicy by, Version other, CapitationPolicy byOther) {
        var order = FIRST.compare(one, other);
        return order < 0
                || order == 0
                        && by.headCount().snapshotDay() < byOther.headCount().snapshotDay();
    }

    private Map<UUID, Circumstance> insured(CapitationPolicy policy, Month month, Instant knownAt) {
        var snapshot = policy.headCount().snapshot(month);
        return circumstances.stream()
                .filter(circumstance -> circumstance.known().at(knownAt))
                .filter(circumstance -> circumstance.effective().contains(snapshot))
                .filter(circumstance -> circumstance.scheme().equals(Optional.of(policy.scheme())))
                .collect(Collectors.toMap(Circumstance::residentId, circumstance -> circumstance));
    }

    /** Whose a registration is, of those that are merged. */
    private Map<UUID, UUID> persons(Instant knownAt) {
        return merges.stream()
                .filter(merge -> merge.known().at(knownAt))
                .collect(Collectors.toMap(Merge::mergedId, Merge::survivorId));
    }

    /** The contracts that count in a month, by resident, whoever is insured. */
    Map<UUID, List<Version>> counted(CapitationPolicy policy, Month month, Instant knownAt) {
        var snapshot = policy.headCount().snapshot(month);
        return versions.stream()
                .filter(version -> version.known().at(knownAt))
                .filter(version -> policy.counts(version.servicePackage()))
                .filter(version -> policy.headCount().counts(version.term(), month))
                .filter(version -> version.suspended()
                        .filter(term -> term.contains(snapshot))
                        .isEmpty())
                .filter(version -> isOpen(version.institution(), snapshot, knownAt))
                .collect(Collectors.groupingBy(Version::residentId));
    }

    private boolean isOpen(String institution, LocalDate day, Instant knownAt) {
        return standings.stream()
                .filter(standing -> standing.institution().equals(institution))
                .filter(standing -> standing.known().at(knownAt))
                .filter(standing -> standing.effective().contains(day))
                .allMatch(standing -> standing.standing().equals("open"));
    }

    /** Who was served in so many months up to the end of a day, under whichever registration, by what was known at a moment. */
    Set<UUID> served(LocalDate day, int months, Instant knownAt) {
        var from = startOf(day.minusMonths(months).plusDays(1));
        var until = startOf(day.plusDays(1));
        var persons = persons(knownAt);
        var served = contacts.stream()
                .filter(contact ->
                        !contact.endedAt().isBefore(from) && contact.endedAt().isBefore(until))
                .filter(contact -> new Known(contact.recordedAt(), contact.takenBackAt()).at(knownAt))
                .map(contact -> persons.getOrDefault(contact.residentId(), contact.residentId()))
                .collect(Collectors.toSet());
        return people.stream()
                .map(Person::residentId)
                .filter(resident -> served.contains(persons.getOrDefault(resident, resident)))
                .collect(Collectors.toSet());
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneId.of("Asia/Shanghai")).toInstant();
    }

    private LocalDate birth() {
        if (random.nextInt(20) == 0) {
            return LocalDate.of(1940 + 4 * random.nextInt(20), 2, 29);
        }
        return LocalDate.of(1925, 1, 1).plusDays(random.nextInt(37_200));
    }

    /** Up to three states of knowledge, in each up to three times, some without any circumstance. */
    private List<Circumstance> circumstances(Person person) {
        List<Circumstance> all = new ArrayList<>();
        for (var known : stretches()) {
            for (var effective : terms()) {
                if (random.nextInt(15) > 0) {
                    var scheme = random.nextInt(10) == 0
                            ? Optional.<InsuranceScheme>empty()
                            : Optional.of(any(Arrays.asList(InsuranceScheme.values())));
                    var groups = random.nextInt(3) == 0 ? random.nextInt(PopulationGroup.SETS) : 0;
                    all.add(new Circumstance(person.residentId(), scheme, groups, any(CATEGORIES), effective, known));
                }
            }
        }
        return all;
    }

    /** Contracts one after the other, some ended early once or twice; what the database would exclude is left out. */
    private List<Version> contracts(Person person) {
        List<Version> all = new ArrayList<>();
        var from = START.plusDays(random.nextInt(200) - 100);
        for (var contract = random.nextInt(CONTRACTS_MAX); contract > 0; contract--) {
            var history = history(person, from);
            if (history.stream().noneMatch(version -> all.stream().anyMatch(other -> excludes(version, other)))) {
                all.addAll(history);
                var last = history.get(history.size() - 1).term().until();
                from = random.nextInt(3) == 0 ? last.plusDays(random.nextInt(90)) : last;
            } else {
                from = START.plusDays(random.nextInt(DAYS));
            }
        }
        return all;
    }

    private List<Version> history(Person person, LocalDate from) {
        var contractId = uuid();
        var team = "T%02d".formatted(random.nextInt(TEAMS));
        var servicePackage = any(Arrays.asList(ServicePackage.values()));
        var term = new Term(
                from, from.plusDays(random.nextInt(8) == 0 ? 1 + random.nextInt(20) : 1 + random.nextInt(400)));
        var known = moment(from.minusDays(random.nextInt(40)));
        List<Version> history = new ArrayList<>();
        for (var ends = random.nextInt(3); ends >= 0; ends--) {
            var until = ends == 0 ? Instant.MAX : known.plusSeconds(1 + random.nextInt(200 * 86_400));
            history.add(new Version(
                    contractId,
                    history.size() + 1,
                    person.residentId(),
                    team,
                    teams().getOrDefault(team, ""),
                    servicePackage,
                    term,
                    suspended(term),
                    new Known(known, until)));
            term = term.endingAfter(term.from().plusDays(random.nextInt((int) term.days())));
            known = until;
        }
        return history;
    }

    /** Some days of the term, of one contract in six. */
    private Optional<Term> suspended(Term term) {
        if (random.nextInt(6) > 0) {
            return Optional.empty();
        }
        var from = term.from().plusDays(random.nextInt((int) term.days()));
        var until = from.plusDays(1 + random.nextInt(90));
        return Optional.of(new Term(from, until.isBefore(term.until()) ? until : term.until()));
    }

    /** Open most of the time, as far as anything is known. */
    private List<Standing> standings(String institution) {
        List<Standing> all = new ArrayList<>();
        for (var known : stretches()) {
            for (var effective : terms()) {
                if (random.nextInt(4) == 0) {
                    var standing = any(List.of("open", "suspended", "closed", "not_yet_open"));
                    all.add(new Standing(institution, standing, effective, known));
                }
            }
        }
        return all;
    }

    /** Up to three, some written down weeks later, some taken back by the team or disputed by the resident. */
    private List<Contact> contacts(Person person) {
        List<Contact> all = new ArrayList<>();
        for (var contact = random.nextInt(4); contact > 0; contact--) {
            var ended = moment();
            var recorded = ended.plusSeconds(random.nextInt(2) * random.nextInt(60 * 86_400));
            var takenBack =
                    random.nextInt(4) == 0 ? recorded.plusSeconds(1 + random.nextInt(100 * 86_400)) : Instant.MAX;
            all.add(new Contact(
                    uuid(), person.residentId(), ended, recorded, takenBack, ended.getEpochSecond() % 2 == 0));
        }
        return all;
    }

    private static boolean excludes(Version one, Version other) {
        return one.term().overlaps(other.term()) && one.known().overlaps(other.known());
    }

    /** All time from the beginning on, cut into one to three. */
    private List<Known> stretches() {
        List<Known> stretches = new ArrayList<>();
        var from = Instant.EPOCH;
        for (var cuts = random.nextInt(3); cuts > 0; cuts--) {
            var until = moment(START.plusDays(random.nextInt(DAYS)));
            if (until.isAfter(from)) {
                stretches.add(new Known(from, until));
                from = until;
            }
        }
        stretches.add(new Known(from, Instant.MAX));
        return stretches;
    }

    private List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        var from = LocalDate.of(1900, 1, 1);
        for (var cuts = random.nextInt(3); cuts > 0; cuts--) {
            var until = START.plusDays(random.nextInt(DAYS));
            if (until.isAfter(from)) {
                terms.add(new Term(from, until));
                from = until;
            }
        }
        terms.add(new Term(from, LocalDate.of(2100, 1, 1)));
        return terms;
    }

    /** A moment within the time of the county at which something may have been known. */
    Instant moment() {
        return moment(START.plusDays(random.nextInt(DAYS)));
    }

    private Instant moment(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(random.nextInt(4) * 21_600L);
    }

    private String coefficient() {
        return "%d.%04d".formatted(random.nextInt(3), random.nextInt(10_000));
    }

    private <T> List<T> some(List<T> all, int least) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, least + random.nextInt(all.size() + 1 - least));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
