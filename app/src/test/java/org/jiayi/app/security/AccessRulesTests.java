package org.jiayi.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/** The table of operations and roles speaks of every operation of the API contract, once, and of no other. */
class AccessRulesTests {

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
        assertThat(AccessRules.refusal(HttpMethod.valueOf(method), PathContainer.parsePath(path)))
                .isEqualTo(code);
    }
}
