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
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.resident.PersonLocks;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Acts upon contracts that exist: find, decide, carry out, once per key. */
@Component
public class ChangeContract {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final PersonLocks locks;
    private final ContractStore contracts;
    private final ReinstatementStore reinstatements;
    private final ContractingPolicies policies;
    private final ContractAccess access;
    private final ContractActs acts;
    private final Residents residents;
    private final Clock clock;

    ChangeContract(
            ShieldedTransactions transactions,
            CommandKeys keys,
            PersonLocks locks,
            ContractStore contracts,
            ReinstatementStore reinstatements,
            ContractingPolicies policies,
            ContractAccess access,
            ContractActs acts,
            Residents residents,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.contracts = contracts;
        this.reinstatements = reinstatements;
        this.policies = policies;
        this.access = access;
        this.acts = acts;
        this.residents = residents;
        this.clock = clock;
    }

    /**
     * Which contract, and which version of it the caller has seen.
     *
     * @param version refused with {@code precondition_failed} where it is not the latest any more
     */
    public record Seen(String area, UUID contractId, int version) {}

    /** Acts upon a contract in the caller's reach; the answer's id is the contract that goes on. */
    public Mono<CommandKeys.Answer> change(Seen seen, ContractCommand command, String key, Caller caller) {
        return transactions.runSmall(() ->
                keys.once(seen.area(), caller, key, seen + " " + command, () -> changeNow(seen, command, caller)));
    }

    /** The same, inside the caller's transaction. */
    Mono<String> changeNow(Seen seen, ContractCommand command, Caller caller) {
        Instant now = clock.instant();
        LocalDate today = KnowledgeTime.dayOf(now);
        return latest(seen, caller, today)
                .flatMap(contract -> locks.take(seen.area(), contract.residentId()))
                .then(Mono.defer(() -> latest(seen, caller, today)))
                .filter(contract -> contract.version() == seen.version())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.PRECONDITION_FAILED)))
                .filterWhen(contract -> mayEnd(command, contract, today))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.CONTRACT_GOES_ON)))
                .flatMap(contract -> access.requireOwnHand(caller, seen.area(), command.guardian())
                        .thenReturn(contract))
                .zipWith(policies.inForce(seen.area(), today))
                .map(both -> new Dossier(both.getT1(), both.getT2(), Actor.of(caller), today, now))
                .flatMap(dossier ->
                        acts.carryOutWhole(seen.area(), List.of(accepted(command, dossier)), recording(caller, now)))
                .map(ids -> ids.get(0).toString());
    }

    /** What another contract goes on from has been ended for it: that one is ended or withdrawn, and this only after it is withdrawn. */
    private Mono<Boolean> mayEnd(ContractCommand command, ContractVersion contract, LocalDate today) {
        return command.act().endsTheContract() && contract.term().until().isAfter(today)
                ? contracts
                        .goingOn(contract.area(), List.of(contract.contractId()))
                        .count()
                        .map(goingOn -> goingOn == 0)
                : Mono.just(true);
    }

    private Mono<ContractVersion> latest(Seen seen, Caller caller, LocalDate today) {
        return contracts
                .findLatest(seen.area(), seen.contractId())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(contract -> access.requireReach(
                                caller,
                                contract.area(),
                                contract.institutionCode(),
                                contract.teamNumber(),
                                contract.residentId(),
                                today)
                        .thenReturn(contract));
    }

    /**
     * 登记死亡: tells the register, and ends or undoes the contracts that the death concerns; the answer's id is the
     * resident's. One who has no contract in the caller's reach is unknown to a team or an institution. Refused with {@code
     * death_has_ended_contracts} where the death was recorded with a day before that one and took days of a contract until then.
     */
    public Mono<CommandKeys.Answer> recordDeath(
            String area, UUID residentId, LocalDate diedOn, Optional<String> note, String key, Caller caller) {
        String content = "death " + residentId + " " + diedOn + " " + note;
        return transactions.run(() ->
                keys.once(area, caller, key, content, () -> recordDeathNow(area, residentId, diedOn, note, caller)));
    }

    private Mono<String> recordDeathNow(
            String area, UUID residentId, LocalDate diedOn, Optional<String> note, Caller caller) {
        Instant now = clock.instant();
        LocalDate today = KnowledgeTime.dayOf(now);
        if (diedOn.isAfter(today)) {
            return Mono.error(new Refused(RefusalCode.IN_THE_FUTURE));
        }
        RecordDeath death = new RecordDeath(diedOn, note);
        return residents
                .requireKnown(area, residentId)
                .then(Mono.defer(() -> locks.take(area, residentId)))
                .then(Mono.defer(() -> requireKnownTo(caller, area, residentId)))
                .then(Mono.defer(() -> requireBorn(area, residentId, diedOn)))
                .then(Mono.defer(() -> requireNothingTaken(area, residentId, diedOn)))
                .then(Mono.defer(() -> residents.recordDeaths(area, Map.of(residentId, diedOn), now, caller.subject())))
                .then(Mono.defer(() -> Mono.zip(
                        contracts
                                .knownOf(area, residentId)
                                .filter(death::concerns)
                                .collectList(),
                        policies.inForce(area, today))))
                .flatMap(both -> {
                    List<ContractActs.Accepted> accepted = both.getT1().stream()
                            .map(contract -> new Dossier(contract, both.getT2(), Actor.of(caller), today, now))
                            .map(dossier -> accepted(death, dossier))
                            .toList();
                    return acts.carryOutWhole(area, accepted, recording(caller, now));
                })
                .thenReturn(residentId.toString());
    }

    private Mono<Void> requireKnownTo(Caller caller, String area, UUID residentId) {
        return contracts
                .knownOf(area, residentId)
                .filter(contract -> caller.scope()
                        .reachesResident(area, contract.institutionCode(), contract.teamNumber(), residentId))
                .count()
                .filter(known -> known > 0 || isOverAll(caller, area))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .then();
    }

    private Mono<Void> requireBorn(String area, UUID residentId, LocalDate diedOn) {
        return residents
                .standings(area, List.of(residentId), diedOn)
                .flatMapIterable(Map::values)
                .filter(standing -> diedOn.isBefore(standing.birthDate()))
                .flatMap(unborn -> Mono.<Void>error(new Refused(RefusalCode.DEATH_BEFORE_BIRTH)))
                .then();
    }

    /**
     * An earlier day of death may be corrected by anybody who records deaths: it takes more days of the contracts. Days that were
     * taken come back by a revocation only (撤销死亡登记), decided by who pays; then the right day is recorded.
     */
    private Mono<Void> requireNothingTaken(String area, UUID residentId, LocalDate diedOn) {
        return residents
                .deathsOfPerson(area, residentId)
                .filter(known -> known.values().stream().anyMatch(day -> !day.equals(diedOn)))
                .flatMapMany(known -> reinstatements.endedByDeath(area, residentId))
                .filter(ended -> ended.hasTaken(diedOn))
                .flatMap(ended -> Mono.<Void>error(new Refused(RefusalCode.DEATH_HAS_ENDED_CONTRACTS)))
                .then();
    }

    /** Whoever is tied to no institution may record any death of the area. */
    static boolean isOverAll(Caller caller, String area) {
        return caller.scope().institution().isEmpty() && caller.scope().reachesInstitution(area, "");
    }

    private static ContractActs.Accepted accepted(ContractCommand command, Dossier dossier) {
        return new ContractActs.Accepted(dossier, Refused.orThrow(ContractCommand.decide(command, dossier)));
    }

    private static ContractStore.Recording recording(Caller caller, Instant now) {
        return new ContractStore.Recording(Optional.empty(), caller.subject(), now);
    }
}
