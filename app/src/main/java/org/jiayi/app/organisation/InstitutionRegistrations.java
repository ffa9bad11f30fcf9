package org.jiayi.app.organisation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.DatedFacts;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 机构变更登记: changes what institutions are registered with. */
@Component
public class InstitutionRegistrations {

    private static final DatedFacts.Table PARTICULARS = new DatedFacts.Table(
            "organisation_institution_particulars",
            List.of("institution_code"),
            List.of("uscc", "name", "kind", "division", "parent_code"));

    /** What the API calls the particulars. */
    private static final List<String> FIELDS = List.of("/uscc", "/name", "/kind", "/division", "/parentId");

    private final Institutions institutions;
    private final Divisions divisions;
    private final DatabaseClient database;
    private final NamedLocks locks;
    private final DatedFacts facts;
    private final Clock clock;

    InstitutionRegistrations(
            Institutions institutions,
            Divisions divisions,
            DatabaseClient database,
            NamedLocks locks,
            DatedFacts facts,
            Clock clock) {
        this.institutions = institutions;
        this.divisions = divisions;
        this.database = database;
        this.locks = locks;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * Records what the institution is registered with on those days, once per key. To which parent it belonged on days that have passed
     * cannot be said otherwise, since months were paid by it; nor does a clinic become what others belong to, or the reverse.
     */
    public Mono<CommandKeys.Answer> recordParticulars(
            String area, String code, InstitutionParticulars wanted, Days days, String key, Caller caller) {
        return institutions.run(
                area,
                code,
                "particulars " + code + " " + wanted + " " + days,
                days,
                key,
                caller,
                () -> locks.take("institutions:" + area)
                        .then(Mono.defer(() -> check(area, code, wanted, days)))
                        .then(Mono.defer(() -> facts.record(
                                PARTICULARS,
                                area,
                                List.of(code),
                                List.of(
                                        wanted.uscc(),
                                        wanted.name(),
                                        wanted.kind(),
                                        wanted.division(),
                                        Columns.orNull(wanted.parentCode(), String.class)),
                                days,
                                caller.subject()))));
    }

    private Mono<Void> check(String area, String code, InstitutionParticulars wanted, Days days) {
        LocalDate today = LocalDate.now(clock);
        return Mono.zip(
                        divisions.inForce(area, days.first()),
                        kindsOfOthers(area, code, days.first()),
                        standing(area, code, days, today).collectList(),
                        parentAndAbove(area, wanted, days))
                .doOnNext(known -> Refused.orThrow(wanted.check(known.getT1(), known.getT2(), FIELDS)
                        .then(sound -> sound.mayBelongTo(known.getT4(), code, FIELDS))
                        .then(sound ->
                                sound.mayReplace(known.getT3(), days.first().isBefore(today), FIELDS))))
                .then();
    }

    private Mono<Map<String, String>> kindsOfOthers(String area, String code, LocalDate on) {
        return database.sql("""
                        SELECT institution_code, kind FROM organisation_institution_particulars
                        WHERE area = $1 AND institution_code <> $2 AND upper_inf(known) AND effective @> $3::date
                        """)
                .bind(0, area)
                .bind(1, code)
                .bind(2, on)
                .map(row -> Map.entry(Columns.text(row, "institution_code"), Columns.text(row, "kind")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** The wanted parent, and to whom it belongs on any of those days. */
    private Mono<Set<String>> parentAndAbove(String area, InstitutionParticulars wanted, Days days) {
        return database.sql("""
                        WITH RECURSIVE above AS (
                            SELECT $2::text AS code
                            UNION SELECT p.parent_code FROM above a
                            JOIN organisation_institution_particulars p ON p.area = $1 AND p.institution_code = a.code
                                AND upper_inf(p.known) AND p.effective && daterange($3, $4)
                            WHERE p.parent_code IS NOT NULL)
                        SELECT code FROM above WHERE code IS NOT NULL
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(wanted.parentCode(), String.class))
                .bind(2, days.first())
                .bind(3, Columns.orNull(days.until(), LocalDate.class))
                .mapValue(String.class)
                .all()
                .collect(Collectors.toSet());
    }

    /** What holds on the first of those days, and on all of them that have passed. */
    private Flux<InstitutionParticulars> standing(String area, String code, Days days, LocalDate today) {
        return database.sql("""
                        SELECT uscc, name, kind, division, parent_code FROM organisation_institution_particulars
                        WHERE area = $1 AND institution_code = $2 AND upper_inf(known)
                            AND effective && daterange($3::date, greatest($3::date + 1, least($4::date, $5::date)))
                        """)
                .bind(0, area)
                .bind(1, code)
                .bind(2, days.first())
                .bind(3, Columns.orNull(days.until(), LocalDate.class))
                .bind(4, today)
                .map(Institutions::particulars)
                .all();
    }
}
