package org.jiayi.app.organisation;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.DatedFacts;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Days;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Institutions (机构) over time: what they are registered with, whether they are open, to which alliance (医共体) they belong. */
@Component
public class Institutions {

    private static final DatedFacts.Table STANDINGS =
            new DatedFacts.Table("organisation_institution_standing", List.of("institution_code"), List.of("standing"));
    private static final DatedFacts.Table MEMBERSHIPS = new DatedFacts.Table(
            "organisation_alliance_member", List.of("institution_code"), List.of("alliance", "is_lead"));

    /** The first parameter is the area, the second the day, the third the moment at which it was known. */
    private static final String SELECT = """
            SELECT n.institution_code AS code, n.uscc, n.name, n.kind, n.division, n.parent_code, d.name AS division_name,
                m.alliance, m.is_lead, coalesce(s.standing, 'open') AS standing
            FROM organisation_institution_particulars n
            LEFT JOIN organisation_division d ON d.area = n.area AND d.code = n.division AND d.effective @> $2::date
            LEFT JOIN organisation_alliance_member m ON m.area = n.area AND m.institution_code = n.institution_code
                AND m.known @> $3::timestamptz AND m.effective @> $2::date
            LEFT JOIN organisation_institution_standing s ON s.area = n.area AND s.institution_code = n.institution_code
                AND s.known @> $3::timestamptz AND s.effective @> $2::date
            WHERE n.area = $1 AND n.known @> $3::timestamptz AND n.effective @> $2::date""";

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final NamedLocks locks;
    private final DatedFacts facts;
    private final Clock clock;

    Institutions(
            DatabaseClient database,
            ShieldedTransactions transactions,
            CommandKeys keys,
            NamedLocks locks,
            DatedFacts facts,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.facts = facts;
        this.clock = clock;
    }

    /** Whether an institution works. */
    public enum Standing {
        /** 未开业. */
        NOT_YET_OPEN,
        /** 开业: as all are of whom nothing else is recorded. */
        OPEN,
        /** 暂停. */
        SUSPENDED,
        /** 停业. */
        CLOSED;

        /** The name in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An institution on a day.
     *
     * @param divisionName empty where no division of that code is in force on the day, or none are loaded
     */
    public record Institution(
            String code,
            InstitutionParticulars particulars,
            Optional<String> divisionName,
            Optional<String> alliance,
            boolean leadsAlliance,
            Standing standing) {}

    /** The institutions within the caller's reach, by code, after that one. */
    public Flux<Institution> list(String area, LocalDate on, Scope scope, Optional<String> after) {
        return database.sql(SELECT + " AND n.institution_code > $4 ORDER BY n.institution_code")
                .bind(0, area)
                .bind(1, on)
                .bind(2, KnowledgeTime.ALL)
                .bind(3, after.orElse(""))
                .map(Institutions::institution)
                .all()
                .filter(institution -> scope.reachesInstitution(area, institution.code()));
    }

    /** The institution of that code within the caller's reach, by all that is known now; refused as unknown otherwise. */
    public Mono<Institution> get(String area, String code, LocalDate on, Scope scope) {
        return get(area, code, on, KnowledgeTime.ALL, scope);
    }

    /** The same, by what was known at that moment. */
    public Mono<Institution> get(String area, String code, LocalDate on, Instant knownAt, Scope scope) {
        return find(area, code, on, knownAt)
                .filter(institution -> scope.reachesInstitution(area, code))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** Whether the institution is there and open on that day. */
    public Mono<Boolean> isOpen(String area, String code, LocalDate on) {
        return find(area, code, on, KnowledgeTime.ALL)
                .map(institution -> institution.standing() == Standing.OPEN)
                .defaultIfEmpty(false);
    }

    /** Records whether the institution is open on those days, once per key. */
    public Mono<CommandKeys.Answer> recordStanding(
            String area, String code, Standing standing, Days days, String key, Caller caller) {
        String content = "standing " + code + " " + standing + " " + days;
        return run(
                area,
                code,
                content,
                days,
                key,
                caller,
                () -> facts.record(STANDINGS, area, List.of(code), List.of(standing.code()), days, caller.subject()));
    }

    /** Records to which alliance the institution belongs on those days, once per key; to none where the name is empty. */
    public Mono<CommandKeys.Answer> recordAlliance(
            String area, String code, String alliance, boolean leads, Days days, String key, Caller caller) {
        String content = "alliance " + code + " " + alliance + " " + leads + " " + days;
        return run(
                area,
                code,
                content,
                days,
                key,
                caller,
                () -> alliance.isEmpty()
                        ? facts.clear(MEMBERSHIPS, area, List.of(code), days, caller.subject())
                        : found(area, alliance, caller.subject())
                                .then(Mono.defer(() -> facts.record(
                                        MEMBERSHIPS,
                                        area,
                                        List.of(code),
                                        List.of(alliance, leads),
                                        days,
                                        caller.subject()))));
    }

    /** Changes what is known of an institution in the caller's reach, once per key and one after the other. */
    Mono<CommandKeys.Answer> run(
            String area, String code, String content, Days days, String key, Caller caller, Supplier<Mono<Void>> work) {
        return transactions.run(() -> get(area, code, days.first(), caller.scope())
                .then(keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> locks.take("institution:" + area + ":" + code)
                                .then(Mono.defer(work))
                                .thenReturn(code))));
    }

    /** Founds the alliance unless there is one of that name. */
    private Mono<Void> found(String area, String alliance, String by) {
        return database.sql("""
                        INSERT INTO organisation_alliance (area, name, recorded_by, recorded_at) VALUES ($1, $2, $3, $4)
                        ON CONFLICT ON CONSTRAINT organisation_alliance_pk DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, alliance)
                .bind(2, by)
                .bind(3, clock.instant())
                .then();
    }

    private Mono<Institution> find(String area, String code, LocalDate on, Instant knownAt) {
        return database.sql(SELECT + " AND n.institution_code = $4")
                .bind(0, area)
                .bind(1, on)
                .bind(2, knownAt)
                .bind(3, code)
                .map(Institutions::institution)
                .one();
    }

    private static Institution institution(Readable row) {
        return new Institution(
                Columns.text(row, "code"),
                particulars(row),
                Columns.find(row, "division_name", String.class),
                Columns.find(row, "alliance", String.class),
                Columns.find(row, "is_lead", Boolean.class).orElse(false),
                Standing.valueOf(Columns.text(row, "standing").toUpperCase(Locale.ROOT)));
    }

    /** The columns of what an institution is registered with. */
    static InstitutionParticulars particulars(Readable row) {
        return new InstitutionParticulars(
                Columns.text(row, "uscc"),
                Columns.text(row, "name"),
                Columns.text(row, "kind"),
                Columns.text(row, "division"),
                Columns.find(row, "parent_code", String.class));
    }
}
