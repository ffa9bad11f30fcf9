package org.jiayi.app.capitation;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Explains counted months: a payee's sum, a resident's place in it or absence from it. */
@Component
public class Explanations {

    private final DatabaseClient database;
    private final CountedMonths months;
    private final HeadCount headCount;
    private final Bookings bookings;
    private final PersonMonths personMonths;
    private final TariffPolicies policies;

    Explanations(
            DatabaseClient database,
            CountedMonths months,
            HeadCount headCount,
            Bookings bookings,
            PersonMonths personMonths,
            TariffPolicies policies) {
        this.database = database;
        this.months = months;
        this.headCount = headCount;
        this.bookings = bookings;
        this.personMonths = personMonths;
        this.policies = policies;
    }

    /** Why a payee's month comes to what it does; refused where nothing was booked for it. */
    public Mono<Explanation> ofPayee(String area, InsuranceScheme scheme, Month month, String payee) {
        return months.find(area, scheme, month)
                .flatMap(counted -> Mono.zip(
                                headCount
                                        .cells(area, scheme, month)
                                        .filter(cell -> cell.payee().equals(payee))
                                        .collectList(),
                                bookings.find(area, scheme, month, payee),
                                policies.get(area, counted.policyId()))
                        .flatMap(facts -> policies.all(
                                        area, facts.getT1().stream().map(HeadCount.Cell::policyId))
                                .map(known -> {
                                    Map<UUID, CapitationPolicy> all = new HashMap<>(known);
                                    all.put(counted.policyId(), facts.getT3());
                                    return new PayeeExplanation(month, facts.getT3(), all)
                                            .of(facts.getT2().with(facts.getT1()));
                                })))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** Why a resident counts in a month or does not; refused where there is no such resident or the month is not counted. */
    public Mono<Explanation> ofResident(String area, InsuranceScheme scheme, Month month, UUID residentId) {
        return months.find(area, scheme, month)
                .flatMap(counted -> policies.get(area, counted.policyId())
                        .flatMap(policy -> facts(area, scheme, counted, policy, residentId)
                                .flatMap(facts -> facts.isPassedOver(policy, month)
                                        ? underOtherScheme(area, scheme, counted, residentId)
                                                .map(facts::with)
                                                .defaultIfEmpty(facts)
                                        : Mono.just(facts))
                                .map(facts -> facts.explain(policy, month))))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<ResidentMonth> facts(
            String area, InsuranceScheme scheme, CountedMonth counted, CapitationPolicy policy, UUID residentId) {
        LocalDate snapshot = policy.headCount().snapshot(counted.inMonth());
        return Mono.zip(
                        person(area, residentId, snapshot, counted),
                        contracts(area, residentId, snapshot, counted).collectList(),
                        personMonths
                                .find(area, scheme.code(), counted.inMonth(), residentId)
                                .map(Optional::of)
                                .defaultIfEmpty(Optional.empty()),
                        otherRegistration(area, scheme, counted, residentId)
                                .map(Optional::of)
                                .defaultIfEmpty(Optional.empty()))
                .map(facts -> new ResidentMonth(
                        facts.getT1().birth(), facts.getT1().scheme(), facts.getT2(), facts.getT3(), facts.getT4()));
    }

    /** The registration under which the same person counts. */
    private Mono<String> otherRegistration(String area, InsuranceScheme scheme, CountedMonth counted, UUID residentId) {
        return database.sql("""
                        SELECT DISTINCT h.resident_id FROM resident_person p JOIN resident_person o USING (area, person_id)
                        JOIN capitation_person_month h ON h.area = o.area AND h.scheme = $3 AND h.month = $4
                            AND h.resident_id = o.resident_id
                        WHERE p.area = $1 AND p.resident_id = $2 AND o.resident_id <> p.resident_id
                            AND p.known @> $5::timestamptz AND o.known @> $5::timestamptz
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, scheme.code())
                .bind(3, counted.month())
                .bind(4, counted.seenUntil())
                .map(row -> "另一登记 " + registration(area, row))
                .one();
    }

    private static PublicId registration(String area, Readable row) {
        return PublicId.of(PublicId.Kind.RESIDENT, area, Columns.get(row, "resident_id", UUID.class));
    }

    /** The registration under which the same person counts under another scheme, by what was known when this month was counted. */
    private Mono<String> underOtherScheme(String area, InsuranceScheme scheme, CountedMonth counted, UUID residentId) {
        return months.beside(area, scheme, counted.inMonth())
                .concatMap(other -> policies.get(area, other))
                .concatMap(other -> policies.heads(area, counted.inMonth(), other, counted.seenUntil()))
                .concatMap(heads -> among(heads, residentId))
                .collectList()
                .flatMap(told -> Mono.justOrEmpty(told.stream().findFirst()));
    }

    private Flux<String> among(CountedHeads heads, UUID residentId) {
        BoundSql sql = new BoundSql();
        String area = sql.value(heads.area(), "text");
        String resident = sql.value(residentId, "uuid");
        String known = sql.value(heads.knownAt(), "timestamptz");
        return sql.bind(database, """
                        WITH registration AS (
                            SELECT %2$s AS resident_id
                            UNION SELECT o.resident_id FROM resident_person p JOIN resident_person o USING (area, person_id)
                                WHERE p.area = %1$s AND p.resident_id = %2$s AND p.known @> %3$s AND o.known @> %3$s)
                        SELECT h.resident_id FROM (%4$s) h
                        """.formatted(area, resident, known, heads.among(sql, "registration")))
                .map(row -> "险种 " + heads.policy().scheme().code() + " 登记 " + registration(heads.area(), row))
                .all();
    }

    private record Person(LocalDate birth, Optional<String> scheme) {}

    private Mono<Person> person(String area, UUID residentId, LocalDate snapshot, CountedMonth counted) {
        return database.sql("""
                        SELECT r.birth_date, s.scheme FROM resident_resident r
                        LEFT JOIN resident_circumstance s ON s.area = r.area AND s.resident_id = r.resident_id
                            AND s.effective @> $3::date AND s.known @> $4::timestamptz AND s.recorded_at <= $5
                        WHERE r.area = $1 AND r.resident_id = $2
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, snapshot)
                .bind(3, counted.seenUntil())
                .bind(4, counted.countedAt())
                .map((row, metadata) -> new Person(
                        Columns.get(row, "birth_date", LocalDate.class), Columns.find(row, "scheme", String.class)))
                .one();
    }

    private Flux<ResidentMonth.Contract> contracts(
            String area, UUID residentId, LocalDate snapshot, CountedMonth counted) {
        return database.sql("""
                        SELECT c.contract_id, c.service_package, lower(c.term) AS first_day, upper(c.term) AS day_after,
                            c.suspended @> $3::date AS suspended, c.institution_code, NOT EXISTS (
                                SELECT FROM organisation_institution_standing i WHERE i.area = c.area
                                    AND i.institution_code = c.institution_code AND i.standing <> 'open'
                                    AND i.effective @> $3::date AND i.known @> $4::timestamptz) AS open,
                            EXISTS (SELECT FROM capitation_exclusion x JOIN roster_objection o USING (area, objection_id)
                                WHERE x.area = c.area AND x.month = $5 AND x.resident_id = c.resident_id
                                AND x.institution_code = c.institution_code AND o.answered_at <= $6) AS left_out
                        FROM contract_version c
                        WHERE c.area = $1 AND c.resident_id = $2 AND lower(c.known) <= $4 AND c.recorded_at <= $6
                            AND (upper_inf(c.known) OR upper(c.known) > $4 OR c.closed_at > $6)
                        ORDER BY lower(c.term), c.contract_id
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, snapshot)
                .bind(3, counted.seenUntil())
                .bind(4, counted.month())
                .bind(5, counted.countedAt())
                .map((row, metadata) -> contract(area, row))
                .all();
    }

    private static ResidentMonth.Contract contract(String area, Readable row) {
        return new ResidentMonth.Contract(
                PublicId.of(PublicId.Kind.CONTRACT, area, Columns.get(row, "contract_id", UUID.class))
                        .toString(),
                ServicePackage.ofCode(Columns.text(row, "service_package")),
                new Term(
                        Columns.get(row, "first_day", LocalDate.class), Columns.get(row, "day_after", LocalDate.class)),
                Columns.find(row, "suspended", Boolean.class).orElse(false),
                Columns.text(row, "institution_code"),
                Columns.get(row, "open", Boolean.class),
                Columns.get(row, "left_out", Boolean.class));
    }
}
