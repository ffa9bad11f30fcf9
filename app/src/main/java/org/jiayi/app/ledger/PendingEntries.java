package org.jiayi.app.ledger;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Entries that wait for a second person: proposed by one, posted by another or made void, once. A pending entry is in no
 * balance; it is posted with the amounts it was proposed with.
 */
@Component
public class PendingEntries {

    private final DatabaseClient database;
    private final Ledger ledger;
    private final Clock clock;

    PendingEntries(DatabaseClient database, Ledger ledger, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Keeps an entry that waits; must be called inside a shielded transaction. */
    public Mono<Void> propose(
            String area, UUID entryId, String reason, String note, List<Transfer> transfers, String by) {
        return database.sql("""
                        WITH entry AS (
                            INSERT INTO ledger_pending_entry (area, entry_id, reason, note, proposed_by, proposed_at)
                            VALUES ($1, $2, $3, $4, $5, $6)
                        )
                        INSERT INTO ledger_pending_transfer (area, entry_id, business_key, debit_account, credit_account,
                            amount_fen, effective_on, corrects)
                        SELECT $1, $2, business_key, debit_account, credit_account, amount_fen, effective_on,
                            nullif(corrects, '')::uuid
                        FROM unnest($7::text[], $8::text[], $9::text[], $10::bigint[], $11::date[], $12::text[])
                            AS row (business_key, debit_account, credit_account, amount_fen, effective_on, corrects)
                        """)
                .bind(0, area)
                .bind(1, entryId)
                .bind(2, reason)
                .bind(3, note)
                .bind(4, by)
                .bind(5, clock.instant())
                .bind(6, Columns.array(transfers, String[]::new, Transfer::businessKey))
                .bind(
                        7,
                        Columns.array(
                                transfers,
                                String[]::new,
                                transfer -> transfer.debit().name()))
                .bind(
                        8,
                        Columns.array(
                                transfers,
                                String[]::new,
                                transfer -> transfer.credit().name()))
                .bind(
                        9,
                        Columns.array(
                                transfers,
                                Long[]::new,
                                transfer -> transfer.amount().fen()))
                .bind(10, Columns.array(transfers, LocalDate[]::new, Transfer::effectiveOn))
                .bind(
                        11,
                        Columns.array(
                                transfers,
                                String[]::new,
                                transfer ->
                                        transfer.corrects().map(UUID::toString).orElse("")))
                .then();
    }

    /** Posts an entry; refused for who proposed it, and where it is posted or void already. Must be called inside a transaction. */
    public Mono<Void> post(String area, UUID entryId, Caller caller) {
        return resolve(area, entryId, "posted", caller)
                .then(Mono.defer(() -> transfers(area, entryId)))
                .flatMap(transfers -> ledger.post(area, entryId, transfers, caller.subject()));
    }

    /** Makes an entry void; refused where it is posted or void already. Must be called inside a transaction. */
    public Mono<Void> makeVoid(String area, UUID entryId, Caller caller) {
        return resolve(area, entryId, "void", caller);
    }

    /** The key of the resolution lets one of several callers through. */
    private Mono<Void> resolve(String area, UUID entryId, String outcome, Caller caller) {
        return database.sql("""
                        INSERT INTO ledger_resolution (area, entry_id, outcome, proposed_by, resolved_by, resolved_at)
                        SELECT area, entry_id, $3, proposed_by, $4, $5 FROM ledger_pending_entry
                        WHERE area = $1 AND entry_id = $2
                        """)
                .bind(0, area)
                .bind(1, entryId)
                .bind(2, outcome)
                .bind(3, caller.subject())
                .bind(4, clock.instant())
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1 ? Mono.<Void>empty() : Mono.error(new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<List<Transfer>> transfers(String area, UUID entryId) {
        return database.sql("""
                        SELECT debit_account, credit_account, amount_fen, reason, business_key, effective_on, corrects
                        FROM ledger_pending_transfer JOIN ledger_pending_entry USING (area, entry_id)
                        WHERE area = $1 AND entry_id = $2 ORDER BY business_key
                        """)
                .bind(0, area)
                .bind(1, entryId)
                .map(PendingEntries::transfer)
                .all()
                .collectList();
    }

    private static Transfer transfer(Readable row) {
        return new Transfer(
                new Account(Columns.text(row, "debit_account")),
                new Account(Columns.text(row, "credit_account")),
                Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                Columns.text(row, "reason"),
                Columns.text(row, "business_key"),
                Columns.get(row, "effective_on", LocalDate.class),
                Columns.find(row, "corrects", UUID.class));
    }
}
