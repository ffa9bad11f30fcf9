package org.jiayi.app.security;

import static org.jiayi.app.kernel.access.Role.ADMINISTRATOR;
import static org.jiayi.app.kernel.access.Role.BUREAU;
import static org.jiayi.app.kernel.access.Role.COMMISSION;
import static org.jiayi.app.kernel.access.Role.INSTITUTION;
import static org.jiayi.app.kernel.access.Role.RESIDENT;
import static org.jiayi.app.kernel.access.Role.TEAM;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.web.AddressTree;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which role may do which operation. An operation that is not in this table is nobody's. */
final class AccessRules {

    static final List<Rule> RULES = List.of(
            allow(PUT, "/api/v1/pooling-areas/{area}", ADMINISTRATOR),
            allow(GET, "/api/v1/pooling-areas/{area}", Role.values()),
            allow(GET, "/api/v1/pooling-areas/{area}/policies", ADMINISTRATOR, BUREAU, COMMISSION, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/policies", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/policy-imports", ADMINISTRATOR, BUREAU),
            allow(GET, "/api/v1/policy-schemas/{policyKind}", ADMINISTRATOR, BUREAU, COMMISSION, INSTITUTION),
            allow(GET, "/api/v1/policies/{policyId}", ADMINISTRATOR, BUREAU, COMMISSION, INSTITUTION),
            allow(GET, "/api/v1/policies/{policyId}/document", ADMINISTRATOR, BUREAU, COMMISSION, INSTITUTION),
            allow(GET, "/api/v1/policies/{policyId}/differences", ADMINISTRATOR, BUREAU, COMMISSION, INSTITUTION),
            allow(POST, "/api/v1/policies/{policyId}/validation", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/policies/{policyId}/publication", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/coverage", COMMISSION, BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/trial-balance", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/money-tie-out", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/ledger-accounts/{account}/transfers", BUREAU),
            allow(GET, "/api/v1/ledger-entries/{entryId}", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/ledger-closings", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/ledger-closings", BUREAU),
            allow(GET, "/api/v1/contracts/{contractId}/fee", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(
                    GET,
                    "/api/v1/contracts/{contractId}/fee-lines/{lineId}/explanation",
                    RESIDENT,
                    TEAM,
                    INSTITUTION,
                    BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/waiver-review", INSTITUTION, BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/ended-waivers", INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/payer-change", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/fee-assessments", BUREAU),
            allow(GET, "/api/v1/fee-assessments/{assessmentId}", BUREAU),
            allow(POST, "/api/v1/policies/{policyId}/fee-trial", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/fee-tie-out", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/fund-claims", BUREAU, COMMISSION),
            allow(POST, "/api/v1/pooling-areas/{area}/fund-claims", BUREAU),
            allow(GET, "/api/v1/fund-claims/{claimId}", BUREAU, COMMISSION),
            allow(POST, "/api/v1/fund-claims/{claimId}/submission", BUREAU),
            allow(POST, "/api/v1/fund-claims/{claimId}/receipts", BUREAU),
            allow(POST, "/api/v1/fund-claims/{claimId}/receipts/{receiptId}/reversal", BUREAU),
            allow(POST, "/api/v1/fund-claims/{claimId}/return", BUREAU),
            allow(POST, "/api/v1/fund-claims/{claimId}/cuts", BUREAU),
            allow(POST, "/api/v1/fund-claims/{claimId}/cuts/{cutId}/reversal", BUREAU),
            allow(GET, "/api/v1/teams/{teamId}/staff-distributions", TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/teams/{teamId}/staff-distributions", INSTITUTION),
            allow(GET, "/api/v1/staff-distributions/{distributionId}", TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/staff-distributions/{distributionId}/voiding", INSTITUTION, BUREAU),
            allow(GET, "/api/v1/institutions/{institutionId}/visits", INSTITUTION, BUREAU),
            allow(GET, "/api/v1/teams/{teamId}/visits", TEAM, INSTITUTION, BUREAU),
            allow(GET, "/api/v1/visits/{visitId}/explanation", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/visits/{visitId}/cancellation", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/referrals", INSTITUTION),
            allow(GET, "/api/v1/referrals/{referralId}", INSTITUTION, BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/year-ends", INSTITUTION, BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/year-ends", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/discarded-year-ends", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/year-end-debts", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/year-end-debts/recoveries", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/year-end-debts/write-offs", BUREAU),
            allow(POST, "/api/v1/year-end-recoveries/{recoveryId}/reversal", BUREAU),
            allow(POST, "/api/v1/year-end-write-offs/{writeOffId}/decision", BUREAU),
            allow(GET, "/api/v1/year-ends/{yearEndId}", INSTITUTION, BUREAU),
            allow(POST, "/api/v1/year-ends/{yearEndId}/discarding", BUREAU),
            allow(GET, "/api/v1/year-ends/{yearEndId}/lines/{payee}/explanation", INSTITUTION, BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/imports/{kind}", ADMINISTRATOR),
            allow(GET, "/api/v1/pooling-areas/{area}/imports", ADMINISTRATOR),
            allow(GET, "/api/v1/imports/{importId}", ADMINISTRATOR),
            allow(GET, "/api/v1/imports/{importId}/refused-rows", ADMINISTRATOR),
            // long jobs: each kind says which of the two may follow it
            allow(GET, "/api/v1/pooling-areas/{area}/jobs", ADMINISTRATOR, BUREAU),
            allow(GET, "/api/v1/jobs/{jobId}", ADMINISTRATOR, BUREAU),
            allow(GET, "/api/v1/jobs/{jobId}/progress", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/jobs/{jobId}/cancellation", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/jobs/{jobId}/retry", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/contracts", TEAM, INSTITUTION),
            allow(GET, "/api/v1/contracts/{contractId}", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(GET, "/api/v1/contracts/{contractId}/history", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/renewal", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/transfer", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/amendment", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/termination", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/change-quote", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/withdrawal", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/suspension", INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/resumption", INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/confirmation", RESIDENT),
            allow(GET, "/api/v1/residents/{residentId}/contracts", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(GET, "/api/v1/residents/{residentId}/contract-status", BUREAU),
            allow(GET, "/api/v1/residents/{residentId}/contract-quote", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/death", TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/residents/{residentId}/death/revocation", BUREAU),
            allow(GET, "/api/v1/my/contracts", RESIDENT),
            allow(POST, "/api/v1/applications", RESIDENT),
            allow(GET, "/api/v1/applications/{applicationId}", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/applications/{applicationId}/acceptance", TEAM, INSTITUTION),
            allow(POST, "/api/v1/applications/{applicationId}/refusal", TEAM, INSTITUTION),
            allow(POST, "/api/v1/applications/{applicationId}/retraction", RESIDENT, TEAM, INSTITUTION),
            allow(GET, "/api/v1/teams/{teamId}/applications", TEAM, INSTITUTION),
            allow(POST, "/api/v1/offers", TEAM, INSTITUTION),
            allow(GET, "/api/v1/offers/{offerCode}", RESIDENT),
            allow(POST, "/api/v1/offers/{offerCode}/agreement", RESIDENT),
            allow(POST, "/api/v1/offers/{offerCode}/refusal", RESIDENT),
            allow(POST, "/api/v1/teams/{teamId}/household-signings", TEAM, INSTITUTION),
            allow(GET, "/api/v1/teams/{teamId}/changes", TEAM, INSTITUTION),
            allow(GET, "/api/v1/teams/{teamId}/reminders", TEAM, INSTITUTION),
            allow(POST, "/api/v1/teams/{teamId}/dissolution", ADMINISTRATOR, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/reassignments", ADMINISTRATOR, BUREAU),
            allow(GET, "/api/v1/reassignments/{reassignmentId}", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/phone-outbox", RESIDENT, TEAM, INSTITUTION),
            allow(GET, "/api/v1/my/contract", RESIDENT),
            allow(GET, "/api/v1/pooling-areas/{area}/teams", TEAM, INSTITUTION, BUREAU, COMMISSION),
            allow(GET, "/api/v1/teams/{teamId}/residents", TEAM, INSTITUTION),
            allow(GET, "/api/v1/pooling-areas/{area}/settlement-batches", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/settlement-batches", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/monthly-runs", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/monthly-runs", BUREAU),
            allow(GET, "/api/v1/monthly-runs/{runId}", BUREAU),
            allow(GET, "/api/v1/settlement-batches/{batchId}", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/settlement-batches/{batchId}/review", BUREAU),
            allow(POST, "/api/v1/settlement-batches/{batchId}/return", BUREAU),
            allow(POST, "/api/v1/settlement-batches/{batchId}/lines/{payeeId}/confirmation", INSTITUTION),
            allow(POST, "/api/v1/settlement-batches/{batchId}/lines/{payeeId}/objections", INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/objections", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/line-objections/{lineObjectionId}/answer", BUREAU),
            allow(GET, "/api/v1/settlement-batches/{batchId}/history", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/settlement-batches/{batchId}/comments", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/settlement-batches/{batchId}/adjustments", BUREAU),
            allow(GET, "/api/v1/settlement-batches/{batchId}/payment-orders", BUREAU, INSTITUTION),
            allow(PUT, "/api/v1/settlement-batches/{batchId}/payment-orders", BUREAU),
            allow(GET, "/api/v1/payment-orders/{orderId}", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/payment-orders/{orderId}/bank-answers", BUREAU),
            allow(POST, "/api/v1/payment-orders/{orderId}/payments/{bankPaymentId}/reversal", BUREAU),
            allow(POST, "/api/v1/settlement-batches/{batchId}/closure", BUREAU),
            allow(POST, "/api/v1/settlement-batches/{batchId}/discarding", BUREAU),
            allow(POST, "/api/v1/settlement-batches/{batchId}/confirmation", BUREAU),
            allow(POST, "/api/v1/settlement-batches/{batchId}/approval", BUREAU),
            allow(GET, "/api/v1/settlement-batches/{batchId}/lines", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/person-months", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/pooling-areas/{area}/missing-settlement-batches", BUREAU, COMMISSION),
            allow(GET, "/api/v1/policies/{policyId}/tariff", BUREAU, INSTITUTION, COMMISSION),
            allow(GET, "/api/v1/policies/{policyId}/tariff/differences", BUREAU, INSTITUTION, COMMISSION),
            allow(POST, "/api/v1/pooling-areas/{area}/capitation-simulations", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/rosters/{rosterMonth}", BUREAU, INSTITUTION),
            allow(PUT, "/api/v1/pooling-areas/{area}/rosters/{rosterMonth}", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/rosters/{rosterMonth}/agreement", INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/rosters/{rosterMonth}/objections", INSTITUTION),
            allow(POST, "/api/v1/objections/{objectionId}/answer", BUREAU),
            allow(GET, "/api/v1/settlement-batches/{batchId}/corrections", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/comparison", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/anomalies", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/lines/{payeeId}/explanation", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/residents/{residentId}/explanation", BUREAU),
            // the registries: institutions, practitioners and teams over time
            allow(GET, "/api/v1/pooling-areas/{area}/institutions", ADMINISTRATOR, INSTITUTION, BUREAU, COMMISSION),
            allow(GET, "/api/v1/institutions/{institutionId}", ADMINISTRATOR, INSTITUTION, BUREAU, COMMISSION),
            allow(POST, "/api/v1/institutions/{institutionId}/particulars", ADMINISTRATOR),
            allow(POST, "/api/v1/institutions/{institutionId}/standings", ADMINISTRATOR),
            allow(POST, "/api/v1/institutions/{institutionId}/alliance-memberships", ADMINISTRATOR),
            allow(GET, "/api/v1/pooling-areas/{area}/alliances", ADMINISTRATOR, INSTITUTION, BUREAU, COMMISSION),
            allow(
                    GET,
                    "/api/v1/pooling-areas/{area}/practitioners",
                    ADMINISTRATOR,
                    TEAM,
                    INSTITUTION,
                    BUREAU,
                    COMMISSION),
            allow(POST, "/api/v1/pooling-areas/{area}/practitioners", ADMINISTRATOR, INSTITUTION),
            allow(POST, "/api/v1/practitioners/{practitionerId}/employments", ADMINISTRATOR, INSTITUTION),
            allow(POST, "/api/v1/practitioners/{practitionerId}/employments/end", ADMINISTRATOR, INSTITUTION),
            allow(GET, "/api/v1/teams/{teamId}", ADMINISTRATOR, TEAM, INSTITUTION, BUREAU, COMMISSION),
            allow(POST, "/api/v1/teams/{teamId}/names", ADMINISTRATOR, INSTITUTION),
            allow(POST, "/api/v1/teams/{teamId}/members", ADMINISTRATOR, INSTITUTION),
            allow(POST, "/api/v1/teams/{teamId}/members/{membershipId}/end", ADMINISTRATOR, INSTITUTION),
            allow(PUT, "/api/v1/teams/{teamId}/capacity", ADMINISTRATOR, INSTITUTION),
            // the registries: residents over time
            allow(POST, "/api/v1/pooling-areas/{area}/residents", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/resident-lookups", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(GET, "/api/v1/residents/{residentId}", ADMINISTRATOR, RESIDENT, TEAM, INSTITUTION),
            allow(GET, "/api/v1/residents/{residentId}/lookups", ADMINISTRATOR, RESIDENT),
            allow(POST, "/api/v1/residents/{residentId}/documents", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/document-withdrawals", ADMINISTRATOR),
            allow(POST, "/api/v1/residents/{residentId}/circumstances", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/households", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/guardians", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/guardians/{guardianId}/end", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/incapacity", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/incapacity/end", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/merge", ADMINISTRATOR),
            allow(POST, "/api/v1/residents/{residentId}/merge-undoing", ADMINISTRATOR),

            // services: events, webhooks
            allow(GET, "/api/v1/pooling-areas/{area}/events", BUREAU, COMMISSION, TEAM, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/webhooks", ADMINISTRATOR, BUREAU, INSTITUTION),
            allow(GET, "/api/v1/pooling-areas/{area}/webhooks", ADMINISTRATOR, BUREAU, INSTITUTION),
            allow(GET, "/api/v1/webhooks/{webhookId}", ADMINISTRATOR, BUREAU, INSTITUTION),
            allow(DELETE, "/api/v1/webhooks/{webhookId}", ADMINISTRATOR, BUREAU, INSTITUTION),
            allow(POST, "/api/v1/webhooks/{webhookId}/secret", ADMINISTRATOR, BUREAU, INSTITUTION),
            allow(GET, "/api/v1/webhooks/{webhookId}/deliveries", ADMINISTRATOR, BUREAU, INSTITUTION),

            // services: fulfilment
            allow(GET, "/api/v1/contracts/{contractId}/service-plan", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(GET, "/api/v1/my/service-plan", RESIDENT),
            allow(GET, "/api/v1/contracts/{contractId}/service-records", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/service-records", TEAM),
            allow(POST, "/api/v1/service-records/{recordId}/voiding", TEAM, INSTITUTION),
            allow(POST, "/api/v1/service-records/{recordId}/confirmation", RESIDENT),
            allow(GET, "/api/v1/teams/{teamId}/fulfilment", TEAM, INSTITUTION, BUREAU, COMMISSION),

            // publication: institutions see their own files, the rest is the bureau's
            allow(GET, "/api/v1/pooling-areas/{area}/statements", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/statements/{statementId}", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/statements/{statementId}/manifest", BUREAU),
            allow(GET, "/api/v1/statements/{statementId}/signatures/{algorithm}", BUREAU),
            allow(GET, "/api/v1/statements/{statementId}/files", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/statements/{statementId}/files/{fileName}", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/statements/{statementId}/links", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/file-links/{linkId}", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/statements/{statementId}/downloads", BUREAU),
            allow(GET, "/api/v1/statements/{statementId}/totals-receipts", BUREAU),
            allow(POST, "/api/v1/statements/{statementId}/totals-receipts", BUREAU),
            allow(POST, "/api/v1/statements/{statementId}/revisions", BUREAU),
            allow(POST, "/api/v1/statements/{statementId}/reconciliations", BUREAU),
            allow(GET, "/api/v1/reconciliations/{reconciliationId}", BUREAU),
            allow(GET, "/api/v1/reconciliations/{reconciliationId}/differences", BUREAU),
            allowAnybody(GET, "/.well-known/jiayi-keys"),
            allowAnybody(GET, "/.well-known/jiayi-keys/{keyId}"),

            // payments
            allow(GET, "/api/v1/contracts/{contractId}/payments", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/payments", RESIDENT, TEAM, INSTITUTION),
            allow(GET, "/api/v1/payments/{paymentId}", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/reversal", INSTITUTION, BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/refunds/{refundId}/bank-refund", BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/refunds/{refundId}/bank-refund/reversal", BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/refunds/{refundId}/exits", BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/refunds/{refundId}/exits/{exitId}/confirmation", BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/refunds/{refundId}/exits/{exitId}/voiding", BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/inquiry", INSTITUTION, BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/closing", BUREAU),
            allowAnybody(POST, "/api/v1/payment-notices/{provider}"),
            allow(GET, "/api/v1/pooling-areas/{area}/payment-bills", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/payment-bills", BUREAU),
            allow(GET, "/api/v1/payment-bills/{billId}", BUREAU),
            allow(GET, "/api/v1/payment-bills/{billId}/lines", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/payment-anomalies", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/provider-remittances", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/provider-remittances", BUREAU),
            allow(GET, "/api/v1/provider-remittances/{remittanceId}", BUREAU),
            allow(POST, "/api/v1/provider-remittances/{remittanceId}/reversal", BUREAU),

            // services: agreements
            allow(GET, "/api/v1/contracts/{contractId}/agreement", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allowAnybody(GET, "/api/v1/agreements/{agreementId}/verification"),

            // documents, each for those who may read what it prints
            allow(GET, "/api/v1/year-ends/{yearEndId}/document", INSTITUTION, BUREAU),
            allow(GET, "/api/v1/fund-claims/{claimId}/document", BUREAU, COMMISSION),
            allow(GET, "/api/v1/staff-distributions/{distributionId}/document", TEAM, INSTITUTION, BUREAU),
            allow(
                    GET,
                    "/api/v1/settlement-batches/{batchId}/lines/{payeeId}/person-months/document",
                    BUREAU,
                    INSTITUTION),
            allow(GET, "/api/v1/pooling-areas/{area}/coverage/document", COMMISSION, BUREAU),
            allow(GET, "/api/v1/contracts/{contractId}/fee/document", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allowAnybody(GET, "/api/v1/verifications/{documentId}"));

    /** What is no operation of the contract, and open to anybody: probes, and in the demo its tokens and paying. */
    private static final Map<HttpMethod, List<PathPattern>> OUTSIDE = Map.of(
            GET, patterns("/actuator/health/**", "/demo/**"),
            POST, patterns("/demo/payments/*"));

    private static final AddressTree<Rule> BY_ADDRESS = new AddressTree<>();

    static {
        RULES.forEach(rule -> BY_ADDRESS.put(rule.path(), rule));
    }

    /**
     * One line of the table.
     *
     * @param open whether not even a token is needed
     */
    record Rule(HttpMethod method, String path, List<Role> roles, boolean open) {

        /** With GET goes HEAD, which tells of the same thing. */
        private boolean speaksOf(HttpMethod asked) {
            return asked.equals(method) || asked.equals(HEAD) && method.equals(GET);
        }
    }

    private AccessRules() {}

    /**
     * What the table says to a request; nothing where it lets it through. The address is looked up once, for the line and for
     * what is said where there is none.
     *
     * @param caller who asks; empty for somebody without a token
     */
    static Optional<RefusalCode> refusal(Optional<Caller> caller, HttpMethod method, PathContainer address) {
        List<Rule> here = BY_ADDRESS.at(address);
        Optional<Rule> line =
                here.stream().filter(rule -> rule.speaksOf(method)).findFirst();
        if (line.isPresent() ? line.get().open() : isOutside(method, address)) {
            return Optional.empty();
        }
        if (caller.isEmpty()) {
            return Optional.of(RefusalCode.UNAUTHENTICATED);
        }
        if (line.isEmpty()) {
            return Optional.of(here.isEmpty() ? RefusalCode.NOT_FOUND : RefusalCode.METHOD_NOT_ALLOWED);
        }
        boolean allowed = line.get().roles().stream().anyMatch(actingRoles(caller.get())::contains);
        return allowed ? Optional.empty() : Optional.of(RefusalCode.FORBIDDEN);
    }

    /** A resident reaches their own affairs wherever they are: who works in the service, too, does so with another token. */
    private static Set<Role> actingRoles(Caller caller) {
        return caller.roles().contains(Role.RESIDENT) ? Set.of(Role.RESIDENT) : caller.roles();
    }

    private static boolean isOutside(HttpMethod method, PathContainer address) {
        return OUTSIDE.getOrDefault(method, List.of()).stream().anyMatch(pattern -> pattern.matches(address));
    }

    private static List<PathPattern> patterns(String... paths) {
        return Stream.of(paths).map(PathPatternParser.defaultInstance::parse).toList();
    }

    private static Rule allow(HttpMethod method, String path, Role... roles) {
        return new Rule(method, path, List.of(roles), false);
    }

    private static Rule allowAnybody(HttpMethod method, String path) {
        return new Rule(method, path, List.of(Role.values()), true);
    }
}
