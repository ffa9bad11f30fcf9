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
 * The fee lines of a payer and month as CSV that PostgreSQL writes, a page at a time in the order of the primary key. No name and no
 * document number is in it.
 */
@Component
public class FeeLineText {

    private static final int PAGE_ROWS = 20_000;
    private static final Place START = new Place(new UUID(0, 0), new UUID(0, 0));

    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT contract_id, entry_id, institution_code, reason, policy_id, amount_fen FROM fee_line
                WHERE area = $1 AND payer = $2 AND month = $3 AND (contract_id, entry_id) > ($4, $5)
                ORDER BY contract_id, entry_id LIMIT $6),
            last AS (SELECT contract_id, entry_id FROM page ORDER BY contract_id DESC, entry_id DESC LIMIT 1)
            SELECT coalesce(string_agg('ctr_' || $1 || '_' || contract_id || ',ent_' || $1 || '_' || entry_id || ','
                || institution_code || ',' || $2 || ',' || reason || ',pol_' || $1 || '_' || policy_id || ','
                || to_char(amount_fen::numeric / 100, 'FM99999999999990.00') || E'\\r\\n',
                '' ORDER BY contract_id, entry_id), '') AS text,
                count(*) AS lines, coalesce(sum(amount_fen), 0)::bigint AS sum,
                (SELECT contract_id FROM last) AS last_contract, (SELECT entry_id FROM last) AS last_entry
            FROM page
            """;

    private final DatabaseClient database;

    FeeLineText(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Some lines: contract, ledger entry, institution, payer, reason, policy and yuan.
     *
     * @param text each line ends in CRLF
     * @param sum in fen
     */
    public record Page(String text, long lines, long sum) {}

    private record Place(UUID contractId, UUID entryId) {}

    private record Read(Page page, Place last) {}

    /** The lines by contract and entry. */
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
                .bind(4, after.entryId())
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
                        Columns.find(row, "last_entry", UUID.class).orElse(before.entryId())));
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
