package org.jiayi.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.jiayi.app.JiayiApplication;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Modules use each other's front doors only, in one direction, and only those that their front page allows. */
class ModularityTests {

    private static final String VIOLATING_MODULES = "org.jiayi.app.architecture.violations.modules";

    @Test
    void holds() {
        ApplicationModules.of(JiayiApplication.class).verify();
    }

    @Test
    void bites() {
        var modules = ApplicationModules.of(VIOLATING_MODULES, location -> true);
        assertThat(modules.detectViolations().getMessages())
                .anyMatch(message -> message.contains("ReachesIntoAnotherModule") && message.contains("counting"));
    }
}
