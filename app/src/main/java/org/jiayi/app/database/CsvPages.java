package org.jiayi.app.database;

import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads rows as CSV that PostgreSQL writes, a page at a time in the order of a key: a row each through the driver would cost more
 * than all the rest. Where a page ends is asked apart from what is in it, so that one page is written while another is on
 * its way.
 */
@Component
public class CsvPages {

    private static final int PAGE_ROWS = 20_000;
    private static final int PAGES_UNDER_WAY = 2;

    private final DatabaseClient database;

    CsvPages(DatabaseClient database) {
        this.database = database;
    }

    /**
     * All pages that have lines, in their order.
     *
     * @param about what the rows are about
     * @param before a key before all
     */
    public Flux<CsvPage> read(CsvLines lines, List<Object> about, List<Object> before) {
        return Mono.just(before)
                .expand(after -> end(lines, about, after))
                .flatMapSequential(after -> page(lines, about, after), PAGES_UNDER_WAY, 1)
                .filter(page -> page.lines() > 0);
    }

    private Mono<List<Object>> end(CsvLines lines, List<Object> about, List<Object> after) {
        return statement(lines.end(PAGE_ROWS), about, after)
                .map(row -> key(row, after))
                .one();
    }

    private Mono<CsvPage> page(CsvLines lines, List<Object> about, List<Object> after) {
        return statement(lines.page(PAGE_ROWS), about, after)
                .map(row -> new CsvPage(
                        Columns.get(row, "text", byte[].class),
                        Columns.get(row, "lines", Long.class),
                        Columns.get(row, "sum", Long.class)))
                .one();
    }

    private DatabaseClient.GenericExecuteSpec statement(String sql, List<Object> about, List<Object> after) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(sql);
        int place = 0;
        for (List<Object> values : List.of(about, after)) {
            for (Object value : values) {
                statement = statement.bind(place++, value);
            }
        }
        return statement;
    }

    /** The columns of a row are those of the key, of the same types as before. */
    private static List<Object> key(Readable row, List<Object> before) {
        return IntStream.range(0, before.size())
                .<Object>mapToObj(part ->
                        Objects.requireNonNull(row.get(part, before.get(part).getClass())))
                .toList();
    }
}
