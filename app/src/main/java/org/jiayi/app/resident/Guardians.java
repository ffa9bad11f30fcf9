package org.jiayi.app.resident;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps who acts for whom. A guardian given by a number that a resident has is that resident. */
@Component
class Guardians {

    /** A condition: whom row g of resident_guardian names is a resident who cannot act; see {@link Families#cannotAct}. */
    static final String CANNOT_ACT = Families.cannotAct(
            "g.area", "SELECT g.guardian_resident_id UNION ALL " + Families.numbered("g.area", "g.guardian_index"));

    private final DatabaseClient database;
    private final IdentityVault vault;
    private final Clock clock;

    Guardians(DatabaseClient database, IdentityVault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /** Adds a guardian of the ward. */
    Mono<Void> add(String area, UUID wardId, Guardian guardian, String by) {
        return resident(area, guardian).flatMap(found -> {
            if (found.equals(Optional.of(wardId))) {
                return Mono.error(new Refused(RefusalCode.GUARDIAN_OF_ONESELF));
            }
            return insert(area, wardId, guardian, found, by);
        });
    }

    /** Which resident the guardian is, if any; refused where one is named that is not there, or a number that is somebody else's. */
    private Mono<Optional<UUID>> resident(String area, Guardian guardian) {
        if (guardian.residentId().isPresent()) {
            return database.sql("SELECT resident_id FROM resident_resident WHERE area = $1 AND resident_id = $2")
                    .bind(0, area)
                    .bind(1, guardian.residentId().get())
                    .mapValue(UUID.class)
                    .one()
                    .map(Optional::of)
                    .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.GUARDIAN_UNKNOWN)));
        }
        return database.sql(
                        "SELECT resident_id, sealed_identity FROM resident_resident WHERE area = $1 AND resident_id = ("
                                + Families.numbered("$1", "decode($2, 'hex')") + ")")
                .bind(0, area)
                .bind(1, vault.index(guardian.number()))
                .map(row -> Map.entry(
                        Columns.get(row, "resident_id", UUID.class), Columns.get(row, "sealed_identity", byte[].class)))
                .one()
                .flatMap(holder -> vault.open(area, holder.getKey(), holder.getValue())
                                .name()
                                .equals(guardian.name())
                        ? Mono.just(Optional.of(holder.getKey()))
                        : Mono.error(new Refused(RefusalCode.GUARDIAN_NAME_DIFFERS)))
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> insert(String area, UUID wardId, Guardian guardian, Optional<UUID> residentId, String by) {
        Optional<String> index = Optional.of(guardian.number())
                .filter(number -> !number.isEmpty())
                .map(vault::index);
        return database.sql("""
                        INSERT INTO resident_guardian (area, guardian_id, version, ward_id, guardian_resident_id,
                            guardian_index, sealed_guardian, relationship, evidence_kind, effective, known, recorded_by,
                            recorded_at)
                        VALUES ($1, $2, 1, $3, $4, decode($5, 'hex'), decode($6, 'hex'), $7, $8, daterange($9, $10),
                            tstzrange($11, NULL), $12, $11)
                        """)
                .bind(0, area)
                .bind(1, UuidCreator.getTimeOrderedEpoch())
                .bind(2, wardId)
                .bind(3, Columns.orNull(residentId, UUID.class))
                .bind(4, Columns.orNull(index, String.class))
                .bind(5, HexFormat.of().formatHex(vault.sealText(area, wardId, guardian.joined())))
                .bind(6, guardian.relationship().code())
                .bind(7, guardian.evidenceKind())
                .bind(8, guardian.days().first())
                .bind(9, Columns.orNull(guardian.days().until(), LocalDate.class))
                .bind(10, clock.instant())
                .bind(11, by)
                .then();
    }

    /** Ends a guardianship of the person after one of its days; refused where the day is none of them. */
    Mono<Void> end(String area, UUID wardId, UUID guardianId, LocalDate lastDay, String by) {
        return database.sql("""
                        WITH closed AS (
                            UPDATE resident_guardian
                            SET known = tstzrange(lower(known), greatest($5, lower(known) + interval '1 microsecond'))
                            WHERE area = $1 AND guardian_id = $3 AND ward_id IN (%s) AND upper_inf(known)
                                AND effective @> $4::date
                            RETURNING *
                        )
                        INSERT INTO resident_guardian (area, guardian_id, version, ward_id, guardian_resident_id,
                            guardian_index, sealed_guardian, relationship, evidence_kind, effective, known, recorded_by,
                            recorded_at)
                        SELECT area, guardian_id, version + 1, ward_id, guardian_resident_id, guardian_index,
                            sealed_guardian, relationship, evidence_kind, daterange(lower(effective), $4::date, '[]'),
                            tstzrange(upper(known), NULL), $6, $5
                        FROM closed
                        """.formatted(Registrations.OF_PERSON))
                .bind(0, area)
                .bind(1, wardId)
                .bind(2, guardianId)
                .bind(3, lastDay)
                .bind(4, clock.instant())
                .bind(5, by)
                .fetch()
                .rowsUpdated()
                .flatMap(ended ->
                        ended > 0 ? Mono.<Void>empty() : Mono.error(new Refused(RefusalCode.NOT_GUARDIAN_ON_DAY)));
    }

    /**
     * A number that was recorded of this resident was another's: whose ward's guardian it names is its owner, and no more who had it by
     * mistake.
     */
    Mono<Void> leaveToOwner(String area, UUID residentId, String number, String by) {
        return database.sql("""
                        WITH closed AS (
                            UPDATE resident_guardian
                            SET known = tstzrange(lower(known), greatest($4, lower(known) + interval '1 microsecond'))
                            WHERE area = $1 AND guardian_resident_id = $2 AND guardian_index = decode($3, 'hex') AND upper_inf(known)
                            RETURNING *
                        )
                        INSERT INTO resident_guardian (area, guardian_id, version, ward_id, guardian_index, sealed_guardian,
                            relationship, evidence_kind, effective, known, recorded_by, recorded_at)
                        SELECT area, guardian_id, version + 1, ward_id, guardian_index, sealed_guardian, relationship,
                            evidence_kind, effective, tstzrange(upper(known), NULL), $5, $4
                        FROM closed
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, vault.index(number))
                .bind(3, clock.instant())
                .bind(4, by)
                .then();
    }

    /** Whether there is such a guardian of the person, now or before. */
    Mono<Boolean> isThere(String area, UUID wardId, UUID guardianId) {
        return database.sql("""
                        SELECT EXISTS (SELECT FROM resident_guardian
                            WHERE area = $1 AND guardian_id = $3 AND ward_id IN (%s))
                        """.formatted(Registrations.OF_PERSON))
                .bind(0, area)
                .bind(1, wardId)
                .bind(2, guardianId)
                .mapValue(Boolean.class)
                .one();
    }

    /**
     * The guardians of the person on a day as known at a moment. A resident's name is that of the register, and masked where whoever
     * recorded it named no more than the resident: they need not have been in reach.
     */
    Mono<List<GuardianView>> of(String area, UUID wardId, LocalDate on, Instant knownAt) {
        return database.sql("""
                        SELECT g.*, lower(g.effective) AS first_day, upper(g.effective) AS day_after, r.sealed_identity
                        FROM resident_guardian g
                        LEFT JOIN resident_resident r ON r.area = g.area AND r.resident_id = g.guardian_resident_id
                        WHERE g.area = $1 AND g.ward_id IN (%s) AND (g.effective @> $3::date) IS TRUE
                            AND g.known @> $4::timestamptz
                        ORDER BY g.guardian_id
                        """.formatted(Registrations.OF_PERSON))
                .bind(0, area)
                .bind(1, wardId)
                .bind(2, on)
                .bind(3, knownAt)
                .map(row -> view(area, row, row.get("guardian_index") == null))
                .all()
                .collectList();
    }

    /**
     * Who may act for those wards on a day by recorded evidence, as known now; whoever was recorded first comes first. Wards
     * whom nobody acts for are absent.
     */
    Mono<Map<UUID, Collection<GuardianView>>> actingFor(String area, Collection<UUID> wardIds, LocalDate on) {
        if (wardIds.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql("""
                        SELECT ward.asked, g.*, lower(g.effective) AS first_day, upper(g.effective) AS day_after,
                            r.sealed_identity
                        FROM (
                            SELECT resident_id AS asked, resident_id AS held_by FROM unnest($2::uuid[]) AS resident_id
                            UNION
                            %s
                        ) AS ward
                        JOIN resident_guardian g ON g.area = $1 AND g.ward_id = ward.held_by
                        LEFT JOIN resident_resident r ON r.area = g.area AND r.resident_id = g.guardian_resident_id
                        WHERE upper_inf(g.known) AND (g.effective @> $3::date) IS TRUE AND NOT %s
                        ORDER BY g.guardian_id
                        """.formatted(Registrations.OF_PEOPLE, CANNOT_ACT))
                .bind(0, area)
                .bind(1, wardIds.stream().distinct().toArray(UUID[]::new))
                .bind(2, on)
                .bind(3, on.minusYears(Residents.FULL_AGE_YEARS))
                .map(row -> Map.entry(Columns.get(row, "asked", UUID.class), view(area, row, false)))
                .all()
                .collectMultimap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private GuardianView view(String area, Readable row, boolean masked) {
        String[] sealed = Guardian.split(vault.openText(
                area, Columns.get(row, "ward_id", UUID.class), Columns.get(row, "sealed_guardian", byte[].class)));
        Optional<UUID> residentId = Columns.find(row, "guardian_resident_id", UUID.class);
        Optional<Identity> registered = residentId.flatMap(
                id -> Columns.find(row, "sealed_identity", byte[].class).map(bytes -> vault.open(area, id, bytes)));
        return new GuardianView(
                Optional.of(Columns.get(row, "guardian_id", UUID.class)),
                residentId,
                registered.map(masked ? Identity::maskedName : Identity::name).orElse(sealed[0]),
                registered.map(Identity::documentNumber).orElse(sealed[1]),
                Relationship.find(Columns.text(row, "relationship"))
                        .map(Relationship::label)
                        .orElse(""),
                Columns.text(row, "evidence_kind"),
                Columns.find(row, "first_day", LocalDate.class),
                Columns.find(row, "day_after", LocalDate.class));
    }
}
