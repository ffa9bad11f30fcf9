package org.jiayi.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/** The table of operations and roles speaks of every operation of the API contract, once, and of no other. */
class AccessRulesTests {

    private static final Caller NO_ROLE =
            new Caller("n", Set.of(), new Scope("439901", Optional.empty(), Optional.empty(), Optional.empty()));

    @Test
    void every_operation_of_the_contract_has_its_line() {
        List<String> inTheTable = AccessRules.RULES.stream()
                .map(rule -> rule.method() + " " + rule.path())
                .toList();
        List<String> inTheContract = ContractOperations.all().stream()
                .map(ContractOperations.Operation::toString)
                .toList();
        assertThat(inTheTable).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(inTheContract);
    }

    @Test
    void nobody_is_named_twice_and_no_operation_is_nobodys() {
        assertThat(AccessRules.RULES)
                .allSatisfy(rule -> assertThat(rule.roles()).isNotEmpty().doesNotHaveDuplicates());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET     | /api/v1/pooling-areas/439901               | FORBIDDEN
            HEAD    | /api/v1/pooling-areas/439901               | FORBIDDEN
            GET     | /api/v1/pooling-areas/439901/trial-balance | FORBIDDEN
            POST    | /api/v1/contracts                          | FORBIDDEN
            GET     | /api/v1/contracts                          | METHOD_NOT_ALLOWED
            HEAD    | /api/v1/contracts                          | METHOD_NOT_ALLOWED
            DELETE  | /api/v1/pooling-areas/439901               | METHOD_NOT_ALLOWED
            OPTIONS | /api/v1/pooling-areas/439901               | METHOD_NOT_ALLOWED
            GET     | /api/v1/pooling-areas/439901/              | NOT_FOUND
            GET     | /api/v1/pooling-areas                      | NOT_FOUND
            GET     | /                                          | NOT_FOUND
            """)
    void who_is_not_let_through_is_told_why(String method, String path, RefusalCode code) {
        assertThat(refusal(Optional.of(NO_ROLE), method, path)).contains(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET     | /api/v1/pooling-areas/439901
            DELETE  | /api/v1/pooling-areas/439901
            GET     | /
            POST    | /demo/tokens/bureau
            HEAD    | /actuator/health
            GET     | /actuator/env
            POST    | /api/v1/agreements/agr_439901_0/verification
            """)
    void who_bears_no_token_is_told_nothing(String method, String path) {
        assertThat(refusal(Optional.empty(), method, path)).contains(RefusalCode.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /actuator/health
            GET  | /actuator/health/readiness
            GET  | /demo/tokens/bureau
            GET  | /api/v1/agreements/agr_439901_0/verification
            HEAD | /api/v1/agreements/agr_439901_0/verification
            """)
    void some_doors_are_open_to_anybody(String method, String path) {
        assertThat(refusal(Optional.empty(), method, path)).isEmpty();
        assertThat(refusal(Optional.of(NO_ROLE), method, path)).isEmpty();
    }

    @Test
    void a_role_opens_what_the_table_gives_it_and_no_more() {
        Optional<Caller> bureau = Optional.of(new Caller(
                "b", Set.of(Role.BUREAU), new Scope("439901", Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(refusal(bureau, "GET", "/api/v1/residents/res_439901_0/contract-status"))
                .isEmpty();
        assertThat(refusal(bureau, "HEAD", "/api/v1/residents/res_439901_0/contract-status"))
                .isEmpty();
        assertThat(refusal(bureau, "GET", "/api/v1/my/contract")).contains(RefusalCode.FORBIDDEN);
    }

    /** A doctor's own contract is reached by their token as a resident, which is not in the service. */
    @Test
    void who_is_a_resident_too_acts_as_one() {
        Optional<Caller> both = Optional.of(new Caller(
                "d",
                Set.of(Role.TEAM, Role.RESIDENT),
                new Scope("439901", Optional.empty(), Optional.of("T001"), Optional.of(new UUID(0, 1)))));
        assertThat(refusal(both, "POST", "/api/v1/contracts/ctr_439901_0/service-records"))
                .contains(RefusalCode.FORBIDDEN);
        assertThat(refusal(both, "GET", "/api/v1/my/contract")).isEmpty();
    }

    private static Optional<RefusalCode> refusal(Optional<Caller> caller, String method, String path) {
        return AccessRules.refusal(caller, HttpMethod.valueOf(method), PathContainer.parsePath(path));
    }
}
