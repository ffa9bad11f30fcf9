package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.Application;
import org.jiayi.app.contract.ApplicationStore;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresApplications implements ApplicationStore {

    private static final String FIELDS = """
             area, application_id, kind, resident_id, guardian_id, team_number, service_package, first_day, last_day,
                expires_at, status, reason, contract_id
            """;

    private static final String SELECT = "SELECT" + FIELDS + "FROM contract_application";

    /** Which of those that are open and over, in an order in which two who do it wait for each other and never both ways. */
    private static final String LAPSE = """
            UPDATE contract_application SET status = 'lapsed', answered_by = 'routine', answered_at = $2
            WHERE area = $1 AND status = 'open' AND application_id = ANY (ARRAY(
                SELECT application_id FROM contract_application
                WHERE area = $1 AND status = 'open' AND expires_at <= $2 AND ($3::uuid IS NULL OR resident_id = $3)
                ORDER BY expires_at, application_id LIMIT $4 FOR UPDATE))
            RETURNING""" + FIELDS;

    /** More than one resident ever asks for at once. */
    private static final int OF_RESIDENT_MAX = 1_000;

    private final DatabaseClient database;

    PostgresApplications(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> add(Application application, Optional<byte[]> codeDigest, String openedBy, Instant openedAt) {
        return database.sql("""
                        INSERT INTO contract_application (area, application_id, kind, resident_id, guardian_id, team_number,
                            service_package, first_day, last_day, code_digest, expires_at, status, opened_by, opened_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, $13)
                        """)
                .bind(0, application.area())
                .bind(1, application.applicationId())
                .bind(2, application.kind().code())
                .bind(3, Columns.orNull(application.residentId(), UUID.class))
                .bind(4, Columns.orNull(application.guardianId(), UUID.class))
                .bind(5, application.teamNumber())
                .bind(6, application.servicePackage().code())
                .bind(7, Columns.orNull(application.firstDay(), LocalDate.class))
                .bind(8, Columns.orNull(application.lastDay(), LocalDate.class))
                .bind(9, Columns.orNull(codeDigest, byte[].class))
                .bind(10, application.expiresAt())
                .bind(11, openedBy)
                .bind(12, openedAt)
                .then();
    }

    @Override
    public Mono<Application> find(String area, UUID applicationId) {
        return database.sql(SELECT + " WHERE area = $1 AND application_id = $2")
                .bind(0, area)
                .bind(1, applicationId)
                .map(PostgresApplications::application)
                .one();
    }

    @Override
    public Mono<Instant> openedAt(String area, UUID applicationId) {
        return database.sql("SELECT opened_at FROM contract_application WHERE area = $1 AND application_id = $2")
                .bind(0, area)
                .bind(1, applicationId)
                .mapValue(Instant.class)
                .one();
    }

    @Override
    public Mono<Application> findOffer(String area, byte[] codeDigest) {
        return database.sql(SELECT + " WHERE area = $1 AND code_digest = $2")
                .bind(0, area)
                .bind(1, codeDigest)
                .map(PostgresApplications::application)
                .one();
    }

    @Override
    public Flux<Application> openOf(String area, String teamNumber, Instant now) {
        return database.sql(SELECT + """
                         WHERE area = $1 AND team_number = $2 AND status = 'open' AND expires_at > $3
                        ORDER BY application_id
                        """)
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, now)
                .map(PostgresApplications::application)
                .all();
    }

    @Override
    public Mono<Void> close(Application closed, String answeredBy, Instant answeredAt) {
        return database.sql("""
                        UPDATE contract_application SET status = $3, resident_id = $4, guardian_id = $5, reason = $6,
                            contract_id = $7, answered_by = $8, answered_at = $9
                        WHERE area = $1 AND application_id = $2 AND status = 'open'
                        """)
                .bind(0, closed.area())
                .bind(1, closed.applicationId())
                .bind(2, closed.status().code())
                .bind(3, Columns.orNull(closed.residentId(), UUID.class))
                .bind(4, Columns.orNull(closed.guardianId(), UUID.class))
                .bind(5, Columns.orNull(closed.reason(), String.class))
                .bind(6, Columns.orNull(closed.contractId(), UUID.class))
                .bind(7, answeredBy)
                .bind(8, answeredAt)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.ILLEGAL_TRANSITION)))
                .then();
    }

    @Override
    public Flux<Application> lapse(String area, UUID residentId, Instant now) {
        return lapse(area, now, Optional.of(residentId), OF_RESIDENT_MAX);
    }

    @Override
    public Flux<Application> lapse(String area, Instant now, int limit) {
        return lapse(area, now, Optional.empty(), limit);
    }

    private Flux<Application> lapse(String area, Instant now, Optional<UUID> residentId, int limit) {
        return database.sql(LAPSE)
                .bind(0, area)
                .bind(1, now)
                .bind(2, Columns.orNull(residentId, UUID.class))
                .bind(3, limit)
                .map(PostgresApplications::application)
                .all();
    }

    private static Application application(Readable row) {
        return new Application(
                Columns.text(row, "area"),
                Columns.get(row, "application_id", UUID.class),
                Application.Kind.valueOf(Columns.text(row, "kind").toUpperCase(Locale.ROOT)),
                Columns.find(row, "resident_id", UUID.class),
                Columns.find(row, "guardian_id", UUID.class),
                Columns.text(row, "team_number"),
                ContractRows.servicePackage(row),
                Columns.find(row, "first_day", LocalDate.class),
                Columns.find(row, "last_day", LocalDate.class),
                Columns.get(row, "expires_at", Instant.class),
                Application.Status.valueOf(Columns.text(row, "status").toUpperCase(Locale.ROOT)),
                Columns.find(row, "reason", String.class),
                Columns.find(row, "contract_id", UUID.class));
    }
}
