package org.jiayi.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.jiayi.app.database.ShieldedTransactions;
import org.junit.jupiter.api.Test;

class TransactionRuleTests {

    static final ArchRule ONE_DOOR_TO_A_TRANSACTION = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ShieldedTransactions.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.transaction..")
            .orShould()
            .callMethodWhere(describe(
                    "begin a transaction by hand",
                    call -> call.getTarget().getName().equals("beginTransaction")
                            || call.getTarget().getName().equals("setAutoCommit")))
            .because("a caller who hangs up breaks the transactions of others; use ShieldedTransactions");

    @Test
    void holds() {
        ONE_DOOR_TO_A_TRANSACTION.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(ONE_DOOR_TO_A_TRANSACTION))
                .anyMatch(detail -> detail.contains("OpensItsOwnTransaction.annotated()"))
                .anyMatch(detail -> detail.contains("OpensItsOwnTransaction.operated("))
                .anyMatch(detail -> detail.contains("OpensItsOwnTransaction.byHand("))
                .allMatch(detail -> detail.contains("OpensItsOwnTransaction"));
    }
}
