package org.jiayi.app.payment.persistence;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.NoticeStore;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresNotices implements NoticeStore {

    private final DatabaseClient database;

    PostgresNotices(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> keepNotice(
            String area, String provider, String number, String serial, String digest, String outcome, Instant at) {
        return database.sql("""
                        INSERT INTO payment_notice (area, notice_id, provider, number, provider_serial, digest_sha256, outcome,
                            received_at)
                        VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)
                        ON CONFLICT (area, provider, digest_sha256) DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, provider)
                .bind(2, number)
                .bind(3, serial)
                .bind(4, digest)
                .bind(5, outcome)
                .bind(6, at)
                .then();
    }

    @Override
    public Mono<Void> keepAnomaly(String area, Anomaly anomaly) {
        return database.sql("""
                        INSERT INTO payment_anomaly (area, anomaly_id, provider, kind, number, provider_serial, expected_fen,
                            told_fen, digest_sha256, recorded_at)
                        SELECT a.area, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM organisation_pooling_area a WHERE a.area = $1
                        ON CONFLICT (area, provider, kind, digest_sha256) DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, anomaly.anomalyId())
                .bind(2, anomaly.provider())
                .bind(3, anomaly.kind())
                .bind(4, anomaly.number())
                .bind(5, Columns.orNull(anomaly.serial(), String.class))
                .bind(6, Columns.orNull(anomaly.expected().map(Money::fen), Long.class))
                .bind(7, Columns.orNull(anomaly.told().map(Money::fen), Long.class))
                .bind(8, anomaly.digestSha256())
                .bind(9, anomaly.recordedAt())
                .then();
    }

    @Override
    public Flux<Anomaly> anomalies(String area, Optional<UUID> after, int limit) {
        return database.sql("""
                        SELECT * FROM payment_anomaly WHERE area = $1 AND ($2::uuid IS NULL OR anomaly_id < $2)
                        ORDER BY anomaly_id DESC LIMIT $3
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(after, UUID.class))
                .bind(2, limit)
                .map(row -> new Anomaly(
                        Columns.get(row, "anomaly_id", UUID.class),
                        Columns.text(row, "provider"),
                        Columns.text(row, "kind"),
                        Columns.text(row, "number"),
                        Columns.find(row, "provider_serial", String.class),
                        Columns.find(row, "expected_fen", Long.class).map(Money::ofFen),
                        Columns.find(row, "told_fen", Long.class).map(Money::ofFen),
                        Columns.text(row, "digest_sha256"),
                        Columns.get(row, "recorded_at", Instant.class)))
                .all();
    }
}
