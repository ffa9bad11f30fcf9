package org.jiayi.app.kernel.decision;

import java.util.Locale;

/**
 * Every reason for which Jiayi says no, with its HTTP status. The Javadoc of a constant is its entry in the manual; the
 * texts people read stand in the API contract's {@code problems.yaml}, in Chinese and in English, and a test compares
 * the two lists.
 */
public enum RefusalCode {
    // the request itself
    /** The body is not JSON that can be read. */
    MALFORMED_JSON(400),
    /** The body names a field that the contract does not know. */
    UNKNOWN_FIELD(400),
    /** A field or parameter is missing, or has a type or form that the contract does not allow. */
    INVALID_VALUE(400),
    /** A command that creates or moves money came without its Idempotency-Key. */
    IDEMPOTENCY_KEY_MISSING(400),
    /** No token, or one that is expired, forged or from another issuer. */
    UNAUTHENTICATED(401),
    /** The caller's role may not do this. */
    FORBIDDEN(403),
    /** There is nothing of that id in the caller's reach. */
    NOT_FOUND(404),
    /** The address exists, but not for this method. */
    METHOD_NOT_ALLOWED(405),
    /** No answer can be given in the form that Accept asks for. */
    NOT_ACCEPTABLE(406),
    /** The body is larger than this operation takes. */
    BODY_TOO_LARGE(413),
    /** The body's media type is not one this operation takes. */
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The range asked for is beyond the end of the file. */
    RANGE_NOT_SATISFIABLE(416),
    /** The Idempotency-Key was used before with other content. */
    IDEMPOTENCY_KEY_REUSED(422),
    /** If-Match is missing on a change that needs it. */
    PRECONDITION_REQUIRED(428),
    /** What was looked at has changed since; look again. */
    PRECONDITION_FAILED(412),
    /** The database is away, or something is too busy; nothing was changed, and the same request may be sent again. */
    TRY_AGAIN_LATER(503),
    /** As many documents are being rendered, and wait to be, as we allow; nothing was changed. */
    RENDERING_BUSY(503),
    /** A fault of ours; the trace id leads to it. */
    INTERNAL_ERROR(500),

    // long jobs
    /** The job has finished or failed; there is nothing left to cancel. */
    JOB_OVER(409),
    /** The job is neither cancelled nor waiting after a failure, or is of a kind that begins again with its file or order. */
    JOB_NOT_RETRYABLE(409),

    // files
    /** The file is neither UTF-8 nor GB18030 text. */
    UNKNOWN_ENCODING(422),
    /** The file has no rows, or its first line lacks a column that this kind of file needs. */
    COLUMNS_MISSING(422),
    /** The row cannot be read as CSV, or has more or fewer fields than the header. */
    MALFORMED_ROW(422),

    // identity and residents
    /** The name is empty. */
    EMPTY_NAME(422),
    /** The document type is not one we know. */
    UNKNOWN_DOCUMENT_TYPE(422),
    /** The identity number has not 18 (or, in old files, 15) digits in the right form. */
    MALFORMED_NUMBER(422),
    /** The identity number's check character is wrong (GB 11643). */
    BAD_CHECK_DIGIT(422),
    /** A date does not exist, such as 30 February, or is a birth date still to come. */
    IMPOSSIBLE_DATE(422),
    /** The birth date is not the one in the identity number. */
    BIRTH_MISMATCH(422),
    /** The sex is not the one in the identity number. */
    SEX_MISMATCH(422),
    /** The insurance scheme is neither 310, 390 nor empty. */
    UNKNOWN_SCHEME(422),
    /** A population group is not one we know. */
    UNKNOWN_GROUP(422),
    /** The economic category is not one we know. */
    UNKNOWN_ECONOMIC_CATEGORY(422),
    /** The same person stands in the file a second time. */
    DUPLICATE_SAME_PERSON(409),
    /** A file brings a number that was withdrawn (撤销证件登记), and not its owner. */
    DOCUMENT_WITHDRAWN(409),
    /** The same thing stands in the file a second time. */
    DUPLICATE_ROW(409),
    /** What the row describes is known already, with other facts; a file does not overwrite them. */
    KNOWN_WITH_OTHER_FACTS(409),
    /** No resident has that identity number. */
    UNKNOWN_RESIDENT(422),

    // organisation
    /** The unified social credit code is wrong in form or check character (GB 32100). */
    BAD_USCC(422),
    /** The insurance code is not H followed by eleven digits. */
    BAD_INSTITUTION_CODE(422),
    /** No institution has that code. */
    UNKNOWN_INSTITUTION(422),
    /** A village clinic names no institution that it belongs to, or another village clinic. */
    PARENT_MISSING(422),
    PARENT_BACKDATED(422),
    /** An institution does not belong to one that belongs to it. */
    PARENT_CIRCULAR(422),
    CLINIC_STAYS_CLINIC(422),
    /** No team has that number. */
    UNKNOWN_TEAM(422),
    /** The team's capacity is not a whole number from 1 to 100 000. */
    BAD_CAPACITY(422),
    /** The pooling area is open already, under another name. */
    AREA_OPEN_UNDER_OTHER_NAME(409),

    // organisation over time
    /** The division code has not six, nine or twelve digits (GB/T 2260 and its extension). */
    BAD_DIVISION_CODE(422),
    /** The division code is in use on a day of the row already. */
    DIVISION_OVERLAPS(409),
    /** The area has loaded its divisions, and none of that code is in force. */
    UNKNOWN_DIVISION(422),
    /** The doctor's insurance code is not D followed by twelve digits. */
    BAD_DOCTOR_CODE(422),
    /** A practitioner with that doctor's insurance code is registered already. */
    PRACTITIONER_REGISTERED(409),
    /** No practitioner has that id. */
    UNKNOWN_PRACTITIONER(422),
    /** The practitioner works for nobody on the first day in the team. */
    NOT_EMPLOYED_ON_DAY(422),
    /** Another institution employs the practitioner on one of the days; an administrator may move them. */
    EMPLOYED_ELSEWHERE(409),
    /** Who counts as a family doctor of a team works as a doctor and has a doctor's insurance code. */
    ROLE_NEEDS_DOCTOR(422),
    /** The practitioner is in the team on a day of the new membership already. */
    ALREADY_IN_TEAM(409),
    /** Another member leads the team on a day of the new membership. */
    TEAM_HAS_LEADER(409),
    /** The last day is none of the membership's days. */
    NOT_IN_TEAM_ON_DAY(422),
    /** Another institution leads the alliance on a day of the new membership. */
    ALLIANCE_HAS_LEAD(409),

    // residents over time
    /** A resident with that document is registered; which one is not told. */
    RESIDENT_REGISTERED(409),
    /** A resident without any document needs a guardian by whom they are known. */
    DOCUMENT_MISSING(422),
    /** The resident is not known by the number that is to be withdrawn. */
    DOCUMENT_NOT_HELD(409),
    /** Without the number that is to be withdrawn the resident would have none. */
    ONLY_DOCUMENT(422),
    /** The number is right, but not one of that kind of document. */
    DOCUMENT_PREFIX(422),
    /** Only a child of less than a year is registered without any document. */
    NOT_A_NEWBORN(422),
    /** The relationship is none of GB/T 4761. */
    UNKNOWN_RELATIONSHIP(422),
    /** A household is named without the relationship to its head. */
    RELATIONSHIP_MISSING(422),
    /** The guardian is neither a resident of the area nor named with a number. */
    GUARDIAN_UNKNOWN(422),
    /** The contract would begin before its resident was born. */
    BEGINS_BEFORE_BIRTH(422),
    /** The guardian's number is that of a resident of another name. */
    GUARDIAN_NAME_DIFFERS(422),
    /** The guardian is the resident. */
    GUARDIAN_OF_ONESELF(422),
    /** The last day is none of the guardianship's days. */
    NOT_GUARDIAN_ON_DAY(422),
    /** The command names nothing that is to be recorded. */
    NOTHING_RECORDED(422),
    /** There is no merge to be undone. */
    RESIDENT_NOT_MERGED(409),
    /** Both registrations are under contract on a common day: one person would have two. */
    BOTH_UNDER_CONTRACT(409),
    /** Two registrations of one person would have the same birth date and sex. */
    NOT_THE_SAME_PERSON(422),

    // contracts
    /** The service package is not one we know. */
    UNKNOWN_PACKAGE(422),
    /** No fee policy in force prices the service package on the day of signing. */
    NO_FEE_POLICY(422),
    /** The last day is before the first. */
    END_BEFORE_START(422),
    /** The term is longer than three years. */
    TERM_TOO_LONG(422),
    /** The resident has a contract on a day of the term already. */
    OVERLAPPING(409),
    /** On a day of the term the team would hold more contracts than its capacity. */
    OVER_CAPACITY(409),
    /** The event is not one we know. */
    UNKNOWN_EVENT(422),
    /** The resident has no contract in force on that day. */
    NO_CONTRACT_ON_DAY(422),
    /** The event is recorded before what is already known of the contract. */
    RECORDED_TOO_EARLY(422),
    /** The resident has an application that waits for its answer. */
    APPLIED_ALREADY(409),
    /** The contract is in a state in which this act is not possible; see contract-life-cycle.md. */
    ILLEGAL_TRANSITION(409),
    /** An act would take effect further back than the contracting policy allows. */
    BACKDATED_TOO_FAR(422),
    /** A contract would begin more than a year after its signing. */
    TOO_FAR_AHEAD(422),
    /** The contracting policy fixes the first day, and it is another one. */
    WRONG_FIRST_DAY(422),
    /** A resident ends the contract sooner than the period of notice allows. */
    NOTICE_TOO_SHORT(422),
    /** The reason is not one that this caller may end a contract for. */
    WRONG_END_REASON(422),
    /** The contract ends on that day for that reason already. */
    ENDED_ALREADY(409),
    /** The time in which a contract can be undone is over. */
    WITHDRAWAL_TOO_LATE(409),
    /** The contract was signed by the resident, or is confirmed already. */
    NOTHING_TO_CONFIRM(409),
    /** The contract is suspended on a day from then on already. */
    SUSPENDED_ALREADY(409),
    /** The contract is not suspended on the day on which it is to resume. */
    NOT_SUSPENDED(409),
    /** The renewal is signed earlier before the end than the policy allows. */
    RENEWAL_TOO_EARLY(409),
    /** The contract ended so long ago that a renewal would begin too far back. */
    RENEWAL_TOO_LATE(409),
    /** A transfer to the team that holds the contract. */
    SAME_TEAM(409),
    /** An amendment to the package that the contract has. */
    SAME_PACKAGE(409),
    /** A transfer or amendment on the very first day of a contract. */
    NOTHING_LEFT_BEFORE(422),
    /** Something that has happened is dated in the future. */
    IN_THE_FUTURE(422),
    /** The death is before the resident's birth. */
    DEATH_BEFORE_BIRTH(422),
    /** A death that is recorded with an earlier day has taken days of a contract until then; it is revoked first. */
    DEATH_HAS_ENDED_CONTRACTS(409),
    /** A file tells once more of a death that was revoked, or of one that was recorded before the revocation. */
    DEATH_REVOKED(409),
    /** No death is known of the resident, or none any more. */
    NO_DEATH_RECORDED(409),
    /** What waited for its payment when a death undid it was never in force, and is signed anew. */
    AWAITED_PAYMENT(409),
    /** A dead resident cannot sign. */
    RESIDENT_DEAD(409),
    /** The registration turned out to be another one's, and only that one signs. */
    RESIDENT_MERGED(409),
    /** The resident is a minor or without full capacity, and no registered guardian signs. */
    GUARDIAN_NEEDED(422),
    /** Somebody signs as guardian of a person who needs none. */
    GUARDIAN_WITHOUT_NEED(422),
    /** The contract would last longer than its team. */
    TEAM_DISSOLVED(409),
    /** The team's institution is closed or suspended today, so nobody signs with it. */
    INSTITUTION_CLOSED(409),
    /** A team that still holds contracts after its last day is not dissolved. */
    TEAM_HAS_CONTRACTS(409),
    /** The team holds as many contracts with a priority group as it may. */
    OVER_GROUP_CAPACITY(409),
    /** A team's capacity is not set above what the area's policy bears for its family doctors. */
    CAPACITY_ABOVE_POLICY(422),
    /** A contract that has been ended for another one is not ended or undone beside it. */
    CONTRACT_GOES_ON(409),
    /** A user looks so many residents up on a day and no more: whoever works with them reads them by contract. */
    LOOKUPS_EXHAUSTED(429),

    // amounts and visits
    /** An amount is not yuan with at most two decimals. */
    BAD_AMOUNT(422),
    /** Yes or no is expected. */
    BAD_FLAG(422),
    /** A visit's serial or a referral's number is not one to forty letters, digits and hyphens. */
    BAD_SERIAL(422),
    /** The visit is before the resident's birth. */
    VISIT_BEFORE_BIRTH(422),
    /** The visit is after the day on which the resident died. */
    VISIT_AFTER_DEATH(422),
    /** No visit has that serial. */
    UNKNOWN_VISIT(422),
    /** A visit is not cancelled for that reason. */
    UNKNOWN_CANCELLATION_REASON(422),
    /** The reason alone does not say why; a note has to. */
    REASON_NEEDS_NOTE(422),
    /** The visit is cancelled already. */
    VISIT_CANCELLED(409),
    /** A referral of that number is registered already. */
    REFERRAL_REGISTERED(409),
    /** No policy of visits elsewhere of the scheme is in force on the last day asked about. */
    NO_VISITS_POLICY(422),

    // the year end
    /** No year-end policy of the scheme is in force on the last day of the year. */
    NO_YEAR_END_POLICY(422),
    /** A month of the year is not settled, or not approved, or not over, or a confirmed adjustment waits for its approval. */
    YEAR_NOT_SETTLED(409),
    /** No year end of the scheme and year is computed. */
    YEAR_END_NOT_COMPUTED(409),
    /** The year end is approved: neither it nor a month of its year is computed any more. */
    YEAR_END_APPROVED(409),
    /** A month of the year after the last one that the year end settles is reviewed or further, or was built upon. */
    YEAR_GOES_ON(409),
    /** Another year end of the scheme is approved first: one of an earlier year that is computed, or a later one that is confirmed. */
    ANOTHER_YEAR_FIRST(409),
    /** More would be recovered or given up than the payee owes of years that ended. */
    ABOVE_DEBT(422),
    /** The recovery of a debt was taken back before. */
    RECOVERY_REVERSED(409),
    /** The write-off was agreed to or rejected before. */
    WRITE_OFF_DECIDED(409),
    /** A payee of the year has no score. */
    SCORES_INCOMPLETE(422),
    /** There is a score for somebody who was no payee of the year, or had neither heads nor money in it. */
    PAYEE_WITHOUT_YEAR(422),
    /** What the ledger holds back from a payee is not what the year end says. */
    LEDGER_DIFFERS(409),

    // policy documents
    /** The payers' shares do not make the whole price. */
    SHARES_NOT_WHOLE(422),
    /** Staff must receive at least 70 % of the contract-fee income (DOMAIN: contract fee). */
    STAFF_SHARE_TOO_LOW(422),
    /** The policy document has a value that makes no sense; the pointer says which. */
    POLICY_INVALID(422),
    /** An amount is negative or beyond what a policy may name. */
    AMOUNT_OUT_OF_RANGE(422),
    /** A policy of the same kind and subject is in force on a day of the new one. */
    POLICY_OVERLAPS(409),
    /** The policy is published already. */
    POLICY_PUBLISHED(409),
    /** Two different people are needed: one to prepare, another to publish or approve. */
    SECOND_PERSON_NEEDED(409),

    // settlement
    /** No capitation policy of the scheme is in force for the month. */
    NO_CAPITATION_POLICY(422),
    /** The policy's document comes to another tariff table than the one that was signed when it was published. */
    TARIFF_NOT_AS_SIGNED(409),
    /** The months of a year are computed in order; the one before is missing. */
    MONTH_OUT_OF_ORDER(409),
    /** No month of the year has been computed, so that there is nothing to compare with. */
    MONTH_NOT_COUNTED(422),
    /** A later month has been computed on top of this one. */
    LATER_MONTH_COMPUTED(409),
    /** The month's policy asks for no agreement to its list. */
    ROSTER_NOT_ASKED_FOR(422),
    /** The list is not published, its deadline is over, or it is final. */
    ROSTER_CLOSED(409),
    /** Not every institution has agreed to the list, and silence is no consent yet. */
    ROSTER_NOT_AGREED(409),
    /** An objection was accepted after the list was counted: it has to be computed again. */
    ROSTER_CHANGED(409),
    /** Objections wait for an answer. */
    OBJECTIONS_OPEN(409),
    /** The list says what the objection asks for: somebody missing is on it, or somebody else is not. */
    OBJECTION_BASELESS(422),
    /** The institution has objected to this resident already. */
    OBJECTION_MADE(409),
    /** The objection has its answer. */
    OBJECTION_ANSWERED(409),
    /** The batch is reviewed or further: it is not computed again unless it is returned. */
    BATCH_CLOSED(409),
    /** A monthly run works on one of the months already. */
    RUN_UNDER_WAY(409),
    /** An objection was accepted, and the batch still says what it said: it has to be returned and computed again. */
    BATCH_OVERTURNED(409),
    /** What the batch was computed from has been computed anew since. */
    BATCH_OUTDATED(409),
    /** Another version of the policy holds for the month since the batch was computed. */
    BATCH_POLICY_REPLACED(409),
    /** Only an adjustment is discarded; a batch of another kind is computed again. */
    NOT_AN_ADJUSTMENT(409),
    /** Institutions may still confirm or object, and not all have confirmed. */
    LINES_NOT_CONFIRMED(409),
    /** The batch is not one that institutions may confirm or object to today. */
    CONFIRMATION_OVER(409),
    /** The amount is more than what a payment order has outstanding. */
    PAYMENT_ABOVE_ORDER(422),
    /** The bank's reference stands already. */
    BANK_REFERENCE_RECORDED(409),
    /** The payment of an order was taken back before. */
    PAYMENT_REVERSED(409),
    /** A batch of contract fees is corrected by fee lines of a later one, not by an adjustment. */
    BATCH_NOT_ADJUSTABLE(409),
    /** The batch is not in the state that this step starts from. */
    BATCH_NOT_READY(409),

    // publication
    /** The link was made more than 15 minutes ago. */
    LINK_EXPIRED(410),
    /** The stored bytes are not those that were published; they are never sent. */
    FILE_DAMAGED(500),
    /** There is a newer revision of the statement. */
    STATEMENT_SUPERSEDED(409),
    /** What is paid is not issued again; it is corrected in a later batch. */
    STATEMENT_PAID(409),
    /** The next revision of the statement has been asked for and is being made. */
    REISSUE_PENDING(409),
    /** The bureau counted other totals than the statement has; its receipt is kept. */
    TOTALS_MISMATCH(409),
    /** The file is not UTF-8 text. */
    NOT_UTF8(422),
    /** The first line is not the header of the statement's detail. */
    OTHER_COLUMNS(422),
    /** The last line, {@code #TOTAL}, is missing or is not that of the lines above it. */
    FILE_TRUNCATED(422),
    /** The file has far more rows than the statement it is compared with. */
    TOO_MANY_ROWS(422),

    // contract fee
    /** There is money for the staff, but nobody in the team has points by which to distribute it. */
    STAFF_POINTS_MISSING(422),
    /** What a fund was asked for of those months has not arrived, and the policy distributes only what has. */
    INCOME_NOT_ARRIVED(409),

    // webhooks
    /** The address is not https on the public internet, or is not an address. */
    WEBHOOK_ADDRESS_NOT_ALLOWED(422),
    /** The caller has as many webhooks as one may have; end one first. */
    TOO_MANY_WEBHOOKS(409),

    // fulfilment
    /** No catalogue of service packages was in force on the day the contract was signed: there is no plan. */
    NO_SERVICE_POLICY(422),
    /** The contract's plan has no service item of that code. */
    UNKNOWN_SERVICE_ITEM(422),
    /** The service item may not be delivered in that way. */
    SERVICE_MODE_NOT_ALLOWED(422),
    /** The service has not ended yet. */
    SERVICE_IN_FUTURE(422),
    /** The service began on a day on which the contract does not hold. */
    SERVICE_OUTSIDE_TERM(422),
    /** The service ends before it begins, or at the same moment. */
    SERVICE_ENDS_BEFORE_START(422),
    /** The service lasts longer than 24 hours. */
    SERVICE_TOO_LONG(422),
    /** There are fewer pieces of evidence than the item asks for, or more than ten. */
    EVIDENCE_OUT_OF_LIMITS(422),
    /** The same service is entered already. */
    DUPLICATE_SERVICE_RECORD(409),
    /** The record is void. */
    SERVICE_RECORD_VOIDED(409),
    /** The resident has said something else to this record already. */
    SERVICE_RECORD_ANSWERED(409),
    /** A dispute needs a reason, and a confirmation has none. */
    DISPUTE_NEEDS_REASON(422),

    /** The draft was not validated beside the area's other policies yet. */
    POLICY_NOT_VALIDATED(409),
    /** Between the policy and the nearest of its kind there would be days with none. */
    POLICY_LEAVES_GAP(409),
    /** The version named to be superseded is not one that this policy can end: it begins later, or lasts longer. */
    POLICY_NOT_SUPERSEDED(409),
    /** Who is paid by heads, or whether a pool is shared, would change within a year, which is reconciled as a whole. */
    POLICY_SPLITS_YEAR(409),

    /** The fee would cover a service item that basic public health pays for already. */
    ITEM_PAID_TWICE(422),

    /** The contract has no fee that could change. */
    NO_FEE(409),
    /** The payer bears less than what another is to take over. */
    PAYER_BEARS_LESS(422),
    /** A resident's own share may not rise without the resident's consent to it. */
    RESIDENT_SHARE_NEEDS_CONSENT(422),
    /** The policy has no tiers, or is not in force, so no score changes its fees. */
    NO_FEE_TIERS(422),

    // fund claims and staff distributions
    /** The claim is not handed in to the fund yet. */
    CLAIM_NOT_SUBMITTED(409),
    /** The claim is handed in already. */
    CLAIM_SUBMITTED(409),
    /** The payer's month is claimed already. */
    CLAIM_EXISTS(409),
    /** More would have arrived than is outstanding. */
    RECEIPT_ABOVE_CLAIM(422),
    /** A receipt with that reference of the bank stands already. */
    RECEIPT_RECORDED(409),
    /** The receipt was taken back before. */
    RECEIPT_REVERSED(409),
    /** A fund would cut more than is left of the institution's line or outstanding. */
    CUT_ABOVE_CLAIM(422),
    /** The cut was taken back before. */
    CUT_REVERSED(409),
    /** The fund has paid or cut something of the claim, so that it does not go back. */
    CLAIM_ANSWERED(409),
    /** In these months the team has no income to distribute, or more went back than came in. */
    NO_INCOME(422),
    /** Points are given to somebody who was no member of the team in these months. */
    NOT_A_MEMBER(422),
    /** A month of these is distributed already. */
    DISTRIBUTED_ALREADY(409),
    /** The team's months are distributed in order; an earlier one with lines is not. */
    EARLIER_MONTH_UNDISTRIBUTED(409),
    /** No distribution of the institution ends in that month and waits for its batch. */
    NO_DISTRIBUTIONS(409),

    // the ledger
    /** The month is closed in the books. */
    MONTH_CLOSED(409),
    /** The month is not over yet. */
    MONTH_NOT_OVER(422),
    /** An earlier month with transfers is still open. */
    EARLIER_MONTH_OPEN(409),
    /** What is asked for rests on a closed month, and this one is still open. */
    MONTH_STILL_OPEN(409),
    /** The entry was posted or made void before. */
    ENTRY_RESOLVED(409),

    // agreements
    /** The contract was signed on paper: there is no electronic agreement of it. */
    NO_AGREEMENT(404),

    // payments
    /** The payer owes nothing for the contract, or has paid it. */
    NOTHING_DUE(409),
    /** The amount named is not what is due. */
    AMOUNT_NOT_DUE(422),
    /** An order for the contract and payer waits to be paid already. */
    PAYMENT_OPEN(409),
    /** The order is over, can still be paid, or its provider has told nothing of it that does not fit: it ends by itself. */
    PAYMENT_NOT_STUCK(409),
    /** No payment provider of that code is configured. */
    UNKNOWN_PROVIDER(422),
    /** The provider cannot be reached; what was asked for goes on with the same request or by itself. */
    PROVIDER_AWAY(503),
    /** The provider answered, and said no; the settings or the account at the provider need a look. */
    PROVIDER_REFUSED(502),
    /** A notice is not signed by its provider, too old, or unreadable; nothing of it is kept. */
    NOTICE_NOT_GENUINE(400),
    /** A notice names an order or refund that we do not have. */
    NOTICE_UNKNOWN_ORDER(422),
    /** A notice tells of another amount, currency, provider or serial than its order has. */
    NOTICE_MISMATCH(422),
    /** A payment of which no money has come cannot be reversed. */
    PAYMENT_NOT_CONFIRMED(409),
    /** More would go back than was paid and has not gone back yet. */
    REFUND_ABOVE_PAID(422),
    /** The money of a refund has gone back already. */
    REFUND_CONFIRMED(409),
    /** The provider may have a refund in hand: its last word is no refusal. */
    REFUND_UNDER_WAY(409),
    /** The bank's day is before the one on which the refund was decided. */
    REFUND_NOT_DECIDED(422),
    /** More would have arrived from a provider, or been kept by it, than it holds of ours. */
    REMITTANCE_ABOVE_HELD(422),
    /** A refund can go back in another way: its provider has nothing of it, or is there and told nothing that does not fit. */
    REFUND_NOT_STUCK(409),
    /** The proposal to close a refund was confirmed or made void before. */
    REFUND_EXIT_RESOLVED(409),
    /** The provider's remittance was taken back before. */
    REMITTANCE_REVERSED(409),
    /** A day that is not over has no bill yet. */
    BILL_NOT_READY(409);

    private final int status;

    RefusalCode(int status) {
        this.status = status;
    }

    /** The HTTP status a caller gets with this code. */
    public int status() {
        return status;
    }

    /** The code as it is written in answers and files: lower case with underscores, never changed once published. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
