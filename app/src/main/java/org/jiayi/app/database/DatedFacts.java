package org.jiayi.app.database;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jiayi.app.kernel.period.Days;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Writes facts that hold on days (effective) and were known at moments (known). What was known until now of those days is
 * closed and stays; what it said of other days is said again, beside the new fact. All of it is one statement.
 */
@Component
public class DatedFacts {

    private static final int FIRST_KEY = 6;

    private final DatabaseClient database;
    private final Clock clock;

    DatedFacts(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A table of dated facts, with the columns {@code area}, {@code effective}, {@code known}, {@code recorded_by} and
     * {@code recorded_at} besides these. Names are constants of the code, never input.
     *
     * @param keys what the fact is about; one fact a day, guarded by an exclusion constraint
     * @param values what it says
     */
    public record Table(String name, List<String> keys, List<String> values) {}

    /** Records that on those days the fact is this one. Must be called inside a transaction, under a lock on the key. */
    public Mono<Void> record(Table table, String area, List<?> key, List<?> values, Days days, String by) {
        return write(table, area, key, Optional.of(values), days, by);
    }

    /** Records that on those days there is no such fact. Must be called like the other. */
    public Mono<Void> clear(Table table, String area, List<?> key, Days days, String by) {
        return write(table, area, key, Optional.empty(), days, by);
    }

    private Mono<Void> write(
            Table table, String area, List<?> key, Optional<? extends List<?>> values, Days days, String by) {
        var statement = database.sql(sql(table, values.isPresent()))
                .bind(0, area)
                .bind(1, clock.instant())
                .bind(2, days.first())
                .bind(3, Columns.orNull(days.until(), LocalDate.class))
                .bind(4, by);
        List<Object> bound = new ArrayList<>(key);
        values.ifPresent(bound::addAll);
        for (int i = 0; i < bound.size(); i++) {
            statement = statement.bind(FIRST_KEY - 1 + i, bound.get(i));
        }
        return statement.then();
    }

    /** Known from now on, or from just after what is known already, where a clock stands still or goes back. */
    private static String sql(Table table, boolean withFact) {
        String about = IntStream.range(0, table.keys().size())
                .mapToObj(i -> " AND t." + table.keys().get(i) + " = $" + (FIRST_KEY + i))
                .collect(Collectors.joining());
        String values = String.join(", ", table.values());
        String columns =
                Stream.concat(table.keys().stream(), table.values().stream()).collect(Collectors.joining(", "));
        String fact = withFact
                ? " UNION ALL SELECT "
                        + parameters(
                                FIRST_KEY + table.keys().size(), table.values().size())
                        + ", daterange($3::date, $4::date)"
                : "";
        return """
                WITH moment AS (
                    SELECT greatest($2::timestamptz, max(lower(t.known)) + interval '1 microsecond') AS at FROM %1$s t
                    WHERE t.area = $1 %2$s AND upper_inf(t.known) AND t.effective && daterange($3::date, $4::date)
                ), closed AS (
                    UPDATE %1$s t SET known = tstzrange(lower(t.known), moment.at) FROM moment
                    WHERE t.area = $1 %2$s AND upper_inf(t.known) AND t.effective && daterange($3::date, $4::date)
                    RETURNING t.*
                ), pieces AS (
                    SELECT %3$s, effective * daterange(NULL, $3::date) AS effective FROM closed
                    UNION ALL
                    SELECT %3$s, effective * daterange($4::date, NULL) FROM closed WHERE $4::date IS NOT NULL
                    %4$s
                )
                INSERT INTO %1$s (area, %5$s, effective, known, recorded_by, recorded_at)
                SELECT $1, %6$s, %3$s, pieces.effective, tstzrange(moment.at, NULL), $5, $2::timestamptz
                FROM pieces CROSS JOIN moment
                WHERE NOT isempty(pieces.effective) AND (SELECT count(*) FROM closed) >= 0
                """.formatted(
                        table.name(),
                        about,
                        values,
                        fact,
                        columns,
                        parameters(FIRST_KEY, table.keys().size()));
    }

    private static String parameters(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
    }
}
