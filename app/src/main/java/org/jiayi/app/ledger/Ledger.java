package org.jiayi.app.ledger;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Posts transfers. Nothing else writes them, and nothing at all changes them. */
@Component
public class Ledger {

    private final DatabaseClient database;
    private final Books books;
    private final Clock clock;

    Ledger(DatabaseClient database, Books books, Clock clock) {
        this.database = database;
        this.books = books;
        this.clock = clock;
    }

    /** Posts to the area's books as {@link Books#open} finds them. */
    public Mono<Void> post(String area, UUID entryId, List<Transfer> transfers, String recordedBy) {
        return transfers.isEmpty()
                ? Mono.empty()
                : books.open(area).flatMap(book -> post(book, entryId, transfers, recordedBy));
    }

    /**
     * Posts the transfers of one business act in one statement, so that they are all in or none is; must be called inside
     * a shielded transaction together with what they are for. What belongs to a closed month is booked in the first open one.
     *
     * @param entryId links them
     */
    public Mono<Void> post(Book book, UUID entryId, List<Transfer> transfers, String recordedBy) {
        if (transfers.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                                $7::text[], $8::date[], $12::date[], $13::text[])
                                AS row (transfer_id, debit_account, credit_account, amount_fen, reason, business_key,
                                    effective_on, month, corrects)
                        ), accounts AS (
                            INSERT INTO ledger_account (area, account)
                            SELECT $1, debit_account FROM incoming UNION SELECT $1, credit_account FROM incoming
                            ON CONFLICT DO NOTHING
                        )
                        INSERT INTO ledger_transfer (area, transfer_id, entry_id, debit_account, credit_account,
                            amount_fen, reason, business_key, effective_on, recorded_by, recorded_at, month, corrects)
                        SELECT $1, transfer_id, $9, debit_account, credit_account, amount_fen, reason, business_key,
                            effective_on, $10, $11, month, nullif(corrects, '')::uuid
                        FROM incoming
                        """)
                .bind(0, book.area())
                .bind(1, Columns.array(transfers, UUID[]::new, transfer -> UuidCreator.getTimeOrderedEpoch()))
                .bind(
                        2,
                        Columns.array(
                                transfers,
                                String[]::new,
                                transfer -> transfer.debit().name()))
                .bind(
                        3,
                        Columns.array(
                                transfers,
                                String[]::new,
                                transfer -> transfer.credit().name()))
                .bind(
                        4,
                        Columns.array(
                                transfers,
                                Long[]::new,
                                transfer -> transfer.amount().fen()))
                .bind(5, Columns.array(transfers, String[]::new, Transfer::reason))
                .bind(6, Columns.array(transfers, String[]::new, Transfer::businessKey))
                .bind(7, Columns.array(transfers, LocalDate[]::new, Transfer::effectiveOn))
                .bind(8, entryId)
                .bind(9, recordedBy)
                .bind(10, clock.instant())
                .bind(
                        11,
                        Columns.array(
                                transfers,
                                LocalDate[]::new,
                                transfer -> book.monthOf(transfer.effectiveOn()).firstDay()))
                .bind(
                        12,
                        Columns.array(
                                transfers,
                                String[]::new,
                                transfer ->
                                        transfer.corrects().map(UUID::toString).orElse("")))
                .then();
    }
}
