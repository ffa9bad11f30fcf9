package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jiayi.app.contract.ContractStore;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.Ending;
import org.jiayi.app.contract.HeldContract;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.Occupancy;
import org.jiayi.app.contract.PanelEntry;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Identity;
import org.jiayi.app.resident.IdentityVault;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresContracts implements ContractStore {

    private static final String VERSIONS = """
            SELECT contract_id, version, resident_id, team_number, service_package, signed_on,
                lower(term) AS first_day, upper(term) AS day_after, lower(known) AS known_from, upper(known) AS known_until
            FROM contract_version
            """;

    private static final String VIEWS = """
            SELECT c.area, c.contract_id, c.resident_id, r.sealed_identity, c.team_number, t.name AS team_name,
                t.leader_name, c.institution_code, i.name AS institution_name, c.service_package, c.signed_on,
                lower(c.term) AS first_day, upper(c.term) AS day_after, c.end_reason
            FROM contract_version c
            JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
            JOIN organisation_team t ON t.area = c.area AND t.number = c.team_number
            JOIN organisation_institution i ON i.area = c.area AND i.code = c.institution_code
            WHERE c.area = $1 AND upper_inf(c.known)
            """;

    private final DatabaseClient database;
    private final IdentityVault vault;

    PostgresContracts(DatabaseClient database, IdentityVault vault) {
        this.database = database;
        this.vault = vault;
    }

    @Override
    public Flux<HeldContract> versionsOf(String area, Collection<UUID> residentIds) {
        return database.sql(VERSIONS + " WHERE area = $1 AND resident_id = ANY ($2)")
                .bind(0, area)
                .bind(1, residentIds.toArray(UUID[]::new))
                .map(PostgresContracts::held)
                .all();
    }

    @Override
    public Flux<Brought> broughtBefore(String area, Collection<UUID> residentIds, UUID thisImport) {
        return database.sql(
                        VERSIONS + " WHERE area = $1 AND resident_id = ANY ($2) AND version = 1 AND import_id <> $3")
                .bind(0, area)
                .bind(1, residentIds.toArray(UUID[]::new))
                .bind(2, thisImport)
                .map(PostgresContracts::held)
                .all()
                .map(held -> new Brought(
                        held.residentId(),
                        held.teamNumber(),
                        held.servicePackage(),
                        held.signedOn(),
                        held.term().from(),
                        held.term().lastDay()));
    }

    @Override
    public Mono<Map<String, Occupancy>> occupancies(String area, Collection<String> teamNumbers) {
        return database.sql("""
                        SELECT team_number, lower(term) AS first_day, upper(term) AS day_after, count(*) AS contracts
                        FROM contract_version
                        WHERE area = $1 AND team_number = ANY ($2) AND upper_inf(known)
                        GROUP BY team_number, term
                        """)
                .bind(0, area)
                .bind(1, teamNumbers.toArray(String[]::new))
                .map(row ->
                        Map.entry(text(row, "team_number"), Map.entry(term(row), get(row, "contracts", Long.class))))
                .all()
                .collect(
                        HashMap::new,
                        (byTeam, entry) -> byTeam.computeIfAbsent(entry.getKey(), number -> new Occupancy())
                                .add(entry.getValue().getKey(), entry.getValue().getValue()));
    }

    @Override
    public Mono<Void> add(String area, List<NewContract> contracts, Recording recording) {
        if (contracts.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        INSERT INTO contract_version (area, contract_id, version, resident_id, team_number,
                            institution_code, service_package, signed_on, term, known, channel, import_id, recorded_by,
                            recorded_at)
                        SELECT $1, contract_id, 1, resident_id, team_number, institution_code, service_package, signed_on,
                            daterange(first_day, day_after), tstzrange(known_from, NULL), channel, $12, $13, $14
                        FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[],
                            $9::date[], $10::timestamptz[], $11::text[])
                            AS row (contract_id, resident_id, team_number, institution_code, service_package, signed_on,
                                first_day, day_after, known_from, channel)
                        """)
                .bind(0, area)
                .bind(1, column(contracts, UUID[]::new, NewContract::contractId))
                .bind(2, column(contracts, UUID[]::new, NewContract::residentId))
                .bind(3, column(contracts, String[]::new, NewContract::teamNumber))
                .bind(4, column(contracts, String[]::new, NewContract::institutionCode))
                .bind(5, column(contracts, String[]::new, contract -> code(contract.servicePackage())))
                .bind(6, column(contracts, LocalDate[]::new, NewContract::signedOn))
                .bind(
                        7,
                        column(
                                contracts,
                                LocalDate[]::new,
                                contract -> contract.term().from()))
                .bind(
                        8,
                        column(
                                contracts,
                                LocalDate[]::new,
                                contract -> contract.term().until()))
                .bind(9, column(contracts, Instant[]::new, NewContract::knownFrom))
                .bind(10, column(contracts, String[]::new, NewContract::channel))
                .bind(11, uuid(recording.importId()))
                .bind(12, recording.by())
                .bind(13, recording.at())
                .then();
    }

    @Override
    public Mono<Void> end(String area, List<Ending> endings, Recording recording) {
        return database.sql("""
                        WITH ending AS (
                            SELECT * FROM unnest($2::uuid[], $3::int[], $4::text[], $5::date[], $6::date[],
                                $7::timestamptz[])
                                AS row (contract_id, version, kind, last_day, recorded_on, known_from)
                        ), events AS (
                            INSERT INTO contract_event (area, event_id, contract_id, kind, last_day, recorded_on,
                                import_id, recorded_by, recorded_at)
                            SELECT $1, gen_random_uuid(), contract_id, kind, last_day, recorded_on, $8, $9, $10 FROM ending
                        ), closed AS (
                            UPDATE contract_version c SET known = tstzrange(lower(c.known), e.known_from)
                            FROM ending e
                            WHERE c.area = $1 AND c.contract_id = e.contract_id AND c.version = e.version
                            RETURNING c.*, e.kind, e.last_day, e.known_from
                        )
                        INSERT INTO contract_version (area, contract_id, version, resident_id, team_number,
                            institution_code, service_package, signed_on, term, known, channel, end_reason, import_id,
                            recorded_by, recorded_at)
                        SELECT area, contract_id, version + 1, resident_id, team_number, institution_code,
                            service_package, signed_on, daterange(lower(term), last_day, '[]'),
                            tstzrange(known_from, NULL), channel, kind, $8, $9, $10
                        FROM closed
                        """)
                .bind(0, area)
                .bind(1, column(endings, UUID[]::new, Ending::contractId))
                .bind(2, column(endings, Integer[]::new, Ending::version))
                .bind(3, column(endings, String[]::new, ending -> ending.kind().code()))
                .bind(4, column(endings, LocalDate[]::new, Ending::lastDay))
                .bind(5, column(endings, LocalDate[]::new, Ending::recordedOn))
                .bind(6, column(endings, Instant[]::new, Ending::knownFrom))
                .bind(7, uuid(recording.importId()))
                .bind(8, recording.by())
                .bind(9, recording.at())
                .then();
    }

    @Override
    public Flux<PastEvent> eventsOf(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        SELECT contract_id, kind, last_day, import_id FROM contract_event
                        WHERE area = $1 AND contract_id = ANY ($2)
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(row -> new PastEvent(
                        get(row, "contract_id", UUID.class),
                        text(row, "kind"),
                        get(row, "last_day", LocalDate.class),
                        Optional.ofNullable(row.get("import_id", UUID.class))))
                .all();
    }

    @Override
    public Mono<ContractView> find(String area, UUID contractId) {
        return database.sql(VIEWS + " AND c.contract_id = $2")
                .bind(0, area)
                .bind(1, contractId)
                .map(this::view)
                .one();
    }

    @Override
    public Mono<ContractView> findOf(String area, UUID residentId, LocalDate on) {
        return database.sql(VIEWS + """
                         AND c.resident_id = $2
                        ORDER BY c.term @> $3::date DESC, lower(c.term) > $3::date, lower(c.term) DESC LIMIT 1
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, on)
                .map(this::view)
                .one();
    }

    @Override
    public Flux<PanelEntry> panel(String area, String teamNumber, LocalDate on, Optional<UUID> after) {
        return database.sql("""
                        SELECT c.area, c.resident_id, c.contract_id, r.sealed_identity, r.sex, r.birth_date,
                            s.population_groups, c.service_package, lower(c.term) AS first_day, upper(c.term) AS day_after
                        FROM contract_version c
                        JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
                        JOIN resident_circumstance s ON s.area = c.area AND s.resident_id = c.resident_id
                            AND s.effective @> $3::date AND upper_inf(s.known)
                        WHERE c.area = $1 AND c.team_number = $2 AND upper_inf(c.known) AND c.term @> $3::date
                            AND ($4::uuid IS NULL OR c.resident_id > $4)
                        ORDER BY c.resident_id
                        """)
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, on)
                .bind(3, uuid(after))
                .map(row -> new PanelEntry(
                        get(row, "resident_id", UUID.class),
                        get(row, "contract_id", UUID.class),
                        identity(row),
                        get(row, "sex", Integer.class),
                        get(row, "birth_date", LocalDate.class),
                        get(row, "population_groups", Integer.class),
                        servicePackage(row),
                        term(row)))
                .all();
    }

    @Override
    public Mono<Map<String, Long>> inForceByTeam(String area, LocalDate on) {
        return countBy("team_number", area, on);
    }

    @Override
    public Mono<Coverage> coverage(String area, LocalDate on) {
        Mono<Long> residents = database.sql("SELECT count(*) FROM resident_resident WHERE area = $1")
                .bind(0, area)
                .mapValue(Long.class)
                .one();
        return residents.zipWhen(all -> countBy("institution_code", area, on), Coverage::new);
    }

    private Mono<Map<String, Long>> countBy(String column, String area, LocalDate on) {
        return database.sql("SELECT " + column + " AS key, count(*) AS contracts FROM contract_version"
                        + " WHERE area = $1 AND upper_inf(known) AND term @> $2::date GROUP BY 1")
                .bind(0, area)
                .bind(1, on)
                .map(row -> Map.entry(text(row, "key"), get(row, "contracts", Long.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Parameter uuid(Optional<UUID> value) {
        return value.map(Parameters::in).orElseGet(() -> Parameters.in(UUID.class));
    }

    private static HeldContract held(Readable row) {
        return new HeldContract(
                get(row, "contract_id", UUID.class),
                get(row, "version", Integer.class),
                get(row, "resident_id", UUID.class),
                text(row, "team_number"),
                servicePackage(row),
                get(row, "signed_on", LocalDate.class),
                term(row),
                get(row, "known_from", Instant.class),
                Objects.requireNonNullElse(row.get("known_until", Instant.class), Instant.MAX));
    }

    private ContractView view(Readable row) {
        return new ContractView(
                text(row, "area"),
                get(row, "contract_id", UUID.class),
                get(row, "resident_id", UUID.class),
                identity(row),
                text(row, "team_number"),
                text(row, "team_name"),
                text(row, "leader_name"),
                text(row, "institution_code"),
                text(row, "institution_name"),
                servicePackage(row),
                get(row, "signed_on", LocalDate.class),
                term(row),
                Optional.ofNullable(row.get("end_reason", String.class)));
    }

    private Identity identity(Readable row) {
        return vault.open(
                text(row, "area"), get(row, "resident_id", UUID.class), get(row, "sealed_identity", byte[].class));
    }

    private static Term term(Readable row) {
        return new Term(get(row, "first_day", LocalDate.class), get(row, "day_after", LocalDate.class));
    }

    private static ServicePackage servicePackage(Readable row) {
        return ServicePackage.valueOf(text(row, "service_package").toUpperCase(Locale.ROOT));
    }

    private static String code(ServicePackage servicePackage) {
        return servicePackage.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Readable row, String column) {
        return get(row, column, String.class);
    }

    private static <T> T get(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    private static <R, T> T[] column(List<R> rows, IntFunction<T[]> array, Function<R, T> field) {
        return rows.stream().map(field).toArray(array);
    }
}
