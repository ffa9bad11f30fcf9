package org.jiayi.app.resident;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 查询居民: finds somebody by a number, and keeps who asked, when, what for and what was found. */
@Component
public class ResidentLookups {

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final Residents residents;
    private final ResidentReach reach;
    private final IdentityVault vault;
    private final NamedLocks locks;
    private final Clock clock;
    private final int perDay;

    /** @param perDay how many one caller may ask for on one day */
    ResidentLookups(
            DatabaseClient database,
            ShieldedTransactions transactions,
            Residents residents,
            ResidentReach reach,
            IdentityVault vault,
            NamedLocks locks,
            Clock clock,
            @Value("${jiayi.lookups-per-day}") int perDay) {
        this.database = database;
        this.transactions = transactions;
        this.residents = residents;
        this.reach = reach;
        this.vault = vault;
        this.locks = locks;
        this.clock = clock;
        this.perDay = perDay;
    }

    /** Somebody found, as far as is shown: enough to see whether it is the right person. */
    public record Found(UUID residentId, String maskedName, String maskedDocumentNumber, int sex, int birthYear) {}

    /**
     * A look-up by which a resident was found.
     *
     * @param institutionName of whom it was done for; empty for an administrator's
     * @param lookedUpBy who did it
     */
    public record Trace(
            Instant lookedUpAt,
            String purpose,
            Optional<String> institutionName,
            Optional<String> teamNumber,
            String lookedUpBy) {}

    /** Looks a number up; of one who was merged, the survivor is found. Refused where the caller has looked up so many today. */
    public Mono<Optional<Found>> lookUp(String area, String number, String purpose, Caller caller) {
        return transactions.run(() -> locks.take("lookup:" + area + ":" + caller.subject())
                .then(Mono.defer(() -> requireLeft(area, caller)))
                .then(Mono.defer(() -> residents.byWrittenNumber(area, List.of(number))))
                .map(byNumber -> Optional.ofNullable(byNumber.get(number)))
                .flatMap(found -> keep(area, purpose, found, caller)
                        .then(found.map(id -> describe(area, id).map(Optional::of))
                                .orElseGet(() -> Mono.just(Optional.empty())))));
    }

    private Mono<Void> requireLeft(String area, Caller caller) {
        return database.sql("""
                        SELECT count(*) FROM resident_lookup
                        WHERE area = $1 AND looked_up_by = $2 AND looked_up_at >= $3
                        """)
                .bind(0, area)
                .bind(1, caller.subject())
                .bind(2, LocalDate.now(clock).atStartOfDay(clock.getZone()).toInstant())
                .mapValue(Long.class)
                .one()
                .flatMap(today -> today < perDay
                        ? Mono.empty()
                        : Mono.error(new Refused(new Refusal(
                                RefusalCode.LOOKUPS_EXHAUSTED, "", Map.of("perDay", Integer.toString(perDay))))));
    }

    /** By whom the person was looked up and found, under whichever registration, the latest first. Refused where the caller may not read them. */
    public Flux<Trace> of(String area, UUID residentId, Caller caller) {
        return reach.check(caller, area, residentId)
                .then(Mono.defer(() -> residents.requireKnown(area, residentId)))
                .thenMany(Flux.defer(() -> database.sql("""
                                SELECT l.looked_up_at, l.purpose, l.looked_up_by, l.team_number, i.name AS institution_name
                                FROM resident_lookup l
                                LEFT JOIN organisation_team t ON t.area = l.area AND t.number = l.team_number
                                LEFT JOIN organisation_institution_particulars i ON i.area = l.area
                                    AND i.institution_code = coalesce(l.institution_code, t.institution_code)
                                    AND upper_inf(i.known) AND i.effective @> $3::date
                                WHERE l.area = $1 AND l.found_id IN (""" + Registrations.OF_PERSON + """
                                ) ORDER BY l.looked_up_at DESC, l.lookup_id
                                """)
                        .bind(0, area)
                        .bind(1, residentId)
                        .bind(2, LocalDate.now(clock))
                        .mapProperties(Trace.class)
                        .all()));
    }

    private Mono<Void> keep(String area, String purpose, Optional<UUID> found, Caller caller) {
        return database.sql("""
                        INSERT INTO resident_lookup (area, lookup_id, purpose, found_id, looked_up_by, looked_up_at,
                            institution_code, team_number)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .bind(0, area)
                .bind(1, UuidCreator.getTimeOrderedEpoch())
                .bind(2, purpose)
                .bind(3, Columns.orNull(found, UUID.class))
                .bind(4, caller.subject())
                .bind(5, clock.instant())
                .bind(6, Columns.orNull(caller.scope().institution(), String.class))
                .bind(7, Columns.orNull(caller.scope().team(), String.class))
                .then();
    }

    private Mono<Found> describe(String area, UUID residentId) {
        return database.sql("""
                        SELECT sealed_identity, birth_date, sex FROM resident_resident
                        WHERE area = $1 AND resident_id = $2
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .map(row -> {
                    Identity identity = vault.open(area, residentId, Columns.get(row, "sealed_identity", byte[].class));
                    return new Found(
                            residentId,
                            identity.maskedName(),
                            identity.maskedDocumentNumber(),
                            Columns.get(row, "sex", Integer.class),
                            Columns.get(row, "birth_date", LocalDate.class).getYear());
                })
                .one();
    }
}
