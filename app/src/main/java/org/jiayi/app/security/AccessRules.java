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
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which role may do which operation. An operation that is not in this table is nobody's. */
final class AccessRules {

    static final List<Rule> RULES = List.of(
            allow(PUT, "/api/v1/pooling-areas/{area}", ADMINISTRATOR),
            allow(GET, "/api/v1/pooling-areas/{area}", Role.values()),
            allow(GET, "/api/v1/pooling-areas/{area}/policies", ADMINISTRATOR, BUREAU, COMMISSION, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/policies", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/policies/{policyId}/publication", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/coverage", COMMISSION, BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/trial-balance", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/imports/{kind}", ADMINISTRATOR),
            allow(GET, "/api/v1/pooling-areas/{area}/imports", ADMINISTRATOR),
            allow(GET, "/api/v1/imports/{importId}", ADMINISTRATOR),
            allow(GET, "/api/v1/imports/{importId}/progress", ADMINISTRATOR),
            allow(GET, "/api/v1/imports/{importId}/refused-rows", ADMINISTRATOR),
            allow(POST, "/api/v1/contracts", TEAM, INSTITUTION),
            allow(GET, "/api/v1/contracts/{contractId}", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(GET, "/api/v1/contracts/{contractId}/history", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/renewal", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/transfer", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/amendment", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/termination", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/withdrawal", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/suspension", INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/resumption", INSTITUTION),
            allow(POST, "/api/v1/contracts/{contractId}/confirmation", RESIDENT),
            allow(GET, "/api/v1/residents/{residentId}/contracts", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(GET, "/api/v1/residents/{residentId}/contract-status", BUREAU),
            allow(GET, "/api/v1/residents/{residentId}/contract-quote", RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/death", TEAM, INSTITUTION, BUREAU),
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
            allow(POST, "/api/v1/reassignments/{reassignmentId}/cancellation", ADMINISTRATOR, BUREAU),
            allow(POST, "/api/v1/phone-outbox", RESIDENT, TEAM, INSTITUTION),
            allow(GET, "/api/v1/my/contract", RESIDENT),
            allow(GET, "/api/v1/pooling-areas/{area}/teams", TEAM, INSTITUTION, BUREAU, COMMISSION),
            allow(GET, "/api/v1/teams/{teamId}/residents", TEAM, INSTITUTION),
            allow(GET, "/api/v1/pooling-areas/{area}/settlement-batches", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/settlement-batches", BUREAU),
            allow(GET, "/api/v1/settlement-batches/{batchId}", BUREAU, INSTITUTION),
            allow(POST, "/api/v1/settlement-batches/{batchId}/confirmation", BUREAU),
            allow(POST, "/api/v1/settlement-batches/{batchId}/approval", BUREAU),
            allow(GET, "/api/v1/settlement-batches/{batchId}/lines", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/person-months", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-batches/{batchId}/manifest", BUREAU, INSTITUTION),
            allow(GET, "/api/v1/settlement-files/{fileId}", BUREAU, INSTITUTION),
            // the registries: institutions, practitioners and teams over time
            allow(GET, "/api/v1/pooling-areas/{area}/institutions", ADMINISTRATOR, INSTITUTION, BUREAU, COMMISSION),
            allow(GET, "/api/v1/institutions/{institutionId}", ADMINISTRATOR, INSTITUTION, BUREAU, COMMISSION),
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
            allow(GET, "/api/v1/teams/{teamId}", ADMINISTRATOR, TEAM, INSTITUTION, BUREAU, COMMISSION),
            allow(POST, "/api/v1/teams/{teamId}/members", ADMINISTRATOR, INSTITUTION),
            allow(POST, "/api/v1/teams/{teamId}/members/{membershipId}/end", ADMINISTRATOR, INSTITUTION),
            allow(PUT, "/api/v1/teams/{teamId}/capacity", ADMINISTRATOR, INSTITUTION),
            // the registries: residents over time
            allow(POST, "/api/v1/pooling-areas/{area}/residents", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/pooling-areas/{area}/resident-lookups", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(GET, "/api/v1/residents/{residentId}", ADMINISTRATOR, RESIDENT, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/documents", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/circumstances", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/households", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/guardians", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/guardians/{guardianId}/end", ADMINISTRATOR, TEAM, INSTITUTION),
            allow(POST, "/api/v1/residents/{residentId}/incapacity", ADMINISTRATOR, TEAM, INSTITUTION),
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

            // payments
            allow(GET, "/api/v1/contracts/{contractId}/payments", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/contracts/{contractId}/payments", RESIDENT, TEAM, INSTITUTION),
            allow(GET, "/api/v1/payments/{paymentId}", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allow(POST, "/api/v1/payments/{paymentId}/reversal", INSTITUTION, BUREAU),
            allowAnybody(POST, "/api/v1/payment-notices/{provider}"),
            allow(GET, "/api/v1/pooling-areas/{area}/payment-bills", BUREAU),
            allow(POST, "/api/v1/pooling-areas/{area}/payment-bills", BUREAU),
            allow(GET, "/api/v1/payment-bills/{billId}", BUREAU),
            allow(GET, "/api/v1/payment-bills/{billId}/lines", BUREAU),
            allow(GET, "/api/v1/pooling-areas/{area}/payment-anomalies", BUREAU),

            // services: agreements
            allow(GET, "/api/v1/contracts/{contractId}/agreement", RESIDENT, TEAM, INSTITUTION, BUREAU),
            allowAnybody(GET, "/api/v1/agreements/{agreementId}/verification"));

    /**
     * One line of the table.
     *
     * @param open whether not even a token is needed
     */
    record Rule(HttpMethod method, String path, List<Role> roles, boolean open) {

        String[] authorities() {
            return roles.stream().map(Role::code).toArray(String[]::new);
        }

        /** The line's method; with GET goes HEAD, which tells of the same thing. */
        List<HttpMethod> methods() {
            return method.equals(GET) ? List.of(GET, HEAD) : List.of(method);
        }

        private boolean isAt(PathContainer address) {
            return PathPatternParser.defaultInstance.parse(path).matches(address);
        }
    }

    private AccessRules() {}

    /** What somebody is told whom the table does not let through: only where there is something, that it is not theirs. */
    static RefusalCode refusal(HttpMethod method, PathContainer address) {
        List<Rule> here = RULES.stream().filter(rule -> rule.isAt(address)).toList();
        if (here.isEmpty()) {
            return RefusalCode.NOT_FOUND;
        }
        return here.stream().anyMatch(rule -> rule.methods().contains(method))
                ? RefusalCode.FORBIDDEN
                : RefusalCode.METHOD_NOT_ALLOWED;
    }

    private static Rule allow(HttpMethod method, String path, Role... roles) {
        return new Rule(method, path, List.of(roles), false);
    }

    private static Rule allowAnybody(HttpMethod method, String path) {
        return new Rule(method, path, List.of(Role.values()), true);
    }
}
