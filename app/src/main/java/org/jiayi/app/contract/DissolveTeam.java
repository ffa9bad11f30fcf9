package org.jiayi.app.contract;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.organisation.Teams;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 撤销团队: a team goes only when it holds no contract after its last day, and none can be signed with it meanwhile. */
@Component
public class DissolveTeam {

    private final ShieldedTransactions transactions;
    private final Teams teams;
    private final ContractStore contracts;
    private final CommandKeys keys;
    private final Clock clock;

    DissolveTeam(
            ShieldedTransactions transactions, CommandKeys keys, Teams teams, ContractStore contracts, Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.teams = teams;
        this.contracts = contracts;
        this.clock = clock;
    }

    /** Dissolves a team in the caller's reach after that day, once per key. */
    public Mono<CommandKeys.Answer> dissolve(
            String area, String teamNumber, LocalDate lastDay, String key, Caller caller) {
        return transactions.run(() -> teams.get(area, teamNumber, caller.scope())
                .then(Mono.defer(() -> keys.once(
                        area,
                        caller,
                        key,
                        "dissolve " + teamNumber + " " + lastDay,
                        () -> dissolveNow(area, teamNumber, lastDay, caller).thenReturn(teamNumber)))));
    }

    private Mono<Void> dissolveNow(String area, String teamNumber, LocalDate lastDay, Caller caller) {
        return teams.lock(area, List.of(teamNumber), lastDay)
                .then(Mono.defer(() -> contracts
                        .heldByTeams(area, List.of(teamNumber))
                        .filter(contract -> contract.term().lastDay().isAfter(lastDay))
                        .count()))
                .flatMap(held -> held > 0
                        ? Mono.error(new Refused(RefusalCode.TEAM_HAS_CONTRACTS))
                        : teams.dissolve(area, teamNumber, lastDay, caller.subject(), clock.instant()));
    }
}
