package org.jiayi.app.organisation;

import java.util.List;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.DatedFacts;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Days;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What teams are called on days on which they are not called as their file says. */
@Component
public class TeamNames {

    private static final DatedFacts.Table NAMES =
            new DatedFacts.Table("organisation_team_name", List.of("team_number"), List.of("name"));

    private final Teams teams;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final DatedFacts facts;

    TeamNames(Teams teams, ShieldedTransactions transactions, CommandKeys keys, DatedFacts facts) {
        this.teams = teams;
        this.transactions = transactions;
        this.keys = keys;
        this.facts = facts;
    }

    /** Records what the team is called on those days (团队更名), once per key. */
    public Mono<CommandKeys.Answer> rename(
            String area, String number, String name, Days days, String key, Caller caller) {
        if (name.isEmpty()) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.EMPTY_NAME, "/name")));
        }
        String content = String.join("|", "name", number, name, days.toString());
        return transactions.run(() -> teams.get(area, number, days.first(), caller.scope())
                .then(keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> teams.lock(area, List.of(number))
                                .then(Mono.defer(() -> facts.record(
                                        NAMES, area, List.of(number), List.of(name), days, caller.subject())))
                                .thenReturn(number))));
    }
}
