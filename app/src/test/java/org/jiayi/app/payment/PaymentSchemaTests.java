package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jiayi.app.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

/** What the schema of payments guarantees, whatever the code does: each constraint violated on purpose. */
class PaymentSchemaTests {

    private static final TestDatabase DATABASE = TestDatabase.create();

    /** A confirmed payment P1 of 2000 with a refund of 500, and a pending one P2, of two contracts; a notice and a bill. */
    private static final String SOUND = """
            INSERT INTO organisation_pooling_area VALUES ('439901', '样例市', 'test', '2026-01-01');
            INSERT INTO payment_payment (area, payment_id, contract_id, payer, provider, order_number, amount_fen,
                institution_code, team_number, status, opened_by, opened_at, expires_at, confirmed_at, next_ask_at)
            VALUES ('439901', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', 'resident',
                    'simulator', '43990100000000000000000000000001', 2000, 'H1', 'T1', 'confirmed', 'test', '2026-01-01',
                    '2026-01-02', '2026-01-01', '2026-01-01'),
                ('439901', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-00000000000b', 'resident',
                    'simulator', '43990100000000000000000000000002', 2000, 'H1', 'T1', 'pending', 'test', '2026-01-01',
                    '2026-01-02', NULL, '2026-01-01');
            INSERT INTO payment_receipt VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'simulator', 'S1', 2000, false,
                '2026-01-01', gen_random_uuid(), 'test', '2026-01-01');
            INSERT INTO payment_refund (area, refund_id, payment_id, contract_id, payer, provider, paid_fen, ordinal, earlier,
                back_before_fen, amount_fen, back_after_fen, refund_number, reason, status, decided_by, decided_at,
                next_attempt_at)
            VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-000000000001',
                '00000000-0000-0000-0000-00000000000a', 'resident', 'simulator', 2000, 1, NULL, 0, 500, 500, 'R1', 'other', 'open',
                'test', '2026-01-01', '2026-01-01');
            INSERT INTO payment_notice VALUES ('439901', gen_random_uuid(), 'simulator', 'N', 'S1', repeat('0', 64), 'booked',
                '2026-01-01');
            INSERT INTO payment_anomaly VALUES ('439901', gen_random_uuid(), 'simulator', 'wrong_amount', 'N', 'S1', 1, 2,
                repeat('0', 64), '2026-01-01');
            INSERT INTO payment_bill VALUES ('439901', '00000000-0000-0000-0000-00000000000c', 'simulator', '2026-01-01', 1,
                repeat('0', 64), 'test', '2026-01-02');
            """;

    private static String payment(String values) {
        return """
                INSERT INTO payment_payment (area, payment_id, contract_id, payer, provider, order_number, amount_fen,
                    institution_code, team_number, status, opened_by, opened_at, expires_at, next_ask_at, confirmed_at,
                    timed_out_at)
                SELECT '439901', gen_random_uuid(), format('00000000-0000-0000-0000-00000000000%%s', contract)::uuid, payer,
                    provider, number, fen, 'H1', 'T1', status, 'test', '2026-01-01', until::timestamptz, '2026-01-01',
                    confirmed::timestamptz, timed_out::timestamptz
                FROM (VALUES (%s)) AS row (contract, payer, provider, number, fen, status, until, confirmed, timed_out)
                """.formatted(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            payment_payment_one_open | 'b', 'resident', 'simulator', '43990100000000000000000000000003', 2000, 'pending', '2026-01-02', NULL, NULL
            payment_payment_order    | 'c', 'resident', 'simulator', '43990100000000000000000000000002', 2000, 'pending', '2026-01-02', NULL, NULL
            payment_payment_number   | 'c', 'resident', 'simulator', '43990200000000000000000000000003', 2000, 'pending', '2026-01-02', NULL, NULL
            payment_payment_number   | 'c', 'resident', 'simulator', '439901', 2000, 'pending', '2026-01-02', NULL, NULL
            payment_payment_payer    | 'c', 'pooled_fund', 'simulator', '43990100000000000000000000000003', 2000, 'pending', '2026-01-02', NULL, NULL
            payment_payment_provider | 'c', 'resident', 'X', '43990100000000000000000000000003', 2000, 'pending', '2026-01-02', NULL, NULL
            payment_payment_positive | 'c', 'resident', 'simulator', '43990100000000000000000000000003', 0, 'pending', '2026-01-02', NULL, NULL
            payment_payment_status   | 'c', 'resident', 'simulator', '43990100000000000000000000000003', 1, 'gone', '2026-01-02', NULL, NULL
            payment_payment_moments  | 'c', 'resident', 'simulator', '43990100000000000000000000000003', 1, 'confirmed', '2026-01-02', NULL, NULL
            payment_payment_moments  | 'c', 'resident', 'simulator', '43990100000000000000000000000003', 1, 'timed_out', '2026-01-02', NULL, NULL
            payment_payment_moments  | 'c', 'resident', 'simulator', '43990100000000000000000000000003', 1, 'pending', '2026-01-02', NULL, '2026-01-02'
            payment_payment_time     | 'c', 'resident', 'simulator', '43990100000000000000000000000003', 1, 'pending', '2026-01-01', NULL, NULL
            taken                    | 'c', 'resident', 'simulator', '43990100000000000000000000000003', 1, 'pending', '2026-01-02', NULL, NULL
            taken                    | 'b', 'personal_account', 'simulator', '43990100000000000000000000000003', 1, 'pending', '2026-01-02', NULL, NULL
            taken                    | 'b', 'resident', 'simulator', '43990100000000000000000000000003', 1, 'timed_out', '2026-01-02', NULL, '2026-01-02'
            """)
    void an_order_is_sound_or_refused(String constraint, String values) throws SQLException {
        assertThat(attempt(payment(values))).isEqualTo(constraint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            payment_receipt_pk      | 1 | simulator | S2 | 2000
            payment_receipt_once    | 2 | simulator | S1 | 2000
            payment_receipt_payment | 2 | simulator | S2 | 1999
            payment_receipt_payment | 2 | wechat    | S2 | 2000
            payment_receipt_payment | 3 | simulator | S2 | 2000
            taken                   | 2 | simulator | S2 | 2000
            """)
    void money_comes_once_and_whole(String constraint, int payment, String provider, String serial, long fen)
            throws SQLException {
        assertThat(attempt(
                        "INSERT INTO payment_receipt VALUES ('439901', '00000000-0000-0000-0000-00000000000" + payment
                                + "', '" + provider + "', '" + serial + "', " + fen
                                + ", false, '2026-01-01', gen_random_uuid(), 'test', '2026-01-01')"))
                .isEqualTo(constraint);
    }

    /** However the rows are written, no sum of refunds is above what was paid. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # refused by               | payment | paid | ordinal | earlier | before | amount | after
            payment_refund_above_paid  | 1       | 2000 | 2       | 1       | 500    | 1501   | 2001
            payment_refund_receipt     | 1       | 3000 | 2       | 1       | 500    | 1501   | 2001
            payment_refund_follows     | 1       | 2000 | 2       | 1       | 0      | 2000   | 2000
            payment_refund_follows     | 1       | 2000 | 3       | 2       | 500    | 100    | 600
            payment_refund_ordinal     | 1       | 2000 | 1       | -       | 0      | 100    | 100
            payment_refund_first       | 1       | 2000 | 2       | -       | 0      | 2000   | 2000
            payment_refund_first       | 1       | 2000 | 3       | 1       | 500    | 100    | 600
            payment_refund_sum         | 1       | 2000 | 2       | 1       | 500    | 1500   | 600
            payment_refund_positive    | 1       | 2000 | 2       | 1       | 500    | 0      | 500
            payment_refund_positive    | 1       | 2000 | 2       | 1       | 500    | -500   | 0
            payment_refund_receipt     | 2       | 2000 | 1       | -       | 0      | 100    | 100
            taken                      | 1       | 2000 | 2       | 1       | 500    | 1500   | 2000
            """)
    void no_more_goes_back_than_was_paid(
            String constraint,
            int payment,
            long paid,
            int ordinal,
            @Nullable Integer earlier,
            long before,
            long amount,
            long after)
            throws SQLException {
        assertThat(attempt("""
                INSERT INTO payment_refund (area, refund_id, payment_id, contract_id, payer, provider, paid_fen, ordinal, earlier,
                    back_before_fen, amount_fen, back_after_fen, refund_number, reason, status, decided_by, decided_at,
                    next_attempt_at)
                VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-00000000000%d',
                    '00000000-0000-0000-0000-00000000000a', 'resident', 'simulator', %d, %d, %s, %d, %d, %d, 'R2', 'other', 'open',
                    'test', '2026-01-01', '2026-01-01')
                """.formatted(payment, paid, ordinal, earlier, before, amount, after)))
                .isEqualTo(constraint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            payment_refund_confirmed    | UPDATE payment_refund SET status = 'confirmed'
            payment_refund_confirmed    | UPDATE payment_refund SET provider_serial = 'S', refunded_at = now(), confirmed_at = now()
            payment_refund_status       | UPDATE payment_refund SET status = 'gone'
            payment_bank_refund_refund  | INSERT INTO payment_bank_refund VALUES ('439901', gen_random_uuid(), 'B1', '2026-01-01', '已退', 'wu', now())
            payment_bank_refund_text    | INSERT INTO payment_bank_refund SELECT area, refund_id, '', '2026-01-01', '已退', 'wu', now() FROM payment_refund
            payment_bank_refund_text    | INSERT INTO payment_bank_refund SELECT area, refund_id, 'B1', '2026-01-01', '', 'wu', now() FROM payment_refund
            payment_bank_refund_one | INSERT INTO payment_bank_refund SELECT area, refund_id, 'B1', '2026-01-01', '已退', 'wu', now() FROM payment_refund; INSERT INTO payment_bank_refund SELECT area, refund_id, 'B2', '2026-01-01', '已退', 'wu', now(), 2 FROM payment_refund
            payment_bank_refund_reversal_refund | INSERT INTO payment_bank_refund SELECT area, refund_id, 'B1', '2026-01-01', '已退', 'wu', now() FROM payment_refund; INSERT INTO payment_bank_refund_reversal SELECT area, refund_id, 1, true, 'wu', '录错', gen_random_uuid(), 'li', now() FROM payment_refund
            payment_bank_refund_reversal_two_persons | INSERT INTO payment_bank_refund SELECT area, refund_id, 'B1', '2026-01-01', '已退', 'wu', now() FROM payment_refund; UPDATE payment_bank_refund SET reversed = true; INSERT INTO payment_bank_refund_reversal SELECT area, refund_id, 1, true, 'wu', '录错', gen_random_uuid(), 'wu', now() FROM payment_refund
            payment_refund_exit_text | INSERT INTO payment_refund_exit SELECT area, refund_id, refund_id, 'B1', '2026-01-01', '停用', '', 'wu', now() FROM payment_refund
            payment_refund_exit_resolution_two_persons | INSERT INTO payment_refund_exit SELECT area, refund_id, refund_id, 'B1', '2026-01-01', '停用', '函', 'wu', now() FROM payment_refund; INSERT INTO payment_refund_exit_resolution SELECT area, exit_id, 'confirmed', 'wu', 'wu', now() FROM payment_refund_exit
            payment_refund_exit_resolution_exit | INSERT INTO payment_refund_exit SELECT area, refund_id, refund_id, 'B1', '2026-01-01', '停用', '函', 'wu', now() FROM payment_refund; INSERT INTO payment_refund_exit_resolution SELECT area, exit_id, 'confirmed', 'li', 'wu', now() FROM payment_refund_exit
            payment_remittance_amount | INSERT INTO payment_remittance VALUES ('439901', gen_random_uuid(), 'simulator', 0, 0, '2026-01-01', 'B1', 'wu', now())
            payment_remittance_amount | INSERT INTO payment_remittance VALUES ('439901', gen_random_uuid(), 'simulator', 1, -1, '2026-01-01', 'B1', 'wu', now())
            payment_remittance_reference | INSERT INTO payment_remittance VALUES ('439901', gen_random_uuid(), 'simulator', 1, 0, '2026-01-01', 'B1', 'wu', now()); INSERT INTO payment_remittance VALUES ('439901', gen_random_uuid(), 'simulator', 1, 0, '2026-01-01', 'B1', 'wu', now())
            payment_remittance_reversal_remittance | INSERT INTO payment_remittance VALUES ('439901', gen_random_uuid(), 'simulator', 1, 0, '2026-01-01', 'B1', 'wu', now()); INSERT INTO payment_remittance_reversal SELECT area, remittance_id, true, '录错', gen_random_uuid(), 'li', now() FROM payment_remittance
            payment_collected_month_closing | INSERT INTO payment_collected_month VALUES ('439901', 'resident', '2026-01-01', NULL, now())
            payment_collected_month_order | INSERT INTO payment_collected_month VALUES ('439901', 'resident', '2026-01-01', '2026-01-01', now())
            payment_collected_some | INSERT INTO payment_collected VALUES ('439901', gen_random_uuid(), 'resident', 'H1', '2026-01-01', 0)
            payment_closing_payment     | INSERT INTO payment_closing VALUES ('439901', gen_random_uuid(), '不符', 'wu', now())
            payment_closing_note        | INSERT INTO payment_closing SELECT area, payment_id, '', 'wu', now() FROM payment_payment
            payment_notice_once         | INSERT INTO payment_notice SELECT area, gen_random_uuid(), provider, number, provider_serial, digest_sha256, outcome, received_at FROM payment_notice
            payment_notice_outcome      | INSERT INTO payment_notice SELECT area, gen_random_uuid(), provider, number, provider_serial, repeat('1', 64), 'lost', received_at FROM payment_notice
            payment_anomaly_once        | INSERT INTO payment_anomaly SELECT area, gen_random_uuid(), provider, kind, number, provider_serial, expected_fen, told_fen, digest_sha256, recorded_at FROM payment_anomaly
            payment_bill_version        | INSERT INTO payment_bill SELECT area, gen_random_uuid(), provider, day, version, digest_sha256, fetched_by, fetched_at FROM payment_bill
            payment_bill_line_outcome   | INSERT INTO payment_bill_line VALUES ('439901', '00000000-0000-0000-0000-00000000000c', 1, 'payment', 'matched', 'N', 'S', NULL, 1, 2, 'confirmed', 'confirmed')
            payment_bill_line_outcome   | INSERT INTO payment_bill_line VALUES ('439901', '00000000-0000-0000-0000-00000000000c', 1, 'payment', 'different', 'N', 'S', NULL, 1, 1, 'confirmed', 'confirmed')
            payment_bill_line_outcome   | INSERT INTO payment_bill_line VALUES ('439901', '00000000-0000-0000-0000-00000000000c', 1, 'payment', 'only_ours', 'N', 'S', NULL, NULL, 1, NULL, 'confirmed')
            payment_bill_line_bill      | INSERT INTO payment_bill_line VALUES ('439901', '00000000-0000-0000-0000-00000000000d', 1, 'payment', 'only_theirs', 'N', 'S', NULL, NULL, 1, NULL, 'confirmed')
            42501                       | UPDATE payment_payment SET amount_fen = 1
            42501                       | UPDATE payment_payment SET expires_at = now()
            42501                       | DELETE FROM payment_payment
            42501                       | UPDATE payment_receipt SET amount_fen = 1
            42501                       | DELETE FROM payment_receipt
            42501                       | UPDATE payment_refund SET amount_fen = 1
            42501                       | DELETE FROM payment_refund
            42501                       | UPDATE payment_notice SET outcome = 'known'
            42501                       | DELETE FROM payment_notice
            42501                       | DELETE FROM payment_anomaly
            42501                       | UPDATE payment_bill SET version = 2
            42501                       | DELETE FROM payment_bill_line
            """)
    void what_was_told_and_decided_stays(String refusedBy, String attack) throws SQLException {
        assertThat(attempt(attack)).isEqualTo(refusedBy);
    }

    /** The constraint that stopped it, or the SQLSTATE where it was none; nothing of it remains. */
    private static String attempt(String statement) throws SQLException {
        try (var connection = DATABASE.open();
                var sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.execute(SOUND + "SET ROLE " + TestDatabase.APPLICATION_ROLE);
            try {
                sql.execute(statement);
                return "taken";
            } catch (PSQLException refused) {
                var details = refused.getServerErrorMessage();
                var constraint = details == null ? null : details.getConstraint();
                return constraint == null ? String.valueOf(refused.getSQLState()) : constraint;
            } finally {
                connection.rollback();
            }
        }
    }
}
