package org.jiayi.app.payment.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.database.Columns;
import org.jiayi.app.payment.PaymentRefund;
import org.jiayi.app.payment.RefundExitStore;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class PostgresRefundExits implements RefundExitStore {

    private static final String SELECT = """
            SELECT e.exit_id, e.refund_id, e.bank_reference, e.value_on, e.note, e.evidence, e.proposed_by, r.outcome, r.resolved_by
            FROM payment_refund_exit e
            JOIN payment_refund f ON f.area = e.area AND f.refund_id = e.refund_id
            LEFT JOIN payment_refund_exit_resolution r ON r.area = e.area AND r.exit_id = e.exit_id
            """;

    private final DatabaseClient database;

    PostgresRefundExits(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> add(String area, UUID refundId, PaymentRefund.Exit exit, Instant at) {
        return database.sql("""
                        INSERT INTO payment_refund_exit (area, exit_id, refund_id, bank_reference, value_on, note, evidence,
                            proposed_by, proposed_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """)
                .bind(0, area)
                .bind(1, exit.exitId())
                .bind(2, refundId)
                .bind(3, exit.bankReference())
                .bind(4, exit.valueOn())
                .bind(5, exit.note())
                .bind(6, exit.evidence())
                .bind(7, exit.proposedBy())
                .bind(8, at)
                .then();
    }

    @Override
    public Mono<PaymentRefund.Exit> find(String area, UUID refundId, UUID exitId) {
        return database.sql(SELECT + "WHERE e.area = $1 AND e.refund_id = $2 AND e.exit_id = $3")
                .bind(0, area)
                .bind(1, refundId)
                .bind(2, exitId)
                .map(PostgresRefundExits::exit)
                .one();
    }

    /** The proposals for the refunds of which a column has that value, by refund, the earliest first. */
    Mono<Map<UUID, List<PaymentRefund.Exit>>> of(String column, String area, UUID id) {
        return database.sql(SELECT + "WHERE f.area = $1 AND f.%s = $2 ORDER BY e.exit_id".formatted(column))
                .bind(0, area)
                .bind(1, id)
                .map(row -> Map.entry(Columns.get(row, "refund_id", UUID.class), exit(row)))
                .all()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static PaymentRefund.Exit exit(Readable row) {
        return new PaymentRefund.Exit(
                Columns.get(row, "exit_id", UUID.class),
                Columns.text(row, "bank_reference"),
                Columns.get(row, "value_on", LocalDate.class),
                Columns.text(row, "note"),
                Columns.text(row, "evidence"),
                Columns.text(row, "proposed_by"),
                Columns.find(row, "outcome", String.class),
                Columns.find(row, "resolved_by", String.class));
    }

    @Override
    public Mono<Void> resolve(String area, PaymentRefund.Exit exit, String outcome, String resolvedBy, Instant at) {
        return database.sql("""
                        INSERT INTO payment_refund_exit_resolution (area, exit_id, outcome, proposed_by, resolved_by, resolved_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, exit.exitId())
                .bind(2, outcome)
                .bind(3, exit.proposedBy())
                .bind(4, resolvedBy)
                .bind(5, at)
                .then();
    }

    @Override
    public Mono<Boolean> isMisfit(String area, String refundNumber) {
        return database.sql("""
                        SELECT count(*) FROM payment_anomaly WHERE area = $1 AND number = $2 AND kind <> 'refund_failing'
                        """)
                .bind(0, area)
                .bind(1, refundNumber)
                .mapValue(Long.class)
                .one()
                .map(found -> found > 0);
    }
}
