package org.jiayi.app.database;

import io.r2dbc.postgresql.api.ErrorDetails;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.R2dbcException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jspecify.annotations.Nullable;

/** The one table from what PostgreSQL refuses to what the caller is told. */
public final class ConstraintRefusals {

    private static final Map<String, RefusalCode> BY_CONSTRAINT = Map.ofEntries(
            Map.entry("contract_version_one_per_day", RefusalCode.OVERLAPPING),
            Map.entry("roster_objection_once", RefusalCode.OBJECTION_MADE),
            Map.entry("roster_objection_resident", RefusalCode.UNKNOWN_RESIDENT),
            Map.entry("contract_application_one_open", RefusalCode.APPLIED_ALREADY),
            Map.entry("contract_application_resident", RefusalCode.UNKNOWN_RESIDENT),
            Map.entry("contract_application_team", RefusalCode.UNKNOWN_TEAM),
            Map.entry("contract_event_ended_once", RefusalCode.ENDED_ALREADY),
            Map.entry("contract_version_team", RefusalCode.UNKNOWN_TEAM),
            Map.entry("contract_version_resident", RefusalCode.UNKNOWN_RESIDENT),
            Map.entry("organisation_institution_particulars_uscc", RefusalCode.KNOWN_WITH_OTHER_FACTS),
            Map.entry("policy_policy_one_in_force", RefusalCode.POLICY_OVERLAPS),
            Map.entry("policy_policy_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("settlement_batch_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("settlement_batch_another_reviewer", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("settlement_objection_answer_pk", RefusalCode.OBJECTION_ANSWERED),
            Map.entry("settlement_payment_reference", RefusalCode.BANK_REFERENCE_RECORDED),
            Map.entry("settlement_payment_reversal_pk", RefusalCode.PAYMENT_REVERSED),
            Map.entry("settlement_monthly_run_area", RefusalCode.NOT_FOUND),
            Map.entry("settlement_monthly_run_unit_waiting", RefusalCode.RUN_UNDER_WAY),
            Map.entry("command_key_length", RefusalCode.INVALID_VALUE),
            Map.entry("import_job_area", RefusalCode.NOT_FOUND),
            Map.entry("policy_policy_area", RefusalCode.NOT_FOUND),
            Map.entry("fulfilment_record_once", RefusalCode.DUPLICATE_SERVICE_RECORD),
            Map.entry("fee_assessment_team_team", RefusalCode.UNKNOWN_TEAM),
            Map.entry("claim_claim_once", RefusalCode.CLAIM_EXISTS),
            Map.entry("claim_claim_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("claim_receipt_reversal_pk", RefusalCode.RECEIPT_REVERSED),
            Map.entry("claim_cut_reversal_pk", RefusalCode.CUT_REVERSED),
            Map.entry("distribution_distribution_once", RefusalCode.DISTRIBUTED_ALREADY),
            Map.entry("distribution_distribution_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("visit_visit_pk", RefusalCode.PRECONDITION_FAILED),
            Map.entry("visit_cancellation_pk", RefusalCode.VISIT_CANCELLED),
            Map.entry("visit_referral_pk", RefusalCode.REFERRAL_REGISTERED),
            Map.entry("visit_referral_resident", RefusalCode.UNKNOWN_RESIDENT),
            Map.entry("visit_referral_from", RefusalCode.UNKNOWN_INSTITUTION),
            Map.entry("visit_referral_to", RefusalCode.UNKNOWN_INSTITUTION),
            Map.entry("yearend_year_end_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("yearend_recovery_reference", RefusalCode.BANK_REFERENCE_RECORDED),
            Map.entry("yearend_recovery_reversal_pk", RefusalCode.RECOVERY_REVERSED),
            Map.entry("yearend_recovery_reversal_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("yearend_write_off_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("ledger_book_area", RefusalCode.NOT_FOUND),
            Map.entry("ledger_closing_pk", RefusalCode.MONTH_CLOSED),
            Map.entry("ledger_resolution_pk", RefusalCode.ENTRY_RESOLVED),
            Map.entry("ledger_resolution_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("payment_payment_one_open", RefusalCode.PAYMENT_OPEN),
            Map.entry("payment_refund_above_paid", RefusalCode.REFUND_ABOVE_PAID),
            Map.entry("payment_refund_serial", RefusalCode.BANK_REFERENCE_RECORDED),
            Map.entry("payment_bank_refund_reference", RefusalCode.BANK_REFERENCE_RECORDED),
            Map.entry("payment_bank_refund_reversal_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("payment_refund_exit_resolution_two_persons", RefusalCode.SECOND_PERSON_NEEDED),
            Map.entry("payment_refund_exit_resolution_pk", RefusalCode.REFUND_EXIT_RESOLVED),
            Map.entry("payment_bill_area", RefusalCode.NOT_FOUND),
            Map.entry("payment_remittance_area", RefusalCode.NOT_FOUND),
            Map.entry("payment_remittance_reference", RefusalCode.BANK_REFERENCE_RECORDED),
            Map.entry("payment_remittance_reversal_pk", RefusalCode.REMITTANCE_REVERSED),
            Map.entry("payment_collected_month_once", RefusalCode.MONTH_OUT_OF_ORDER),
            Map.entry("publication_reissue_pk", RefusalCode.REISSUE_PENDING),
            Map.entry("outbox_webhook_area", RefusalCode.NOT_FOUND),
            Map.entry("outbox_webhook_institution", RefusalCode.UNKNOWN_INSTITUTION));

    private static final Map<String, RefusalCode> BY_CONSTRAINT_OF_REGISTRIES = Map.ofEntries(
            Map.entry("organisation_alliance_member_one_lead", RefusalCode.ALLIANCE_HAS_LEAD),
            Map.entry("organisation_alliance_area", RefusalCode.NOT_FOUND),
            Map.entry("organisation_practitioner_doctor", RefusalCode.PRACTITIONER_REGISTERED),
            Map.entry("organisation_practitioner_area", RefusalCode.NOT_FOUND),
            Map.entry("organisation_employment_employer", RefusalCode.UNKNOWN_INSTITUTION),
            Map.entry("organisation_team_member_once", RefusalCode.ALREADY_IN_TEAM),
            Map.entry("organisation_team_member_one_leader", RefusalCode.TEAM_HAS_LEADER),
            Map.entry("organisation_team_member_practitioner", RefusalCode.UNKNOWN_PRACTITIONER),
            Map.entry("organisation_team_dissolution_pk", RefusalCode.TEAM_DISSOLVED),
            Map.entry("organisation_team_dissolution_team", RefusalCode.UNKNOWN_TEAM),
            Map.entry("resident_resident_area", RefusalCode.NOT_FOUND),
            Map.entry("resident_resident_team", RefusalCode.UNKNOWN_TEAM),
            Map.entry("resident_resident_institution", RefusalCode.UNKNOWN_INSTITUTION),
            Map.entry("resident_document_holder", RefusalCode.RESIDENT_REGISTERED),
            Map.entry("resident_lookup_area", RefusalCode.NOT_FOUND),
            Map.entry("resident_merge_once", RefusalCode.RESIDENT_MERGED));

    /** SQLSTATE classes of a database that is away, shutting down or too busy. */
    private static final String PASSING = "08|53|57|40|55";

    /** SQLSTATE of a character that PostgreSQL does not store: NUL. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private ConstraintRefusals() {}

    /** The refusal that an error of the database stands for; empty where the error is a fault of ours. */
    public static Optional<Refusal> of(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PostgresqlException refusedByDatabase) {
                return of(refusedByDatabase.getErrorDetails());
            }
            if (cause instanceof R2dbcException lost && isPassing(lost.getSqlState())) {
                return Optional.of(Refusal.of(RefusalCode.TRY_AGAIN_LATER));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> of(ErrorDetails details) {
        Optional<RefusalCode> named = details.getConstraintName()
                .flatMap(name -> Optional.ofNullable(BY_CONSTRAINT.get(name))
                        .or(() -> Optional.ofNullable(BY_CONSTRAINT_OF_REGISTRIES.get(name))));
        if (named.isPresent()) {
            return named.map(Refusal::of);
        }
        if (UNSTORABLE.contains(details.getCode())) {
            return Optional.of(Refusal.of(RefusalCode.INVALID_VALUE));
        }
        return isPassing(details.getCode()) ? Optional.of(Refusal.of(RefusalCode.TRY_AGAIN_LATER)) : Optional.empty();
    }

    private static boolean isPassing(@Nullable String sqlState) {
        return sqlState == null || sqlState.substring(0, 2).matches(PASSING);
    }
}
