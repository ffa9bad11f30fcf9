package org.jiayi.app.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.PersonLocks;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 签约: signs one resident up with a team of the caller's, once per key. */
@Component
public class SignContract {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final PersonLocks locks;
    private final Signings signings;
    private final ContractingPolicies policies;
    private final ContractStore contracts;
    private final ContractCharges charges;
    private final Teams teams;
    private final Clock clock;

    SignContract(
            ShieldedTransactions transactions,
            CommandKeys keys,
            PersonLocks locks,
            Signings signings,
            ContractingPolicies policies,
            ContractStore contracts,
            ContractCharges charges,
            Teams teams,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.signings = signings;
        this.policies = policies;
        this.contracts = contracts;
        this.charges = charges;
        this.teams = teams;
        this.clock = clock;
    }

    /**
     * What to sign.
     *
     * @param firstDay the first day of the term; the policy's where empty
     * @param lastDay the last day of the term, included; the policy's where empty
     */
    public record Command(
            String area,
            UUID residentId,
            String teamNumber,
            ServicePackage servicePackage,
            Optional<LocalDate> firstDay,
            Optional<LocalDate> lastDay,
            Signer signer) {}

    /** Signs; the answer's id is the contract's. Refused for a team out of the caller's reach and by every signing rule. */
    public Mono<CommandKeys.Answer> sign(Command command, String key, Caller caller) {
        return sign(command, command.toString(), key, caller);
    }

    /**
     * The same for who works out a part of the command.
     *
     * @param asked what was asked for, by which a repeated request is known
     */
    Mono<CommandKeys.Answer> sign(Command command, String asked, String key, Caller caller) {
        return transactions.runSmall(() -> teams.requireReach(command.area(), command.teamNumber(), caller.scope())
                .then(Mono.defer(() -> keys.once(
                        command.area(),
                        caller,
                        key,
                        asked,
                        () -> signNow(command, Actor.of(caller).channel(), caller.subject())
                                .map(UUID::toString)))));
    }

    /**
     * Signs inside the caller's shielded transaction. Two who sign one resident go one after the other: meeting in the
     * exclusion's index they would deadlock at times.
     */
    Mono<UUID> signNow(Command command, String channel, String by) {
        Instant now = clock.instant();
        LocalDate today = KnowledgeTime.dayOf(now);
        var recording = new ContractStore.Recording(Optional.empty(), by, now);
        return locks.take(command.area(), command.residentId())
                .then(Mono.defer(() -> policies.inForce(command.area(), today)))
                .flatMap(policy -> payUntil(command, policy, today)
                        .map(payUntil -> request(command, policy, payUntil, channel, now)))
                .flatMap(request -> signings.sign(command.area(), List.of(request), recording))
                .flatMap(decisions ->
                        signings.conclude(command.area(), decisions, recording).thenReturn(decisions))
                .map(decisions -> Refused.orThrow(decisions.get(0)).contractId())
                .onErrorResume(Refused.class, refused -> withHolder(command, refused));
    }

    /** Until when the resident has to pay before the contract begins; empty where it does not wait for that. */
    private Mono<Optional<LocalDate>> payUntil(Command command, ContractingPolicy policy, LocalDate today) {
        if (policy.start() != ContractingPolicy.Start.ON_PAYMENT) {
            return Mono.just(Optional.empty());
        }
        return charges.quote(command.area(), command.servicePackage(), command.residentId(), today)
                .filter(PayerShare::isToBePaidByResident)
                .count()
                .map(shares -> shares == 0 ? Optional.empty() : Optional.of(policy.payUntil(today)));
    }

    private static SigningRequest request(
            Command command, ContractingPolicy policy, Optional<LocalDate> payUntil, String channel, Instant now) {
        LocalDate today = KnowledgeTime.dayOf(now);
        LocalDate firstDay = command.firstDay().orElseGet(() -> policy.firstDay(today, payUntil));
        return new SigningRequest(
                command.residentId(),
                command.teamNumber(),
                command.servicePackage(),
                today,
                firstDay,
                command.lastDay().orElse(policy.lastDay(firstDay)),
                now,
                channel,
                Lineage.SIGNED,
                command.signer(),
                payUntil);
    }

    /** Who is under contract elsewhere is told so, and with whom only so far that the right place can be asked. */
    private Mono<UUID> withHolder(Command command, Refused refused) {
        if (refused.refusal().code() != RefusalCode.OVERLAPPING) {
            return Mono.error(refused);
        }
        return Mono.zip(
                        contracts.knownOf(command.area(), command.residentId()).collectList(),
                        teams.institutionNames(command.area()))
                .flatMap(both -> Mono.error(new Refused(new Refusal(
                        RefusalCode.OVERLAPPING, "/residentId", holder(both.getT1(), both.getT2(), command)))));
    }

    private Map<String, String> holder(List<ContractVersion> held, Map<String, String> names, Command command) {
        LocalDate from = command.firstDay().orElse(LocalDate.now(clock));
        return held.stream()
                .filter(contract -> contract.term().until().isAfter(from))
                .findFirst()
                .map(contract -> Map.of(
                        "holder", masked(names.getOrDefault(contract.institutionCode(), "")),
                        "until", contract.term().lastDay().toString()))
                .orElse(Map.of());
    }

    /** The first two characters of a name; the rest is starred. */
    private static String masked(String name) {
        int shown = Math.min(2, name.length());
        return name.substring(0, shown) + "*".repeat(name.length() - shown);
    }
}
