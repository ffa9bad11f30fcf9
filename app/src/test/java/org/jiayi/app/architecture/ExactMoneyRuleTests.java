package org.jiayi.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExactMoneyRuleTests {

    static final ArchRule NO_FLOATING_POINT = noClasses()
            .should(haveFloatingPointMembers())
            .because("a fen lost to binary fractions is found by an auditor; use Money or Fraction");

    private static final Set<String> FLOATING = Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    private static ArchCondition<JavaClass> haveFloatingPointMembers() {
        return new ArchCondition<>("have fields, parameters or results of type double or float") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMembers().stream()
                        .filter(member -> types(member).anyMatch(ExactMoneyRuleTests::isFloating))
                        .forEach(member -> events.add(SimpleConditionEvent.satisfied(member, member.getDescription())));
            }
        };
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
        }
        return Stream.of(((JavaField) member).getType());
    }

    private static boolean isFloating(JavaType type) {
        return type.getAllInvolvedRawTypes().stream()
                .anyMatch(raw -> FLOATING.contains(raw.getBaseComponentType().getName()));
    }

    @Test
    void holds() {
        NO_FLOATING_POINT.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(NO_FLOATING_POINT))
                .hasSize(4)
                .anyMatch(detail -> detail.contains("CountsInBinaryFractions.price"))
                .anyMatch(detail -> detail.contains("CountsInBinaryFractions.discounted(double)"))
                .anyMatch(detail -> detail.contains("CountsInBinaryFractions.rates()"))
                .anyMatch(detail -> detail.contains("CountsInBinaryFractions.sum([F)"));
    }
}
