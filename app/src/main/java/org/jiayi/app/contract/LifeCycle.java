package org.jiayi.app.contract;

import static org.jiayi.app.contract.Act.ACCEPT;
import static org.jiayi.app.contract.Act.AGREE;
import static org.jiayi.app.contract.Act.AMEND;
import static org.jiayi.app.contract.Act.APPLY;
import static org.jiayi.app.contract.Act.CONFIRM;
import static org.jiayi.app.contract.Act.EXPIRE;
import static org.jiayi.app.contract.Act.LAPSE;
import static org.jiayi.app.contract.Act.OFFER;
import static org.jiayi.app.contract.Act.REASSIGN;
import static org.jiayi.app.contract.Act.RECORD_DEATH;
import static org.jiayi.app.contract.Act.REFUSE;
import static org.jiayi.app.contract.Act.RENEW;
import static org.jiayi.app.contract.Act.RESUME;
import static org.jiayi.app.contract.Act.RETRACT;
import static org.jiayi.app.contract.Act.REVOKE_DEATH;
import static org.jiayi.app.contract.Act.SIGN;
import static org.jiayi.app.contract.Act.START;
import static org.jiayi.app.contract.Act.SUSPEND;
import static org.jiayi.app.contract.Act.TERMINATE;
import static org.jiayi.app.contract.Act.TRANSFER;
import static org.jiayi.app.contract.Act.WITHDRAW;
import static org.jiayi.app.contract.Actor.BUREAU;
import static org.jiayi.app.contract.Actor.INSTITUTION;
import static org.jiayi.app.contract.Actor.RESIDENT;
import static org.jiayi.app.contract.Actor.ROUTINE;
import static org.jiayi.app.contract.Actor.TEAM;
import static org.jiayi.app.contract.ContractState.APPLIED;
import static org.jiayi.app.contract.ContractState.AWAITING_PAYMENT;
import static org.jiayi.app.contract.ContractState.ENDED;
import static org.jiayi.app.contract.ContractState.EXPIRED;
import static org.jiayi.app.contract.ContractState.IN_FORCE;
import static org.jiayi.app.contract.ContractState.LAPSED;
import static org.jiayi.app.contract.ContractState.NONE;
import static org.jiayi.app.contract.ContractState.OFFERED;
import static org.jiayi.app.contract.ContractState.REFUSED;
import static org.jiayi.app.contract.ContractState.RETRACTED;
import static org.jiayi.app.contract.ContractState.SUSPENDED;
import static org.jiayi.app.contract.ContractState.UPCOMING;
import static org.jiayi.app.contract.ContractState.WITHDRAWN;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * The life of a contract as one table: what may be done, when, by whom, and where it leads. What a row cannot say (days of
 * notice, windows, capacity) stands with the act itself. {@code app/docs/contract-life-cycle.md} is printed from here.
 */
final class LifeCycle {

    static final List<Transition> TABLE = List.of(
            row(APPLY, of(NONE), of(RESIDENT), of(APPLIED)),
            row(ACCEPT, of(APPLIED), of(TEAM, INSTITUTION), of(AWAITING_PAYMENT, UPCOMING, IN_FORCE)),
            row(REFUSE, of(APPLIED), of(TEAM, INSTITUTION), of(REFUSED)),
            row(RETRACT, of(APPLIED), of(RESIDENT), of(RETRACTED)),
            row(OFFER, of(NONE), of(TEAM, INSTITUTION), of(OFFERED)),
            row(AGREE, of(OFFERED), of(RESIDENT), of(AWAITING_PAYMENT, UPCOMING, IN_FORCE)),
            row(REFUSE, of(OFFERED), of(RESIDENT), of(REFUSED)),
            row(RETRACT, of(OFFERED), of(TEAM, INSTITUTION), of(RETRACTED)),
            row(LAPSE, of(APPLIED, OFFERED), of(ROUTINE), of(LAPSED)),
            row(SIGN, of(NONE), of(TEAM, INSTITUTION), of(AWAITING_PAYMENT, UPCOMING, IN_FORCE)),
            row(START, of(AWAITING_PAYMENT), of(ROUTINE), of(UPCOMING, IN_FORCE)),
            row(LAPSE, of(AWAITING_PAYMENT), of(ROUTINE), of(WITHDRAWN)),
            row(
                    CONFIRM,
                    of(AWAITING_PAYMENT, UPCOMING, IN_FORCE, SUSPENDED),
                    of(RESIDENT),
                    of(AWAITING_PAYMENT, UPCOMING, IN_FORCE, SUSPENDED)),
            row(RENEW, of(IN_FORCE, EXPIRED), of(RESIDENT, TEAM, INSTITUTION, ROUTINE), of(UPCOMING, IN_FORCE)),
            row(TRANSFER, of(IN_FORCE, SUSPENDED), of(RESIDENT, TEAM, INSTITUTION), of(UPCOMING, IN_FORCE)),
            row(AMEND, of(IN_FORCE), of(RESIDENT, TEAM, INSTITUTION), of(UPCOMING, IN_FORCE)),
            row(
                    REASSIGN,
                    of(AWAITING_PAYMENT, UPCOMING, IN_FORCE, SUSPENDED),
                    of(ROUTINE),
                    of(AWAITING_PAYMENT, UPCOMING, IN_FORCE, SUSPENDED)),
            row(SUSPEND, of(IN_FORCE), of(INSTITUTION, ROUTINE), of(SUSPENDED)),
            row(RESUME, of(IN_FORCE, SUSPENDED), of(INSTITUTION, ROUTINE), of(IN_FORCE)),
            row(TERMINATE, of(IN_FORCE, SUSPENDED), of(RESIDENT, TEAM, INSTITUTION, BUREAU), of(ENDED)),
            row(WITHDRAW, of(AWAITING_PAYMENT, UPCOMING, IN_FORCE), of(RESIDENT, TEAM, INSTITUTION), of(WITHDRAWN)),
            row(
                    RECORD_DEATH,
                    of(AWAITING_PAYMENT, UPCOMING, IN_FORCE, SUSPENDED, EXPIRED, ENDED),
                    of(TEAM, INSTITUTION, BUREAU, ROUTINE),
                    of(ENDED, WITHDRAWN)),
            row(
                    REVOKE_DEATH,
                    of(IN_FORCE, SUSPENDED, ENDED, WITHDRAWN),
                    of(BUREAU),
                    of(UPCOMING, IN_FORCE, SUSPENDED, EXPIRED, ENDED)),
            row(EXPIRE, of(IN_FORCE, SUSPENDED), of(ROUTINE), of(EXPIRED)));

    /** One line: from any of these states, by any of these, the act leads to one of those. */
    record Transition(Act act, List<ContractState> from, List<Actor> by, List<ContractState> to) {}

    private LifeCycle() {}

    /** Why the act is not allowed here; empty where it is. Who may never do it is told that first. */
    static Optional<Refusal> refusal(Act act, ContractState state, Actor by) {
        if (TABLE.stream().noneMatch(row -> row.act() == act && row.by().contains(by))) {
            return Optional.of(Refusal.of(RefusalCode.FORBIDDEN));
        }
        boolean allowed = TABLE.stream()
                .anyMatch(row ->
                        row.act() == act && row.by().contains(by) && row.from().contains(state));
        return allowed
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalCode.ILLEGAL_TRANSITION, "", Map.of("state", state.label(), "act", act.label())));
    }

    private static Transition row(Act act, List<ContractState> from, List<Actor> by, List<ContractState> to) {
        return new Transition(act, from, by, to);
    }

    @SafeVarargs
    private static <T> List<T> of(T... values) {
        return List.of(values);
    }
}
