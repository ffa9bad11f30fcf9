package org.jiayi.app.resident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds residents by their number without anybody storing it, and says where they stand for those who may know it. */
@Component
public class Residents {

    /** From this birthday on nobody acts for a person by age alone (民法典 §17). */
    public static final int FULL_AGE_YEARS = 18;

    private final DatabaseClient database;
    private final IdentityVault vault;
    private final Standings standings;
    private final Deaths deaths;
    private final Families families;
    private final Guardians guardians;

    Residents(
            DatabaseClient database,
            IdentityVault vault,
            Standings standings,
            Deaths deaths,
            Families families,
            Guardians guardians) {
        this.database = database;
        this.vault = vault;
        this.standings = standings;
        this.deaths = deaths;
        this.families = families;
        this.guardians = guardians;
    }

    /**
     * The residents of the area among those numbers, by number as written; unknown ones are absent. The number of one who
     * was merged finds the survivor.
     */
    public Mono<Map<String, UUID>> byWrittenNumber(String area, Collection<String> writtenNumbers) {
        List<String> written = writtenNumbers.stream().distinct().toList();
        String[] indexes = written.stream().map(this::index).toArray(String[]::new);
        return database.sql("""
                        SELECT wanted.ordinal, coalesce(m.survivor_id, d.resident_id) AS resident_id
                        FROM unnest($2::text[]) WITH ORDINALITY AS wanted (index, ordinal)
                        JOIN resident_document d ON d.area = $1 AND d.document_index = decode(wanted.index, 'hex')
                            AND upper_inf(d.known)
                        LEFT JOIN resident_merge m ON m.area = d.area AND m.merged_id = d.resident_id AND upper_inf(m.known)
                        """)
                .bind(0, area)
                .bind(1, indexes)
                .map(row -> Map.entry(
                        written.get(Columns.get(row, "ordinal", Long.class).intValue() - 1),
                        Columns.get(row, "resident_id", UUID.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** All registrations of the person whom that resident is, that one among them. */
    Flux<UUID> registrationsOf(String area, UUID residentId) {
        return database.sql(Registrations.OF_PERSON)
                .bind(0, area)
                .bind(1, residentId)
                .mapValue(UUID.class)
                .all();
    }

    /** Passes where such a resident is registered; refused as unknown otherwise. */
    public Mono<Void> requireKnown(String area, UUID residentId) {
        return database.sql("SELECT 1 FROM resident_resident WHERE area = $1 AND resident_id = $2")
                .bind(0, area)
                .bind(1, residentId)
                .mapValue(Integer.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .then();
    }

    /** Who a resident is. */
    public Mono<Identity> identity(String area, UUID residentId) {
        return database.sql("SELECT sealed_identity FROM resident_resident WHERE area = $1 AND resident_id = $2")
                .bind(0, area)
                .bind(1, residentId)
                .mapValue(byte[].class)
                .one()
                .map(bytes -> vault.open(area, residentId, bytes));
    }

    /** Where those residents stand on a day, by all that is known now; unknown ones are absent. */
    public Mono<Map<UUID, Standing>> standings(String area, Collection<UUID> residentIds, LocalDate on) {
        return standings.of(area, residentIds, on);
    }

    /**
     * Records on which day people died, on every registration of theirs, as is known from that moment on; a death known with
     * the same day is left as it is. Each person is named once. To be called inside the transaction of what the deaths end.
     */
    public Mono<Void> recordDeaths(String area, Map<UUID, LocalDate> diedOn, Instant knownFrom, String by) {
        return deaths.record(area, diedOn, knownFrom, by, false);
    }

    /**
     * The same for what a file tells, which waits for nobody: a death that a revocation has known stays revoked, be it of the
     * very moment.
     */
    public Mono<Void> recordDeathsUnlessRevoked(
            String area, Map<UUID, LocalDate> diedOn, Instant knownFrom, String by) {
        return deaths.record(area, diedOn, knownFrom, by, true);
    }

    /** The days on which those residents died by all that is known now; the living are absent. */
    public Mono<Map<UUID, LocalDate>> deaths(String area, Collection<UUID> residentIds) {
        return deaths.of(area, residentIds);
    }

    /**
     * 撤销死亡登记: nothing is known of a death of that person any more, by none of their registrations; refused where nothing
     * was. To be called inside the transaction of what goes on.
     */
    public Mono<Void> revokeDeath(String area, UUID residentId, DeathRevocation revocation, Instant now, String by) {
        return registrationsOf(area, residentId)
                .collectList()
                .flatMap(registrations -> deaths.revoke(area, registrations, revocation, now, by))
                .filter(revoked -> revoked > 0)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_DEATH_RECORDED)))
                .then();
    }

    /** The days on which the person died by all that is known now, under whichever registration. */
    public Mono<Map<UUID, LocalDate>> deathsOfPerson(String area, UUID residentId) {
        return registrationsOf(area, residentId).collectList().flatMap(registrations -> deaths(area, registrations));
    }

    /** Those of whom a death was revoked once, whether or not another one is known now. */
    public Mono<Map<UUID, RevokedDeath>> revokedDeaths(String area, Collection<UUID> residentIds) {
        return deaths.revoked(area, residentIds);
    }

    /** The registration under which the person signs: the survivor's where that one was merged, otherwise the same. */
    public Mono<UUID> survivorOf(String area, UUID residentId) {
        return database.sql("""
                        SELECT coalesce((SELECT survivor_id FROM resident_merge
                            WHERE area = $1 AND merged_id = $2::uuid AND upper_inf(known)), $2::uuid)
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .mapValue(UUID.class)
                .one();
    }

    /** Whether both are registrations of one person. */
    public Mono<Boolean> isOnePerson(String area, UUID residentId, UUID otherId) {
        return registrationsOf(area, residentId).collectList().map(person -> person.contains(otherId));
    }

    /**
     * Whether the one may act for the other on that day: as guardian of a minor or of somebody without capacity, or because
     * both are registrations of one person.
     */
    public Mono<Boolean> mayActFor(String area, UUID actingResidentId, UUID residentId, LocalDate on) {
        return registrationsOf(area, residentId)
                .collectList()
                .flatMap(person -> person.contains(actingResidentId)
                        ? Mono.just(true)
                        : wardsOf(area, actingResidentId, on).map(wards -> !Collections.disjoint(wards, person)));
    }

    /** For whom a resident may act on that day. */
    public Mono<Set<UUID>> wardsOf(String area, UUID guardianResidentId, LocalDate on) {
        return families.wardsOf(area, guardianResidentId, on);
    }

    /**
     * Who may act for those residents on that day by recorded evidence, whoever was recorded first before the others; residents
     * whom nobody acts for are absent.
     */
    public Mono<Map<UUID, Collection<GuardianView>>> guardiansOf(
            String area, Collection<UUID> residentIds, LocalDate on) {
        return guardians.actingFor(area, residentIds, on);
    }

    /** All who live in the resident's household on that day, the resident among them. */
    public Mono<Set<UUID>> householdOf(String area, UUID residentId, LocalDate on) {
        return families.householdOf(area, residentId, on);
    }

    private String index(String written) {
        return vault.index(IdentityNumber.normalise(written).value());
    }

    /** The groups of a set, as people read them. */
    public static List<String> groupLabels(int groups) {
        return Arrays.stream(PopulationGroup.values())
                .filter(group -> (groups & group.mask()) != 0)
                .map(PopulationGroup::label)
                .toList();
    }
}
