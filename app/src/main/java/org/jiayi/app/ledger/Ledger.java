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
        return post(book, List.of(new Entry(entryId, transfers)), recordedBy);
    }

    /** The linked transfers of one business act. */
    public record Entry(UUID entryId, List<Transfer> transfers) {}

    /** One transfer of an entry, with an id of its own. */
    private record Row(UUID transferId, UUID entryId, Transfer transfer) {

        static Row of(Entry entry, Transfer transfer) {
            return new Row(UuidCreator.getTimeOrderedEpoch(), entry.entryId(), transfer);
        }
    }

    /** Posts several entries in one statement, all or none. */
    public Mono<Void> post(Book book, List<Entry> entries, String recordedBy) {
        List<Row> rows = entries.stream()
                .flatMap(entry -> entry.transfers().stream().map(transfer -> Row.of(entry, transfer)))
                .toList();
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        return bound(book, rows, """
                        WITH incoming AS (
                            SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[],
                                $8::text[], $9::date[], $10::date[], $11::text[])
                                AS row (transfer_id, entry_id, debit_account, credit_account, amount_fen, reason,
                                    business_key, effective_on, month, corrects)
                        ), accounts AS (
                            INSERT INTO ledger_account (area, account)
                            SELECT $1, debit_account FROM incoming UNION SELECT $1, credit_account FROM incoming
                            ON CONFLICT DO NOTHING
                        )
                        INSERT INTO ledger_transfer (area, transfer_id, entry_id, debit_account, credit_account,
                            amount_fen, reason, business_key, effective_on, recorded_by, recorded_at, month, corrects)
                        SELECT $1, transfer_id, entry_id, debit_account, credit_account, amount_fen, reason, business_key,
                            effective_on, $12, $13, month, nullif(corrects, '')::uuid
                        FROM incoming
                        """)
                .bind(11, recordedBy)
                .bind(12, clock.instant())
                .then();
    }

    private DatabaseClient.GenericExecuteSpec bound(Book book, List<Row> rows, String sql) {
        List<Transfer> transfers = rows.stream().map(Row::transfer).toList();
        return database.sql(sql)
                .bind(0, book.area())
                .bind(1, Columns.array(rows, UUID[]::new, Row::transferId))
                .bind(2, Columns.array(rows, UUID[]::new, Row::entryId))
                .bind(
                        3,
                        Columns.array(
                                transfers, String[]::new, row -> row.debit().name()))
                .bind(
                        4,
                        Columns.array(
                                transfers, String[]::new, row -> row.credit().name()))
                .bind(
                        5,
                        Columns.array(
                                transfers, Long[]::new, row -> row.amount().fen()))
                .bind(6, Columns.array(transfers, String[]::new, Transfer::reason))
                .bind(7, Columns.array(transfers, String[]::new, Transfer::businessKey))
                .bind(8, Columns.array(transfers, LocalDate[]::new, Transfer::effectiveOn))
                .bind(
                        9,
                        Columns.array(
                                transfers,
                                LocalDate[]::new,
                                row -> book.monthOf(row.effectiveOn()).firstDay()))
                .bind(
                        10,
                        Columns.array(
                                transfers,
                                String[]::new,
                                row -> row.corrects().map(UUID::toString).orElse("")));
    }
}
