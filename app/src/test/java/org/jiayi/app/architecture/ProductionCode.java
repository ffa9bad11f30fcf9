package org.jiayi.app.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What the rules are checked against: all of ours, and the small classes that break one rule each. */
final class ProductionCode {

    private static final String OURS = "org.jiayi.app";
    private static final String VIOLATIONS = OURS + ".architecture.violations";

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(OURS);
    private static final JavaClasses VIOLATING = new ClassFileImporter().importPackages(VIOLATIONS);

    private ProductionCode() {}

    static JavaClasses production() {
        return PRODUCTION;
    }

    /** What a rule says of the violating classes. */
    static List<String> violationsOf(ArchRule rule) {
        return rule.evaluate(VIOLATING).getFailureReport().getDetails();
    }
}
