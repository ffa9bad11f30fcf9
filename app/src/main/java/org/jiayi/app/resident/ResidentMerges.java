package org.jiayi.app.resident;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 合并重复登记: joins two registrations of one person, and parts them again. Nothing moves: the merged registration points
 * to its survivor while the merge is known, and hears what becomes known of it. Merges do not chain.
 */
@Component
public class ResidentMerges {

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final PersonLocks locks;
    private final ResidentRevisions revisions;
    private final ResidentTies ties;
    private final Circumstances circumstances;
    private final EconomicCategoryNews categoryNews;
    private final Clock clock;

    ResidentMerges(
            DatabaseClient database,
            ShieldedTransactions transactions,
            CommandKeys keys,
            PersonLocks locks,
            ResidentRevisions revisions,
            ResidentTies ties,
            Circumstances circumstances,
            EconomicCategoryNews categoryNews,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.revisions = revisions;
        this.ties = ties;
        this.circumstances = circumstances;
        this.categoryNews = categoryNews;
        this.clock = clock;
    }

    private record Party(
            UUID residentId, LocalDate birthDate, int sex, boolean isMerged, boolean isSurvivor, boolean isDead) {}

    /** Merges the command's resident into the other, once per key. */
    public Mono<CommandKeys.Answer> merge(ResidentFacts.Command command, UUID survivorId, String reason) {
        String area = command.area();
        UUID mergedId = command.residentId();
        String content = String.join("|", "merge", mergedId.toString(), survivorId.toString(), reason);
        return once(
                command,
                content,
                () -> locks.takeToMerge(area, mergedId, survivorId)
                        .then(Mono.defer(() -> revisions.requireUnchanged(area, mergedId, command.ifMatch())))
                        .then(Mono.defer(() -> parties(area, List.of(mergedId, survivorId))))
                        .flatMap(parties -> check(parties, mergedId, survivorId))
                        .then(Mono.defer(() -> ties.holdOverlappingContracts(area, mergedId, survivorId)))
                        .flatMap(both -> both
                                ? Mono.error(new Refused(RefusalCode.BOTH_UNDER_CONTRACT))
                                : add(area, mergedId, survivorId, reason, command.by())));
    }

    /** Parts a registration from its survivor, once per key. */
    public Mono<CommandKeys.Answer> undo(ResidentFacts.Command command) {
        String area = command.area();
        UUID mergedId = command.residentId();
        return once(
                command,
                "undo|" + mergedId,
                () -> locks.take(area, mergedId)
                        .then(Mono.defer(() -> revisions.requireUnchanged(area, mergedId, command.ifMatch())))
                        .then(Mono.defer(() -> part(area, mergedId, command.by())))
                        .thenReturn(mergedId.toString()));
    }

    private Mono<CommandKeys.Answer> once(ResidentFacts.Command command, String content, Supplier<Mono<String>> work) {
        return transactions.run(() -> parties(command.area(), List.of(command.residentId()))
                .filter(found -> !found.isEmpty())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .then(keys.once(command.area(), command.caller(), command.key(), content, work)));
    }

    /** What became known of the survivor is known of this one no more; a death stays until it is revoked. */
    private Mono<Void> part(String area, UUID mergedId, String by) {
        return circumstances
                .part(area, mergedId, by)
                .flatMap(saidAgain -> close(area, mergedId, by).thenReturn(saidAgain))
                .filter(saidAgain -> saidAgain)
                .flatMap(saidAgain -> categoryNews.categoryRecorded(area, mergedId, by));
    }

    private static Mono<Void> check(List<Party> parties, UUID mergedId, UUID survivorId) {
        Optional<Party> merged = party(parties, mergedId);
        Optional<Party> survivor = party(parties, survivorId);
        if (merged.isEmpty() || survivor.isEmpty()) {
            return Mono.error(new Refused(RefusalCode.UNKNOWN_RESIDENT));
        }
        return refusal(merged.get(), survivor.get())
                .<Mono<Void>>map(code -> Mono.error(new Refused(code)))
                .orElseGet(Mono::empty);
    }

    private static Optional<RefusalCode> refusal(Party merged, Party survivor) {
        if (merged.isMerged() || merged.isSurvivor() || survivor.isMerged()) {
            return Optional.of(RefusalCode.RESIDENT_MERGED);
        }
        if (merged.isDead() != survivor.isDead()) {
            return Optional.of(RefusalCode.RESIDENT_DEAD);
        }
        boolean samePerson = !merged.residentId().equals(survivor.residentId())
                && merged.birthDate().equals(survivor.birthDate())
                && merged.sex() == survivor.sex();
        return samePerson ? Optional.empty() : Optional.of(RefusalCode.NOT_THE_SAME_PERSON);
    }

    private static Optional<Party> party(List<Party> parties, UUID id) {
        return parties.stream().filter(party -> party.residentId().equals(id)).findFirst();
    }

    private Mono<List<Party>> parties(String area, List<UUID> ids) {
        return database.sql("""
                        SELECT r.resident_id, r.birth_date, r.sex,
                            EXISTS (SELECT FROM resident_merge m WHERE m.area = $1 AND m.merged_id = r.resident_id
                                AND upper_inf(m.known)) AS is_merged,
                            EXISTS (SELECT FROM resident_merge m WHERE m.area = $1 AND m.survivor_id = r.resident_id
                                AND upper_inf(m.known)) AS is_survivor,
                            EXISTS (SELECT FROM resident_death d WHERE d.area = $1 AND d.resident_id = r.resident_id
                                AND upper_inf(d.known)) AS is_dead
                        FROM resident_resident r WHERE r.area = $1 AND r.resident_id = ANY ($2)
                        """)
                .bind(0, area)
                .bind(1, ids.toArray(UUID[]::new))
                .map(row -> new Party(
                        Columns.get(row, "resident_id", UUID.class),
                        Columns.get(row, "birth_date", LocalDate.class),
                        Columns.get(row, "sex", Integer.class),
                        Columns.get(row, "is_merged", Boolean.class),
                        Columns.get(row, "is_survivor", Boolean.class),
                        Columns.get(row, "is_dead", Boolean.class)))
                .all()
                .collectList();
    }

    private Mono<String> add(String area, UUID mergedId, UUID survivorId, String reason, String by) {
        return database.sql("""
                        INSERT INTO resident_merge (area, merge_id, merged_id, survivor_id, reason, known, merged_by)
                        SELECT $1, $2, $3, $4, $5, tstzrange(greatest($6, (SELECT max(upper(known)) FROM resident_merge
                            WHERE area = $1 AND merged_id = $3)), NULL), $7
                        """)
                .bind(0, area)
                .bind(1, UuidCreator.getTimeOrderedEpoch())
                .bind(2, mergedId)
                .bind(3, survivorId)
                .bind(4, reason)
                .bind(5, clock.instant())
                .bind(6, by)
                .then()
                .thenReturn(mergedId.toString());
    }

    private Mono<Void> close(String area, UUID mergedId, String by) {
        return database.sql("""
                        UPDATE resident_merge
                        SET known = tstzrange(lower(known), greatest($3, lower(known) + interval '1 microsecond')),
                            undone_by = $4
                        WHERE area = $1 AND merged_id = $2 AND upper_inf(known)
                        """)
                .bind(0, area)
                .bind(1, mergedId)
                .bind(2, clock.instant())
                .bind(3, by)
                .fetch()
                .rowsUpdated()
                .filter(closed -> closed > 0)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.RESIDENT_NOT_MERGED)))
                .then();
    }
}
