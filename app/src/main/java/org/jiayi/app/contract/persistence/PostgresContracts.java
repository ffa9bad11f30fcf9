package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jiayi.app.contract.ContractStore;
import org.jiayi.app.contract.Ending;
import org.jiayi.app.contract.HeldContract;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.Occupancy;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
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

    private final DatabaseClient database;

    PostgresContracts(DatabaseClient database) {
        this.database = database;
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
                .map(row -> Map.entry(
                        Columns.text(row, "team_number"),
                        Map.entry(ContractRows.term(row), Columns.get(row, "contracts", Long.class))))
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
                .bind(1, Columns.array(contracts, UUID[]::new, NewContract::contractId))
                .bind(2, Columns.array(contracts, UUID[]::new, NewContract::residentId))
                .bind(3, Columns.array(contracts, String[]::new, NewContract::teamNumber))
                .bind(4, Columns.array(contracts, String[]::new, NewContract::institutionCode))
                .bind(5, Columns.array(contracts, String[]::new, contract -> code(contract.servicePackage())))
                .bind(6, Columns.array(contracts, LocalDate[]::new, NewContract::signedOn))
                .bind(
                        7,
                        Columns.array(
                                contracts,
                                LocalDate[]::new,
                                contract -> contract.term().from()))
                .bind(
                        8,
                        Columns.array(
                                contracts,
                                LocalDate[]::new,
                                contract -> contract.term().until()))
                .bind(9, Columns.array(contracts, Instant[]::new, NewContract::knownFrom))
                .bind(10, Columns.array(contracts, String[]::new, NewContract::channel))
                .bind(11, Columns.orNull(recording.importId(), UUID.class))
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
                .bind(1, Columns.array(endings, UUID[]::new, Ending::contractId))
                .bind(2, Columns.array(endings, Integer[]::new, Ending::version))
                .bind(
                        3,
                        Columns.array(
                                endings, String[]::new, ending -> ending.kind().code()))
                .bind(4, Columns.array(endings, LocalDate[]::new, Ending::lastDay))
                .bind(5, Columns.array(endings, LocalDate[]::new, Ending::recordedOn))
                .bind(6, Columns.array(endings, Instant[]::new, Ending::knownFrom))
                .bind(7, Columns.orNull(recording.importId(), UUID.class))
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
                        Columns.get(row, "contract_id", UUID.class),
                        Columns.text(row, "kind"),
                        Columns.get(row, "last_day", LocalDate.class),
                        Columns.find(row, "import_id", UUID.class)))
                .all();
    }

    private static HeldContract held(Readable row) {
        return new HeldContract(
                Columns.get(row, "contract_id", UUID.class),
                Columns.get(row, "version", Integer.class),
                Columns.get(row, "resident_id", UUID.class),
                Columns.text(row, "team_number"),
                ContractRows.servicePackage(row),
                Columns.get(row, "signed_on", LocalDate.class),
                ContractRows.term(row),
                Columns.get(row, "known_from", Instant.class),
                Objects.requireNonNullElse(row.get("known_until", Instant.class), Instant.MAX));
    }

    private static String code(ServicePackage servicePackage) {
        return servicePackage.name().toLowerCase(Locale.ROOT);
    }
}
