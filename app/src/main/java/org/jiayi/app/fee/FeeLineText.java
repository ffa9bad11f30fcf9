package org.jiayi.app.fee;

import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CsvLines;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.database.CsvPages;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The fee lines of a payer and month as CSV, in the order of the primary key. No name and no document number is in it. */
@Component
public class FeeLineText {

    private static final List<Object> BEFORE_ALL = List.of(new UUID(0, 0), new UUID(0, 0));

    /**
     * Whose contract it is looks up each line's contract by its key: no plan can turn that into a read of all contracts. A line
     * without a contract has no text, and is left out of the sum too, so that the sum tells it.
     */
    private static final CsvLines LINES = new CsvLines("contract_id, entry_id", """
            SELECT contract_id, entry_id, institution_code, reason, policy_id, amount_fen,
                (SELECT c.resident_id FROM contract_version c
                    WHERE c.area = l.area AND c.contract_id = l.contract_id AND c.version = 1) AS resident_id
            FROM fee_line l
            WHERE area = $1 AND payer = $2 AND month = $3 AND (contract_id, entry_id) > ($4, $5)""", """
            SELECT contract_id, entry_id, CASE WHEN resident_id IS NOT NULL THEN amount_fen END AS summed,
                'ctr_' || $1 || '_' || contract_id || ',res_' || $1 || '_' || resident_id || ',ent_' || $1 || '_' || entry_id
                || ',' || institution_code || ',' || $2 || ',' || reason || ',pol_' || $1 || '_' || policy_id || ','
                || to_char(amount_fen::numeric / 100, 'FM99999999999990.00') || E'\\r\\n' AS text
            FROM page""");

    private final CsvPages pages;
    private final DatabaseClient database;

    FeeLineText(CsvPages pages, DatabaseClient database) {
        this.pages = pages;
        this.database = database;
    }

    /** Contract, resident, ledger entry, institution, payer, reason, policy and yuan, by contract and entry; summed in fen. */
    public Flux<CsvPage> pages(String area, Payer payer, Month month) {
        return pages.read(LINES, List.of(area, payer.code(), month.firstDay()), BEFORE_ALL);
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
