package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.List;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.outbox.OutboxEvent;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells of months that are due and not computed (漏算提醒), each once, to whoever follows the events of the area. */
@Component
class MissedRuns {

    private final DatabaseClient database;
    private final MissingMonths missing;
    private final Outbox outbox;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    MissedRuns(
            DatabaseClient database,
            MissingMonths missing,
            Outbox outbox,
            ShieldedTransactions transactions,
            Clock clock) {
        this.database = database;
        this.missing = missing;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Tells of those of an area that nobody was told of; that one is computed since takes nothing back. */
    Mono<Void> tell(String area) {
        return missing.of(area)
                .collectList()
                .flatMapIterable(months -> months)
                .concatMap(month -> transactions.run(() -> tellOnce(area, month)))
                .then();
    }

    /** Whoever keeps the month first tells of it, on however many instances. */
    private Mono<Void> tellOnce(String area, MissingMonths.SchemeMonth month) {
        OutboxEvent event = new OutboxEvent(
                UuidCreator.getTimeOrderedEpoch(),
                "run.missing",
                month.scheme().code() + "-" + month.month(),
                "",
                "",
                month.dueOn());
        return database.sql("""
                        INSERT INTO settlement_missed_run (area, scheme, month, due_on, told_at) VALUES ($1, $2, $3, $4, $5)
                        ON CONFLICT DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, month.scheme().code())
                .bind(2, month.month().firstDay())
                .bind(3, month.dueOn())
                .bind(4, clock.instant())
                .fetch()
                .rowsUpdated()
                .flatMap(kept -> kept == 0 ? Mono.empty() : outbox.append(area, List.of(event), clock.instant()));
    }
}
