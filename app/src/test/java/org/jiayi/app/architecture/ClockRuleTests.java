package org.jiayi.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import org.junit.jupiter.api.Test;

class ClockRuleTests {

    static final ArchRule THE_CLOCK_IS_GIVEN = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.jiayi.app.BusinessClock")
            .should()
            .accessTargetWhere(describe("read the wall clock", ClockRuleTests::readsTheWallClock))
            .because("a run must give the same answer tomorrow; take a Clock or the date itself");

    private static boolean readsTheWallClock(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        String owner = target.getOwner().getName();
        String name = target.getName();
        boolean clockGiven = target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
        return (owner.startsWith("java.time.") && name.equals("now") && !clockGiven)
                || (owner.equals(Clock.class.getName()) && (name.startsWith("system") || name.startsWith("tick")))
                || (owner.equals(System.class.getName()) && name.equals("currentTimeMillis"))
                || (owner.equals(Date.class.getName())
                        && name.equals("<init>")
                        && target.getRawParameterTypes().isEmpty());
    }

    @Test
    void holds() {
        THE_CLOCK_IS_GIVEN.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(THE_CLOCK_IS_GIVEN))
                .hasSize(5)
                .anyMatch(detail -> detail.contains("ReadsTheWallClock.today()"))
                .anyMatch(detail -> detail.contains("ReadsTheWallClock.byReference()"))
                .anyMatch(detail -> detail.contains("ReadsTheWallClock.millis()"))
                .anyMatch(detail -> detail.contains("ReadsTheWallClock.systemClock()"))
                .anyMatch(detail -> detail.contains("ReadsTheWallClock.date()"));
    }
}
