package org.jiayi.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Decision 5: what hangs up on a statement in a transaction can end the transaction of somebody else. */
class CancelRuleTests {

    private static final Set<String> HANG_UP = Set.of(
            "hasElements", "any", "all", "next", "elementAt", "take", "takeUntil", "takeWhile", "timeout", "first");

    static final ArchRule NOBODY_HANGS_UP = noClasses()
            .that(describe(
                    "may work in a transaction",
                    type -> !type.getPackageName().endsWith(".web")
                            && !type.getPackageName().equals("org.jiayi.app.outbox")))
            .should()
            .accessTargetWhere(describe("hang up early", CancelRuleTests::hangsUp))
            .because("a transaction reads its answers to their end; count and compare instead, or ask for one row");

    private static boolean hangsUp(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return (owner.equals("reactor.core.publisher.Flux") && HANG_UP.contains(name))
                || (owner.equals("reactor.core.publisher.Mono") && name.equals("timeout"))
                || (owner.startsWith("org.springframework.r2dbc.core.") && name.equals("first"));
    }

    @Test
    void holds() {
        NOBODY_HANGS_UP.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(NOBODY_HANGS_UP))
                .hasSize(3)
                .anyMatch(detail -> detail.contains("HangsUp.asSoonAsThereIsOne("))
                .anyMatch(detail -> detail.contains("HangsUp.afterTheFirst("))
                .anyMatch(detail -> detail.contains("HangsUp.impatiently("));
    }
}
