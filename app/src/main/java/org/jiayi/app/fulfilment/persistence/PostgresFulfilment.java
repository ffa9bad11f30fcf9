package org.jiayi.app.fulfilment.persistence;

import static org.jiayi.app.database.Columns.array;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.contract.DeliveredServices;
import org.jiayi.app.contract.Origin;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.fulfilment.FulfilmentStore;
import org.jiayi.app.fulfilment.NewRecord;
import org.jiayi.app.fulfilment.PlannedContract;
import org.jiayi.app.fulfilment.ServiceMode;
import org.jiayi.app.fulfilment.ServiceRecord;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.PopulationGroup;
import org.jiayi.app.resident.Registrations;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresFulfilment implements FulfilmentStore, DeliveredServices {

    /** What a contract comes from that goes on with the term, as it goes on with the fee, of the one it follows. */
    private static final String WITHIN_A_TERM = Arrays.stream(Origin.values())
            .filter(origin -> !origin.isCharged())
            .map(origin -> "'" + origin.code() + "'")
            .collect(Collectors.joining(", "));

    /** The contracts asked for and those that they follow; back to what was signed or renewed it is the same term. */
    private static final String LINES = """
            WITH RECURSIVE asked AS (
                SELECT c.* FROM contract_version c WHERE c.area = $1 AND %s
            ),
            line AS (
                SELECT contract_id AS asked_id, contract_id, follows, origin, 0 AS back, true AS same_term FROM asked
                UNION ALL
                SELECT l.asked_id, p.contract_id, p.follows, p.origin, l.back + 1,
                    l.same_term AND l.origin IN (""" + WITHIN_A_TERM + """
                )
                FROM line l JOIN contract_version p ON p.area = $1 AND p.contract_id = l.follows AND p.version = 1
            )
            """;

    /**
     * The first version that waits for no payment says for how long a contract was agreed; one that never did but wait began
     * with the contract that follows it. Groups are asked for as in {@code Standings}.
     */
    private static final String CONTRACTS = LINES + """
            SELECT c.area, c.contract_id, c.resident_id, c.team_number, c.institution_code, c.service_package, c.signed_on,
                lower(c.term) AS first_day, upper(c.term) AS day_after,
                least(lower(first.term), lower(agreed.term)) AS agreed_first_day, upper(agreed.term) AS agreed_day_after,
                l.contract_ids, r.birth_date, s.population_groups
            FROM asked c
            CROSS JOIN LATERAL (SELECT array_agg(contract_id ORDER BY back) AS contract_ids,
                (array_agg(contract_id ORDER BY back DESC) FILTER (WHERE same_term))[1] AS first_id
                FROM line WHERE asked_id = c.contract_id) l
            CROSS JOIN LATERAL (SELECT v.term FROM contract_version v WHERE v.area = c.area AND v.contract_id = c.contract_id
                ORDER BY v.pay_until IS NOT NULL, v.version LIMIT 1) agreed
            CROSS JOIN LATERAL (SELECT v.term FROM contract_version v WHERE v.area = c.area AND v.contract_id = l.first_id
                ORDER BY v.pay_until IS NOT NULL, v.version LIMIT 1) first
            JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
            LEFT JOIN resident_circumstance s ON s.area = c.area AND s.resident_id = c.resident_id
                AND upper_inf(s.known) AND (s.effective @> c.signed_on) IS TRUE
            """;

    private static final String RECORDS = """
            SELECT r.*, v.reason AS void_reason, a.confirmed, a.sealed_reason, a.answered_at,
                ARRAY(SELECT e.kind || ' ' || e.sha256 || ' ' || e.reference FROM fulfilment_evidence e
                    WHERE e.area = r.area AND e.record_id = r.record_id ORDER BY e.ordinal) AS evidence
            FROM fulfilment_record r
            LEFT JOIN fulfilment_voiding v ON v.area = r.area AND v.record_id = r.record_id
            LEFT JOIN fulfilment_answer a ON a.area = r.area AND a.record_id = r.record_id
            """;

    private final DatabaseClient database;
    private final RecordSeal seal;

    PostgresFulfilment(DatabaseClient database, RecordSeal seal) {
        this.database = database;
        this.seal = seal;
    }

    @Override
    public Mono<PlannedContract> contract(String area, UUID contractId) {
        return database.sql(CONTRACTS.formatted("upper_inf(c.known) AND c.contract_id = $2"))
                .bind(0, area)
                .bind(1, contractId)
                .map(PostgresFulfilment::contract)
                .one();
    }

    @Override
    public Mono<PlannedContract> lastKnown(String area, UUID contractId) {
        return database.sql(CONTRACTS.formatted("c.contract_id = $2 AND c.version = (SELECT max(x.version)"
                        + " FROM contract_version x WHERE x.area = $1 AND x.contract_id = $2)"))
                .bind(0, area)
                .bind(1, contractId)
                .map(PostgresFulfilment::contract)
                .one();
    }

    @Override
    public Mono<UUID> goesOnAs(String area, UUID contractId) {
        return database.sql("""
                        WITH RECURSIVE gone AS (
                            SELECT contract_id, resident_id FROM contract_version
                            WHERE area = $1 AND contract_id = $2 AND version = 1
                            UNION
                            SELECT n.contract_id, n.resident_id FROM gone g
                            JOIN contract_version n ON n.area = $1 AND n.resident_id = g.resident_id AND n.follows = g.contract_id
                                AND n.version = 1 AND n.origin = 'reassigned'
                            WHERE NOT EXISTS (SELECT FROM contract_version k
                                WHERE k.area = $1 AND k.contract_id = g.contract_id AND upper_inf(k.known))
                        )
                        SELECT contract_id FROM contract_version k JOIN gone USING (contract_id)
                        WHERE k.area = $1 AND upper_inf(k.known)
                        """)
                .bind(0, area)
                .bind(1, contractId)
                .mapValue(UUID.class)
                .one()
                .defaultIfEmpty(contractId);
    }

    @Override
    public Mono<Set<UUID>> undoneAmong(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        SELECT id FROM unnest($2::uuid[]) AS id WHERE NOT EXISTS (SELECT FROM contract_version k
                            WHERE k.area = $1 AND k.contract_id = id AND upper_inf(k.known))
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    @Override
    public Flux<PlannedContract> contracts(String area, Collection<UUID> contractIds) {
        return database.sql(CONTRACTS.formatted("upper_inf(c.known) AND c.contract_id = ANY ($2)"))
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(PostgresFulfilment::contract)
                .all();
    }

    @Override
    public Flux<PlannedContract> contractsOf(String area, String teamNumber, LocalDate on) {
        return database.sql(CONTRACTS.formatted(
                        "upper_inf(c.known) AND c.team_number = $2 AND (c.term @> $3::date) IS TRUE"))
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, on)
                .map(PostgresFulfilment::contract)
                .all();
    }

    @Override
    public Flux<ServiceRecord> recordsOf(String area, Collection<UUID> contractIds) {
        return database.sql(
                        RECORDS + " WHERE r.area = $1 AND r.contract_id = ANY ($2) ORDER BY r.started_at, r.record_id")
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(this::record)
                .all();
    }

    @Override
    public Flux<ServiceRecord> recordsOfPerson(String area, UUID residentId) {
        return database.sql(RECORDS + " WHERE r.area = $1 AND r.resident_id IN (" + Registrations.OF_PERSON + ")")
                .bind(0, area)
                .bind(1, residentId)
                .map(this::record)
                .all();
    }

    @Override
    public Mono<ServiceRecord> find(String area, UUID recordId) {
        return database.sql(RECORDS + " WHERE r.area = $1 AND r.record_id = $2")
                .bind(0, area)
                .bind(1, recordId)
                .map(this::record)
                .one();
    }

    @Override
    public Flux<ServiceRecord> within(String area, List<Stretch> stretches) {
        return database.sql(RECORDS + """
                         WHERE r.area = $1 AND r.record_id IN (
                            SELECT n.record_id FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[])
                                AS stretch (practitioner, begins, ends)
                            JOIN fulfilment_record n ON n.area = $1 AND n.practitioner_code = stretch.practitioner
                                AND n.started_at BETWEEN stretch.begins AND stretch.ends)
                        """)
                .bind(0, area)
                .bind(1, array(stretches, String[]::new, Stretch::practitionerCode))
                .bind(2, array(stretches, Instant[]::new, Stretch::from))
                .bind(3, array(stretches, Instant[]::new, Stretch::until))
                .map(this::record)
                .all();
    }

    @Override
    public Mono<Void> add(NewRecord record, UUID recordId, UUID residentId, int repeat, String by, Instant at) {
        List<ServiceRecord.Evidence> evidence = record.evidence();
        return database.sql("""
                        WITH record AS (
                            INSERT INTO fulfilment_record (area, record_id, contract_id, resident_id, item_code, mode,
                                started_at, ended_at, practitioner_code, sealed_details, repeat, recorded_by, recorded_at)
                            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                        )
                        INSERT INTO fulfilment_evidence (area, record_id, ordinal, kind, reference, sha256)
                        SELECT $1, $2, ordinal, kind, reference, sha256
                        FROM unnest($14::text[], $15::text[], $16::text[]) WITH ORDINALITY
                            AS evidence (kind, reference, sha256, ordinal)
                        """)
                .bind(0, record.area())
                .bind(1, recordId)
                .bind(2, record.contractId())
                .bind(3, residentId)
                .bind(4, record.itemCode())
                .bind(5, record.mode().code())
                .bind(6, record.startedAt())
                .bind(7, record.endedAt())
                .bind(8, record.practitionerCode())
                .bind(9, seal.seal(record.area(), recordId, record.details()))
                .bind(10, repeat)
                .bind(11, by)
                .bind(12, at)
                .bind(13, array(evidence, String[]::new, piece -> piece.kind().code()))
                .bind(14, array(evidence, String[]::new, ServiceRecord.Evidence::reference))
                .bind(15, array(evidence, String[]::new, ServiceRecord.Evidence::sha256))
                .then();
    }

    @Override
    public Mono<Boolean> addVoiding(
            String area, UUID recordId, ServiceRecord.VoidReason reason, String by, Instant at) {
        return database.sql("""
                        INSERT INTO fulfilment_voiding (area, record_id, reason, voided_by, voided_at)
                        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, recordId)
                .bind(2, reason.code())
                .bind(3, by)
                .bind(4, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> addAnswer(
            String area, UUID recordId, boolean confirmed, Optional<String> reason, String by, Instant at) {
        return database.sql("""
                        INSERT INTO fulfilment_answer (area, record_id, confirmed, sealed_reason, answered_by, answered_at)
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, recordId)
                .bind(2, confirmed)
                .bind(3, Columns.orNull(reason.map(text -> seal.sealReason(area, recordId, text)), byte[].class))
                .bind(4, by)
                .bind(5, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Set<UUID>> servedAmong(String area, Map<UUID, LocalDate> lastDays) {
        List<Map.Entry<UUID, LocalDate>> asked = List.copyOf(lastDays.entrySet());
        return database.sql(LINES.formatted("c.version = 1 AND c.contract_id = ANY ($2)") + """
                        SELECT DISTINCT l.asked_id FROM line l
                        JOIN unnest($2, $3::date[]) AS until (asked_id, last_day) USING (asked_id)
                        JOIN fulfilment_record r ON r.area = $1 AND r.contract_id = l.contract_id
                        LEFT JOIN fulfilment_voiding v ON v.area = r.area AND v.record_id = r.record_id
                        LEFT JOIN fulfilment_answer a ON a.area = r.area AND a.record_id = r.record_id
                        WHERE l.same_term AND v.record_id IS NULL AND a.confirmed IS NOT FALSE
                            AND (r.started_at AT TIME ZONE 'Asia/Shanghai')::date <= until.last_day
                        """)
                .bind(0, area)
                .bind(1, Columns.array(asked, UUID[]::new, Map.Entry::getKey))
                .bind(2, Columns.array(asked, LocalDate[]::new, Map.Entry::getValue))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    private static PlannedContract contract(Readable row) {
        LocalDate signedOn = Columns.get(row, "signed_on", LocalDate.class);
        int recorded = Columns.find(row, "population_groups", Integer.class).orElse(0);
        return new PlannedContract(
                Columns.text(row, "area"),
                Columns.get(row, "contract_id", UUID.class),
                Columns.get(row, "resident_id", UUID.class),
                Columns.text(row, "team_number"),
                Columns.text(row, "institution_code"),
                ServicePackage.ofCode(Columns.text(row, "service_package")),
                signedOn,
                term(row, "agreed_first_day", "agreed_day_after"),
                List.of(Columns.get(row, "contract_ids", UUID[].class)),
                term(row, "first_day", "day_after"),
                PopulationGroup.on(signedOn, Columns.get(row, "birth_date", LocalDate.class), recorded));
    }

    private static Term term(Readable row, String from, String until) {
        return new Term(Columns.get(row, from, LocalDate.class), Columns.get(row, until, LocalDate.class));
    }

    private ServiceRecord record(Readable row) {
        String area = Columns.text(row, "area");
        UUID recordId = Columns.get(row, "record_id", UUID.class);
        return new ServiceRecord(
                area,
                recordId,
                Columns.get(row, "contract_id", UUID.class),
                Columns.get(row, "resident_id", UUID.class),
                Columns.text(row, "item_code"),
                ServiceMode.valueOf(Columns.text(row, "mode").toUpperCase(Locale.ROOT)),
                Columns.get(row, "started_at", Instant.class),
                Columns.get(row, "ended_at", Instant.class),
                Columns.text(row, "practitioner_code"),
                seal.open(area, recordId, Columns.get(row, "sealed_details", byte[].class)),
                Arrays.stream(Columns.get(row, "evidence", String[].class))
                        .map(PostgresFulfilment::evidence)
                        .toList(),
                Columns.get(row, "repeat", Integer.class),
                Columns.text(row, "recorded_by"),
                Columns.get(row, "recorded_at", Instant.class),
                Columns.find(row, "void_reason", String.class)
                        .map(reason -> ServiceRecord.VoidReason.valueOf(reason.toUpperCase(Locale.ROOT))),
                Columns.find(row, "confirmed", Boolean.class).map(confirmed -> answer(row, area, recordId, confirmed)));
    }

    private ServiceRecord.Answer answer(Readable row, String area, UUID recordId, boolean confirmed) {
        return new ServiceRecord.Answer(
                confirmed,
                Columns.find(row, "sealed_reason", byte[].class)
                        .map(bytes -> seal.openReason(area, recordId, bytes))
                        .orElse(""),
                Columns.get(row, "answered_at", Instant.class));
    }

    private static ServiceRecord.Evidence evidence(String text) {
        String[] parts = text.split(" ", 3);
        return new ServiceRecord.Evidence(
                ServiceRecord.Evidence.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[2], parts[1]);
    }
}
