package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps what the lines of a change rest on, so that each of them can be explained ever after. */
@Component
class FeeChanges {

    /** The kind of a charge for a further year of a contract. */
    static final String YEAR = "year";

    /** The kind of a charge that mirrors a refund. */
    static final String REINSTATE = "reinstate";

    /** The rule of a payer's change by hand. */
    static final String PAYER_CHANGE = "payer_change";

    private final DatabaseClient database;

    FeeChanges(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What one entry did to one contract's fee.
     *
     * @param kind in lower case: refund, return_all (also of the later years alone), follow, reprice, resplit, year or reinstate
     * @param rule the policy's rule that was asked, in lower case, or that a payer was changed by hand; empty for neither
     * @param lastDay the last day in force after it
     * @param part the part of what was borne that moved
     * @param borne what all payers bore before; of what is charged, the whole price
     * @param moved what went back or on
     * @param successor the contract that goes on
     * @param note what whoever did it said
     */
    record Explained(
            UUID contractId,
            String kind,
            String rule,
            LocalDate lastDay,
            Fraction part,
            Money borne,
            Money moved,
            Optional<UUID> successor,
            String note) {

        Explained {
            kind = kind.toLowerCase(Locale.ROOT);
        }
    }

    /** Must be called in the transaction that books the lines. */
    Mono<Void> keep(String area, UUID entryId, List<Explained> changes) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        INSERT INTO fee_change (area, contract_id, entry_id, kind, rule, last_day, numerator, denominator,
                            borne_fen, moved_fen, successor_id, note)
                        SELECT $1, contract_id, $2, kind, rule, last_day, numerator, denominator, borne_fen, moved_fen,
                            nullif(successor_id, '')::uuid, note
                        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::bigint[], $9::bigint[],
                            $10::bigint[], $11::text[], $12::text[])
                            AS row (contract_id, kind, rule, last_day, numerator, denominator, borne_fen, moved_fen,
                                successor_id, note)
                        """)
                .bind(0, area)
                .bind(1, entryId)
                .bind(2, Columns.array(changes, UUID[]::new, Explained::contractId))
                .bind(3, Columns.array(changes, String[]::new, Explained::kind))
                .bind(4, Columns.array(changes, String[]::new, Explained::rule))
                .bind(5, Columns.array(changes, LocalDate[]::new, Explained::lastDay))
                .bind(
                        6,
                        Columns.array(
                                changes,
                                Long[]::new,
                                change -> change.part().numerator().longValueExact()))
                .bind(
                        7,
                        Columns.array(
                                changes,
                                Long[]::new,
                                change -> change.part().denominator().longValueExact()))
                .bind(
                        8,
                        Columns.array(
                                changes, Long[]::new, change -> change.borne().fen()))
                .bind(
                        9,
                        Columns.array(
                                changes, Long[]::new, change -> change.moved().fen()))
                .bind(
                        10,
                        Columns.array(
                                changes,
                                String[]::new,
                                change -> change.successor().map(UUID::toString).orElse("")))
                .bind(11, Columns.array(changes, String[]::new, Explained::note))
                .then();
    }

    /**
     * Those of the contracts of which a payer was changed by hand, or that took over the fee of one after that: who took over a
     * part of a share goes on bearing it wherever the fee moves.
     */
    Mono<Set<UUID>> withChangedPayers(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        WITH RECURSIVE fee AS (
                            SELECT contract_id AS asked, contract_id, NULL::uuid AS moved_by
                            FROM unnest($2::uuid[]) AS row (contract_id)
                            UNION
                            SELECT f.asked, c.contract_id, c.entry_id FROM fee f
                            JOIN fee_change c ON c.area = $1 AND c.successor_id = f.contract_id AND c.kind = 'follow'
                                AND c.moved_fen > 0
                        )
                        SELECT DISTINCT f.asked FROM fee f
                        JOIN fee_change c ON c.area = $1 AND c.contract_id = f.contract_id AND c.rule = $3
                            AND (f.moved_by IS NULL OR c.entry_id < f.moved_by)
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .bind(2, PAYER_CHANGE)
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    /**
     * A contract with which the fee stayed when its resident went on.
     *
     * @param followerId the contract that goes on without a fee, be it after others
     * @param firstDay of the contract that bears the fee
     */
    record Bearer(UUID followerId, UUID contractId, LocalDate firstDay) {}

    /** The contracts before those, with which the fee stayed. */
    Flux<Bearer> bearers(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        WITH RECURSIVE up AS (
                            SELECT contract_id AS follower_id, contract_id FROM unnest($2::uuid[]) AS row (contract_id)
                            UNION ALL
                            SELECT u.follower_id, v.follows FROM up u
                            JOIN contract_version v ON v.area = $1 AND v.contract_id = u.contract_id AND v.version = 1
                                AND v.origin IN ('transferred', 'reassigned')
                            WHERE EXISTS (SELECT FROM fee_change c WHERE c.area = $1 AND c.contract_id = v.follows
                                    AND c.successor_id = v.contract_id AND c.kind = 'follow' AND c.rule = 'stays')
                                OR NOT EXISTS (SELECT FROM fee_change c
                                        WHERE c.area = $1 AND c.successor_id = v.contract_id)
                                    AND NOT EXISTS (SELECT FROM fee_line l
                                        WHERE l.area = $1 AND l.contract_id = v.contract_id)
                        )
                        SELECT u.follower_id, u.contract_id, b.first_day
                        FROM up u
                        JOIN LATERAL (SELECT lower(v.term) AS first_day FROM contract_version v
                            WHERE v.area = $1 AND v.contract_id = u.contract_id ORDER BY v.version DESC LIMIT 1) b ON true
                        WHERE u.contract_id <> u.follower_id
                        ORDER BY u.follower_id, b.first_day
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(row -> new Bearer(
                        Columns.get(row, "follower_id", UUID.class),
                        Columns.get(row, "contract_id", UUID.class),
                        Columns.get(row, "first_day", LocalDate.class)))
                .all();
    }

    /**
     * What happened to a contract's fee, by entry; a contract that took over another's fee finds the other's change, too, and
     * before its own.
     */
    Flux<Kept> of(String area, UUID contractId) {
        return database.sql("""
                        SELECT entry_id, contract_id, kind, rule, last_day, numerator, denominator, borne_fen, moved_fen,
                            successor_id, note
                        FROM fee_change c
                        WHERE area = $1 AND (contract_id = $2 OR successor_id = $2
                            AND entry_id IN (SELECT entry_id FROM fee_line WHERE area = $1 AND contract_id = $2))
                        ORDER BY entry_id, contract_id = $2
                        """)
                .bind(0, area)
                .bind(1, contractId)
                .map(FeeChanges::kept)
                .all();
    }

    /** A change and the entry whose lines it explains. */
    record Kept(UUID entryId, Explained change) {}

    private static Kept kept(Readable row) {
        return new Kept(
                Columns.get(row, "entry_id", UUID.class),
                new Explained(
                        Columns.get(row, "contract_id", UUID.class),
                        Columns.text(row, "kind"),
                        Columns.text(row, "rule"),
                        Columns.get(row, "last_day", LocalDate.class),
                        Fraction.of(
                                Columns.get(row, "numerator", Long.class), Columns.get(row, "denominator", Long.class)),
                        Money.ofFen(Columns.get(row, "borne_fen", Long.class)),
                        Money.ofFen(Columns.get(row, "moved_fen", Long.class)),
                        Columns.find(row, "successor_id", UUID.class),
                        Columns.text(row, "note")));
    }
}
