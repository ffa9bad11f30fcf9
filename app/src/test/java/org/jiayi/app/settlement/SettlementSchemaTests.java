package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import org.jiayi.app.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

/** What the database itself refuses of batches, orders and payments, whoever asks: each constraint violated on purpose. */
class SettlementSchemaTests {

    private static final TestDatabase DATABASE = TestDatabase.create();

    /** A reviewed batch of one line, its order of 100 fen, of which 60 are paid. */
    private static final String SOUND = """
            INSERT INTO organisation_pooling_area VALUES ('439901', '样例市', 'test', now());
            INSERT INTO organisation_institution VALUES ('439901', 'H43990100001', gen_random_uuid(), '', now());
            INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100001', '91350100M000100Y43', '卫生院', '乡镇卫生院',
                '439901', NULL, '(,)', '(,)', 'import', now());
            INSERT INTO settlement_batch (area, batch_id, kind, fund, month, known_on, status, heads, entitlement_fen,
                prepayment_fen, retention_fen, digest_sha256, digest_sm3, computed_by, computed_at, reviewed_by, reviewed_at)
            VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'contract_fee', 'pooled_fund', '2026-01-01', '2026-02-01',
                'reviewed', 1, 100, 100, 0, '', '', 'wang', now(), 'li', now());
            INSERT INTO settlement_line (area, batch_id, payee, institution_code, heads, entitlement_fen, prepayment_fen,
                retention_fen, cumulative_entitlement_fen, cumulative_prepayment_fen)
            VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'H43990100001', 'H43990100001', 1, 100, 100, 0, 100, 100);
            INSERT INTO settlement_payment_order (area, order_id, batch_id, payee, institution_code, fund, position, due_fen,
                carried_in_fen, amount_fen, carried_out_fen, ordered_by, ordered_at)
            VALUES ('439901', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'H43990100001',
                'H43990100001', 'pooled_fund', 1, 100, 0, 100, 0, 'wang', now());
            INSERT INTO settlement_payment VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-000000000002', 'paid', 100,
                0, 60, '2026-02-01', 'B1', '', 'wang', now());
            """;

    private static final String PAYMENT =
            "INSERT INTO settlement_payment SELECT area, gen_random_uuid(), order_id, %s, note, recorded_by, recorded_at"
                    + " FROM settlement_payment";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # outcome, ordered, paid before, amount, day, reference
            taken                        | 'paid', 100, 60, 40, value_on, 'B2'
            taken                        | 'failed', 100, 60, 40, value_on, 'B2'
            settlement_payment_amount    | 'paid', 100, 60, 41, value_on, 'B2'
            settlement_payment_amount    | 'paid', 100, 60, 0, value_on, 'B2'
            settlement_payment_after     | 'paid', 100, 0, 40, value_on, 'B2'
            settlement_payment_reference | 'paid', 100, 60, 40, value_on, 'B1'
            settlement_payment_order     | 'paid', 200, 60, 140, value_on, 'B2'
            settlement_payment_outcome   | 'perhaps', 100, 60, 40, value_on, 'B2'
            """)
    void no_more_is_paid_than_was_ordered(String constraint, String payment) throws SQLException {
        assertThat(attempt(PAYMENT.formatted(payment))).isEqualTo(constraint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            settlement_payment_order_signs | UPDATE settlement_payment_order SET due_fen = -100, amount_fen = -100
            settlement_payment_order_sum   | UPDATE settlement_payment_order SET carried_in_fen = -1
            settlement_payment_order_once  | INSERT INTO settlement_payment_order SELECT area, gen_random_uuid(), batch_id, payee, institution_code, fund, 2, due_fen, carried_in_fen, amount_fen, carried_out_fen, ordered_by, ordered_at FROM settlement_payment_order
            settlement_payment_amount           | UPDATE settlement_payment SET reversed_before_fen = 1
            settlement_payment_reversed         | UPDATE settlement_payment SET outcome = 'failed', reversed = true
            settlement_payment_reversal_payment | INSERT INTO settlement_payment_reversal SELECT area, payment_id, true, '退票', gen_random_uuid(), 'wu', now() FROM settlement_payment
            settlement_payment_reversal_payment | UPDATE settlement_payment SET reversed = true; INSERT INTO settlement_payment_reversal SELECT area, payment_id, true, '退票', gen_random_uuid(), 'wu', now() FROM settlement_payment; UPDATE settlement_payment SET reversed = false
            settlement_line_village        | UPDATE settlement_line SET village_heads = 2
            settlement_batch_corrects      | UPDATE settlement_batch SET kind = 'adjustment'
            settlement_batch_sequence      | UPDATE settlement_batch SET sequence = 2
            settlement_batch_closed        | UPDATE settlement_batch SET status = 'closed', approved_by = 'zhao'
            settlement_batch_discarded     | UPDATE settlement_batch SET status = 'discarded', discarded_by = 'wang', discarded_at = now(), approved_by = NULL, reviewed_by = NULL, reviewed_at = NULL
            settlement_batch_discarded     | UPDATE settlement_batch SET discarded_by = 'wang', discarded_at = now()
            settlement_act_act             | INSERT INTO settlement_act VALUES ('439901', '00000000-0000-0000-0000-000000000001', gen_random_uuid(), 'forgotten', NULL, '', '', 'wang', now())
            """)
    void violated_on_purpose(String constraint, String attack) throws SQLException {
        assertThat(attempt(attack)).as(attack).isEqualTo(constraint);
    }

    /** The bank may use its reference anew, and pay what it has paid before. */
    @Test
    void what_is_taken_back_is_in_nobodys_way() throws SQLException {
        String again = "UPDATE settlement_payment SET reversed = true; INSERT INTO settlement_payment SELECT area,"
                + " gen_random_uuid(), order_id, 'paid', 100, 60, %d, value_on, 'B1', note, recorded_by, recorded_at, false, 60"
                + " FROM settlement_payment";
        assertThat(attempt(again.formatted(100))).isEqualTo("taken");
        assertThat(attempt(again.formatted(101))).isEqualTo("settlement_payment_amount");
    }

    /** Row-level security: as the application, whoever writes the statement. */
    @Test
    void only_an_open_batch_can_be_deleted() throws SQLException {
        try (var connection = DATABASE.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SOUND);
            statement.execute("SET LOCAL ROLE jiayi_app");
            assertThat(statement.executeUpdate("DELETE FROM settlement_line")).isZero();
            assertThat(statement.executeUpdate("DELETE FROM settlement_batch")).isZero();
            statement.execute("RESET ROLE; DELETE FROM settlement_payment; DELETE FROM settlement_payment_order");
            statement.execute(
                    "UPDATE settlement_batch SET status = 'computed', reviewed_by = NULL, reviewed_at = NULL");
            statement.execute("SET LOCAL ROLE jiayi_app");
            assertThat(statement.executeUpdate("DELETE FROM settlement_line")).isOne();
            assertThat(statement.executeUpdate("DELETE FROM settlement_batch")).isOne();
            connection.rollback();
        }
    }

    private static String attempt(String attack) throws SQLException {
        try (var connection = DATABASE.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SOUND);
            String told = told(statement, attack);
            connection.rollback();
            return told;
        }
    }

    private static String told(Statement statement, String attack) throws SQLException {
        try {
            statement.execute(attack);
            return "taken";
        } catch (PSQLException refused) {
            var details = refused.getServerErrorMessage();
            return String.valueOf(details == null ? refused.getSQLState() : details.getConstraint());
        }
    }
}
