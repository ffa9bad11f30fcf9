package org.jiayi.app.payment.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.payment.Remittance;
import org.jiayi.app.payment.RemittanceStore;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresRemittances implements RemittanceStore {

    private static final String SELECT = """
            SELECT m.*, v.note AS reversal_note, v.recorded_by AS reversed_by FROM payment_remittance m
            LEFT JOIN payment_remittance_reversal v ON v.area = m.area AND v.remittance_id = m.remittance_id
            """;

    private final DatabaseClient database;

    PostgresRemittances(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> add(Remittance remittance, Instant at) {
        return database.sql("""
                        INSERT INTO payment_remittance (area, remittance_id, provider, amount_fen, charge_fen, value_on,
                            bank_reference, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """)
                .bind(0, remittance.area())
                .bind(1, remittance.remittanceId())
                .bind(2, remittance.provider())
                .bind(3, remittance.amount().fen())
                .bind(4, remittance.charge().fen())
                .bind(5, remittance.valueOn())
                .bind(6, remittance.bankReference())
                .bind(7, remittance.recordedBy())
                .bind(8, at)
                .then();
    }

    @Override
    public Mono<Remittance> find(String area, UUID remittanceId) {
        return database.sql(SELECT + "WHERE m.area = $1 AND m.remittance_id = $2")
                .bind(0, area)
                .bind(1, remittanceId)
                .map(PostgresRemittances::remittance)
                .one();
    }

    @Override
    public Flux<Remittance> list(String area, Optional<UUID> after, int limit) {
        return database.sql(SELECT + """
                        WHERE m.area = $1 AND ($2::uuid IS NULL OR m.remittance_id < $2)
                        ORDER BY m.remittance_id DESC LIMIT $3
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(after, UUID.class))
                .bind(2, limit)
                .map(PostgresRemittances::remittance)
                .all();
    }

    private static Remittance remittance(Readable row) {
        return new Remittance(
                Columns.text(row, "area"),
                Columns.get(row, "remittance_id", UUID.class),
                Columns.text(row, "provider"),
                PaymentRows.money(row, "amount_fen"),
                PaymentRows.money(row, "charge_fen"),
                Columns.get(row, "value_on", LocalDate.class),
                Columns.text(row, "bank_reference"),
                Columns.text(row, "recorded_by"),
                Columns.find(row, "reversal_note", String.class)
                        .map(note -> new Remittance.Reversal(note, Columns.text(row, "reversed_by"))));
    }

    @Override
    public Mono<Void> addReversal(Remittance remittance, Remittance.Reversal reversal, UUID entryId, Instant at) {
        return database.sql("""
                        WITH remittance AS (
                            UPDATE payment_remittance SET reversed = true WHERE area = $1 AND remittance_id = $2
                        )
                        INSERT INTO payment_remittance_reversal (area, remittance_id, note, entry_id, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, remittance.area())
                .bind(1, remittance.remittanceId())
                .bind(2, reversal.note())
                .bind(3, entryId)
                .bind(4, reversal.recordedBy())
                .bind(5, at)
                .then();
    }
}
