package org.jiayi.app.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.DeathRevocation;
import org.jiayi.app.resident.IdentityVault;
import org.jiayi.app.resident.PersonLocks;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * 撤销死亡登记: a resident who was recorded as dead lives. The register is told, the contracts that the death ended or undid go on as
 * they were, and what was given back for it is charged again, in one transaction. What cannot go on stays as it is, and is told.
 */
@Component
public class RevokeDeath {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final PersonLocks locks;
    private final Residents residents;
    private final IdentityVault vault;
    private final ContractStore contracts;
    private final ReinstatementStore reinstatements;
    private final ContractingPolicies policies;
    private final ContractEvents events;
    private final ContractCharges charges;
    private final Clock clock;

    RevokeDeath(
            ShieldedTransactions transactions,
            CommandKeys keys,
            PersonLocks locks,
            Residents residents,
            IdentityVault vault,
            ContractStore contracts,
            ReinstatementStore reinstatements,
            ContractingPolicies policies,
            ContractEvents events,
            ContractCharges charges,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.residents = residents;
        this.vault = vault;
        this.contracts = contracts;
        this.reinstatements = reinstatements;
        this.policies = policies;
        this.events = events;
        this.charges = charges;
        this.clock = clock;
    }

    /** Revokes the death once per key; the answer's id is the resident's. Refused where no death is known. */
    public Mono<CommandKeys.Answer> revoke(
            String area, UUID residentId, DeathRevocation revocation, String key, Caller caller) {
        String content = vault.rowDigest("death revocation|" + residentId + "|" + revocation.content());
        return transactions.run(
                () -> keys.once(area, caller, key, content, () -> revokeNow(area, residentId, revocation, caller)));
    }

    private Mono<String> revokeNow(String area, UUID residentId, DeathRevocation revocation, Caller caller) {
        if (!ChangeContract.isOverAll(caller, area)) {
            return Mono.error(new Refused(RefusalCode.NOT_FOUND));
        }
        Instant now = clock.instant();
        return residents
                .requireKnown(area, residentId)
                .then(Mono.defer(() -> locks.take(area, residentId)))
                .then(Mono.defer(() -> residents.revokeDeath(area, residentId, revocation, now, caller.subject())))
                .then(Mono.defer(() -> decided(area, residentId, revocation.basis(), now)))
                .flatMap(decided -> reinstate(area, decided, caller.subject(), now))
                .thenReturn(residentId.toString());
    }

    /** What becomes of a contract that the death ended or undid. */
    private record Decided(EndedByDeath ended, Decision<Consequence> decision) {

        private Optional<Consequence> consequence() {
            return decision.fold(refusal -> Optional.empty(), Optional::of);
        }

        private Stream<ContractVersion> goesOn() {
            return consequence().flatMap(Consequence::next).stream();
        }

        private Stream<Left> left() {
            UUID contractId = ended.latest().contractId();
            return decision.fold(refusal -> Stream.of(new Left(contractId, refusal)), consequence -> Stream.empty());
        }
    }

    /** A contract that stays ended or undone, and why. */
    public record Left(UUID contractId, Refusal why) {}

    /** The contracts of the person that a death ended or undid and that do not go on although none is known any more. */
    public Flux<Left> left(String area, UUID residentId) {
        return decided(area, residentId, "", clock.instant())
                .flatMapIterable(
                        decided -> decided.stream().flatMap(Decided::left).toList());
    }

    private Mono<List<Decided>> decided(String area, UUID residentId, String basis, Instant now) {
        LocalDate today = KnowledgeTime.dayOf(now);
        return Mono.zip(
                        reinstatements.endedByDeath(area, residentId).collectList(),
                        contracts
                                .placesOf(area, List.of(residentId))
                                .filter(HeldContract::isKnownNow)
                                .collectList(),
                        policies.inForce(area, today))
                .map(facts -> {
                    List<Term> goOn = new ArrayList<>();
                    List<Decided> decided = new ArrayList<>();
                    for (EndedByDeath ended : facts.getT1()) {
                        List<Term> taken = new ArrayList<>(goOn);
                        facts.getT2().stream()
                                .filter(held ->
                                        !held.contractId().equals(ended.latest().contractId()))
                                .forEach(held -> taken.add(held.term()));
                        var dossier = new Dossier(ended.latest(), facts.getT3(), Actor.BUREAU, today, now);
                        var one = new Decided(
                                ended, ContractCommand.decide(new Reinstate(ended.before(), taken, basis), dossier));
                        one.goesOn().forEach(next -> goOn.add(next.term()));
                        decided.add(one);
                    }
                    return decided;
                });
    }

    private Mono<Void> reinstate(String area, List<Decided> decided, String by, Instant now) {
        LocalDate today = KnowledgeTime.dayOf(now);
        var recording = new ContractStore.Recording(Optional.empty(), by, now);
        List<Reinstatement> next = decided.stream()
                .flatMap(one -> one.goesOn().map(version -> Reinstatement.of(one.ended(), version)))
                .toList();
        List<ContractEvent> happened = decided.stream()
                .flatMap(one -> one.consequence().flatMap(Consequence::event).stream())
                .toList();
        List<ContractCharges.Reinstated> charged = decided.stream()
                .flatMap(Decided::goesOn)
                .map(ContractCharges.Reinstated::of)
                .toList();
        return reinstatements
                .reinstate(area, next, recording)
                .then(Mono.defer(() -> events.record(area, happened, today, recording)))
                .then(Mono.defer(() -> charges.chargeAgain(area, charged, today, by)));
    }
}
