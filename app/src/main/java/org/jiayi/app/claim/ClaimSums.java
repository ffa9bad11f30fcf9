package org.jiayi.app.claim;

import java.util.Set;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Subledger;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What has arrived for claims, what funds have cut of them, and what of both was taken back. */
@Component
class ClaimSums implements Subledger {

    private final DatabaseClient database;

    ClaimSums(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(FundClaims.RECEIPT, FundClaims.REVERSAL, ClaimAnswers.CUT, ClaimAnswers.REVERSAL);
    }

    @Override
    public Flux<Sum> sums(String area) {
        return Flux.concat(received(area), cut(area));
    }

    private Flux<Sum> cut(String area) {
        return database.sql("""
                        SELECT q.payer, c.institution_code, false AS reversed, count(*) AS records,
                            sum(c.amount_fen)::bigint AS amount_fen
                        FROM claim_cut c JOIN claim_claim q ON q.area = c.area AND q.claim_id = c.claim_id
                        WHERE c.area = $1 GROUP BY q.payer, c.institution_code
                        UNION ALL
                        SELECT q.payer, c.institution_code, true, count(*), sum(c.amount_fen)::bigint
                        FROM claim_cut_reversal v
                        JOIN claim_cut c ON c.area = v.area AND c.cut_id = v.cut_id
                        JOIN claim_claim q ON q.area = c.area AND q.claim_id = c.claim_id
                        WHERE v.area = $1 GROUP BY q.payer, c.institution_code
                        """)
                .bind(0, area)
                .map(row -> {
                    boolean reversed = Columns.get(row, "reversed", Boolean.class);
                    String payable = Account.payable(Columns.text(row, "institution_code"))
                            .name();
                    String fund = Account.fund(Columns.text(row, "payer")).name();
                    return new Sum(
                            reversed ? ClaimAnswers.REVERSAL : ClaimAnswers.CUT,
                            reversed ? fund : payable,
                            reversed ? payable : fund,
                            Columns.get(row, "records", Long.class),
                            Money.ofFen(Columns.get(row, "amount_fen", Long.class)));
                })
                .all();
    }

    private Flux<Sum> received(String area) {
        return database.sql("""
                        SELECT c.payer, false AS reversed, count(*) AS records, sum(r.amount_fen)::bigint AS amount_fen
                        FROM claim_receipt r JOIN claim_claim c ON c.area = r.area AND c.claim_id = r.claim_id
                        WHERE r.area = $1 GROUP BY c.payer
                        UNION ALL
                        SELECT c.payer, true, count(*), sum(r.amount_fen)::bigint
                        FROM claim_receipt_reversal v
                        JOIN claim_receipt r ON r.area = v.area AND r.receipt_id = v.receipt_id
                        JOIN claim_claim c ON c.area = r.area AND c.claim_id = r.claim_id
                        WHERE v.area = $1 GROUP BY c.payer
                        """)
                .bind(0, area)
                .map(row -> {
                    boolean reversed = Columns.get(row, "reversed", Boolean.class);
                    String treasury = Account.clearing("treasury").name();
                    String fund = Account.fund(Columns.text(row, "payer")).name();
                    return new Sum(
                            reversed ? FundClaims.REVERSAL : FundClaims.RECEIPT,
                            reversed ? fund : treasury,
                            reversed ? treasury : fund,
                            Columns.get(row, "records", Long.class),
                            Money.ofFen(Columns.get(row, "amount_fen", Long.class)));
                })
                .all();
    }
}
