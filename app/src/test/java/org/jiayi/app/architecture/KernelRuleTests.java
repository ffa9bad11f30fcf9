package org.jiayi.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class KernelRuleTests {

    static final ArchRule THE_KERNEL_IS_PURE_JAVA = classes()
            .that()
            .resideInAPackage("..kernel..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..kernel..", "org.jspecify.annotations..", "org.springframework.modulith")
            .because("money, days and decisions must be readable and testable without any framework");

    @Test
    void holds() {
        THE_KERNEL_IS_PURE_JAVA.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(THE_KERNEL_IS_PURE_JAVA))
                .isNotEmpty()
                .allMatch(detail -> detail.contains("kernel.ReactsInTheKernel"))
                .anyMatch(detail -> detail.contains("reactor.core.publisher.Mono"));
    }
}
