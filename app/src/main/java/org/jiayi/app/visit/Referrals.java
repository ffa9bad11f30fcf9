package org.jiayi.app.visit;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Registers referrals (转诊) as they are issued, and shows them to who refers and who receives. */
@Component
public class Referrals {

    private final ReferralStore store;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Referrals(ReferralStore store, CommandKeys keys, ShieldedTransactions transactions, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Registers a referral. Refused where another institution than the caller's refers, where the number is taken, and where its
     * days make no sense.
     */
    public Mono<CommandKeys.Answer> register(String area, Referral referral, String key, Caller caller) {
        Referral sound = Refused.orThrow(Referral.checked(referral, LocalDate.now(clock)));
        if (!caller.scope().reachesInstitution(area, sound.fromInstitution())) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.UNKNOWN_INSTITUTION, "/fromInstitutionId")));
        }
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                sound.toString(),
                () -> store.insert(area, List.of(sound), Optional.empty(), caller.subject(), clock.instant())
                        .thenReturn(sound.number())));
    }

    /** The referral of that number, where the scope reaches one of its institutions; refused as unknown otherwise. */
    public Mono<Referral> get(String area, String number, Scope scope) {
        return store.find(area, number)
                .filter(referral -> scope.reachesInstitution(area, referral.fromInstitution())
                        || referral.toInstitution()
                                .map(code -> scope.reachesInstitution(area, code))
                                .orElse(false))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
