package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 回执: what bureaus counted in the statements they pulled. Every receipt is kept, right or wrong. */
@Component
public class TotalsReceipts {

    private final DatabaseClient database;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    TotalsReceipts(DatabaseClient database, CommandKeys keys, ShieldedTransactions transactions, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What somebody counted. */
    public record Counted(long lines, long persons, long amountFen) {

        /** What we count. */
        public static Counted of(Statement statement) {
            StatementTotals totals = statement.totals();
            return new Counted(totals.lines(), totals.persons(), totals.amountFen());
        }
    }

    /** One receipt. */
    public record Receipt(
            UUID receiptId,
            long lines,
            long persons,
            long amountFen,
            boolean matched,
            String receivedBy,
            Instant receivedAt) {}

    /**
     * Keeps a receipt. Other totals than ours are kept too and then refused, with both; of a statement that is superseded
     * nothing is kept.
     */
    public Mono<CommandKeys.Answer> give(Statement statement, Counted theirs, String key, Caller caller) {
        String content = ContentDigest.of("receipt|" + statement.statementId() + "|" + theirs)
                .sm3();
        boolean matched = theirs.equals(Counted.of(statement));
        return transactions
                .run(() -> keys.once(
                        statement.area(), caller, key, content, () -> keep(statement, theirs, matched, caller)))
                .map(answer -> {
                    if (!matched) {
                        throw new Refused(new Refusal(
                                RefusalCode.TOTALS_MISMATCH, "", differences(theirs, Counted.of(statement))));
                    }
                    return answer;
                });
    }

    private Mono<String> keep(Statement statement, Counted theirs, boolean matched, Caller caller) {
        if (statement.superseded()) {
            return Mono.error(new Refused(RefusalCode.STATEMENT_SUPERSEDED));
        }
        UUID receiptId = UuidCreator.getTimeOrderedEpoch();
        return database.sql("""
                        INSERT INTO publication_totals_receipt (area, receipt_id, statement_id, lines, persons, amount_fen, matched,
                            received_by, received_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """)
                .bind(0, statement.area())
                .bind(1, receiptId)
                .bind(2, statement.statementId())
                .bind(3, theirs.lines())
                .bind(4, theirs.persons())
                .bind(5, theirs.amountFen())
                .bind(6, matched)
                .bind(7, caller.subject())
                .bind(8, clock.instant())
                .then()
                .thenReturn(receiptId.toString());
    }

    private static Map<String, String> differences(Counted theirs, Counted ours) {
        Map<String, String> both = new TreeMap<>();
        both.put("ours", ours.lines() + "/" + ours.persons() + "/" + ours.amountFen());
        both.put("theirs", theirs.lines() + "/" + theirs.persons() + "/" + theirs.amountFen());
        return both;
    }

    /** The statement's receipts, oldest first. */
    public Flux<Receipt> list(Statement statement) {
        return database.sql("""
                        SELECT receipt_id, lines, persons, amount_fen, matched, received_by, received_at
                        FROM publication_totals_receipt WHERE area = $1 AND statement_id = $2 ORDER BY receipt_id
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .mapProperties(Receipt.class)
                .all();
    }
}
