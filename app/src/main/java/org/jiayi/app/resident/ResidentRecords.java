package org.jiayi.app.resident;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads a resident as they were on a day, by what was known on another. */
@Component
public class ResidentRecords {

    /** What is known for good is known at this moment: later than any that is closed. */
    private final DatabaseClient database;

    private final IdentityVault vault;
    private final ResidentReach reach;
    private final Guardians guardians;
    private final ResidentRevisions revisions;

    ResidentRecords(
            DatabaseClient database,
            IdentityVault vault,
            ResidentReach reach,
            Guardians guardians,
            ResidentRevisions revisions) {
        this.database = database;
        this.vault = vault;
        this.reach = reach;
        this.guardians = guardians;
        this.revisions = revisions;
    }

    /** A group on the day, and how it is known: a source, {@code import} or {@code age}. */
    public record Group(PopulationGroup group, String source) {}

    /**
     * A resident on a day.
     *
     * @param identity who they are, by all that is known now
     * @param documents kinds of the documents known then, in the order in which they were recorded
     * @param economicCategory empty where nothing was known of the day
     * @param householdRelationship two digits; empty where a file named the household
     * @param etag changes with everything that is recorded of the resident, whatever the day
     */
    public record View(
            String area,
            UUID residentId,
            Identity identity,
            List<String> documents,
            LocalDate birthDate,
            int sex,
            LocalDate on,
            Optional<LocalDate> knownOn,
            Optional<InsuranceScheme> scheme,
            Optional<String> economicCategory,
            List<Group> groups,
            Optional<String> household,
            Optional<String> householdRelationship,
            List<GuardianView> guardians,
            boolean incapable,
            Optional<LocalDate> diedOn,
            Optional<UUID> mergedInto,
            String etag) {}

    /** The resident, for whom the caller may read; refused as unknown otherwise, and where nobody knew of them then. */
    public Mono<View> get(String area, UUID residentId, LocalDate on, Optional<LocalDate> knownOn, Caller caller) {
        Instant knownAt = knownOn.map(KnowledgeTime::endOf).orElse(KnowledgeTime.ALL);
        return reach.check(caller, area, residentId)
                .then(Mono.defer(() -> guardians.of(area, residentId, on, knownAt)))
                .zipWith(revisions.of(area, residentId).map(ResidentRevisions::etag))
                .flatMap(known -> find(area, residentId, on, knownAt, knownOn, known.getT1(), known.getT2()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<View> find(
            String area,
            UUID residentId,
            LocalDate on,
            Instant knownAt,
            Optional<LocalDate> knownOn,
            List<GuardianView> acting,
            String etag) {
        return database.sql("""
                        SELECT r.birth_date, r.sex, r.sealed_identity, s.scheme, s.population_groups, s.economic_category,
                            coalesce(h.household, CASE WHEN h0.any_known IS NULL THEN nullif(r.household, '') END)
                                AS household, h.relationship, d.died_on, m.survivor_id,
                            ARRAY(SELECT document_type FROM resident_document x WHERE x.area = $1 AND x.resident_id = $2
                                AND x.known @> $4::timestamptz ORDER BY ordinal) AS documents,
                            ARRAY(SELECT population_group || '=' || source FROM resident_group g WHERE g.area = $1
                                AND g.resident_id = $2 AND g.known @> $4::timestamptz AND (g.effective @> $3::date) IS TRUE)
                                AS sources,
                            EXISTS (SELECT FROM resident_incapacity i WHERE i.area = $1 AND i.resident_id = $2
                                AND i.known @> $4::timestamptz AND (i.effective @> $3::date) IS TRUE) AS incapable
                        FROM resident_resident r
                        LEFT JOIN resident_circumstance s ON s.area = $1 AND s.resident_id = $2
                            AND (s.effective @> $3::date) IS TRUE AND (s.known @> $4::timestamptz) IS TRUE
                        LEFT JOIN resident_household_member h ON h.area = $1 AND h.resident_id = $2
                            AND (h.effective @> $3::date) IS TRUE AND (h.known @> $4::timestamptz) IS TRUE
                        LEFT JOIN LATERAL (SELECT true AS any_known FROM resident_household_member a WHERE a.area = $1
                            AND a.resident_id = $2 AND (a.known @> $4::timestamptz) IS TRUE LIMIT 1) h0 ON true
                        LEFT JOIN resident_death d ON d.area = $1 AND d.resident_id = $2
                            AND (d.known @> $4::timestamptz) IS TRUE
                        LEFT JOIN resident_merge m ON m.area = $1 AND m.merged_id = $2
                            AND (m.known @> $4::timestamptz) IS TRUE
                        WHERE r.area = $1 AND r.resident_id = $2
                            AND (r.import_id IS NOT NULL OR r.recorded_at <= $4::timestamptz)
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, on)
                .bind(3, knownAt)
                .map(row -> view(area, residentId, on, knownOn, acting, etag, row))
                .one();
    }

    private View view(
            String area,
            UUID residentId,
            LocalDate on,
            Optional<LocalDate> knownOn,
            List<GuardianView> acting,
            String etag,
            Readable row) {
        Identity identity = vault.open(area, residentId, Columns.get(row, "sealed_identity", byte[].class));
        LocalDate birthDate = Columns.get(row, "birth_date", LocalDate.class);
        return new View(
                area,
                residentId,
                identity,
                List.of(Columns.get(row, "documents", String[].class)),
                birthDate,
                Columns.get(row, "sex", Integer.class),
                on,
                knownOn,
                Columns.find(row, "scheme", String.class).flatMap(InsuranceScheme::find),
                Columns.find(row, "economic_category", String.class),
                groups(on, birthDate, row),
                Columns.find(row, "household", String.class).filter(household -> !household.isEmpty()),
                Columns.find(row, "relationship", String.class).filter(code -> !code.isEmpty()),
                withFileGuardian(identity, acting),
                Columns.get(row, "incapable", Boolean.class),
                Columns.find(row, "died_on", LocalDate.class),
                Columns.find(row, "survivor_id", UUID.class),
                etag);
    }

    private static List<Group> groups(LocalDate on, LocalDate birthDate, Readable row) {
        Map<String, String> sources = new HashMap<>();
        for (String source : Columns.get(row, "sources", String[].class)) {
            sources.put(source.split("=")[0], source.split("=")[1]);
        }
        int recorded = Columns.find(row, "population_groups", Integer.class).orElse(0);
        int groups = PopulationGroup.on(on, birthDate, recorded);
        return Arrays.stream(PopulationGroup.values())
                .filter(group -> (groups & group.mask()) != 0)
                .map(group -> new Group(
                        group,
                        group.isByAge() ? "age" : Objects.requireNonNullElse(sources.get(group.code()), "import")))
                .toList();
    }

    private static List<GuardianView> withFileGuardian(Identity identity, List<GuardianView> acting) {
        if (!identity.namesGuardian()) {
            return acting;
        }
        List<GuardianView> all = new ArrayList<>(acting);
        all.add(new GuardianView(
                Optional.empty(),
                Optional.empty(),
                identity.guardianName(),
                identity.guardianNumber(),
                identity.guardianRelationship(),
                "import",
                Optional.empty(),
                Optional.empty()));
        return all;
    }
}
