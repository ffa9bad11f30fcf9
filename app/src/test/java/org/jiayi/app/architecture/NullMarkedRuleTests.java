package org.jiayi.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class NullMarkedRuleTests {

    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .should(new ArchCondition<>("be in a package whose package-info says @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    events.add(new SimpleConditionEvent(
                            type,
                            type.getPackage().isAnnotatedWith(NullMarked.class),
                            type.getName() + " is in a package without @NullMarked"));
                }
            })
            .because(
                    "NullAway sees only what is marked, and a package without a front page tells nobody what it is for");

    @Test
    void holds() {
        EVERY_PACKAGE_IS_NULL_MARKED.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(EVERY_PACKAGE_IS_NULL_MARKED))
                .anyMatch(detail -> detail.contains("violations.persistence.SomeStore"));
    }
}
