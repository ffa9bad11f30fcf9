package org.jiayi.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class EdgeRuleTests {

    private static final String WEB_OF_A_MODULE = "org.jiayi.app.*..web..";
    private static final String PERSISTENCE_OF_A_MODULE = "org.jiayi.app.*..persistence..";
    private static final String EDGE_TO_HTTP = "org.jiayi.app.web..";
    private static final String GENERATED_FROM_THE_CONTRACT = "org.jiayi.api..";

    static final ArchRule NOBODY_USES_A_MODULES_WEB = noClasses()
            .that()
            .resideOutsideOfPackage(WEB_OF_A_MODULE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WEB_OF_A_MODULE)
            .because("dependencies point inwards: HTTP knows the rules, the rules do not know HTTP");

    static final ArchRule NOBODY_USES_A_MODULES_PERSISTENCE = noClasses()
            .that()
            .resideOutsideOfPackage(PERSISTENCE_OF_A_MODULE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PERSISTENCE_OF_A_MODULE)
            .because("the module says what it needs stored; how it is stored is nobody's business");

    static final ArchRule THE_CONTRACT_STAYS_AT_THE_EDGE = noClasses()
            .that()
            .resideOutsideOfPackages(WEB_OF_A_MODULE, EDGE_TO_HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(GENERATED_FROM_THE_CONTRACT)
            .because("a change of the API's wording must not reach a rule; map it in the module's web package");

    @Test
    void holds() {
        NOBODY_USES_A_MODULES_WEB.check(ProductionCode.production());
        NOBODY_USES_A_MODULES_PERSISTENCE.check(ProductionCode.production());
        THE_CONTRACT_STAYS_AT_THE_EDGE.check(ProductionCode.production());
    }

    @Test
    void bites_a_rule_that_knows_http() {
        assertThat(ProductionCode.violationsOf(NOBODY_USES_A_MODULES_WEB))
                .isNotEmpty()
                .allMatch(detail -> detail.contains("KnowsTheEdges"));
    }

    @Test
    void bites_a_rule_that_knows_sql() {
        assertThat(ProductionCode.violationsOf(NOBODY_USES_A_MODULES_PERSISTENCE))
                .isNotEmpty()
                .allMatch(detail -> detail.contains("KnowsTheEdges"));
    }

    @Test
    void bites_a_rule_that_speaks_the_apis_words() {
        assertThat(ProductionCode.violationsOf(THE_CONTRACT_STAYS_AT_THE_EDGE))
                .isNotEmpty()
                .allMatch(detail -> detail.contains("KnowsTheEdges.answer()"));
    }
}
