package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jiayi.app.contract.ContractStore;
import org.jiayi.app.contract.ContractVersion;
import org.jiayi.app.contract.EndReason;
import org.jiayi.app.contract.HeldContract;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.Occupancy;
import org.jiayi.app.contract.Replacement;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Registrations;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresContracts implements ContractStore {

    /** The first day that is kept for a contract. */
    private static final String PLACE_FROM = "CASE WHEN pay_until IS NULL THEN lower(term) ELSE signed_on END";

    private static final String VERSIONS_OF_PEOPLE = ofPeople("lower(term)");
    private static final String PLACES_OF_PEOPLE = ofPeople(PLACE_FROM);
    private static final String PLACES = versionsFrom(PLACE_FROM, "resident_id");

    private final DatabaseClient database;

    PostgresContracts(DatabaseClient database) {
        this.database = database;
    }

    private static String versionsFrom(String firstDay, String holder) {
        return """
                SELECT contract_id, version, %s AS resident_id, team_number, institution_code, service_package, signed_on,
                    %s AS first_day, upper(term) AS day_after, pay_until IS NOT NULL AS awaits_payment,
                    lower(known) AS known_from, upper(known) AS known_until
                FROM contract_version
                """.formatted(holder, firstDay);
    }

    /** Versions of the contracts of people, whichever of their registrations holds them, as of the one asked about. */
    private static String ofPeople(String firstDay) {
        return "WITH person AS (" + Registrations.OF_PEOPLE + ")\n"
                + versionsFrom(firstDay, "coalesce(asked, resident_id)") + """
                LEFT JOIN person ON held_by = resident_id
                WHERE area = $1 AND resident_id = ANY ($2::uuid[] || ARRAY(SELECT held_by FROM person))
                """;
    }

    @Override
    public Flux<HeldContract> versionsOf(String area, Collection<UUID> people) {
        return heldBy(VERSIONS_OF_PEOPLE, area, people);
    }

    @Override
    public Flux<HeldContract> placesOf(String area, Collection<UUID> people) {
        return heldBy(PLACES_OF_PEOPLE, area, people);
    }

    private Flux<HeldContract> heldBy(String versions, String area, Collection<UUID> people) {
        return database.sql(versions)
                .bind(0, area)
                .bind(1, people.toArray(UUID[]::new))
                .map(PostgresContracts::held)
                .all();
    }

    @Override
    public Flux<HeldContract> heldByTeams(String area, Collection<String> teamNumbers) {
        return database.sql(PLACES + " WHERE area = $1 AND team_number = ANY ($2) AND upper_inf(known)")
                .bind(0, area)
                .bind(1, teamNumbers.toArray(String[]::new))
                .map(PostgresContracts::held)
                .all();
    }

    @Override
    public Flux<Brought> broughtBefore(String area, Collection<UUID> people, UUID thisImport) {
        return database.sql(VERSIONS_OF_PEOPLE + " AND version = 1 AND import_id <> $3")
                .bind(0, area)
                .bind(1, people.toArray(UUID[]::new))
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
    public Mono<Map<String, Long>> heldInAll(String area, Collection<String> teamNumbers) {
        return database.sql("""
                        SELECT team_number, count(*) AS contracts FROM contract_version
                        WHERE area = $1 AND team_number = ANY ($2) AND upper_inf(known) GROUP BY team_number
                        """)
                .bind(0, area)
                .bind(1, teamNumbers.toArray(String[]::new))
                .map(row -> Map.entry(Columns.text(row, "team_number"), Columns.get(row, "contracts", Long.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** A team is one row: its hundreds of terms, each as a row of its own, cost more than all else that a signing asks. */
    @Override
    public Mono<Map<String, Occupancy>> occupancies(String area, Collection<String> teamNumbers, LocalDate from) {
        return database.sql("""
                        SELECT team_number, array_agg(first_day - $3::date) AS first_days, array_agg(day_after - $3::date) AS days_after,
                            array_agg(contracts) AS contracts
                        FROM (
                            SELECT team_number, greatest(%s, $3) AS first_day, upper(term) AS day_after,
                                count(*)::int AS contracts
                            FROM contract_version
                            WHERE area = $1 AND team_number = ANY ($2) AND upper_inf(known) AND upper(term) > $3
                            GROUP BY 1, 2, 3) held
                        GROUP BY team_number
                        """.formatted(PLACE_FROM))
                .bind(0, area)
                .bind(1, teamNumbers.toArray(String[]::new))
                .bind(2, from)
                .map(row -> Map.entry(Columns.text(row, "team_number"), occupancy(row, from)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue, HashMap::new);
    }

    private static Occupancy occupancy(Readable row, LocalDate from) {
        Integer[] firstDays = Columns.get(row, "first_days", Integer[].class);
        Integer[] daysAfter = Columns.get(row, "days_after", Integer[].class);
        Integer[] contracts = Columns.get(row, "contracts", Integer[].class);
        Occupancy occupancy = new Occupancy();
        for (int term = 0; term < contracts.length; term++) {
            occupancy.add(new Term(from.plusDays(firstDays[term]), from.plusDays(daysAfter[term])), contracts[term]);
        }
        return occupancy;
    }

    @Override
    public Mono<ContractVersion> findLatest(String area, UUID contractId) {
        return database.sql(
                        ContractRows.VERSION + " WHERE area = $1 AND contract_id = $2 ORDER BY version DESC LIMIT 1")
                .bind(0, area)
                .bind(1, contractId)
                .map(ContractRows::version)
                .one();
    }

    @Override
    public Flux<UUID> goingOn(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        SELECT c.contract_id FROM contract_version c
                        JOIN contract_version n ON n.area = c.area AND n.resident_id = c.resident_id
                            AND n.follows = c.contract_id AND n.origin IN ('transferred', 'amended', 'reassigned')
                            AND upper_inf(n.known)
                        WHERE c.area = $1 AND c.contract_id = ANY ($2) AND upper_inf(c.known)
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all();
    }

    @Override
    public Flux<ContractVersion> knownOf(String area, UUID residentId) {
        return database.sql(ContractRows.VERSION + " WHERE " + ContractRows.OF_PERSON
                        + " AND upper_inf(known) ORDER BY lower(term)")
                .bind(0, area)
                .bind(1, residentId)
                .map(ContractRows::version)
                .all();
    }

    @Override
    public Mono<Void> add(String area, List<NewContract> contracts, Recording recording) {
        if (contracts.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        INSERT INTO contract_version (area, contract_id, version, resident_id, team_number,
                            institution_code, service_package, signed_on, term, known, channel, origin, follows, suspended,
                            confirm_until, pay_until, end_reason, over_capacity, import_id, recorded_by, recorded_at)
                        SELECT $1, contract_id, 1, resident_id, team_number, institution_code, service_package, signed_on,
                            daterange(first_day, day_after), tstzrange(known_from, NULL), channel, origin,
                            nullif(follows, '')::uuid, suspended::datemultirange, nullif(confirm_until, '')::date,
                            nullif(pay_until, '')::date, nullif(end_reason, ''), over_capacity, $19, $20, $21
                        FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[],
                            $9::date[], $10::timestamptz[], $11::text[], $12::text[], $13::text[], $14::text[],
                            $15::text[], $16::text[], $17::text[], $18::boolean[])
                            AS row (contract_id, resident_id, team_number, institution_code, service_package, signed_on,
                                first_day, day_after, known_from, channel, origin, follows, suspended, confirm_until,
                                pay_until, end_reason, over_capacity)
                        """)
                .bind(0, area)
                .bind(1, Columns.array(contracts, UUID[]::new, NewContract::contractId))
                .bind(2, Columns.array(contracts, UUID[]::new, NewContract::residentId))
                .bind(3, Columns.array(contracts, String[]::new, NewContract::teamNumber))
                .bind(4, Columns.array(contracts, String[]::new, NewContract::institutionCode))
                .bind(
                        5,
                        Columns.array(
                                contracts,
                                String[]::new,
                                row -> row.servicePackage().code()))
                .bind(6, Columns.array(contracts, LocalDate[]::new, NewContract::signedOn))
                .bind(
                        7,
                        Columns.array(
                                contracts, LocalDate[]::new, row -> row.term().from()))
                .bind(
                        8,
                        Columns.array(
                                contracts, LocalDate[]::new, row -> row.term().until()))
                .bind(9, Columns.array(contracts, Instant[]::new, NewContract::knownFrom))
                .bind(10, Columns.array(contracts, String[]::new, NewContract::channel))
                .bind(
                        11,
                        Columns.array(
                                contracts,
                                String[]::new,
                                row -> row.lineage().origin().code()))
                .bind(
                        12,
                        Columns.array(
                                contracts,
                                String[]::new,
                                row -> text(row.lineage().follows())))
                .bind(13, Columns.array(contracts, String[]::new, row -> ContractRows.multirange(row.suspended())))
                .bind(14, Columns.array(contracts, String[]::new, row -> text(row.confirmUntil())))
                .bind(15, Columns.array(contracts, String[]::new, row -> text(row.payUntil())))
                .bind(
                        16,
                        Columns.array(
                                contracts,
                                String[]::new,
                                row -> text(row.endReason().map(EndReason::code))))
                .bind(17, Columns.array(contracts, Boolean[]::new, NewContract::overCapacity))
                .bind(18, Columns.orNull(recording.importId(), UUID.class))
                .bind(19, recording.by())
                .bind(20, recording.at())
                .then();
    }

    /** The new versions come out of the closed ones, so the days of the old are free when the new are checked. */
    @Override
    public Mono<Void> replace(String area, List<Replacement> replacements, Recording recording) {
        if (replacements.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::text[], $6::text[],
                                $7::text[], $8::boolean[], $9::text[], $10::boolean[])
                                AS row (contract_id, version, known_from, next_until, next_suspended, next_end_reason,
                                    keeps_confirm_until, next_from, keeps_pay_until)
                        ), closed AS (
                            UPDATE contract_version c SET known = tstzrange(lower(c.known), i.known_from),
                                closed_at = greatest(i.known_from, $13)
                            FROM incoming i
                            WHERE c.area = $1 AND c.contract_id = i.contract_id AND c.version = i.version
                                AND upper_inf(c.known)
                            RETURNING c.*, i.known_from, i.next_end_reason, i.keeps_confirm_until, i.keeps_pay_until,
                                i.next_suspended,
                                daterange(nullif(i.next_from, '')::date, nullif(i.next_until, '')::date) AS next_term
                        ), added AS (
                            INSERT INTO contract_version (area, contract_id, version, resident_id, team_number,
                                institution_code, service_package, signed_on, term, known, channel, origin, follows,
                                suspended, confirm_until, pay_until, over_capacity, end_reason, import_id, recorded_by,
                                recorded_at)
                            SELECT area, contract_id, version + 1, resident_id, team_number, institution_code,
                                service_package, signed_on, next_term, tstzrange(known_from, NULL), channel, origin,
                                follows,
                                coalesce(nullif(next_suspended, '')::datemultirange,
                                    suspended * datemultirange(next_term)),
                                CASE WHEN keeps_confirm_until THEN confirm_until END,
                                CASE WHEN keeps_pay_until THEN pay_until END, over_capacity,
                                nullif(next_end_reason, ''), $11, $12, $13
                            FROM closed WHERE NOT upper_inf(next_term)
                        )
                        SELECT count(*) FROM closed
                        """)
                .bind(0, area)
                .bind(1, Columns.array(replacements, UUID[]::new, Replacement::contractId))
                .bind(2, Columns.array(replacements, Integer[]::new, Replacement::version))
                .bind(3, Columns.array(replacements, Instant[]::new, Replacement::knownFrom))
                .bind(4, next(replacements, next -> next.term().until().toString()))
                .bind(
                        5,
                        next(
                                replacements,
                                next -> next.suspended()
                                        .map(ContractRows::multirange)
                                        .orElse("")))
                .bind(
                        6,
                        next(
                                replacements,
                                next -> next.endReason().map(EndReason::code).orElse("")))
                .bind(7, whether(replacements, Replacement.Next::keepsConfirmUntil))
                .bind(8, next(replacements, next -> next.term().from().toString()))
                .bind(9, whether(replacements, Replacement.Next::keepsPayUntil))
                .bind(10, Columns.orNull(recording.importId(), UUID.class))
                .bind(11, recording.by())
                .bind(12, recording.at())
                .mapValue(Long.class)
                .one()
                .flatMap(closed -> closed == replacements.size()
                        ? Mono.empty()
                        : Mono.error(new Refused(RefusalCode.PRECONDITION_FAILED)));
    }

    private static String[] next(List<Replacement> replacements, Function<Replacement.Next, String> value) {
        return Columns.array(
                replacements, String[]::new, row -> row.next().map(value).orElse(""));
    }

    private static Boolean[] whether(List<Replacement> replacements, Predicate<Replacement.Next> holds) {
        return Columns.array(
                replacements, Boolean[]::new, row -> row.next().filter(holds).isPresent());
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    private static HeldContract held(Readable row) {
        return new HeldContract(
                Columns.get(row, "contract_id", UUID.class),
                Columns.get(row, "version", Integer.class),
                Columns.get(row, "resident_id", UUID.class),
                Columns.text(row, "team_number"),
                Columns.text(row, "institution_code"),
                ContractRows.servicePackage(row),
                Columns.get(row, "signed_on", LocalDate.class),
                ContractRows.term(row),
                Columns.get(row, "awaits_payment", Boolean.class),
                Columns.get(row, "known_from", Instant.class),
                Objects.requireNonNullElse(row.get("known_until", Instant.class), Instant.MAX));
    }
}
