package org.jiayi.app.organisation;

import io.r2dbc.spi.Readable;
import java.time.Clock;
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
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Institutions (机构) over time: whether they are open, and to which alliance (医共体) they belong. */
@Component
public class Institutions {

    private static final DatedFacts.Table STANDINGS =
            new DatedFacts.Table("organisation_institution_standing", List.of("institution_code"), List.of("standing"));
    private static final DatedFacts.Table MEMBERSHIPS = new DatedFacts.Table(
            "organisation_alliance_member", List.of("institution_code"), List.of("alliance", "is_lead"));

    /** The first parameter is the area, the second the day. */
    private static final String SELECT = """
            SELECT i.code, i.uscc, i.name, i.kind, i.division, i.parent_code, d.name AS division_name,
                m.alliance, m.is_lead, coalesce(s.standing, 'open') AS standing
            FROM organisation_institution i
            LEFT JOIN organisation_division d ON d.area = i.area AND d.code = i.division AND d.effective @> $2::date
            LEFT JOIN organisation_alliance_member m ON m.area = i.area AND m.institution_code = i.code
                AND upper_inf(m.known) AND m.effective @> $2::date
            LEFT JOIN organisation_institution_standing s ON s.area = i.area AND s.institution_code = i.code
                AND upper_inf(s.known) AND s.effective @> $2::date
            WHERE i.area = $1""";

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
            String uscc,
            String name,
            String kind,
            String division,
            Optional<String> divisionName,
            Optional<String> parentCode,
            Optional<String> alliance,
            boolean leadsAlliance,
            Standing standing) {}

    /** The institutions within the caller's reach, by code, after that one. */
    public Flux<Institution> list(String area, LocalDate on, Scope scope, Optional<String> after) {
        return database.sql(SELECT + " AND i.code > $3 ORDER BY i.code")
                .bind(0, area)
                .bind(1, on)
                .bind(2, after.orElse(""))
                .map(Institutions::institution)
                .all()
                .filter(institution -> scope.reachesInstitution(area, institution.code()));
    }

    /** The institution of that code within the caller's reach; refused as unknown otherwise. */
    public Mono<Institution> get(String area, String code, LocalDate on, Scope scope) {
        return find(area, code, on)
                .filter(institution -> scope.reachesInstitution(area, code))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** Whether the institution is there and open on that day. */
    public Mono<Boolean> isOpen(String area, String code, LocalDate on) {
        return find(area, code, on)
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

    private Mono<CommandKeys.Answer> run(
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

    private Mono<Institution> find(String area, String code, LocalDate on) {
        return database.sql(SELECT + " AND i.code = $3")
                .bind(0, area)
                .bind(1, on)
                .bind(2, code)
                .map(Institutions::institution)
                .one();
    }

    private static Institution institution(Readable row) {
        return new Institution(
                Columns.text(row, "code"),
                Columns.text(row, "uscc"),
                Columns.text(row, "name"),
                Columns.text(row, "kind"),
                Columns.text(row, "division"),
                Columns.find(row, "division_name", String.class),
                Columns.find(row, "parent_code", String.class),
                Columns.find(row, "alliance", String.class),
                Columns.find(row, "is_lead", Boolean.class).orElse(false),
                Standing.valueOf(Columns.text(row, "standing").toUpperCase(Locale.ROOT)));
    }
}
