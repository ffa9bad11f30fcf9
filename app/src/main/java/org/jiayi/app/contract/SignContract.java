package org.jiayi.app.contract;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.organisation.Teams;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 签约: signs one resident up with a team of the caller's, once per key. */
@Component
public class SignContract {

    /** 签约渠道: what is signed here is signed on a team's phone or at its desk. */
    private static final String CHANNEL = "团队手机";

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final NamedLocks locks;
    private final Signings signings;
    private final Teams teams;
    private final Clock clock;

    SignContract(
            ShieldedTransactions transactions,
            CommandKeys keys,
            NamedLocks locks,
            Signings signings,
            Teams teams,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.signings = signings;
        this.teams = teams;
        this.clock = clock;
    }

    /**
     * What to sign.
     *
     * @param firstDay the first day of the term
     * @param lastDay the last day of the term, included
     */
    public record Command(
            String area,
            UUID residentId,
            String teamNumber,
            ServicePackage servicePackage,
            LocalDate firstDay,
            LocalDate lastDay) {}

    /** Signs; the answer's id is the contract's. Refused for a team out of the caller's reach and by every signing rule. */
    public Mono<CommandKeys.Answer> sign(Command command, String key, Caller caller) {
        return transactions.run(() -> teams.get(command.area(), command.teamNumber(), caller.scope())
                .flatMap(team ->
                        keys.once(command.area(), caller, key, command.toString(), () -> signNow(command, caller))));
    }

    /** Two who sign one resident go one after the other: meeting in the exclusion's index they would deadlock at times. */
    private Mono<String> signNow(Command command, Caller caller) {
        SigningRequest request = new SigningRequest(
                command.residentId(),
                command.teamNumber(),
                command.servicePackage(),
                LocalDate.now(clock),
                command.firstDay(),
                command.lastDay(),
                clock.instant(),
                CHANNEL);
        var recording = new ContractStore.Recording(Optional.empty(), caller.subject(), clock.instant());
        return locks.take("resident:" + command.area() + ":" + command.residentId())
                .then(Mono.defer(() -> signings.sign(command.area(), List.of(request), recording)))
                .map(decisions -> Refused.orThrow(decisions.get(0)).contractId().toString());
    }
}
