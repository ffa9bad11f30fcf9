package org.jiayi.app.yearend;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps what came of debts and what was given up; what year ends left is read where it stands. */
@Component
class YearEndDebtStore {

    private final DatabaseClient database;

    YearEndDebtStore(DatabaseClient database) {
        this.database = database;
    }

    private record Owner(InsuranceScheme scheme, String payee) {}

    private record Row(Owner owner, YearEndDebt.Movement movement) {}

    /** The area's debts, those that are settled too, by scheme and payee. */
    Mono<List<YearEndDebt>> all(String area) {
        return database.sql("""
                        SELECT y.scheme, l.payee, 'carried' AS kind, y.year_end_id AS id,
                            l.carried_in_fen - l.carried_out_fen AS amount_fen,
                            (y.through_month + interval '1 month - 1 day')::date AS happened_on, '' AS reference,
                            y.approved_by AS done_by, y.approved_at AS done_at
                        FROM yearend_line l JOIN yearend_year_end y USING (area, year_end_id)
                        WHERE y.area = $1 AND y.status = 'approved' AND l.carried_in_fen <> l.carried_out_fen
                        UNION ALL
                        SELECT scheme, payee, 'recovered', recovery_id, amount_fen, received_on, bank_reference, recorded_by, recorded_at
                        FROM yearend_recovery WHERE area = $1
                        UNION ALL
                        SELECT r.scheme, r.payee, 'reversed', v.entry_id, r.amount_fen,
                            (v.recorded_at AT TIME ZONE 'Asia/Shanghai')::date, v.note, v.recorded_by, v.recorded_at
                        FROM yearend_recovery_reversal v JOIN yearend_recovery r USING (area, recovery_id)
                        WHERE v.area = $1
                        UNION ALL
                        SELECT scheme, payee,
                            CASE WHEN accepted IS NULL THEN 'proposed' WHEN accepted THEN 'written_off' ELSE 'rejected' END,
                            write_off_id, amount_fen,
                            (coalesce(decided_at, proposed_at) AT TIME ZONE 'Asia/Shanghai')::date, reason,
                            coalesce(decided_by, proposed_by), coalesce(decided_at, proposed_at)
                        FROM yearend_write_off WHERE area = $1
                        ORDER BY scheme, payee, done_at, id
                        """)
                .bind(0, area)
                .map(YearEndDebtStore::row)
                .all()
                .collectList()
                .map(YearEndDebtStore::grouped);
    }

    private static Row row(Readable row) {
        return new Row(
                new Owner(InsuranceScheme.find(Columns.text(row, "scheme")).orElseThrow(), Columns.text(row, "payee")),
                new YearEndDebt.Movement(
                        YearEndDebt.Kind.of(Columns.text(row, "kind")),
                        Columns.get(row, "id", UUID.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                        Columns.get(row, "happened_on", LocalDate.class),
                        Columns.text(row, "reference"),
                        Columns.text(row, "done_by")));
    }

    private static List<YearEndDebt> grouped(List<Row> rows) {
        Map<Owner, List<YearEndDebt.Movement>> byOwner = new LinkedHashMap<>();
        rows.forEach(row ->
                byOwner.computeIfAbsent(row.owner(), owner -> new ArrayList<>()).add(row.movement()));
        return byOwner.entrySet().stream()
                .map(one -> new YearEndDebt(one.getKey().scheme(), one.getKey().payee(), one.getValue()))
                .toList();
    }

    /** What a payee owes; of one that never did, nothing. */
    Mono<YearEndDebt> get(String area, InsuranceScheme scheme, String payee) {
        return all(area)
                .map(debts -> debts.stream()
                        .filter(debt -> debt.isOf(scheme, payee))
                        .findFirst()
                        .orElseGet(() -> new YearEndDebt(scheme, payee, List.of())));
    }

    Mono<Void> addRecovery(String area, UUID recoveryId, YearEndDebts.Recovery recovery, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO yearend_recovery (area, recovery_id, scheme, payee, amount_fen, received_on, bank_reference,
                            recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """)
                .bind(0, area)
                .bind(1, recoveryId)
                .bind(2, recovery.scheme().code())
                .bind(3, recovery.payee())
                .bind(4, recovery.amount().fen())
                .bind(5, recovery.receivedOn())
                .bind(6, recovery.bankReference())
                .bind(7, caller.subject())
                .bind(8, at)
                .then();
    }

    /** The recovery of that id; refused as unknown where there is none. */
    Mono<BookedRecovery> getRecovery(String area, UUID recoveryId) {
        return database.sql("""
                        SELECT scheme, recorded_by, reversed FROM yearend_recovery WHERE area = $1 AND recovery_id = $2
                        """)
                .bind(0, area)
                .bind(1, recoveryId)
                .map(row -> new BookedRecovery(
                        InsuranceScheme.find(Columns.text(row, "scheme")).orElseThrow(),
                        Columns.text(row, "recorded_by"),
                        Columns.get(row, "reversed", Boolean.class)))
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    Mono<Void> addReversal(
            YearEndRecoveryReversals.Command command, BookedRecovery booked, UUID entryId, Caller caller, Instant at) {
        return database.sql("""
                        WITH recovery AS (
                            UPDATE yearend_recovery SET reversed = true WHERE area = $1 AND recovery_id = $2
                        )
                        INSERT INTO yearend_recovery_reversal (area, recovery_id, said_by, note, entry_id, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        """)
                .bind(0, command.area())
                .bind(1, command.recoveryId())
                .bind(2, booked.recordedBy())
                .bind(3, command.note())
                .bind(4, entryId)
                .bind(5, caller.subject())
                .bind(6, at)
                .then();
    }

    Mono<Void> addWriteOff(String area, UUID writeOffId, YearEndDebts.WriteOff writeOff, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO yearend_write_off (area, write_off_id, scheme, payee, amount_fen, reason, proposed_by, proposed_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .bind(0, area)
                .bind(1, writeOffId)
                .bind(2, writeOff.scheme().code())
                .bind(3, writeOff.payee())
                .bind(4, writeOff.amount().fen())
                .bind(5, writeOff.reason())
                .bind(6, caller.subject())
                .bind(7, at)
                .then();
    }

    /** A write-off, and who proposed it. */
    record Proposed(YearEndDebts.WriteOff writeOff, String by) {}

    /** The write-off of that id; refused as unknown where there is none. */
    Mono<Proposed> getWriteOff(String area, UUID writeOffId) {
        return database.sql("""
                        SELECT scheme, payee, amount_fen, reason, proposed_by FROM yearend_write_off
                        WHERE area = $1 AND write_off_id = $2
                        """)
                .bind(0, area)
                .bind(1, writeOffId)
                .map(row -> new Proposed(
                        new YearEndDebts.WriteOff(
                                InsuranceScheme.find(Columns.text(row, "scheme"))
                                        .orElseThrow(),
                                Columns.text(row, "payee"),
                                Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                                Columns.text(row, "reason")),
                        Columns.text(row, "proposed_by")))
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** Decides a write-off, once. */
    Mono<Void> decide(String area, UUID writeOffId, boolean accepted, Caller caller, Instant at) {
        return database.sql("""
                        UPDATE yearend_write_off SET accepted = $3, decided_by = $4, decided_at = $5
                        WHERE area = $1 AND write_off_id = $2 AND accepted IS NULL
                        """)
                .bind(0, area)
                .bind(1, writeOffId)
                .bind(2, accepted)
                .bind(3, caller.subject())
                .bind(4, at)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.WRITE_OFF_DECIDED)))
                .then();
    }

    /** What moved a payee's debts for a reason. */
    record Settled(String reason, InsuranceScheme scheme, String payee, long records, Money amount) {}

    Flux<Settled> settled(String area) {
        return database.sql("""
                        SELECT $2::text AS reason, scheme, payee, count(*) AS records, sum(amount_fen)::bigint AS amount_fen
                        FROM yearend_recovery WHERE area = $1 GROUP BY scheme, payee
                        UNION ALL
                        SELECT $3::text, r.scheme, r.payee, count(*), sum(r.amount_fen)::bigint
                        FROM yearend_recovery_reversal v JOIN yearend_recovery r USING (area, recovery_id)
                        WHERE v.area = $1 GROUP BY r.scheme, r.payee
                        UNION ALL
                        SELECT $4::text, scheme, payee, count(*), sum(amount_fen)::bigint
                        FROM yearend_write_off WHERE area = $1 AND accepted GROUP BY scheme, payee
                        """)
                .bind(0, area)
                .bind(1, YearEndDebts.RECOVERED)
                .bind(2, YearEndRecoveryReversals.REASON)
                .bind(3, YearEndDebts.WRITTEN_OFF)
                .map(row -> new Settled(
                        Columns.text(row, "reason"),
                        InsuranceScheme.find(Columns.text(row, "scheme")).orElseThrow(),
                        Columns.text(row, "payee"),
                        Columns.get(row, "records", Long.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all();
    }
}
