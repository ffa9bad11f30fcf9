package org.jiayi.app.publication;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The statements and their files in the database. */
@Component
class StatementStore {

    private static final String SELECT = """
            SELECT s.area, s.statement_id, s.batch_id, s.fund, s.period, s.sequence, s.revision, s.reason, s.lines, s.persons,
                s.amount_fen, s.entitlement_fen, s.retention_fen, s.deducted_fen, s.folder, s.manifest_sm3, s.published_at,
                EXISTS (SELECT FROM publication_statement n WHERE n.area = s.area AND n.batch_id = s.batch_id
                    AND n.revision > s.revision) AS superseded
            FROM publication_statement s
            """;

    private final DatabaseClient database;

    StatementStore(DatabaseClient database) {
        this.database = database;
    }

    /** Manifest and signatures as they were published. */
    record Signed(
            byte[] manifest, String sm3, String sm2Key, byte[] sm2Signature, String rsaKey, byte[] rsaSignature) {}

    /**
     * Which statements are wanted.
     *
     * @param institution for whom: of statements of institutions, only its own
     */
    record Wanted(
            Optional<Month> period,
            Optional<UUID> batchId,
            Optional<UUID> after,
            int limit,
            Optional<String> institution) {}

    /** The area's statements in the order of publication. */
    Flux<Statement> list(String area, Wanted wanted) {
        return database.sql(SELECT + """
                        WHERE s.area = $1 AND ($2::date IS NULL OR s.period = $2) AND ($3::uuid IS NULL OR s.batch_id = $3)
                            AND ($4::uuid IS NULL OR s.statement_id > $4)
                            AND ($6::text IS NULL OR s.fund = $6 OR s.fund NOT LIKE 'H%')
                        ORDER BY s.statement_id LIMIT $5
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(wanted.period().map(Month::firstDay), LocalDate.class))
                .bind(2, Columns.orNull(wanted.batchId(), UUID.class))
                .bind(3, Columns.orNull(wanted.after(), UUID.class))
                .bind(4, wanted.limit())
                .bind(5, Columns.orNull(wanted.institution(), String.class))
                .map(StatementStore::statement)
                .all();
    }

    Mono<Statement> find(String area, UUID statementId) {
        return database.sql(SELECT + " WHERE s.area = $1 AND s.statement_id = $2")
                .bind(0, area)
                .bind(1, statementId)
                .map(StatementStore::statement)
                .one();
    }

    /** What a revision beyond the first is made for: the reason, and the sequence that all revisions share. */
    Mono<Reissue> reissue(PublicationJob job) {
        return database.sql("""
                        SELECT s.sequence, r.reason FROM publication_reissue r
                        JOIN publication_statement s ON s.area = r.area AND s.statement_id = r.statement_id
                        WHERE s.area = $1 AND s.batch_id = $2 AND s.revision = $3 - 1
                        """)
                .bind(0, job.area())
                .bind(1, job.batchId())
                .bind(2, job.revision())
                .mapProperties(Reissue.class)
                .one();
    }

    /** Why and under which sequence a statement is issued again. */
    record Reissue(int sequence, String reason) {}

    Mono<Void> addReissue(Statement statement, String reason, String by, Instant at) {
        return database.sql("""
                        INSERT INTO publication_reissue (area, statement_id, reason, requested_by, requested_at)
                        VALUES ($1, $2, $3, $4, $5)
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .bind(2, reason)
                .bind(3, by)
                .bind(4, at)
                .then();
    }

    /** The next sequence of a fund's period. */
    Mono<Integer> nextSequence(String area, String fund, Month period) {
        return database.sql("""
                        SELECT coalesce(max(sequence), 0) + 1 FROM publication_statement
                        WHERE area = $1 AND fund = $2 AND period = $3
                        """)
                .bind(0, area)
                .bind(1, fund)
                .bind(2, period.firstDay())
                .mapValue(Integer.class)
                .one();
    }

    Mono<Void> add(Statement statement, Signed signed, List<StatementFile> files) {
        return database.sql("""
                        INSERT INTO publication_statement (area, statement_id, batch_id, fund, period, sequence, revision,
                            reason, lines, persons, amount_fen, entitlement_fen, retention_fen, folder, manifest, manifest_sm3,
                            sm2_key, sm2_signature, rsa_key, rsa_signature, published_at, deducted_fen)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .bind(2, statement.batchId())
                .bind(3, statement.fund())
                .bind(4, statement.period().firstDay())
                .bind(5, statement.sequence())
                .bind(6, statement.revision())
                .bind(7, Columns.orNull(statement.reason(), String.class))
                .bind(8, statement.totals().lines())
                .bind(9, statement.totals().persons())
                .bind(10, statement.totals().amountFen())
                .bind(11, statement.totals().entitlementFen())
                .bind(12, statement.totals().retentionFen())
                .bind(13, statement.folder())
                .bind(14, signed.manifest())
                .bind(15, signed.sm3())
                .bind(16, signed.sm2Key())
                .bind(17, signed.sm2Signature())
                .bind(18, signed.rsaKey())
                .bind(19, signed.rsaSignature())
                .bind(20, statement.publishedAt())
                .bind(21, statement.totals().deductedFen())
                .then()
                .then(addFiles(statement, files));
    }

    private Mono<Void> addFiles(Statement statement, List<StatementFile> files) {
        return database.sql("""
                        INSERT INTO publication_file (area, statement_id, name, institution_code, media_type, rows, bytes, sha256,
                            sm3, raw_bytes, raw_sha256, raw_sm3)
                        SELECT $1, $2, name, nullif(institution_code, ''), media_type, rows, bytes, sha256, sm3, raw_bytes,
                            raw_sha256, raw_sm3
                        FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[],
                            $10::bigint[], $11::text[], $12::text[]) AS row (name, institution_code, media_type, rows, bytes,
                            sha256, sm3, raw_bytes, raw_sha256, raw_sm3)
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .bind(2, Columns.array(files, String[]::new, StatementFile::name))
                .bind(
                        3,
                        Columns.array(
                                files,
                                String[]::new,
                                file -> file.institutionCode().orElse("")))
                .bind(4, Columns.array(files, String[]::new, StatementFile::mediaType))
                .bind(5, Columns.array(files, Long[]::new, StatementFile::rows))
                .bind(6, Columns.array(files, Long[]::new, file -> file.packed().bytes()))
                .bind(
                        7,
                        Columns.array(
                                files,
                                String[]::new,
                                file -> file.packed().digest().sha256()))
                .bind(
                        8,
                        Columns.array(
                                files,
                                String[]::new,
                                file -> file.packed().digest().sm3()))
                .bind(9, Columns.array(files, Long[]::new, file -> file.raw().bytes()))
                .bind(
                        10,
                        Columns.array(
                                files,
                                String[]::new,
                                file -> file.raw().digest().sha256()))
                .bind(
                        11,
                        Columns.array(
                                files,
                                String[]::new,
                                file -> file.raw().digest().sm3()))
                .then();
    }

    Mono<Signed> signed(Statement statement) {
        return database.sql("""
                        SELECT manifest, manifest_sm3, sm2_key, sm2_signature, rsa_key, rsa_signature
                        FROM publication_statement WHERE area = $1 AND statement_id = $2
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .map(row -> new Signed(
                        Columns.get(row, "manifest", byte[].class),
                        Columns.text(row, "manifest_sm3"),
                        Columns.text(row, "sm2_key"),
                        Columns.get(row, "sm2_signature", byte[].class),
                        Columns.text(row, "rsa_key"),
                        Columns.get(row, "rsa_signature", byte[].class)))
                .one();
    }

    /** Those that are not laid down for offices yet, in the order of publication. */
    Flux<Statement> undropped() {
        return database.sql(SELECT + """
                        WHERE NOT EXISTS (SELECT FROM publication_drop d
                            WHERE d.area = s.area AND d.statement_id = s.statement_id)
                        ORDER BY s.statement_id
                        """).map(StatementStore::statement).all();
    }

    Mono<Void> dropped(Statement statement, Instant at) {
        return database.sql("""
                        INSERT INTO publication_drop (area, statement_id, dropped_at) VALUES ($1, $2, $3)
                        ON CONFLICT ON CONSTRAINT publication_drop_pk DO NOTHING
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .bind(2, at)
                .then();
    }

    /** The statement's files by name. */
    Flux<StatementFile> files(Statement statement) {
        return database.sql("SELECT * FROM publication_file WHERE area = $1 AND statement_id = $2 ORDER BY name")
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .map(StatementStore::file)
                .all();
    }

    private static StatementFile file(Readable row) {
        return new StatementFile(
                Columns.text(row, "name"),
                Columns.find(row, "institution_code", String.class),
                Columns.text(row, "media_type"),
                Columns.get(row, "rows", Long.class),
                content(row, ""),
                content(row, "raw_"));
    }

    private static StatementFile.Content content(Readable row, String prefix) {
        return new StatementFile.Content(
                Columns.get(row, prefix + "bytes", Long.class),
                new ContentDigest(Columns.text(row, prefix + "sha256"), Columns.text(row, prefix + "sm3")));
    }

    private static Statement statement(Readable row) {
        return new Statement(
                Columns.text(row, "area"),
                Columns.get(row, "statement_id", UUID.class),
                Columns.get(row, "batch_id", UUID.class),
                Columns.text(row, "fund"),
                Month.containing(Columns.get(row, "period", LocalDate.class)),
                Columns.get(row, "sequence", Integer.class),
                Columns.get(row, "revision", Integer.class),
                Columns.find(row, "reason", String.class),
                new StatementTotals(
                        Columns.get(row, "lines", Long.class),
                        Columns.get(row, "persons", Long.class),
                        Columns.get(row, "amount_fen", Long.class),
                        Columns.get(row, "entitlement_fen", Long.class),
                        Columns.get(row, "retention_fen", Long.class),
                        Columns.get(row, "deducted_fen", Long.class)),
                Columns.get(row, "folder", UUID.class),
                Columns.text(row, "manifest_sm3"),
                Columns.get(row, "published_at", Instant.class),
                Columns.get(row, "superseded", Boolean.class));
    }
}
