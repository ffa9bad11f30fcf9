package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.contract.ContractHistoryEvent;
import org.jiayi.app.contract.ContractVersion;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.contract.PanelEntry;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.QuestionsAskedTogether;
import org.jiayi.app.database.SetBasedReads;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.organisation.TeamsOnDay;
import org.jiayi.app.resident.Identity;
import org.jiayi.app.resident.IdentityVault;
import org.jiayi.app.resident.PopulationGroup;
import org.jiayi.app.resident.Registrations;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Contracts as people read them, with names opened from the vault. */
@Component
class PostgresContractViews implements ContractViews {

    /** Names, as they are on a day, to what stands before it as {@code c}: some rows of versions. */
    private static final String NAMED = """
            SELECT c.*, r.sealed_identity, %s AS team_name, %s AS leader_name, i.name AS institution_name
            FROM c
            JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
            JOIN organisation_team t ON t.area = c.area AND t.number = c.team_number
            JOIN organisation_institution_particulars i ON i.area = c.area AND i.institution_code = c.institution_code
                AND upper_inf(i.known) AND i.effective @> %s::date
            """;

    /** The registration r of area $1 is somebody's who lives on day $2; of several of one person, the one that is left. */
    private static final String PERSON = """
            r.area = $1 AND r.birth_date <= $2::date
                AND NOT EXISTS (SELECT FROM resident_death d WHERE d.area = r.area AND d.resident_id = r.resident_id
                    AND d.died_on < $2::date AND upper_inf(d.known))
                AND NOT EXISTS (SELECT FROM resident_merge m WHERE m.area = r.area AND m.merged_id = r.resident_id
                    AND upper_inf(m.known))
            """;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final int DAYS_TOGETHER_MAX = 64;
    /** Two keep the database busy while the answers of one are written; more would only ask fewer together. */
    private static final int DAYS_UNDER_WAY_MAX = 2;
    /** Nearly all ask for today. Those that do not may have half of the connections, as many as they would get alone. */
    private static final int DAYS_AT_ONCE_MAX = 4;

    private final DatabaseClient database;
    private final SetBasedReads setBased;
    private final IdentityVault vault;
    private final Clock clock;
    private final QuestionsAskedTogether<DayOfResident, ContractVersion> onDays =
            new QuestionsAskedTogether<>(DAYS_TOGETHER_MAX, DAYS_UNDER_WAY_MAX, this::onDays);

    private record Day(String area, LocalDate on) {}

    private record DayOfResident(Day day, UUID residentId) {}

    PostgresContractViews(DatabaseClient database, SetBasedReads setBased, IdentityVault vault, Clock clock) {
        this.database = database;
        this.setBased = setBased;
        this.vault = vault;
        this.clock = clock;
    }

    private static String named(String day) {
        return NAMED.formatted(TeamsOnDay.name("t", day), TeamsOnDay.leader("t", day), day);
    }

    @Override
    public Mono<ContractView> find(String area, UUID contractId, Instant knownAt) {
        return database.sql("WITH c AS (" + ContractRows.VERSION + """
                        WHERE area = $1 AND contract_id = $2 AND lower(known) <= $3 ORDER BY version DESC LIMIT 1)
                        """ + named("$4"))
                .bind(0, area)
                .bind(1, contractId)
                .bind(2, knownAt)
                .bind(3, LocalDate.now(clock))
                .map(row -> view(row, knownAt))
                .one();
    }

    @Override
    public Flux<ContractView> of(String area, UUID residentId, Instant knownAt) {
        return database.sql("WITH c AS (" + ContractRows.VERSION
                        + " WHERE " + ContractRows.OF_PERSON + " AND known @> $3::timestamptz)" + named("$4")
                        + " ORDER BY c.first_day")
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, knownAt)
                .bind(3, LocalDate.now(clock))
                .map(row -> view(row, knownAt))
                .all();
    }

    @Override
    public Mono<ContractView> findOf(String area, UUID residentId, LocalDate on) {
        return database.sql(
                        "WITH c AS (" + ContractRows.VERSION + " WHERE " + ContractRows.OF_PERSON + """
                         AND upper_inf(known)
                        ORDER BY term @> $3::date DESC, lower(term) > $3::date, lower(term) DESC LIMIT 1)
                        """ + named("$3"))
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, on)
                .map(row -> view(row, KnowledgeTime.ALL))
                .one();
    }

    @Override
    public Mono<ContractVersion> onDay(String area, UUID residentId, LocalDate on) {
        return onDays.ask(new DayOfResident(new Day(area, on), residentId));
    }

    private Mono<Map<DayOfResident, ContractVersion>> onDays(List<DayOfResident> asked) {
        Map<Day, List<DayOfResident>> byDay = asked.stream().collect(Collectors.groupingBy(DayOfResident::day));
        return Flux.fromIterable(byDay.entrySet())
                .flatMap(day -> onDay(day.getKey(), day.getValue()), DAYS_AT_ONCE_MAX)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Only who is found to have no contract is asked for other registrations: nearly all have none. */
    private Flux<Map.Entry<DayOfResident, ContractVersion>> onDay(Day day, List<DayOfResident> asked) {
        List<UUID> residents = asked.stream().map(DayOfResident::residentId).toList();
        return heldBy(day, residents)
                .collectMap(ContractVersion::residentId)
                .flatMapMany(held -> {
                    List<UUID> others = residents.stream()
                            .filter(resident -> !held.containsKey(resident))
                            .toList();
                    return Flux.fromIterable(held.entrySet())
                            .concatWith(others.isEmpty() ? Flux.empty() : heldOtherwise(day, others));
                })
                .map(held -> Map.entry(new DayOfResident(day, held.getKey()), held.getValue()));
    }

    /** The contracts that people have by another registration than the one asked about, by the latter. */
    private Flux<Map.Entry<UUID, ContractVersion>> heldOtherwise(Day day, Collection<UUID> residents) {
        return database.sql(Registrations.OF_PEOPLE + " AND other.resident_id <> this.resident_id")
                .bind(0, day.area())
                .bind(1, residents.toArray(UUID[]::new))
                .map(row -> Map.entry(Columns.get(row, "held_by", UUID.class), Columns.get(row, "asked", UUID.class)))
                .all()
                .collectMultimap(Map.Entry::getKey, Map.Entry::getValue)
                .filter(asked -> !asked.isEmpty())
                .flatMapMany(asked -> heldBy(day, asked.keySet())
                        .flatMap(contract -> Flux.fromIterable(asked.getOrDefault(contract.residentId(), List.of()))
                                .map(resident -> Map.entry(resident, contract))));
    }

    /** IS TRUE keeps the planner off the exclusion's index, which guards well and finds slowly; so does ANY of several. */
    private Flux<ContractVersion> heldBy(Day day, Collection<UUID> registrations) {
        return database.sql(
                        ContractRows.VERSION
                                + " WHERE area = $1 AND resident_id = ANY($2) AND upper_inf(known) AND (term @> $3::date) IS TRUE")
                .bind(0, day.area())
                .bind(1, registrations.toArray(UUID[]::new))
                .bind(2, day.on())
                .map(ContractRows::version)
                .all();
    }

    @Override
    public Flux<ContractVersion> versions(String area, UUID contractId) {
        return database.sql(ContractRows.VERSION + " WHERE area = $1 AND contract_id = $2 ORDER BY version")
                .bind(0, area)
                .bind(1, contractId)
                .map(ContractRows::version)
                .all();
    }

    @Override
    public Flux<ContractHistoryEvent> events(String area, UUID contractId) {
        return database.sql("""
                        SELECT kind, effective_on, recorded_on, recorded_by, reason, basis FROM contract_event
                        WHERE area = $1 AND contract_id = $2 ORDER BY event_id
                        """)
                .bind(0, area)
                .bind(1, contractId)
                .map(row -> new ContractHistoryEvent(
                        Columns.text(row, "kind"),
                        Columns.get(row, "effective_on", LocalDate.class),
                        Columns.get(row, "recorded_on", LocalDate.class),
                        Columns.text(row, "recorded_by"),
                        Columns.find(row, "reason", String.class),
                        Columns.find(row, "basis", String.class)))
                .all();
    }

    /**
     * The index on teams gives this order, so a page of what is known now costs a page's rows; what was known then is read
     * from the team's versions. IS TRUE keeps off the indexes that only guard; ANY, which no join by hash can serve, keeps the
     * planner from reading everybody's circumstances for one team.
     */
    @Override
    public Flux<PanelEntry> panel(PanelPage page) {
        boolean now = page.knownAt().equals(KnowledgeTime.ALL);
        String known = now ? "upper_inf(%1$s.known)" : "(%1$s.known @> $6::timestamptz) IS TRUE";
        var statement = database.sql("""
                        SELECT c.area, c.resident_id, c.contract_id, r.sealed_identity, r.sex, r.birth_date,
                            s.population_groups, c.service_package, lower(c.term) AS first_day, upper(c.term) AS day_after
                        FROM contract_version c
                        JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
                        JOIN resident_circumstance s ON s.area = c.area AND s.resident_id = ANY (ARRAY[c.resident_id])
                            AND (s.effective @> $3::date) IS TRUE AND""" + " " + known.formatted("s") + """

                        WHERE c.area = $1 AND c.team_number = $2 AND c.resident_id > $4
                            AND (c.term @> $3::date) IS TRUE AND""" + " " + known.formatted("c") + """

                        ORDER BY c.resident_id LIMIT $5
                        """)
                .bind(0, page.area())
                .bind(1, page.teamNumber())
                .bind(2, page.on())
                .bind(3, page.after().orElse(BEFORE_ALL))
                .bind(4, page.limit());
        return (now ? statement : statement.bind(5, page.knownAt()))
                .map(row -> new PanelEntry(
                        Columns.get(row, "resident_id", UUID.class),
                        Columns.get(row, "contract_id", UUID.class),
                        identity(row),
                        Columns.get(row, "sex", Integer.class),
                        Columns.get(row, "birth_date", LocalDate.class),
                        Columns.get(row, "population_groups", Integer.class),
                        ContractRows.servicePackage(row),
                        ContractRows.term(row)))
                .all();
    }

    @Override
    public Mono<Map<String, Long>> inForceByTeam(String area, LocalDate on) {
        return countBy("team_number", area, on);
    }

    @Override
    public Mono<Coverage> coverage(String area, LocalDate on) {
        Mono<Long> residents = database.sql("SELECT count(*) FROM resident_resident r WHERE " + PERSON)
                .bind(0, area)
                .bind(1, on)
                .mapValue(Long.class)
                .one();
        return residents.zipWhen(all -> countBy("institution_code", area, on), Coverage::new);
    }

    @Override
    public Flux<Heads> heads(String area, LocalDate on) {
        return setBased.run(() -> database.sql("""
                        SELECT c.institution_code, (coalesce(s.population_groups, 0) & ~($3::int | $4::int))
                            | CASE WHEN r.birth_date <= $5 THEN $3::int
                                   WHEN r.birth_date > $6 AND r.birth_date <= $2 THEN $4::int ELSE 0 END AS groups,
                            count(*) AS residents
                        FROM resident_resident r
                        LEFT JOIN resident_circumstance s ON s.area = r.area AND s.resident_id = r.resident_id
                            AND s.effective @> $2::date AND upper_inf(s.known)
                        LEFT JOIN (SELECT coalesce(m.survivor_id, c.resident_id) AS person, c.institution_code
                            FROM contract_version c
                            LEFT JOIN resident_merge m ON m.area = c.area AND m.merged_id = c.resident_id AND upper_inf(m.known)
                            WHERE c.area = $1 AND c.term @> $2::date AND upper_inf(c.known)) c ON c.person = r.resident_id
                        WHERE %s
                        GROUP BY 1, 2 ORDER BY 1, 2
                        """.formatted(PERSON))
                .bind(0, area)
                .bind(1, on)
                .bind(2, PopulationGroup.OLDER_PERSON.mask())
                .bind(3, PopulationGroup.CHILD.mask())
                .bind(4, PopulationGroup.olderPersonBornBy(on))
                .bind(5, PopulationGroup.childBornAfter(on))
                .map(row -> new Heads(
                        Columns.find(row, "institution_code", String.class),
                        Columns.get(row, "groups", Integer.class),
                        Columns.get(row, "residents", Long.class)))
                .all());
    }

    private Mono<Map<String, Long>> countBy(String column, String area, LocalDate on) {
        return database.sql("SELECT " + column + " AS key, count(*) AS contracts FROM contract_version"
                        + " WHERE area = $1 AND upper_inf(known) AND term @> $2::date GROUP BY 1")
                .bind(0, area)
                .bind(1, on)
                .map(row -> Map.entry(Columns.text(row, "key"), Columns.get(row, "contracts", Long.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** What ended the knowledge of a version after that moment was not known then. */
    private ContractView view(Readable row, Instant knownAt) {
        ContractVersion version = ContractRows.version(row);
        return new ContractView(
                version.knownUntil().isAfter(knownAt) ? version.stillKnown() : version,
                identity(row),
                Columns.text(row, "team_name"),
                Columns.text(row, "leader_name"),
                Columns.text(row, "institution_name"));
    }

    private Identity identity(Readable row) {
        return vault.open(
                Columns.text(row, "area"),
                Columns.get(row, "resident_id", UUID.class),
                Columns.get(row, "sealed_identity", byte[].class));
    }
}
