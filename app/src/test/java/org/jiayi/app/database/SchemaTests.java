package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.kernel.decision.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the schema itself guarantees, whatever the code does. */
class SchemaTests {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void holds(SchemaRules rule) throws SQLException {
        try (var connection = DATABASE.open()) {
            assertThat(rule.brokenBy(connection, "public")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KEYS_BEGIN_WITH_THE_AREA           | CREATE TABLE scratch.bad (id uuid, area text, CONSTRAINT bad_pk PRIMARY KEY (id, area))                                | bad_pk
            KEYS_BEGIN_WITH_THE_AREA           | CREATE TABLE scratch.bad (area text, id uuid); CREATE UNIQUE INDEX bad_id ON scratch.bad (id)                          | bad_id
            KEYS_BEGIN_WITH_THE_AREA           | CREATE TABLE scratch.bad (area text, day daterange, CONSTRAINT bad_day EXCLUDE USING gist (day WITH &&))               | bad_day
            KEYS_BEGIN_WITH_THE_AREA           | CREATE TABLE scratch.bad (area text, a text, CONSTRAINT bad_a FOREIGN KEY (a) REFERENCES organisation_pooling_area)    | bad_a
            EVERY_TABLE_HAS_A_KEY              | CREATE TABLE scratch.bad (area text)                                                                                   | bad
            NO_TRIGGERS                        | CREATE TABLE scratch.bad (area text); CREATE TRIGGER bad_late BEFORE UPDATE ON scratch.bad EXECUTE FUNCTION suppress_redundant_updates_trigger() | bad_late
            CONSTRAINTS_BEAR_THEIR_TABLES_NAME | CREATE TABLE scratch.bad (area text, CONSTRAINT named_otherwise CHECK (area <> ''))                                    | named_otherwise
            AMOUNTS_ARE_WHOLE_FEN              | CREATE TABLE scratch.bad (area text, price double precision)                                                           | bad.price
            AMOUNTS_ARE_WHOLE_FEN              | CREATE TABLE scratch.bad (area text, price_fen numeric)                                                                | bad.price_fen
            """)
    void bites(SchemaRules rule, String violation, String found) throws SQLException {
        try (var connection = DATABASE.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE SCHEMA scratch; " + violation);
            assertThat(rule.brokenBy(connection, "scratch"))
                    .singleElement()
                    .asString()
                    .endsWith(found);
            connection.rollback();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ledger_transfer  | UPDATE ledger_transfer SET amount_fen = 1
            ledger_transfer  | UPDATE ledger_transfer SET reason = ''
            ledger_transfer  | DELETE FROM ledger_transfer
            ledger_transfer  | TRUNCATE ledger_transfer
            ledger_account   | DELETE FROM ledger_account
            fee_line         | UPDATE fee_line SET amount_fen = 1
            fee_line         | DELETE FROM fee_line
            fee_line         | TRUNCATE fee_line
            contract_version | UPDATE contract_version SET term = 'empty'
            contract_version | UPDATE contract_version SET team_number = ''
            contract_version | UPDATE contract_version SET resident_id = NULL
            contract_version | UPDATE contract_version SET recorded_at = NULL
            contract_version | DELETE FROM contract_version
            contract_version | TRUNCATE contract_version
            contract_event   | UPDATE contract_event SET effective_on = NULL
            contract_event   | DELETE FROM contract_event
            contract_event   | TRUNCATE contract_event
            policy_policy    | UPDATE policy_policy SET document = ''
            ledger_transfer  | UPDATE ledger_transfer SET month = month
            ledger_closing   | UPDATE ledger_closing SET digest_sm3 = ''
            ledger_closing   | DELETE FROM ledger_closing
            ledger_book      | DELETE FROM ledger_book
            ledger_pending_entry    | DELETE FROM ledger_pending_entry
            ledger_pending_transfer | UPDATE ledger_pending_transfer SET amount_fen = 1
            ledger_resolution       | UPDATE ledger_resolution SET outcome = 'void'
            ledger_resolution       | DELETE FROM ledger_resolution
            fee_change       | UPDATE fee_change SET moved_fen = 0
            fee_change       | DELETE FROM fee_change
            fee_assessment_team | UPDATE fee_assessment_team SET score = '100'
            claim_claim      | UPDATE claim_claim SET lines_fen = 0
            claim_line       | UPDATE claim_line SET amount_fen = 0
            claim_line       | DELETE FROM claim_line
            claim_receipt    | UPDATE claim_receipt SET amount_fen = 1
            claim_receipt    | DELETE FROM claim_receipt
            claim_receipt_reversal    | DELETE FROM claim_receipt_reversal
            claim_cut                 | UPDATE claim_cut SET amount_fen = 1
            claim_cut                 | DELETE FROM claim_cut
            claim_cut_reversal        | DELETE FROM claim_cut_reversal
            claim_cut_settled         | UPDATE claim_cut_settled SET reversed = true
            claim_cut_settled         | DELETE FROM claim_cut_settled
            claim_batch               | UPDATE claim_batch SET batch_id = NULL
            claim_batch               | DELETE FROM claim_batch
            claim_return              | UPDATE claim_return SET reason = ''
            claim_return              | DELETE FROM claim_return
            settlement_payment          | UPDATE settlement_payment SET amount_fen = 1
            settlement_payment          | DELETE FROM settlement_payment
            settlement_payment_reversal | UPDATE settlement_payment_reversal SET note = ''
            settlement_payment_reversal | DELETE FROM settlement_payment_reversal
            payment_bank_refund       | UPDATE payment_bank_refund SET note = ''
            payment_bank_refund       | DELETE FROM payment_bank_refund
            payment_bank_refund_reversal   | UPDATE payment_bank_refund_reversal SET note = ''
            payment_bank_refund_reversal   | DELETE FROM payment_bank_refund_reversal
            payment_refund_exit            | UPDATE payment_refund_exit SET note = ''
            payment_refund_exit            | DELETE FROM payment_refund_exit
            payment_refund_exit_resolution | UPDATE payment_refund_exit_resolution SET outcome = 'void'
            payment_refund_exit_resolution | DELETE FROM payment_refund_exit_resolution
            payment_closing           | UPDATE payment_closing SET note = ''
            payment_closing           | DELETE FROM payment_closing
            payment_collected_month   | UPDATE payment_collected_month SET earlier = NULL
            payment_collected_month   | DELETE FROM payment_collected_month
            payment_collected         | UPDATE payment_collected SET amount_fen = 1
            payment_collected         | DELETE FROM payment_collected
            payment_remittance        | UPDATE payment_remittance SET amount_fen = 1
            payment_remittance        | DELETE FROM payment_remittance
            payment_remittance_reversal | UPDATE payment_remittance_reversal SET note = ''
            payment_remittance_reversal | DELETE FROM payment_remittance_reversal
            distribution_distribution | UPDATE distribution_distribution SET pool_fen = 0
            distribution_part         | UPDATE distribution_part SET amount_fen = 0
            visit_visit      | UPDATE visit_visit SET pooled_fund_fen = 0
            visit_visit      | UPDATE visit_visit SET payee_institution = NULL
            visit_visit      | DELETE FROM visit_visit
            visit_restamp    | UPDATE visit_restamp SET contract_id = NULL
            visit_restamp    | DELETE FROM visit_restamp
            visit_visit      | UPDATE visit_visit SET revision = 1
            visit_restamp    | UPDATE visit_restamp SET revision = 1
            visit_cancellation | UPDATE visit_cancellation SET reason = 'other'
            visit_cancellation | DELETE FROM visit_cancellation
            visit_referral   | UPDATE visit_referral SET last_day = NULL
            visit_referral   | DELETE FROM visit_referral
            publication_statement | UPDATE publication_statement SET amount_fen = 0
            publication_statement | UPDATE publication_statement SET manifest = ''
            publication_statement | DELETE FROM publication_statement
            publication_file      | UPDATE publication_file SET sha256 = ''
            publication_file      | DELETE FROM publication_file
            publication_reissue   | DELETE FROM publication_reissue
            publication_job       | UPDATE publication_job SET batch_id = NULL
            publication_job       | DELETE FROM publication_job
            contract_reassignment | UPDATE contract_reassignment SET total = 0
            publication_download  | UPDATE publication_download SET caller = ''
            publication_download  | DELETE FROM publication_download
            publication_totals_receipt | UPDATE publication_totals_receipt SET matched = true
            publication_totals_receipt | DELETE FROM publication_totals_receipt
            publication_reconciliation | UPDATE publication_reconciliation SET sha256 = ''
            publication_difference     | DELETE FROM publication_difference
            yearend_year_end | UPDATE yearend_year_end SET digest_sm3 = ''
            yearend_line     | UPDATE yearend_line SET final_due_fen = 0
            yearend_visits   | UPDATE yearend_visits SET charged_fen = 0
            yearend_share    | UPDATE yearend_share SET amount_fen = 0
            yearend_recovery  | UPDATE yearend_recovery SET amount_fen = 1
            yearend_recovery  | DELETE FROM yearend_recovery
            yearend_recovery_reversal | UPDATE yearend_recovery_reversal SET note = ''
            yearend_recovery_reversal | DELETE FROM yearend_recovery_reversal
            yearend_write_off | UPDATE yearend_write_off SET amount_fen = 1
            yearend_write_off | DELETE FROM yearend_write_off
            yearend_discarding | UPDATE yearend_discarding SET reason = ''
            yearend_discarding | DELETE FROM yearend_discarding
            settlement_missed_run | UPDATE settlement_missed_run SET told_at = NULL
            settlement_missed_run | DELETE FROM settlement_missed_run
            fee_price        | DELETE FROM fee_price
            fee_split        | UPDATE fee_split SET amount_fen = 0
            policy_policy    | DELETE FROM policy_policy
            capitation_table | UPDATE capitation_table SET content = ''
            capitation_table | DELETE FROM capitation_table
            command_key      | UPDATE command_key SET answer_id = ''
            outbox_event     | UPDATE outbox_event SET kind = 'a.b'
            outbox_event     | DELETE FROM outbox_event
            outbox_delivery  | UPDATE outbox_delivery SET outcome = 'delivered'
            outbox_webhook   | UPDATE outbox_webhook SET url = ''
            fulfilment_record  | UPDATE fulfilment_record SET started_at = NULL
            fulfilment_record  | DELETE FROM fulfilment_record
            fulfilment_voiding | DELETE FROM fulfilment_voiding
            fulfilment_answer  | UPDATE fulfilment_answer SET confirmed = true
            fulfilment_answer  | DELETE FROM fulfilment_answer
            agreement_agreement | UPDATE agreement_agreement SET sealed_text = ''
            agreement_agreement | DELETE FROM agreement_agreement
            command_key      | DELETE FROM command_key
            """)
    void what_money_rests_on_is_never_overwritten(String table, String attack) throws SQLException {
        assertThat(stateAfter(attack)).as("SQLSTATE of: %s", attack).isEqualTo("42501");
    }

    @Test
    void a_right_to_overwrite_would_be_seen() throws SQLException {
        assertThat(stateAfter("RESET ROLE; GRANT UPDATE ON ledger_transfer TO jiayi_app; SET ROLE jiayi_app;"
                        + " UPDATE ledger_transfer SET amount_fen = 1"))
                .isEqualTo("00000");
    }

    @Test
    void the_end_of_a_contracts_knowledge_is_the_one_thing_that_may_be_written() throws SQLException {
        assertThat(stateAfter("UPDATE contract_version SET known = tstzrange(lower(known), now()), closed_at = now()"))
                .isEqualTo("00000");
    }

    /** The application books under the book's lock; should it ever not, this still holds. */
    @ParameterizedTest
    @CsvSource({"2026-01-01, 42501", "2026-02-01, 00000"})
    void nothing_is_booked_in_a_closed_month(String month, String state) throws SQLException {
        assertThat(stateAfter("RESET ROLE; " + SchemaSamples.SOUND
                        + "INSERT INTO ledger_book VALUES ('439901', '2026-02-01'); SET ROLE jiayi_app; "
                        + SchemaSamples.insert("transfer_of_month ('2026-01-01', '%s')".formatted(month))))
                .isEqualTo(state);
    }

    /** The SQLSTATE of what the application would be answered; nothing of it remains. */
    private static String stateAfter(String sql) throws SQLException {
        try (var connection = DATABASE.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET ROLE " + TestDatabase.APPLICATION_ROLE);
            statement.execute(sql);
            connection.rollback();
            return "00000";
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }

    /** Each statement comes after {@link SchemaSamples#SOUND}, which alone is taken. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            contract_version_one_per_day   | OVERLAPPING          | contract (4, 2, '[2026-12-31,2027-06-01)', '[2026-02-01,)')
            contract_version_one_per_day   | OVERLAPPING          | contract (4, 2, '[2025-01-01,2026-01-02)', '[2026-02-01,)')
            contract_version_latest        |                      | contract (3, 2, '[2027-01-01,2028-01-01)', '[2026-02-01,)')
            contract_version_team          | UNKNOWN_TEAM         | contract_of_team ('no-such-team')
            contract_version_some_time     |                      | contract (4, 1, 'empty', '[2026-02-01,)')
            contract_version_begins_after_payment |               | contract_waiting ('2026-01-01', '2026-01-10', '[2026-01-10,2027-01-10)')
            contract_version_begins_after_payment |               | contract_waiting ('2026-01-11', '2026-01-10', '[2026-01-11,2027-01-10)')
            ledger_transfer_positive       |                      | transfer ('k2', 'fund:a', 'payable:b', 0)
            ledger_transfer_positive       |                      | transfer ('k2', 'fund:a', 'payable:b', -100)
            ledger_transfer_two_accounts   |                      | transfer ('k2', 'fund:a', 'fund:a', 100)
            ledger_transfer_once           |                      | transfer ('k1', 'fund:a', 'payable:b', 100)
            ledger_transfer_credit         |                      | transfer ('k2', 'fund:a', 'payable:nobody', 100)
            ledger_transfer_month          |                      | transfer_of_month ('2026-01-01', '2026-01-02')
            ledger_transfer_month          |                      | transfer_of_month ('2026-02-01', '2026-01-01')
            ledger_resolution_two_persons  | SECOND_PERSON_NEEDED | resolution ('posted', 'wang', 'wang')
            ledger_resolution_entry        |                      | resolution ('posted', 'nobody', 'wang')
            ledger_resolution_outcome      |                      | resolution ('perhaps', 'wang', 'li')
            ledger_resolution_pk           | ENTRY_RESOLVED       | resolution ('posted', 'wang', 'li'), ('void', 'wang', 'li')
            fee_line_sign                  |                      | fee_line (1, 'refund')
            fee_line_sign                  |                      | fee_line (-1, 'contract_fee')
            fee_line_sign                  |                      | fee_line (-1, 'reinstated')
            fee_line_reason                |                      | fee_line (1, 'gift')
            policy_policy_two_persons      | SECOND_PERSON_NEEDED | policy ('[2027-01-01,)', 'published', 'wang', 'wang')
            policy_policy_one_in_force     | POLICY_OVERLAPS      | policy ('[2026-06-01,)', 'published', 'wang', 'li')
            policy_policy_published        |                      | policy ('[2027-01-01,)', 'published', 'wang', NULL)
            settlement_batch_two_persons   | SECOND_PERSON_NEEDED | batch ('2026-02-01', 'approved', 'wang', 'wang', 'zhao', 90, 10)
            settlement_batch_another_reviewer | SECOND_PERSON_NEEDED | batch ('2026-02-01', 'reviewed', 'wang', NULL, 'wang', 90, 10)
            settlement_batch_reviewed      |                      | batch ('2026-02-01', 'reviewed', 'wang', NULL, NULL, 90, 10)
            settlement_batch_approved      |                      | batch ('2026-02-01', 'approved', 'wang', NULL, 'zhao', 90, 10)
            settlement_batch_sum           |                      | batch ('2026-02-01', 'computed', 'wang', NULL, 'zhao', 90, 11)
            settlement_batch_once          |                      | batch ('2026-01-01', 'computed', 'wang', NULL, 'zhao', 90, 10)
            command_key_length             | INVALID_VALUE        | command_key ('short')
            fulfilment_record_once         | DUPLICATE_SERVICE_RECORD | service ('2026-02-01T09:00+08', '2026-02-01T09:30+08', '2026-03-01')
            fulfilment_record_times        |                      | service ('2026-02-01T09:00+08', '2026-02-01T09:00+08', '2026-03-01')
            fulfilment_record_times        |                      | service ('2026-02-01T09:00+08', '2026-02-02T09:01+08', '2026-03-01')
            fulfilment_record_times        |                      | service ('2026-02-01T09:00+08', '2026-02-01T09:30+08', '2026-02-01T09:29+08')
            outbox_event_kind              |                      | event ('signed', 2)
            outbox_event_position          |                      | event ('contract.signed', 0)
            outbox_event_by_position       |                      | event ('contract.signed', 1)
            agreement_agreement_one_per_contract |                | agreement (3, 'self')
            agreement_agreement_signer     |                      | agreement (4, 'nobody')
            """)
    void violated_on_purpose(String constraint, @Nullable String code, String row) {
        var refusal = attempt(SchemaSamples.SOUND + SchemaSamples.insert(row));
        assertThat(refusal)
                .as(row)
                .isInstanceOfSatisfying(
                        PostgresqlException.class,
                        error -> assertThat(error.getErrorDetails().getConstraintName())
                                .hasValue(constraint));
        assertThat(ConstraintRefusals.of(refusal).map(Refusal::code).map(Enum::name))
                .isEqualTo(Optional.ofNullable(code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the day after the term ends      | contract (4, 2, '[2027-01-01,2028-01-01)', '[2026-02-01,)')
            the same days, known before only | contract (4, 1, '[2026-01-01,2027-01-01)', '[2025-01-01,2026-01-01)')
            another key                      | transfer ('k2', 'fund:a', 'payable:b', 100)
            a late transfer booked later     | transfer_of_month ('2026-01-01', '2026-02-01')
            void by who proposed it          | resolution ('void', 'wang', 'wang')
            fewer for an assessment          | fee_line (-1, 'assessed')
            a draft of the same days         | policy ('[2026-06-01,)', 'draft', 'wang', NULL)
            another time of the same service | service ('2026-02-02T09:00+08', '2026-02-02T09:30+08', '2026-03-01')
            the next event                   | event ('contract.signed', 2)
            the agreement of another         | agreement (4, 'guardian')
            two persons                      | batch ('2026-02-01', 'approved', 'wang', 'li', 'zhao', 90, 10)
            """)
    void what_only_comes_close_is_taken(String what, String row) {
        assertThat(attempt(SchemaSamples.SOUND + SchemaSamples.insert(row) + "SELECT 1 / 0"))
                .as(what)
                .isInstanceOfSatisfying(
                        PostgresqlException.class,
                        error -> assertThat(error.getErrorDetails().getCode())
                                .as("nothing but the planned end")
                                .isEqualTo("22012"));
    }

    /** Runs the statements as the application in one transaction, of which nothing remains; answers with their error. */
    private static Throwable attempt(String statements) {
        return Flux.usingWhen(
                        DATABASE.connections().create(),
                        connection -> Flux.from(
                                        connection.createStatement(statements).execute())
                                .flatMap(Result::getRowsUpdated)
                                .then(Mono.<Throwable>error(() -> new AssertionError("taken: " + statements)))
                                .onErrorResume(Mono::just),
                        Connection::close)
                .next()
                .blockOptional(ANSWER_WAIT)
                .orElseThrow();
    }
}
