package org.jiayi.app.resident;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 查询居民: finds somebody by a number, and keeps who asked, when, what for and what was found. */
@Component
public class ResidentLookups {

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final Residents residents;
    private final IdentityVault vault;
    private final Clock clock;

    ResidentLookups(
            DatabaseClient database,
            ShieldedTransactions transactions,
            Residents residents,
            IdentityVault vault,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.residents = residents;
        this.vault = vault;
        this.clock = clock;
    }

    /** Somebody found, as far as is shown: enough to see whether it is the right person. */
    public record Found(UUID residentId, String maskedName, String maskedDocumentNumber, int sex, int birthYear) {}

    /** Looks a number up; of one who was merged, the survivor is found. */
    public Mono<Optional<Found>> lookUp(String area, String number, String purpose, Caller caller) {
        return transactions.run(() -> residents
                .byWrittenNumber(area, List.of(number))
                .map(byNumber -> Optional.ofNullable(byNumber.get(number)))
                .flatMap(found -> keep(area, purpose, found, caller)
                        .then(found.map(id -> describe(area, id).map(Optional::of))
                                .orElseGet(() -> Mono.just(Optional.empty())))));
    }

    private Mono<Void> keep(String area, String purpose, Optional<UUID> found, Caller caller) {
        return database.sql("""
                        INSERT INTO resident_lookup (area, lookup_id, purpose, found_id, looked_up_by, looked_up_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, UuidCreator.getTimeOrderedEpoch())
                .bind(2, purpose)
                .bind(3, Columns.orNull(found, UUID.class))
                .bind(4, caller.subject())
                .bind(5, clock.instant())
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
