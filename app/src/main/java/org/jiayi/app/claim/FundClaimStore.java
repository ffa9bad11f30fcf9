package org.jiayi.app.claim;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple4;

/** Claims, their lines and their receipts in the database. */
@Component
class FundClaimStore {

    private final DatabaseClient database;
    private final ClaimAnswerStore answers;

    FundClaimStore(DatabaseClient database, ClaimAnswerStore answers) {
        this.database = database;
        this.answers = answers;
    }

    /** Keeps a claim with all lines of its payer that are booked in its month. */
    Mono<Void> add(String area, UUID claimId, Payer payer, Month month, Money carried, Caller caller, Instant at) {
        return database.sql("""
                        WITH line AS MATERIALIZED (
                            SELECT institution_code, count(DISTINCT contract_id) AS contracts, sum(amount_fen)::bigint AS amount_fen
                            FROM fee_line WHERE area = $1 AND payer = $3 AND month = $4 GROUP BY institution_code
                        ), claim AS (
                            INSERT INTO claim_claim (area, claim_id, payer, month, lines_fen, carried_fen, prepared_by, prepared_at)
                            SELECT $1, $2, $3, $4, coalesce(sum(amount_fen), 0)::bigint, $5, $6, $7 FROM line
                        )
                        INSERT INTO claim_line (area, claim_id, institution_code, contracts, amount_fen)
                        SELECT $1, $2, institution_code, contracts, amount_fen FROM line
                        """)
                .bind(0, area)
                .bind(1, claimId)
                .bind(2, payer.code())
                .bind(3, month.firstDay())
                .bind(4, carried.fen())
                .bind(5, caller.subject())
                .bind(6, at)
                .then();
    }

    /**
     * A month before that one, after the last that has a claim, in which the payer bears something; empty for none. Lines of nothing
     * are nothing to be claimed, and their month may never be closed.
     */
    Mono<LocalDate> unclaimedBefore(String area, Payer payer, Month month) {
        return database.sql("""
                        SELECT min(month) AS month FROM fee_line
                        WHERE area = $1 AND payer = $2 AND amount_fen <> 0 AND month < $3 AND month > coalesce(
                            (SELECT max(c.month) FROM claim_claim c WHERE c.area = $1 AND c.payer = $2), '-infinity')
                        """)
                .bind(0, area)
                .bind(1, payer.code())
                .bind(2, month.firstDay())
                .map(row -> Columns.find(row, "month", LocalDate.class))
                .one()
                .flatMap(Mono::justOrEmpty);
    }

    /** The payer's claim of a month; empty for none. */
    Mono<UUID> ofMonth(String area, Payer payer, Month month) {
        return database.sql("SELECT claim_id FROM claim_claim WHERE area = $1 AND payer = $2 AND month = $3")
                .bind(0, area)
                .bind(1, payer.code())
                .bind(2, month.firstDay())
                .mapValue(UUID.class)
                .one();
    }

    Mono<UUID> latest(String area, Payer payer) {
        return database.sql("""
                        SELECT claim_id FROM claim_claim WHERE area = $1 AND payer = $2 ORDER BY month DESC LIMIT 1
                        """)
                .bind(0, area)
                .bind(1, payer.code())
                .mapValue(UUID.class)
                .one();
    }

    Flux<UUID> list(String area) {
        return database.sql("SELECT claim_id FROM claim_claim WHERE area = $1 ORDER BY month DESC, payer")
                .bind(0, area)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapIterable(ids -> ids);
    }

    Mono<FundClaim> find(String area, UUID claimId) {
        return Mono.zip(
                        lines(area, claimId).collectList(),
                        receipts(area, claimId).collectList(),
                        answers.standing(area, claimId).collectList(),
                        answers.returns(area, claimId).collectList())
                .flatMap(parts -> database.sql("""
                                SELECT payer, month, carried_fen, prepared_by, submitted_by FROM claim_claim
                                WHERE area = $1 AND claim_id = $2
                                """)
                        .bind(0, area)
                        .bind(1, claimId)
                        .map(row -> claim(row, area, claimId, parts))
                        .one());
    }

    private static FundClaim claim(
            Readable row,
            String area,
            UUID claimId,
            Tuple4<List<FundClaim.Line>, List<FundClaim.Receipt>, List<FundClaim.Cut>, List<FundClaim.Return>> parts) {
        return new FundClaim(
                area,
                claimId,
                Payer.of(Columns.text(row, "payer")),
                Month.containing(Columns.get(row, "month", LocalDate.class)),
                Money.ofFen(Columns.get(row, "carried_fen", Long.class)),
                parts.getT1(),
                parts.getT2(),
                parts.getT3(),
                parts.getT4(),
                Columns.text(row, "prepared_by"),
                Columns.find(row, "submitted_by", String.class));
    }

    /** What stands of cuts on an institution's lines of months up to that one, by payer and month. */
    Flux<FundClaims.InstitutionCut> cutsOf(String area, String institutionCode, Month through) {
        return database.sql("""
                        SELECT c.payer, c.month, sum(x.amount_fen)::bigint AS amount_fen
                        FROM claim_cut x JOIN claim_claim c ON c.area = x.area AND c.claim_id = x.claim_id
                        WHERE x.area = $1 AND x.institution_code = $2 AND c.month <= $3 AND NOT EXISTS (
                            SELECT FROM claim_cut_reversal v WHERE v.area = x.area AND v.cut_id = x.cut_id)
                        GROUP BY c.payer, c.month ORDER BY c.month, c.payer
                        """)
                .bind(0, area)
                .bind(1, institutionCode)
                .bind(2, through.firstDay())
                .map(row -> new FundClaims.InstitutionCut(
                        Payer.of(Columns.text(row, "payer")),
                        Month.containing(Columns.get(row, "month", LocalDate.class)),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all();
    }

    private Flux<FundClaim.Line> lines(String area, UUID claimId) {
        return database.sql("""
                        SELECT institution_code, contracts, amount_fen FROM claim_line
                        WHERE area = $1 AND claim_id = $2 ORDER BY institution_code
                        """)
                .bind(0, area)
                .bind(1, claimId)
                .map(row -> new FundClaim.Line(
                        Columns.text(row, "institution_code"),
                        Columns.get(row, "contracts", Long.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all();
    }

    private Flux<FundClaim.Receipt> receipts(String area, UUID claimId) {
        return database.sql("""
                        SELECT receipt_id, amount_fen, received_on, bank_reference, recorded_by, recorded_at FROM claim_receipt r
                        WHERE area = $1 AND claim_id = $2 AND NOT EXISTS (
                            SELECT FROM claim_receipt_reversal v WHERE v.area = r.area AND v.receipt_id = r.receipt_id)
                        ORDER BY receipt_id
                        """)
                .bind(0, area)
                .bind(1, claimId)
                .map(row -> new FundClaim.Receipt(
                        Columns.get(row, "receipt_id", UUID.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                        Columns.get(row, "received_on", LocalDate.class),
                        Columns.text(row, "bank_reference"),
                        Columns.text(row, "recorded_by"),
                        Columns.get(row, "recorded_at", Instant.class)))
                .all();
    }

    Mono<Void> submit(String area, UUID claimId, Caller caller, Instant at) {
        return database.sql("""
                        UPDATE claim_claim SET submitted_by = $3, submitted_at = $4
                        WHERE area = $1 AND claim_id = $2 AND submitted_at IS NULL
                        """)
                .bind(0, area)
                .bind(1, claimId)
                .bind(2, caller.subject())
                .bind(3, at)
                .then();
    }

    /** The receipt with that reference that stands; empty for none. */
    Mono<UUID> standing(String area, String bankReference) {
        return database.sql("""
                        SELECT receipt_id FROM claim_receipt r WHERE area = $1 AND bank_reference = $2 AND NOT EXISTS (
                            SELECT FROM claim_receipt_reversal v WHERE v.area = r.area AND v.receipt_id = r.receipt_id)
                        """)
                .bind(0, area)
                .bind(1, bankReference)
                .mapValue(UUID.class)
                .one();
    }

    Mono<Void> addReceipt(
            String area, UUID claimId, UUID receiptId, FundClaims.Arrival arrival, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO claim_receipt (area, receipt_id, claim_id, amount_fen, received_on, bank_reference, entry_id,
                            recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $2, $7, $8)
                        """)
                .bind(0, area)
                .bind(1, receiptId)
                .bind(2, claimId)
                .bind(3, arrival.amount().fen())
                .bind(4, arrival.receivedOn())
                .bind(5, arrival.bankReference())
                .bind(6, caller.subject())
                .bind(7, at)
                .then();
    }

    Mono<Void> addReversal(String area, UUID receiptId, String note, UUID entryId, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO claim_receipt_reversal (area, receipt_id, note, entry_id, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, receiptId)
                .bind(2, note)
                .bind(3, entryId)
                .bind(4, caller.subject())
                .bind(5, at)
                .then();
    }
}
