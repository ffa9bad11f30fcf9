package org.jiayi.app.payment;

import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CsvLines;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.database.CsvPages;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a month has collected of each contract as CSV, in the columns of fee lines. No name and no document number is in it. */
@Component
public class CollectedText {

    private static final List<Object> BEFORE_ALL = List.of(new UUID(0, 0), "");

    /** It is no line of the ledger and rests on no one policy: both stay empty. */
    private static final CsvLines LINES = new CsvLines("contract_id, institution_code", """
            SELECT contract_id, institution_code, amount_fen,
                (SELECT c.resident_id FROM contract_version c
                    WHERE c.area = l.area AND c.contract_id = l.contract_id AND c.version = 1) AS resident_id
            FROM payment_collected l
            WHERE area = $1 AND payer = $2 AND month = $3 AND (contract_id, institution_code) > ($4, $5)""", """
            SELECT contract_id, institution_code, CASE WHEN resident_id IS NOT NULL THEN amount_fen END AS summed,
                'ctr_' || $1 || '_' || contract_id || ',res_' || $1 || '_' || resident_id || ',,' || institution_code || ','
                || $2 || ',' || CASE WHEN amount_fen > 0 THEN 'collected' ELSE 'collected_less' END || ',,'
                || to_char(amount_fen::numeric / 100, 'FM99999999999990.00') || E'\\r\\n' AS text
            FROM page""");

    private final CsvPages pages;
    private final DatabaseClient database;

    CollectedText(CsvPages pages, DatabaseClient database) {
        this.pages = pages;
        this.database = database;
    }

    /** Contract, resident, nothing, institution, payer, whether it came or was lost, nothing, and yuan; summed in fen. */
    public Flux<CsvPage> pages(CollectedStore.Period period) {
        return pages.read(
                LINES,
                List.of(period.area(), period.payer().code(), period.month().firstDay()),
                BEFORE_ALL);
    }

    /** How many people the lines are about. */
    public Mono<Long> persons(CollectedStore.Period period) {
        return database.sql("""
                        SELECT count(DISTINCT c.resident_id)
                        FROM (SELECT DISTINCT contract_id FROM payment_collected
                            WHERE area = $1 AND payer = $2 AND month = $3) l
                        JOIN contract_version c ON c.area = $1 AND c.contract_id = l.contract_id AND c.version = 1
                        """)
                .bind(0, period.area())
                .bind(1, period.payer().code())
                .bind(2, period.month().firstDay())
                .mapValue(Long.class)
                .one();
    }
}
