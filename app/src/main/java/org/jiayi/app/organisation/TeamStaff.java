package org.jiayi.app.organisation;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Days;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who works in a team on which days, and what that makes of its capacity. */
@Component
public class TeamStaff {

    private final Teams teams;
    private final TeamRules rules;
    private final CapacityLimits limits;
    private final Practitioners practitioners;
    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final Clock clock;

    TeamStaff(
            Teams teams,
            TeamRules rules,
            CapacityLimits limits,
            Practitioners practitioners,
            DatabaseClient database,
            ShieldedTransactions transactions,
            CommandKeys keys,
            Clock clock) {
        this.teams = teams;
        this.rules = rules;
        this.limits = limits;
        this.practitioners = practitioners;
        this.database = database;
        this.transactions = transactions;
        this.keys = keys;
        this.clock = clock;
    }

    /** As what somebody works in a team. */
    public enum Role {
        /** 团队长: a member like any other; one a day. */
        LEADER,
        GENERAL_PRACTITIONER,
        SPECIALIST,
        NURSE,
        PUBLIC_HEALTH,
        PHARMACIST,
        VILLAGE_DOCTOR,
        /** 助理. */
        ASSISTANT;

        /** Whether a cap by family doctors counts whoever has the role. */
        boolean isFamilyDoctor() {
            return this == LEADER || this == GENERAL_PRACTITIONER;
        }

        /** The name in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A member on a day.
     *
     * @param firstDay empty for one whom a file named without a day
     */
    public record Member(
            UUID membershipId,
            UUID practitionerId,
            String name,
            Optional<String> doctorCode,
            String role,
            Optional<String> employerCode,
            Optional<String> employerName,
            Optional<LocalDate> firstDay,
            Optional<LocalDate> dayAfter) {}

    /**
     * A team on a day, with those who work in it.
     *
     * @param revision grows with every change of members or rule
     */
    public record Staffing(Teams.Team team, CapacityRule rule, List<Member> members, String revision) {

        /** 联合团队: whether others than the contracting institution's own people work in it. */
        public boolean isJoint() {
            return members.stream()
                    .flatMap(member -> member.employerCode().stream())
                    .anyMatch(employer -> !employer.equals(team.institutionCode()));
        }

        /** What a caller must name to change the team that was looked at. */
        public String etag() {
            return '"' + revision + '"';
        }
    }

    /** The team on that day, within the caller's reach; refused as unknown otherwise. */
    public Mono<Staffing> get(String area, String number, LocalDate on, Scope scope) {
        return get(area, number, on, KnowledgeTime.ALL, scope);
    }

    /** The same, as was known at that moment; the revision is that of now. */
    public Mono<Staffing> get(String area, String number, LocalDate on, Instant knownAt, Scope scope) {
        return teams.get(area, number, on, knownAt, scope)
                .flatMap(team -> Mono.zip(
                                rules.of(area, team, knownAt),
                                members(area, number, on, knownAt).collectList(),
                                rules.revision(area, number))
                        .map(parts -> new Staffing(team, parts.getT1(), parts.getT2(), parts.getT3())));
    }

    /** Adds a member for those days, once per key; the answer's id is the membership's. */
    public Mono<CommandKeys.Answer> add(
            String area, String number, UUID practitionerId, Role role, Days days, String key, Caller caller) {
        String content = String.join("|", number, practitionerId.toString(), role.code(), days.toString());
        return transactions.run(() -> teams.get(area, number, days.first(), caller.scope())
                .then(keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> checkTeam(area, number, days)
                                .then(checkEmployed(area, practitionerId, role, days.first()))
                                .then(Mono.defer(() -> insert(area, number, practitionerId, role, days, caller))))));
    }

    /** Ends a membership after one of its days, once per key. */
    public Mono<CommandKeys.Answer> end(
            String area,
            String number,
            UUID membershipId,
            LocalDate lastDay,
            String ifMatch,
            String key,
            Caller caller) {
        return change(
                area,
                number,
                String.join("|", "end", number, membershipId.toString(), lastDay.toString()),
                ifMatch,
                key,
                caller,
                () -> close(area, number, membershipId, lastDay, caller)
                        .flatMap(ended -> ended > 0 ? Mono.empty() : refuseEnd(area, number, membershipId)));
    }

    /** Sets how the team's capacity is computed, from now on; once per key. Not above what the area's policy bears. */
    public Mono<CommandKeys.Answer> setRule(
            String area,
            String number,
            CapacityRule.Basis basis,
            int cap,
            Map<String, Integer> groupCaps,
            String ifMatch,
            String key,
            Caller caller) {
        return change(
                area,
                number,
                String.join(
                        "|", "rule", number, basis.code(), Integer.toString(cap), new TreeMap<>(groupCaps).toString()),
                ifMatch,
                key,
                caller,
                () -> rules.add(area, number, basis, cap, groupCaps, caller.subject(), clock.instant())
                        .then(Mono.defer(() -> checkCapacity(area, number, caller.scope()))));
    }

    private Mono<Void> checkCapacity(String area, String number, Scope scope) {
        return limits.findPerFamilyDoctor(area, LocalDate.now(clock))
                .zipWhen(each -> teams.get(area, number, scope))
                .flatMap(known -> Mono.justOrEmpty(known.getT2().refusalAbove(known.getT1())))
                .flatMap(refusal -> Mono.error(new Refused(refusal)));
    }

    /** Changes a team that is as the caller saw it, once per key; who comes second with the same ETag is told to look again. */
    private Mono<CommandKeys.Answer> change(
            String area,
            String number,
            String content,
            String ifMatch,
            String key,
            Caller caller,
            Supplier<Mono<Void>> work) {
        return transactions.run(() -> teams.get(area, number, caller.scope())
                .then(Mono.defer(() -> keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> teams.lock(area, List.of(number))
                                .then(Mono.defer(() -> rules.revision(area, number)))
                                .flatMap(revision -> ifMatch.equals('"' + revision + '"')
                                        ? work.get()
                                        : Mono.error(new Refused(RefusalCode.PRECONDITION_FAILED)))
                                .thenReturn(number)))));
    }

    private Mono<Void> checkTeam(String area, String number, Days days) {
        return teams.lock(area, List.of(number), days.first()).flatMap(locked -> {
            Optional<LocalDate> end = Optional.ofNullable(locked.get(number)).flatMap(Teams.Team::dissolvedAfter);
            boolean outlives = end.isPresent()
                    && days.last().map(last -> last.isAfter(end.get())).orElse(true);
            return outlives ? Mono.error(new Refused(RefusalCode.TEAM_DISSOLVED)) : Mono.empty();
        });
    }

    private Mono<Void> checkEmployed(String area, UUID practitionerId, Role role, LocalDate on) {
        return practitioners
                .find(area, practitionerId, on)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.UNKNOWN_PRACTITIONER)))
                .flatMap(found -> {
                    if (found.employerCode().isEmpty()) {
                        return Mono.error(new Refused(RefusalCode.NOT_EMPLOYED_ON_DAY));
                    }
                    return role.isFamilyDoctor() && !found.isDoctor()
                            ? Mono.error(new Refused(Refusal.of(RefusalCode.ROLE_NEEDS_DOCTOR, "/role")))
                            : Mono.empty();
                });
    }

    private Mono<String> insert(String area, String number, UUID practitionerId, Role role, Days days, Caller caller) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return database.sql("""
                        INSERT INTO organisation_team_member (area, membership_id, version, team_number, practitioner_id,
                            role, effective, known, recorded_by, recorded_at)
                        VALUES ($1, $2, 1, $3, $4, $5, daterange($6, $7), tstzrange($8, NULL), $9, $8)
                        """)
                .bind(0, area)
                .bind(1, id)
                .bind(2, number)
                .bind(3, practitionerId)
                .bind(4, role.code())
                .bind(5, days.first())
                .bind(6, Columns.orNull(days.until(), LocalDate.class))
                .bind(7, clock.instant())
                .bind(8, caller.subject())
                .then()
                .thenReturn(id.toString());
    }

    /** The version known until now is closed and a shorter one added; nothing where the day is none of its days. */
    private Mono<Long> close(String area, String number, UUID membershipId, LocalDate lastDay, Caller caller) {
        return database.sql("""
                        WITH closed AS (
                            UPDATE organisation_team_member
                            SET known = tstzrange(lower(known), greatest($5, lower(known) + interval '1 microsecond'))
                            WHERE area = $1 AND membership_id = $2 AND team_number = $3 AND upper_inf(known)
                                AND effective @> $4::date
                            RETURNING *
                        )
                        INSERT INTO organisation_team_member (area, membership_id, version, team_number, practitioner_id,
                            role, effective, known, recorded_by, recorded_at)
                        SELECT area, membership_id, version + 1, team_number, practitioner_id, role,
                            daterange(lower(effective), $4::date, '[]'), tstzrange(upper(known), NULL), $6, $5
                        FROM closed
                        """)
                .bind(0, area)
                .bind(1, membershipId)
                .bind(2, number)
                .bind(3, lastDay)
                .bind(4, clock.instant())
                .bind(5, caller.subject())
                .fetch()
                .rowsUpdated();
    }

    private Mono<Void> refuseEnd(String area, String number, UUID membershipId) {
        return database.sql("""
                        SELECT EXISTS (SELECT FROM organisation_team_member
                            WHERE area = $1 AND membership_id = $2 AND team_number = $3)
                        """)
                .bind(0, area)
                .bind(1, membershipId)
                .bind(2, number)
                .mapValue(Boolean.class)
                .one()
                .flatMap(known ->
                        Mono.error(new Refused(known ? RefusalCode.NOT_IN_TEAM_ON_DAY : RefusalCode.NOT_FOUND)));
    }

    private Flux<Member> members(String area, String number, LocalDate on, Instant knownAt) {
        return database.sql("""
                        SELECT m.membership_id, m.practitioner_id, p.name, p.doctor_code, m.role, e.employer_code,
                            i.name AS employer_name, lower(m.effective) AS first_day, upper(m.effective) AS day_after
                        FROM organisation_team_member m
                        JOIN organisation_practitioner p ON p.area = m.area AND p.practitioner_id = m.practitioner_id
                        LEFT JOIN organisation_employment e ON e.area = m.area AND e.practitioner_id = m.practitioner_id
                            AND e.known @> $4::timestamptz AND e.effective @> $3::date
                        LEFT JOIN organisation_institution_particulars i ON i.area = e.area
                            AND i.institution_code = e.employer_code AND i.known @> $4::timestamptz
                            AND i.effective @> $3::date
                        WHERE m.area = $1 AND m.team_number = $2 AND m.known @> $4::timestamptz AND m.effective @> $3::date
                        ORDER BY m.role <> 'leader', m.membership_id
                        """)
                .bind(0, area)
                .bind(1, number)
                .bind(2, on)
                .bind(3, knownAt)
                .map(TeamStaff::member)
                .all();
    }

    private static Member member(Readable row) {
        return new Member(
                Columns.get(row, "membership_id", UUID.class),
                Columns.get(row, "practitioner_id", UUID.class),
                Columns.text(row, "name"),
                Columns.find(row, "doctor_code", String.class),
                Columns.text(row, "role"),
                Columns.find(row, "employer_code", String.class),
                Columns.find(row, "employer_name", String.class),
                Columns.find(row, "first_day", LocalDate.class),
                Columns.find(row, "day_after", LocalDate.class));
    }
}
