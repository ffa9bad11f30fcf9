package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a contract: the table, and the page that people read. */
class LifeCycleTests {

    private static final Path PAGE = Path.of("docs", "contract-life-cycle.md");

    @Test
    void the_page_that_people_read_is_the_table() throws IOException {
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf("| 业务"), page.indexOf("\n\n", page.indexOf("| 业务")));
        assertThat(table.strip()).isEqualTo(printed());
    }

    private static String printed() {
        return LifeCycle.TABLE.stream()
                .map(row -> "| " + row.act().label() + " `" + row.act().code() + "` | "
                        + labels(row.from().stream().map(ContractState::label).toList()) + " | "
                        + labels(row.by().stream().map(Actor::label).toList()) + " | "
                        + labels(row.to().stream().map(ContractState::label).toList()) + " |")
                .collect(
                        Collectors.joining("\n", "| 业务 act | 当前状态 from | 由谁办理 by | 办理后 to |\n|---|---|---|---|\n", ""));
    }

    private static String labels(List<String> labels) {
        return String.join("、", labels);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # act      | state     | by          | answer
            TERMINATE  | IN_FORCE  | RESIDENT    | allowed
            TERMINATE  | UPCOMING  | RESIDENT    | illegal_transition
            TERMINATE  | EXPIRED   | TEAM        | illegal_transition
            TERMINATE  | IN_FORCE  | ROUTINE     | forbidden
            CONFIRM    | IN_FORCE  | TEAM        | forbidden
            WITHDRAW   | WITHDRAWN | TEAM        | illegal_transition
            REFUSE     | APPLIED   | RESIDENT    | illegal_transition
            REFUSE     | OFFERED   | RESIDENT    | allowed
            REASSIGN   | UPCOMING  | BUREAU      | forbidden
            RENEW      | ENDED     | TEAM        | illegal_transition
            START      | AWAITING_PAYMENT | ROUTINE  | allowed
            START      | AWAITING_PAYMENT | TEAM     | forbidden
            START      | UPCOMING  | ROUTINE     | illegal_transition
            TERMINATE  | AWAITING_PAYMENT | RESIDENT | illegal_transition
            WITHDRAW   | AWAITING_PAYMENT | RESIDENT | allowed
            REVOKE_DEATH | ENDED    | BUREAU      | allowed
            REVOKE_DEATH | ENDED    | INSTITUTION | forbidden
            REVOKE_DEATH | EXPIRED  | BUREAU      | illegal_transition
            """)
    void who_may_do_what_and_when(Act act, ContractState state, Actor by, String answer) {
        assertThat(LifeCycle.refusal(act, state, by)
                        .map(Refusal::code)
                        .map(code -> code.code())
                        .orElse("allowed"))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @EnumSource(Act.class)
    void every_act_has_a_row(Act act) {
        assertThat(LifeCycle.TABLE).anyMatch(row -> row.act() == act);
    }

    /** Nothing leads out of an end but that a death is none, and every other state is led to by something. */
    @Test
    void every_state_is_reached_and_what_is_over_is_over() {
        List<ContractState> over =
                List.of(ContractState.REFUSED, ContractState.RETRACTED, ContractState.LAPSED, ContractState.WITHDRAWN);
        assertThat(LifeCycle.TABLE)
                .filteredOn(row -> row.from().stream().anyMatch(over::contains))
                .extracting(LifeCycle.Transition::act)
                .containsExactly(Act.REVOKE_DEATH);
        assertThat(Arrays.stream(ContractState.values()).filter(state -> state != ContractState.NONE))
                .allMatch(state ->
                        LifeCycle.TABLE.stream().anyMatch(row -> row.to().contains(state)));
    }
}
