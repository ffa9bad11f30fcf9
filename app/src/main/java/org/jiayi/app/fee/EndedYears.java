package org.jiayi.app.fee;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds the contracts of which a further year may be due. What was due when the last daily round was done is charged; due since
 * then are only contracts of which a charged year has ended, and such as were recorded since, late or to go on longer. Both are
 * read some at a time, so that no statement grows with the contracts of the area, and no day with those that are charged or over.
 */
@Component
class EndedYears {

    private static final int ROWS_AT_ONCE_MAX = 5_000;

    /** What was recorded by a transaction that began before a round was done may have ended after it. */
    private static final Duration STILL_UNDER_WAY = Duration.ofHours(1);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final DatabaseClient database;

    EndedYears(DatabaseClient database) {
        this.database = database;
    }

    /** All that may be due by that day, some at a time; who is among them twice may be due twice. */
    Flux<List<UUID>> candidates(String area, LocalDate today) {
        return lastRound(area, today)
                .flatMapMany(since -> Flux.concat(
                        ended(area, since, today, ROWS_AT_ONCE_MAX),
                        recorded(area, KnowledgeTime.endOf(since.minusDays(1)).minus(STILL_UNDER_WAY))));
    }

    /** The last day before that one whose round was done; long ago where none was. */
    private Mono<LocalDate> lastRound(String area, LocalDate today) {
        return database.sql("SELECT max(day) AS day FROM contract_routine_day WHERE area = $1 AND day < $2")
                .bind(0, area)
                .bind(1, today)
                .map(row -> Columns.find(row, "day", LocalDate.class).orElse(LocalDate.EPOCH))
                .one();
    }

    /** A contract of which a year may be due, and by what it was found; where one is found by several rows, the first is enough. */
    private record Candidate<T>(T by, UUID contractId) {}

    /** Page after page, each asked for by the last candidate of the one before. */
    private static <T> Flux<List<UUID>> pages(
            Candidate<T> beforeAll, Function<Candidate<T>, Flux<Candidate<T>>> pageAfter) {
        return pageAfter
                .apply(beforeAll)
                .collectList()
                .expand(page -> page.isEmpty()
                        ? Mono.empty()
                        : pageAfter.apply(page.get(page.size() - 1)).collectList())
                .map(page -> page.stream().map(Candidate::contractId).distinct().toList());
    }

    /** The contracts of which a charged year ended on one of those days, told from so many lines at a time. */
    Flux<List<UUID>> ended(String area, LocalDate since, LocalDate today, int lines) {
        return pages(
                new Candidate<>(since, BEFORE_ALL),
                after -> database.sql("""
                        SELECT upper(covers) AS day_after, contract_id FROM fee_line
                        WHERE area = $1 AND covers IS NOT NULL AND upper(covers) <= $2
                            AND (upper(covers), contract_id) > ($3, $4)
                        ORDER BY upper(covers), contract_id LIMIT $5
                        """)
                        .bind(0, area)
                        .bind(1, today)
                        .bind(2, after.by())
                        .bind(3, after.contractId())
                        .bind(4, lines)
                        .map(row -> new Candidate<>(
                                Columns.get(row, "day_after", LocalDate.class),
                                Columns.get(row, "contract_id", UUID.class)))
                        .all());
    }

    /** The contracts of which something was recorded after that moment. */
    private Flux<List<UUID>> recorded(String area, Instant since) {
        return pages(
                new Candidate<>(since, BEFORE_ALL),
                after -> database.sql("""
                        SELECT recorded_at, contract_id FROM contract_version
                        WHERE area = $1 AND (recorded_at, contract_id) > ($2, $3)
                        ORDER BY recorded_at, contract_id LIMIT $4
                        """)
                        .bind(0, area)
                        .bind(1, after.by())
                        .bind(2, after.contractId())
                        .bind(3, ROWS_AT_ONCE_MAX)
                        .map(row -> new Candidate<>(
                                Columns.get(row, "recorded_at", Instant.class),
                                Columns.get(row, "contract_id", UUID.class)))
                        .all());
    }
}
