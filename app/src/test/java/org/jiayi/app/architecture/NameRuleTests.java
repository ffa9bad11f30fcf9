package org.jiayi.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mapstruct.Mapper;

class NameRuleTests {

    private static final String SAYS_NOTHING = ".*(Util|Utils|Helper|Manager|Impl|Common|Base|DTO|Dto|VO)";

    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .that(describe("are written by us", type -> !isMadeByMapStruct(type)))
            .should()
            .haveNameMatching(SAYS_NOTHING)
            .because("a class is named by the trade's own noun for what it is, or by what it does");

    private static boolean isMadeByMapStruct(JavaClass type) {
        return Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
                .anyMatch(parent -> parent.isAnnotatedWith(Mapper.class));
    }

    @Test
    void holds() {
        NAMES_SAY_WHAT_A_THING_IS.check(ProductionCode.production());
    }

    @Test
    void bites() {
        assertThat(ProductionCode.violationsOf(NAMES_SAY_WHAT_A_THING_IS))
                .hasSize(2)
                .anyMatch(detail -> detail.contains("MoneyUtils"))
                .anyMatch(detail -> detail.contains("ContractDTO"));
    }
}
