package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a payer bears of each contract by the lines booked in a month, as CSV that PostgreSQL writes, a page at a time. No name and no
 * document number is in it.
 */
@Component
public class FeeLineText {

    private static final int PAGE_ROWS = 20_000;
    private static final Place START = new Place(new UUID(0, 0), "");

    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT contract_id, institution_code, count(*) AS lines, sum(amount_fen)::bigint AS fen FROM fee_line
                WHERE area = $1 AND payer = $2 AND month = $3 AND (contract_id, institution_code) > ($4, $5)
                GROUP BY contract_id, institution_code ORDER BY contract_id, institution_code LIMIT $6),
            last AS (SELECT contract_id, institution_code FROM page ORDER BY contract_id DESC, institution_code DESC LIMIT 1)
            SELECT coalesce(string_agg('ctr_' || $1 || '_' || contract_id || ',' || institution_code || ',' || $2 || ',' || lines
                || ',' || to_char(fen::numeric / 100, 'FM99999999999990.00') || E'\\r\\n',
                '' ORDER BY contract_id, institution_code), '') AS text,
                count(*) AS lines, coalesce(sum(fen), 0)::bigint AS sum,
                (SELECT contract_id FROM last) AS last_contract, (SELECT institution_code FROM last) AS last_institution
            FROM page
            """;

    private final DatabaseClient database;

    FeeLineText(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Some contracts: contract, institution, payer, how many lines, and yuan.
     *
     * @param text each line ends in CRLF
     * @param sum in fen
     */
    public record Page(String text, long lines, long sum) {}

    private record Place(UUID contractId, String institutionCode) {}

    private record Read(Page page, Place last) {}

    /** A line for each contract and institution, by contract. */
    public Flux<Page> pages(String area, Payer payer, Month month) {
        return read(area, payer, month, START)
                .expand(read -> read.page().lines() < PAGE_ROWS ? Mono.empty() : read(area, payer, month, read.last()))
                .map(Read::page)
                .filter(page -> page.lines() > 0);
    }

    private Mono<Read> read(String area, Payer payer, Month month, Place after) {
        return database.sql(PAGE)
                .bind(0, area)
                .bind(1, payer.code())
                .bind(2, month.firstDay())
                .bind(3, after.contractId())
                .bind(4, after.institutionCode())
                .bind(5, PAGE_ROWS)
                .map(row -> read(row, after))
                .one();
    }

    private static Read read(Readable row, Place before) {
        return new Read(
                new Page(
                        Columns.text(row, "text"),
                        Columns.get(row, "lines", Long.class),
                        Columns.get(row, "sum", Long.class)),
                new Place(
                        Columns.find(row, "last_contract", UUID.class).orElse(before.contractId()),
                        Columns.find(row, "last_institution", String.class).orElse(before.institutionCode())));
    }

    /** How many people the lines are about. */
    public Mono<Long> persons(String area, Payer payer, Month month) {
        return database.sql("""
                        SELECT count(DISTINCT c.resident_id)
                        FROM (SELECT DISTINCT contract_id FROM fee_line WHERE area = $1 AND payer = $2 AND month = $3) l
                        JOIN contract_version c ON c.area = $1 AND c.contract_id = l.contract_id AND c.version = 1
                        """)
                .bind(0, area)
                .bind(1, payer.code())
                .bind(2, month.firstDay())
                .mapValue(Long.class)
                .one();
    }
}
