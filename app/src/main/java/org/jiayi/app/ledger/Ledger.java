package org.jiayi.app.ledger;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Posts transfers and tells balances. */
@Component
public class Ledger {

    private final DatabaseClient database;
    private final Clock clock;

    Ledger(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** An account's sums. */
    public record Balance(String account, long debitFen, long creditFen) {}

    /**
     * Posts the transfers of one business act in one statement, so that they are all in or none is; must be called inside
     * a shielded transaction together with what they are for.
     *
     * @param entryId links them
     */
    public Mono<Void> post(String area, UUID entryId, List<Transfer> transfers, String recordedBy) {
        if (transfers.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                                $7::text[], $8::date[])
                                AS row (transfer_id, debit_account, credit_account, amount_fen, reason, business_key,
                                    effective_on)
                        ), accounts AS (
                            INSERT INTO ledger_account (area, account)
                            SELECT $1, debit_account FROM incoming UNION SELECT $1, credit_account FROM incoming
                            ON CONFLICT DO NOTHING
                        )
                        INSERT INTO ledger_transfer (area, transfer_id, entry_id, debit_account, credit_account,
                            amount_fen, reason, business_key, effective_on, recorded_by, recorded_at)
                        SELECT $1, transfer_id, $9, debit_account, credit_account, amount_fen, reason, business_key,
                            effective_on, $10, $11
                        FROM incoming
                        """)
                .bind(0, area)
                .bind(
                        1,
                        transfers.stream()
                                .map(transfer -> UuidCreator.getTimeOrderedEpoch())
                                .toArray(UUID[]::new))
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
                .then();
    }

    /** 试算平衡: every account's debits and credits, by account. */
    public Flux<Balance> trialBalance(String area) {
        return database.sql("""
                        SELECT account, sum(debit_fen)::bigint AS debit_fen, sum(credit_fen)::bigint AS credit_fen FROM (
                            SELECT debit_account AS account, amount_fen AS debit_fen, 0 AS credit_fen
                            FROM ledger_transfer WHERE area = $1
                            UNION ALL
                            SELECT credit_account, 0, amount_fen FROM ledger_transfer WHERE area = $1) AS sides
                        GROUP BY account ORDER BY account
                        """).bind(0, area).mapProperties(Balance.class).all();
    }
}
