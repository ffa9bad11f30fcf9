package org.jiayi.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockingRuleTests {

    private static final Set<String> IN_REACTOR =
            Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream");
    private static final Set<String> IN_FUTURES = Set.of("get", "join");

    private static final Set<String> AT_START_ONLY = Set.of(
            "org.jiayi.app.database.DurabilityCheck",
            "org.jiayi.app.database.DataDirectory",
            "org.jiayi.app.demo.DemoCounty");

    static final ArchRule NOBODY_WAITS = noClasses()
            .that(describe("work while requests are served", type -> !AT_START_ONLY.contains(type.getName())))
            .should()
            .accessTargetWhere(describe("wait", BlockingRuleTests::waits))
            .because("a waiting event loop serves nobody; only the main thread may wait, while the application starts");

    private static boolean waits(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return (owner.startsWith("reactor.core.publisher.") && IN_REACTOR.contains(name))
                || (owner.startsWith("java.util.concurrent.") && owner.endsWith("Future") && IN_FUTURES.contains(name))
                || (owner.equals(Thread.class.getName()) && (name.equals("sleep") || name.equals("join")));
    }

    @Test
    void holds() {
        NOBODY_WAITS.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(NOBODY_WAITS))
                .hasSize(5)
                .anyMatch(detail -> detail.contains("Waits.forOne("))
                .anyMatch(detail -> detail.contains("Waits.forTheFirst("))
                .anyMatch(detail -> detail.contains("Waits.forAll("))
                .anyMatch(detail -> detail.contains("Waits.inDisguise("))
                .anyMatch(detail -> detail.contains("Waits.asleep()"));
    }
}
