package org.jiayi.app.resident;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps what may change about residents: scheme, groups and economic category. At every moment of knowledge the rows of a
 * resident cover all days, each day once; a change closes what was known of its days and says the rest again. It is
 * written on the registrations merged into the resident's too, since contracts stay with the registration that signed.
 */
@Component
class Circumstances {

    /** Residents $2 of area $1, and the registrations that are merged into theirs. */
    private static final String REGISTRATIONS = """
            $2::uuid[] || ARRAY(SELECT merged_id FROM resident_merge
                WHERE area = $1 AND survivor_id = ANY ($2) AND upper_inf(known))""";

    private final DatabaseClient database;
    private final Clock clock;

    Circumstances(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A change for one resident; masks of groups as in {@link PopulationGroup#mask()}. */
    record Change(
            UUID residentId,
            Days days,
            Optional<Optional<InsuranceScheme>> scheme,
            Optional<EconomicCategory> economicCategory,
            int joined,
            int left) {

        static Change of(UUID residentId, ResidentCommands.Circumstances wanted) {
            return new Change(
                    residentId,
                    wanted.days(),
                    wanted.scheme(),
                    wanted.economicCategory(),
                    mask(wanted.groups(), true),
                    mask(wanted.groups(), false));
        }

        static int mask(List<ResidentCommands.GroupEntry> groups, boolean belongs) {
            return groups.stream()
                    .filter(entry -> entry.belongs() == belongs)
                    .mapToInt(entry -> entry.group().mask())
                    .reduce(0, (one, other) -> one | other);
        }
    }

    /**
     * Applies changes, one per resident. The residents' rows are locked first, in the order of their ids: who changes the
     * same resident at the same moment sees what this one has left.
     */
    Mono<Void> change(String area, List<Change> changes, String by) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        SELECT resident_id FROM resident_resident WHERE area = $1 AND resident_id = ANY (%s)
                        ORDER BY resident_id FOR NO KEY UPDATE
                        """.formatted(REGISTRATIONS))
                .bind(0, area)
                .bind(1, Columns.array(changes, UUID[]::new, Change::residentId))
                .then()
                .then(Mono.defer(() -> write(area, changes, by)));
    }

    private Mono<Void> write(String area, List<Change> changes, String by) {
        return database.sql("""
                        WITH told AS MATERIALIZED (
                            SELECT resident_id, first_day, nullif(day_after, '')::date AS day_after,
                                daterange(first_day, nullif(day_after, '')::date) AS days, scheme, category, joined, departed
                            FROM unnest($2::uuid[], $3::date[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[])
                                AS row (resident_id, first_day, day_after, scheme, category, joined, departed)
                        ), change AS MATERIALIZED (
                            SELECT * FROM told
                            UNION ALL
                            SELECT m.merged_id, t.first_day, t.day_after, t.days, t.scheme, t.category, t.joined, t.departed
                            FROM told t
                            JOIN resident_merge m ON m.area = $1 AND m.survivor_id = t.resident_id AND upper_inf(m.known)
                        ), moment AS MATERIALIZED (
                            SELECT greatest($9::timestamptz, max(lower(known)) + interval '1 microsecond') AS at
                            FROM resident_circumstance
                            WHERE area = $1 AND resident_id = ANY (%s) AND upper_inf(known)
                        ), closed AS (
                            UPDATE resident_circumstance s SET known = tstzrange(lower(s.known), (SELECT at FROM moment))
                            FROM change c
                            WHERE s.area = $1 AND s.resident_id = c.resident_id AND upper_inf(s.known)
                                AND (s.effective && c.days) IS TRUE
                            RETURNING s.resident_id, s.scheme, s.population_groups, s.economic_category, s.effective,
                                c.first_day, c.day_after, c.days, c.scheme AS new_scheme, c.category, c.joined, c.departed
                        ), pieces AS (
                            SELECT resident_id, scheme, population_groups, economic_category,
                                effective * daterange(NULL, first_day) AS effective FROM closed
                            UNION ALL
                            SELECT resident_id, scheme, population_groups, economic_category,
                                effective * daterange(day_after, NULL) FROM closed WHERE day_after IS NOT NULL
                            UNION ALL
                            SELECT resident_id,
                                CASE new_scheme WHEN '' THEN scheme WHEN 'none' THEN NULL ELSE new_scheme END,
                                (population_groups & ~departed) | joined, coalesce(nullif(category, ''), economic_category),
                                effective * days FROM closed
                        )
                        INSERT INTO resident_circumstance (area, resident_id, scheme, population_groups,
                            economic_category, effective, known, recorded_by, recorded_at)
                        SELECT $1, resident_id, scheme, population_groups, economic_category, effective,
                            tstzrange((SELECT at FROM moment), NULL), $10, $9
                        FROM pieces WHERE NOT isempty(effective) AND (SELECT count(*) FROM closed) >= 0
                        """.formatted(REGISTRATIONS))
                .bind(0, area)
                .bind(1, Columns.array(changes, UUID[]::new, Change::residentId))
                .bind(
                        2,
                        Columns.array(
                                changes, LocalDate[]::new, row -> row.days().first()))
                .bind(
                        3,
                        Columns.array(
                                changes,
                                String[]::new,
                                row -> Columns.dayOrNothing(row.days().until())))
                .bind(4, Columns.array(changes, String[]::new, Circumstances::scheme))
                .bind(
                        5,
                        Columns.array(
                                changes,
                                String[]::new,
                                row -> row.economicCategory()
                                        .map(EconomicCategory::code)
                                        .orElse("")))
                .bind(6, Columns.array(changes, Integer[]::new, Change::joined))
                .bind(7, Columns.array(changes, Integer[]::new, Change::left))
                .bind(8, clock.instant())
                .bind(9, by)
                .then();
    }

    /**
     * Takes back what became known of a merged registration because it became known of its survivor, which is what both heard
     * at one moment, and says again what was known before; true where there was any. Must be called while the merge is known.
     */
    Mono<Boolean> part(String area, UUID mergedId, String by) {
        return database.sql("""
                        SELECT resident_id FROM resident_resident WHERE area = $1 AND resident_id = $2 FOR NO KEY UPDATE
                        """)
                .bind(0, area)
                .bind(1, mergedId)
                .then()
                .then(Mono.defer(() -> sayAgain(area, mergedId, by)))
                .map(rows -> rows > 0);
    }

    private Mono<Long> sayAgain(String area, UUID mergedId, String by) {
        return database.sql("""
                        WITH since AS MATERIALIZED (
                            SELECT min(lower(s.known)) AS at FROM resident_circumstance s
                            JOIN resident_merge m ON m.area = s.area AND m.merged_id = s.resident_id AND upper_inf(m.known)
                                AND lower(s.known) > lower(m.known)
                            WHERE s.area = $1 AND s.resident_id = $2 AND EXISTS (
                                SELECT FROM resident_circumstance o WHERE o.area = $1 AND o.resident_id = m.survivor_id
                                    AND lower(o.known) = lower(s.known))
                        ), moment AS MATERIALIZED (
                            SELECT greatest($3::timestamptz, max(lower(known)) + interval '1 microsecond') AS at
                            FROM resident_circumstance WHERE area = $1 AND resident_id = $2 AND upper_inf(known)
                        ), closed AS (
                            UPDATE resident_circumstance s SET known = tstzrange(lower(s.known), (SELECT at FROM moment))
                            FROM since
                            WHERE s.area = $1 AND s.resident_id = $2 AND upper_inf(s.known) AND lower(s.known) >= since.at
                            RETURNING s.resident_id
                        )
                        INSERT INTO resident_circumstance (area, resident_id, scheme, population_groups,
                            economic_category, effective, known, recorded_by, recorded_at)
                        SELECT $1, $2, s.scheme, s.population_groups, s.economic_category, s.effective,
                            tstzrange((SELECT at FROM moment), NULL), $4, $3
                        FROM resident_circumstance s CROSS JOIN since
                        WHERE s.area = $1 AND s.resident_id = $2 AND NOT upper_inf(s.known)
                            AND (s.known @> (since.at - interval '1 microsecond')) IS TRUE
                            AND (SELECT count(*) FROM closed) >= 0
                        """)
                .bind(0, area)
                .bind(1, mergedId)
                .bind(2, clock.instant())
                .bind(3, by)
                .fetch()
                .rowsUpdated();
    }

    /** The first rows of a new resident: insured from a day on, in groups from today on, in the category since ever. */
    Mono<Void> begin(String area, UUID residentId, ResidentCommands.Registration registration, String by) {
        LocalDate today = LocalDate.now(clock);
        LocalDate insured = registration.insuredFrom().orElse(today);
        int groups = Change.mask(registration.groups(), true);
        TreeSet<LocalDate> turns = new TreeSet<>();
        registration.scheme().ifPresent(scheme -> turns.add(insured));
        if (groups != 0) {
            turns.add(today);
        }
        List<Optional<LocalDate>> starts = new ArrayList<>(List.of(Optional.empty()));
        turns.forEach(day -> starts.add(Optional.of(day)));
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Optional<LocalDate> start = starts.get(i);
            Optional<LocalDate> end = i + 1 < starts.size() ? starts.get(i + 1) : Optional.empty();
            boolean isInsured = start.filter(day -> !day.isBefore(insured)).isPresent();
            boolean isGrouped = start.filter(day -> !day.isBefore(today)).isPresent();
            pieces.add(new Piece(
                    Columns.dayOrNothing(start),
                    Columns.dayOrNothing(end),
                    isInsured ? registration.scheme().map(InsuranceScheme::code).orElse("") : "",
                    isGrouped ? groups : 0));
        }
        return insert(area, residentId, registration.economicCategory(), pieces, by);
    }

    private record Piece(String firstDay, String dayAfter, String scheme, int groups) {}

    private Mono<Void> insert(String area, UUID residentId, EconomicCategory category, List<Piece> pieces, String by) {
        return database.sql("""
                        INSERT INTO resident_circumstance (area, resident_id, scheme, population_groups,
                            economic_category, effective, known, recorded_by, recorded_at)
                        SELECT $1, $2, nullif(scheme, ''), groups, $3,
                            daterange(nullif(first_day, '')::date, nullif(day_after, '')::date), tstzrange($4, NULL), $5, $4
                        FROM unnest($6::text[], $7::text[], $8::text[], $9::int[])
                            AS row (first_day, day_after, scheme, groups)
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, category.code())
                .bind(3, clock.instant())
                .bind(4, by)
                .bind(5, Columns.array(pieces, String[]::new, Piece::firstDay))
                .bind(6, Columns.array(pieces, String[]::new, Piece::dayAfter))
                .bind(7, Columns.array(pieces, String[]::new, Piece::scheme))
                .bind(8, Columns.array(pieces, Integer[]::new, Piece::groups))
                .then();
    }

    private static String scheme(Change change) {
        return change.scheme()
                .map(scheme -> scheme.map(InsuranceScheme::code).orElse("none"))
                .orElse("");
    }
}
