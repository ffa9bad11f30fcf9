package org.jiayi.app.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Opens an area's books for a posting, and closes their months (关账) one after the other. */
@Component
public class Books {

    /** Where no month was ever closed, every month is open. */
    private static final LocalDate OPEN_SINCE_EVER = LocalDate.of(1900, 1, 1);

    /** How long a posting may take from its moment to its commit. */
    private static final Duration POSTING_MAX = Duration.ofHours(1);

    private final DatabaseClient database;
    private final Balances balances;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Books(DatabaseClient database, Balances balances, ShieldedTransactions transactions, Clock clock) {
        this.database = database;
        this.balances = balances;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * A closed month.
     *
     * @param transfers how many transfers were booked in it
     * @param amountFen their sum
     * @param digestSm3 of its trial balance, a line an account
     */
    public record Closing(
            LocalDate month, long transfers, long amountFen, String digestSm3, String closedBy, Instant closedAt) {}

    /** The area's books, which nobody closes any further until this transaction ends; must be called inside one. */
    public Mono<Book> open(String area) {
        return locked(area, "FOR SHARE")
                .switchIfEmpty(Mono.defer(() -> start(area).then(locked(area, "FOR SHARE"))));
    }

    private Mono<Book> locked(String area, String lock) {
        return database.sql("SELECT area, open_from FROM ledger_book WHERE area = $1 " + lock)
                .bind(0, area)
                .mapProperties(Book.class)
                .one();
    }

    private Mono<Void> start(String area) {
        return database.sql("INSERT INTO ledger_book (area, open_from) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(0, area)
                .bind(1, OPEN_SINCE_EVER)
                .then();
    }

    /**
     * Passes once nobody posts any more at that moment or an earlier one; at once where it is longer ago than a posting takes. Refused
     * where it is still to come.
     */
    public Mono<Void> settledAt(String area, Instant moment) {
        Instant now = clock.instant();
        if (moment.isAfter(now)) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/knownAt")));
        }
        return moment.isBefore(now.minus(POSTING_MAX))
                ? Mono.empty()
                : transactions.run(() -> alone(area)).then();
    }

    /** The area's books once all postings under way are over, which nobody else opens until this transaction ends. */
    private Mono<Book> alone(String area) {
        return start(area).then(locked(area, "FOR UPDATE"));
    }

    /**
     * Closes a month for good. Refused while the month is not over, where it is closed, and where an earlier one is still
     * open that has transfers.
     */
    public Mono<Closing> close(String area, Month month, Caller caller) {
        LocalDate today = Month.containing(LocalDate.ofInstant(clock.instant(), clock.getZone()))
                .firstDay();
        if (!month.firstDay().isBefore(today)) {
            return Mono.error(new Refused(RefusalCode.MONTH_NOT_OVER));
        }
        return transactions.run(() -> alone(area)
                .flatMap(book -> book.isClosed(month.firstDay())
                        ? Mono.error(new Refused(RefusalCode.MONTH_CLOSED))
                        : earlierOpenTransfers(book, month))
                .flatMap(earlier -> earlier > 0
                        ? Mono.error(new Refused(RefusalCode.EARLIER_MONTH_OPEN))
                        : balances.trial(new Balances.Question(area).bookedIn(month))
                                .collectList())
                .flatMap(trial -> keep(area, month, trial, caller)));
    }

    private Mono<Long> earlierOpenTransfers(Book book, Month month) {
        return database.sql("""
                        SELECT count(*) FROM ledger_transfer WHERE area = $1 AND month >= $2 AND month < $3
                        """)
                .bind(0, book.area())
                .bind(1, book.openFrom())
                .bind(2, month.firstDay())
                .mapValue(Long.class)
                .one();
    }

    private Mono<Closing> keep(String area, Month month, List<Balances.Balance> trial, Caller caller) {
        String canonical = trial.stream()
                .map(balance -> balance.account() + "," + balance.debitFen() + "," + balance.creditFen() + "\n")
                .collect(Collectors.joining());
        return database.sql("""
                        WITH closed AS (
                            UPDATE ledger_book SET open_from = $3 WHERE area = $1
                        )
                        INSERT INTO ledger_closing (area, month, transfers, amount_fen, digest_sm3, closed_by, closed_at)
                        SELECT $1, $2, count(*), coalesce(sum(amount_fen), 0)::bigint, $4, $5, $6
                        FROM ledger_transfer WHERE area = $1 AND month = $2
                        RETURNING month, transfers, amount_fen, digest_sm3, closed_by, closed_at
                        """)
                .bind(0, area)
                .bind(1, month.firstDay())
                .bind(2, month.next().firstDay())
                .bind(3, ContentDigest.of(canonical).sm3())
                .bind(4, caller.subject())
                .bind(5, clock.instant())
                .mapProperties(Closing.class)
                .one();
    }

    /** The area's closed months, newest first. */
    public Flux<Closing> closings(String area) {
        return database.sql("""
                        SELECT month, transfers, amount_fen, digest_sm3, closed_by, closed_at FROM ledger_closing
                        WHERE area = $1 ORDER BY month DESC
                        """).bind(0, area).mapProperties(Closing.class).all();
    }

    /** Passes where that month is closed, so that no more is ever booked in it. */
    public Mono<Void> requireClosed(String area, Month month) {
        return database.sql("SELECT month FROM ledger_closing WHERE area = $1 AND month = $2")
                .bind(0, area)
                .bind(1, month.firstDay())
                .mapValue(LocalDate.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.MONTH_STILL_OPEN)))
                .then();
    }
}
