package org.jiayi.app.resident;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads where residents stand on a day, ten thousand at once. */
@Component
class Standings {

    private final DatabaseClient database;
    private final IdentityVault vault;

    Standings(DatabaseClient database, IdentityVault vault) {
        this.database = database;
        this.vault = vault;
    }

    /**
     * Standings by resident; unknown ones are absent. The guardians of a survivor are those of what was merged into it too.
     *
     * <p>Days are asked for with IS TRUE, which hides them from the exclusion constraints' indexes: those guard, and are ten
     * times slower at finding than the plain ones.
     */
    Mono<Map<UUID, Standing>> of(String area, Collection<UUID> residentIds, LocalDate on) {
        return database.sql("""
                        WITH duplicates AS MATERIALIZED (
                            SELECT survivor_id, array_agg(merged_id) AS merged FROM resident_merge
                            WHERE area = $1 AND survivor_id = ANY ($2) AND upper_inf(known) GROUP BY survivor_id
                        )
                        SELECT r.resident_id, r.birth_date, r.sex, s.scheme, s.population_groups, d.died_on, m.survivor_id,
                            r.file_guardian AND NOT %1$s AS file_guardian,
                            CASE WHEN r.file_guardian IS NULL THEN r.sealed_identity END AS sealed_identity,
                            EXISTS (SELECT FROM resident_guardian g
                                WHERE g.area = r.area AND g.ward_id = ANY (array_prepend(r.resident_id, w.merged))
                                    AND upper_inf(g.known) AND (g.effective @> $3::date) IS TRUE AND NOT %2$s)
                                OR EXISTS (SELECT FROM resident_resident f
                                    WHERE f.area = r.area AND f.resident_id = ANY (w.merged)
                                        AND f.file_guardian AND NOT %3$s) AS guarded,
                            EXISTS (SELECT FROM resident_incapacity i WHERE i.area = r.area
                                AND i.resident_id = ANY (array_prepend(r.resident_id, w.merged))
                                AND upper_inf(i.known) AND (i.effective @> $3::date) IS TRUE) AS incapable
                        FROM resident_resident r
                        LEFT JOIN resident_circumstance s ON s.area = r.area AND s.resident_id = r.resident_id
                            AND upper_inf(s.known) AND (s.effective @> $3::date) IS TRUE
                        LEFT JOIN resident_death d ON d.area = r.area AND d.resident_id = r.resident_id AND upper_inf(d.known)
                        LEFT JOIN resident_merge m ON m.area = r.area AND m.merged_id = r.resident_id AND upper_inf(m.known)
                        LEFT JOIN duplicates w ON w.survivor_id = r.resident_id
                        WHERE r.area = $1 AND r.resident_id = ANY ($2)
                        """.formatted(
                                Families.cannotAct("r.area", Families.numbered("r.area", "r.file_guardian_index")),
                                Guardians.CANNOT_ACT,
                                Families.cannotAct("f.area", Families.numbered("f.area", "f.file_guardian_index"))))
                .bind(0, area)
                .bind(1, residentIds.stream().distinct().toArray(UUID[]::new))
                .bind(2, on)
                .bind(3, on.minusYears(Residents.FULL_AGE_YEARS))
                .map(row -> standing(area, row, on))
                .all()
                .collectMap(Standing::residentId);
    }

    private Standing standing(String area, Readable row, LocalDate on) {
        UUID residentId = Columns.get(row, "resident_id", UUID.class);
        LocalDate birthDate = Columns.get(row, "birth_date", LocalDate.class);
        int recorded = Columns.find(row, "population_groups", Integer.class).orElse(0);
        return new Standing(
                residentId,
                birthDate,
                Columns.get(row, "sex", Integer.class),
                PopulationGroup.on(on, birthDate, recorded),
                Columns.find(row, "scheme", String.class).flatMap(InsuranceScheme::find),
                Columns.find(row, "died_on", LocalDate.class),
                Columns.find(row, "survivor_id", UUID.class),
                Columns.get(row, "guarded", Boolean.class) || fileNamesGuardian(area, residentId, row),
                Columns.get(row, "incapable", Boolean.class));
    }

    /** A row older than the column that says so is opened. */
    private boolean fileNamesGuardian(String area, UUID residentId, Readable row) {
        return Columns.find(row, "file_guardian", Boolean.class).orElseGet(() -> {
            byte[] sealed = Objects.requireNonNull(row.get("sealed_identity", byte[].class));
            return vault.open(area, residentId, sealed).namesGuardian();
        });
    }
}
