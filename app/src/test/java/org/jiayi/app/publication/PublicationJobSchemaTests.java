package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.jiayi.app.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the schema guarantees of publications, whatever the code does: every constraint is violated on purpose. */
class PublicationJobSchemaTests {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private static final String SOUND = """
            INSERT INTO organisation_pooling_area VALUES ('439901', '样例市', 'x', now());
            INSERT INTO settlement_batch (area, batch_id, kind, fund, month, known_on, status, heads, corrected_heads,
                entitlement_fen, prepayment_fen, retention_fen, digest_sha256, digest_sm3, computed_by, computed_at, sequence,
                deducted_fen)
            VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'contract_fee', 'pooled_fund', '2026-01-01',
                '2026-02-01', 'computed', 0, 0, 0, 0, 0, '', '', 'x', now(), 1, 0);
            INSERT INTO publication_job (area, job_id, batch_id, revision, fund, period, requested_at)
            VALUES ('439901', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 1,
                'pooled_fund', '2026-01-01', now());
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            publication_job_once      | INSERT INTO publication_job (area, job_id, batch_id, revision, fund, period, requested_at) SELECT area, gen_random_uuid(), batch_id, 1, fund, period, requested_at FROM publication_job
            publication_job_revision  | UPDATE publication_job SET revision = 0
            publication_job_batch     | UPDATE publication_job SET batch_id = gen_random_uuid()
            publication_job_status    | UPDATE publication_job SET status = 'lost'
            publication_job_stage     | UPDATE publication_job SET stage = 'printing'
            publication_job_progress  | UPDATE publication_job SET done = 1
            publication_job_progress  | UPDATE publication_job SET failures = -1
            publication_job_claimed   | UPDATE publication_job SET status = 'running'
            publication_job_claimed   | UPDATE publication_job SET claimed_by = gen_random_uuid(), claimed_until = now(), status = 'finished', finished_at = now()
            publication_job_cancelled | UPDATE publication_job SET status = 'cancelled', finished_at = now()
            publication_job_cancelled | UPDATE publication_job SET cancelled_by = 'wu'
            publication_job_over      | UPDATE publication_job SET status = 'finished'
            publication_job_over      | UPDATE publication_job SET finished_at = now()
            """)
    void violated_on_purpose(String constraint, String violation) throws SQLException {
        try (var connection = DATABASE.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SOUND);
            assertThatThrownBy(() -> statement.execute(violation)).hasMessageContaining('"' + constraint + '"');
            connection.rollback();
        }
    }
}
