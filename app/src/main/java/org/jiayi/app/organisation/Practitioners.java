package org.jiayi.app.organisation;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.DatedFacts;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Practitioners (医务人员): who they are, which is public, and whom they work for on which days. */
@Component
public class Practitioners {

    private static final String DOCTOR_CODE_FORM = "D[0-9]{12}";
    private static final DatedFacts.Table EMPLOYMENTS = new DatedFacts.Table(
            "organisation_employment", List.of("practitioner_id"), List.of("employer_code", "kind"));
    private static final DatedFacts.Table EMPLOYMENTS_BY_ONE = new DatedFacts.Table(
            "organisation_employment", List.of("practitioner_id", "employer_code"), List.of("kind"));

    /** The first parameter is the area, the second the day. */
    private static final String SELECT = """
            SELECT p.practitioner_id, p.name, p.doctor_code, e.kind, e.employer_code, i.name AS employer_name
            FROM organisation_practitioner p
            LEFT JOIN organisation_employment e ON e.area = p.area AND e.practitioner_id = p.practitioner_id
                AND upper_inf(e.known) AND e.effective @> $2::date
            LEFT JOIN organisation_institution_particulars i ON i.area = e.area AND i.institution_code = e.employer_code
                AND upper_inf(i.known) AND i.effective @> $2::date
            WHERE p.area = $1""";

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final NamedLocks locks;
    private final DatedFacts facts;
    private final Clock clock;

    Practitioners(
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

    /** As what a practitioner works. */
    public enum Kind {
        /** 全科医生. */
        GENERAL_PRACTITIONER,
        /** 专科医生. */
        SPECIALIST,
        /** 护士. */
        NURSE,
        /** 公卫医师. */
        PUBLIC_HEALTH,
        /** 药师. */
        PHARMACIST,
        /** 乡村医生. */
        VILLAGE_DOCTOR;

        /** The name in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }

        /** Whether the trade has an insurance code for doctors (医保医师代码). */
        boolean isDoctor() {
            return this != NURSE && this != PHARMACIST;
        }
    }

    /** A practitioner and whom they work for on a day; without kind and employer where nobody employs them. */
    public record Practitioner(
            UUID practitionerId,
            String name,
            Optional<String> doctorCode,
            Optional<String> kind,
            Optional<String> employerCode,
            Optional<String> employerName) {

        /** Whether the practitioner works as a doctor and may be claimed for as one. */
        boolean isDoctor() {
            return doctorCode.isPresent()
                    && kind.map(Kind::of).filter(Kind::isDoctor).isPresent();
        }
    }

    /** Whom somebody works for, as what, on which days. */
    public record Employment(Kind kind, String employerCode, Days days) {}

    /** The area's practitioners in the order in which they were registered, after that one, as they are employed today. */
    public Flux<Practitioner> list(String area, Optional<UUID> after) {
        return database.sql(SELECT + " AND ($3::uuid IS NULL OR p.practitioner_id > $3) ORDER BY p.practitioner_id")
                .bind(0, area)
                .bind(1, LocalDate.now(clock))
                .bind(2, Columns.orNull(after, UUID.class))
                .map(Practitioners::practitioner)
                .all();
    }

    /** The practitioner of that id as employed on that day; empty where there is none. */
    public Mono<Practitioner> find(String area, UUID practitionerId, LocalDate on) {
        return database.sql(SELECT + " AND p.practitioner_id = $3")
                .bind(0, area)
                .bind(1, on)
                .bind(2, practitionerId)
                .map(Practitioners::practitioner)
                .one();
    }

    /** Registers a practitioner who works for somebody, once per key; the answer's id is the practitioner's. */
    public Mono<CommandKeys.Answer> register(
            String area, String name, Optional<String> doctorCode, Employment employment, String key, Caller caller) {
        String content = String.join("|", name, doctorCode.orElse(""), employment.toString());
        return transactions.run(() -> checkReach(area, employment.employerCode(), caller)
                .then(checkCode(employment.kind(), doctorCode))
                .then(keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> add(area, name, doctorCode, caller.subject())
                                .flatMap(id -> employ(area, id, employment, caller.subject())
                                        .thenReturn(id.toString())))));
    }

    /** Records whom a practitioner works for, once per key. */
    public Mono<CommandKeys.Answer> recordEmployment(
            String area, UUID practitionerId, Employment employment, String key, Caller caller) {
        String content = practitionerId + "|" + employment;
        return transactions.run(() -> find(
                        area, practitionerId, employment.days().first())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(known -> checkReach(area, employment.employerCode(), caller)
                        .then(checkCode(employment.kind(), known.doctorCode())))
                .then(keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> locks.take(lock(area, practitionerId))
                                .then(Mono.defer(() -> checkOthers(area, practitionerId, employment, caller)))
                                .then(Mono.defer(() -> employ(area, practitionerId, employment, caller.subject())))
                                .thenReturn(practitionerId.toString()))));
    }

    /** Records that a practitioner works for that employer no more after a day, once per key. */
    public Mono<CommandKeys.Answer> endEmployment(
            String area, UUID practitionerId, String employerCode, LocalDate lastDay, String key, Caller caller) {
        String content = String.join("|", "end", practitionerId.toString(), employerCode, lastDay.toString());
        return transactions.run(() -> find(area, practitionerId, lastDay)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(known -> checkReach(area, employerCode, caller))
                .then(keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> locks.take(lock(area, practitionerId))
                                .then(Mono.defer(() -> facts.clear(
                                        EMPLOYMENTS_BY_ONE,
                                        area,
                                        List.of(practitionerId, employerCode),
                                        Days.from(lastDay.plusDays(1)),
                                        caller.subject())))
                                .thenReturn(practitionerId.toString()))));
    }

    private static String lock(String area, UUID practitionerId) {
        return "practitioner:" + area + practitionerId;
    }

    /** An institution speaks for its own people only. */
    private static Mono<Void> checkReach(String area, String employerCode, Caller caller) {
        return caller.scope().reachesInstitution(area, employerCode)
                ? Mono.empty()
                : Mono.error(() -> new Refused(RefusalCode.UNKNOWN_INSTITUTION));
    }

    /** So it takes nobody from another one, on none of the days. */
    private Mono<Void> checkOthers(String area, UUID practitionerId, Employment employment, Caller caller) {
        if (caller.scope().institution().isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        SELECT count(*) FROM organisation_employment
                        WHERE area = $1 AND practitioner_id = $2 AND employer_code <> $3 AND upper_inf(known)
                            AND effective && daterange($4::date, $5::date)
                        """)
                .bind(0, area)
                .bind(1, practitionerId)
                .bind(2, employment.employerCode())
                .bind(3, employment.days().first())
                .bind(4, Columns.orNull(employment.days().until(), LocalDate.class))
                .mapValue(Long.class)
                .one()
                .filter(others -> others > 0)
                .flatMap(others -> Mono.<Void>error(new Refused(RefusalCode.EMPLOYED_ELSEWHERE)));
    }

    private static Mono<Void> checkCode(Kind kind, Optional<String> doctorCode) {
        boolean sound = doctorCode.map(code -> code.matches(DOCTOR_CODE_FORM)).orElseGet(() -> !kind.isDoctor());
        return sound ? Mono.empty() : Mono.error(() -> new Refused(RefusalCode.BAD_DOCTOR_CODE));
    }

    private Mono<UUID> add(String area, String name, Optional<String> doctorCode, String by) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return database.sql("""
                        INSERT INTO organisation_practitioner (area, practitioner_id, doctor_code, name, recorded_by,
                            recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, id)
                .bind(2, Columns.orNull(doctorCode, String.class))
                .bind(3, name)
                .bind(4, by)
                .bind(5, clock.instant())
                .then()
                .thenReturn(id);
    }

    private Mono<Void> employ(String area, UUID practitionerId, Employment employment, String by) {
        return facts.record(
                EMPLOYMENTS,
                area,
                List.of(practitionerId),
                List.of(employment.employerCode(), employment.kind().code()),
                employment.days(),
                by);
    }

    private static Practitioner practitioner(Readable row) {
        return new Practitioner(
                Columns.get(row, "practitioner_id", UUID.class),
                Columns.text(row, "name"),
                Columns.find(row, "doctor_code", String.class),
                Columns.find(row, "kind", String.class),
                Columns.find(row, "employer_code", String.class),
                Columns.find(row, "employer_name", String.class));
    }
}
