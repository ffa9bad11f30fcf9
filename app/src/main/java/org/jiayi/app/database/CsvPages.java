package org.jiayi.app.database;

import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads rows as CSV that PostgreSQL writes, a page at a time in the order of a key: a row each through the driver would cost more
 * than all the rest.
 */
@Component
public class CsvPages {

    private static final int PAGE_ROWS = 20_000;

    private final DatabaseClient database;

    CsvPages(DatabaseClient database) {
        this.database = database;
    }

    /** A page, and the key of its last row. */
    private record Read(CsvPage page, List<Object> last) {}

    /**
     * All pages that have lines.
     *
     * @param sql its parameters are those of {@code about}, then the most rows, then a key after which to go on; a row with
     *     {@code text}, {@code lines}, {@code sum} and the last row's key as {@code last_1}, {@code last_2} …
     * @param before a key before all
     */
    public Flux<CsvPage> read(String sql, List<Object> about, List<Object> before) {
        return page(sql, about, before)
                .expand(read -> read.page().lines() < PAGE_ROWS ? Mono.empty() : page(sql, about, read.last()))
                .map(Read::page)
                .filter(page -> page.lines() > 0);
    }

    private Mono<Read> page(String sql, List<Object> about, List<Object> after) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(sql);
        int place = 0;
        for (List<Object> values : List.of(about, List.<Object>of(PAGE_ROWS), after)) {
            for (Object value : values) {
                statement = statement.bind(place++, value);
            }
        }
        return statement.map(row -> read(row, after)).one();
    }

    private static Read read(Readable row, List<Object> after) {
        CsvPage page = new CsvPage(
                Columns.text(row, "text"), Columns.get(row, "lines", Long.class), Columns.get(row, "sum", Long.class));
        return new Read(page, page.lines() == 0 ? after : last(row, after));
    }

    private static List<Object> last(Readable row, List<Object> after) {
        return IntStream.range(0, after.size())
                .<Object>mapToObj(part ->
                        Columns.get(row, "last_" + (part + 1), after.get(part).getClass()))
                .toList();
    }
}
