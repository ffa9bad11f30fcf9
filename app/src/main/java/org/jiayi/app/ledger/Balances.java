package org.jiayi.app.ledger;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells balances as of any day, as they were known at any moment. Nothing here is stored: a balance is a sum of transfers. */
@Component
public class Balances {

    private final DatabaseClient database;

    Balances(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Which transfers count.
     *
     * @param on those that belong to this day or an earlier one
     * @param knownAt those recorded at this moment or earlier
     * @param month those booked in this month
     */
    public record Question(String area, Optional<LocalDate> on, Optional<Instant> knownAt, Optional<Month> month) {

        /** All transfers of the area. */
        public Question(String area) {
            this(area, Optional.empty(), Optional.empty(), Optional.empty());
        }

        Question bookedIn(Month booked) {
            return new Question(area, on, knownAt, Optional.of(booked));
        }
    }

    /** An account's sums. */
    public record Balance(String account, long debitFen, long creditFen) {}

    /**
     * 试算平衡: every account's debits and credits, by account. The transfers are read once, however many there are, and asked
     * nothing that is not in the question: a condition that always holds costs as much per row as one that does not.
     */
    public Flux<Balance> trial(Question question) {
        List<Object> values = new ArrayList<>(List.of(question.area()));
        String asked = "area = $1"
                + and(question.on(), "effective_on <=", values)
                + and(question.knownAt(), "recorded_at <=", values)
                + and(question.month().map(Month::firstDay), "month =", values);
        GenericExecuteSpec statement = database.sql("""
                        WITH pair AS MATERIALIZED (
                            SELECT debit_account, credit_account, sum(amount_fen) AS fen FROM ledger_transfer
                            WHERE %s GROUP BY debit_account, credit_account
                        )
                        SELECT account, sum(debit)::bigint AS debit_fen, sum(credit)::bigint AS credit_fen FROM (
                            SELECT debit_account AS account, fen AS debit, 0 AS credit FROM pair
                            UNION ALL
                            SELECT credit_account, 0, fen FROM pair) AS sides
                        GROUP BY account ORDER BY account COLLATE "C"
                        """.formatted(asked));
        for (int index = 0; index < values.size(); index++) {
            statement = statement.bind(index, values.get(index));
        }
        return statement.mapProperties(Balance.class).all();
    }

    private static String and(Optional<?> value, String condition, List<Object> values) {
        value.ifPresent(values::add);
        return value.isPresent() ? " AND " + condition + " $" + values.size() : "";
    }

    /** An account's debits less its credits. */
    public Mono<Money> standing(String area, Account account) {
        return database.sql("""
                        SELECT (coalesce((SELECT sum(amount_fen) FROM ledger_transfer WHERE area = $1 AND debit_account = $2), 0)
                            - coalesce((SELECT sum(amount_fen) FROM ledger_transfer WHERE area = $1 AND credit_account = $2), 0)
                            )::bigint AS fen
                        """)
                .bind(0, area)
                .bind(1, account.name())
                .mapValue(Long.class)
                .one()
                .map(Money::ofFen);
    }

    /** A transfer as it was booked. */
    public record Booked(
            UUID transferId,
            UUID entryId,
            String debitAccount,
            String creditAccount,
            long amountFen,
            String reason,
            LocalDate effectiveOn,
            LocalDate month,
            Optional<UUID> corrects,
            String recordedBy,
            Instant recordedAt) {}

    private static final String BOOKED = """
            SELECT transfer_id, entry_id, debit_account, credit_account, amount_fen, reason, effective_on, month, corrects,
                recorded_by, recorded_at
            FROM ledger_transfer
            """;

    /** 明细账: one page of an account's transfers, in the order in which they were recorded. */
    public Flux<Booked> ofAccount(String area, String account, Optional<UUID> after, int limit) {
        return database.sql(BOOKED + """
                        WHERE area = $1 AND (debit_account = $2 OR credit_account = $2)
                            AND transfer_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
                        ORDER BY transfer_id LIMIT $4
                        """)
                .bind(0, area)
                .bind(1, account)
                .bind(2, Columns.orNull(after, UUID.class))
                .bind(3, limit)
                .map(Balances::booked)
                .all();
    }

    /** 凭证: the linked transfers of one business act. */
    public Flux<Booked> ofEntry(String area, UUID entryId) {
        return database.sql(BOOKED + " WHERE area = $1 AND entry_id = $2 ORDER BY transfer_id")
                .bind(0, area)
                .bind(1, entryId)
                .map(Balances::booked)
                .all();
    }

    private static Booked booked(Readable row) {
        return new Booked(
                Columns.get(row, "transfer_id", UUID.class),
                Columns.get(row, "entry_id", UUID.class),
                Columns.text(row, "debit_account"),
                Columns.text(row, "credit_account"),
                Columns.get(row, "amount_fen", Long.class),
                Columns.text(row, "reason"),
                Columns.get(row, "effective_on", LocalDate.class),
                Columns.get(row, "month", LocalDate.class),
                Columns.find(row, "corrects", UUID.class),
                Columns.text(row, "recorded_by"),
                Columns.get(row, "recorded_at", Instant.class));
    }
}
