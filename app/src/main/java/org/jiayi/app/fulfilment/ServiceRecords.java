package org.jiayi.app.fulfilment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.outbox.OutboxEvent;
import org.jiayi.app.resident.PersonLocks;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Enters service records, voids wrong ones, keeps what residents say to them, and shows them with their flags. */
@Component
public class ServiceRecords {

    private final FulfilmentStore store;
    private final ServicePlans plans;
    private final Outbox outbox;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final PersonLocks locks;
    private final Clock clock;

    ServiceRecords(
            FulfilmentStore store,
            ServicePlans plans,
            Outbox outbox,
            ShieldedTransactions transactions,
            CommandKeys keys,
            PersonLocks locks,
            Clock clock) {
        this.store = store;
        this.plans = plans;
        this.outbox = outbox;
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.clock = clock;
    }

    /** A record with what is doubtful about it, and whether it counts. */
    public record Shown(ServiceRecord record, boolean counts, Set<RecordFlag> flags) {}

    /** Enters a record, once per key, whatever has become of its contract since; the answer's id is the record's. */
    public Mono<CommandKeys.Answer> enter(NewRecord record, String key, Caller caller) {
        String digest = ContentDigest.of(record.content()).sm3();
        return transactions.run(() -> keys.once(
                record.area(),
                caller,
                key,
                digest,
                () -> plans.contract(record.area(), record.contractId(), caller)
                        .flatMap(contract -> enterNow(record, contract, caller))));
    }

    /** The contract is read again under the lock of those who end it, which may have waited for one of them. */
    private Mono<String> enterNow(NewRecord record, PlannedContract seen, Caller caller) {
        return lock(seen)
                .then(Mono.defer(() -> plans.contract(record.area(), record.contractId(), caller)))
                .flatMap(contract -> add(record, contract, caller));
    }

    private Mono<Void> lock(PlannedContract contract) {
        return locks.take(contract.area(), contract.residentId());
    }

    private Mono<String> add(NewRecord record, PlannedContract contract, Caller caller) {
        Instant now = clock.instant();
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return Mono.zip(
                        plans.catalogue(contract),
                        store.recordsOf(record.area(), contract.line()).collectList())
                .flatMap(facts -> {
                    ServicePlan plan = ServicePlan.of(facts.getT1().catalogue(), contract);
                    int repeat = Refused.orThrow(RecordRules.decide(record, contract, plan, facts.getT2(), now));
                    return store.add(record, id, contract.residentId(), repeat, caller.subject(), now);
                })
                .then(tell("service.recorded", contract, id, now))
                .thenReturn(id.toString());
    }

    /** Marks a record void, for good. Doing it again changes nothing. */
    public Mono<CommandKeys.Answer> voidRecord(
            String area, UUID recordId, ServiceRecord.VoidReason reason, String key, Caller caller) {
        return change(
                area,
                recordId,
                "void " + recordId + " " + reason,
                key,
                caller,
                contract -> store.addVoiding(area, recordId, reason, caller.subject(), clock.instant())
                        .filter(done -> done)
                        .flatMap(done -> tell("service.voided", contract, recordId, clock.instant())));
    }

    /** Changes what is known of a record, once per key; refused where the caller does not reach its contract. */
    private Mono<CommandKeys.Answer> change(
            String area,
            UUID recordId,
            String content,
            String key,
            Caller caller,
            Function<PlannedContract, Mono<Void>> work) {
        return transactions.run(() -> inReach(area, recordId, caller)
                .then(Mono.defer(() -> keys.once(
                        area,
                        caller,
                        key,
                        ContentDigest.of(content).sm3(),
                        () -> locked(area, recordId, caller).flatMap(work).thenReturn(recordId.toString())))));
    }

    /** Keeps what the resident says to a record. The same answer again changes nothing; another one is refused. */
    public Mono<CommandKeys.Answer> answer(
            String area, UUID recordId, boolean confirmed, Optional<String> reason, String key, Caller caller) {
        return change(
                area,
                recordId,
                "answer " + recordId + " " + confirmed + " " + reason,
                key,
                caller,
                contract -> store.find(area, recordId)
                        .flatMap(record -> answerNow(record, contract, confirmed, reason, caller)));
    }

    private Mono<Void> answerNow(
            ServiceRecord record, PlannedContract contract, boolean confirmed, Optional<String> reason, Caller caller) {
        if (record.voidedFor().isPresent()) {
            return Mono.error(new Refused(RefusalCode.SERVICE_RECORD_VOIDED));
        }
        if (confirmed != reason.isEmpty()) {
            return Mono.error(new Refused(RefusalCode.DISPUTE_NEEDS_REASON));
        }
        return store.addAnswer(record.area(), record.recordId(), confirmed, reason, caller.subject(), clock.instant())
                .flatMap(done -> done
                        ? tell(
                                confirmed ? "service.confirmed" : "service.disputed",
                                contract,
                                record.recordId(),
                                clock.instant())
                        : store.find(record.area(), record.recordId())
                                .filter(kept -> kept.answer()
                                        .filter(answer -> answer.confirmed() == confirmed)
                                        .isPresent())
                                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.SERVICE_RECORD_ANSWERED)))
                                .then());
    }

    /** The contract of that record, which nobody changes until the transaction is over. */
    private Mono<PlannedContract> locked(String area, UUID recordId, Caller caller) {
        return inReach(area, recordId, caller)
                .flatMap(this::lock)
                .then(Mono.defer(() -> inReach(area, recordId, caller)));
    }

    /** The contract of a record that went over whole is the one that it goes on as. */
    private Mono<PlannedContract> inReach(String area, UUID recordId, Caller caller) {
        return store.find(area, recordId)
                .flatMap(record -> store.goesOnAs(area, record.contractId()))
                .flatMap(contractId -> plans.lastKnown(area, contractId, caller))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<Void> tell(String kind, PlannedContract contract, UUID recordId, Instant now) {
        String subject = PublicId.of(PublicId.Kind.SERVICE_RECORD, contract.area(), recordId)
                .toString();
        OutboxEvent event = new OutboxEvent(
                UuidCreator.getTimeOrderedEpoch(),
                kind,
                subject,
                contract.institutionCode(),
                contract.teamNumber(),
                LocalDate.ofInstant(now, ServiceRecord.ZONE));
        return outbox.append(contract.area(), List.of(event), now);
    }

    /** A record with its flags; refused where the caller does not reach its contract. */
    public Mono<Shown> get(String area, UUID recordId, Caller caller) {
        return Mono.defer(() -> inReach(area, recordId, caller))
                .flatMap(this::shown)
                .map(records -> records.stream()
                        .filter(shown -> shown.record().recordId().equals(recordId))
                        .findFirst()
                        .orElseThrow());
    }

    /** All records of a contract with their flags, in order of time, with those of one that went over whole; refused where the caller does not reach it. */
    public Mono<List<Shown>> ofContract(String area, UUID contractId, Caller caller) {
        return plans.lastKnown(area, contractId, caller).flatMap(this::shown);
    }

    private Mono<List<Shown>> shown(PlannedContract contract) {
        return Mono.zip(
                        plans.catalogue(contract),
                        store.recordsOf(contract.area(), contract.line()).collectList(),
                        store.recordsOfPerson(contract.area(), contract.residentId())
                                .filter(ServiceRecord::stands)
                                .collectList(),
                        store.undoneAmong(contract.area(), contract.line()))
                .flatMap(facts -> store.within(contract.area(), stretches(facts.getT2()))
                        .filter(ServiceRecord::stands)
                        .collectList()
                        .map(near -> shown(
                                contract,
                                facts.getT1().catalogue(),
                                facts.getT2(),
                                facts.getT4(),
                                new Near(contract.residentId(), near, facts.getT3()))));
    }

    /** The records around those of a contract: of the same practitioners, and of the same person by whomever. */
    private record Near(UUID residentId, List<ServiceRecord> ofPractitioners, List<ServiceRecord> ofPerson) {

        List<ServiceRecord> to(ServiceRecord record) {
            return Stream.concat(
                            ofPractitioners.stream()
                                    .filter(other -> other.practitionerCode().equals(record.practitionerCode())),
                            ofPerson.stream()
                                    .filter(other -> !other.practitionerCode().equals(record.practitionerCode())))
                    .toList();
        }

        /** The registrations that the person has records under, the contract's among them. */
        Set<UUID> person() {
            return Stream.concat(Stream.of(residentId), ofPerson.stream().map(ServiceRecord::residentId))
                    .collect(Collectors.toSet());
        }
    }

    private static List<FulfilmentStore.Stretch> stretches(List<ServiceRecord> records) {
        return records.stream()
                .map(record -> new FulfilmentStore.Stretch(
                        record.practitionerCode(),
                        record.startedAt().minus(RecordFlags.NEIGHBOURHOOD),
                        record.endedAt().plus(RecordFlags.NEIGHBOURHOOD)))
                .toList();
    }

    private static List<Shown> shown(
            PlannedContract contract,
            ServiceCatalogue catalogue,
            List<ServiceRecord> records,
            Set<UUID> goneOver,
            Near near) {
        Map<String, List<ServiceRecord>> byItem =
                records.stream().collect(Collectors.groupingBy(ServiceRecord::itemCode));
        Set<UUID> counting = new HashSet<>();
        ServicePlan plan = ServicePlan.of(catalogue, contract);
        byItem.forEach((code, theirs) -> plan.find(code)
                .ifPresent(planned -> Counting.of(theirs, planned.item().minimumSpacingDays())
                        .forEach(record -> counting.add(record.recordId()))));
        RecordFlags flags = new RecordFlags(catalogue);
        Set<UUID> person = near.person();
        return records.stream()
                .filter(record ->
                        record.contractId().equals(contract.contractId()) || goneOver.contains(record.contractId()))
                .map(record -> {
                    boolean counts = counting.contains(record.recordId());
                    boolean tooSoon = !counts && plan.find(record.itemCode()).isPresent();
                    return new Shown(
                            record,
                            counts,
                            flags.of(record, contract.term().lastDay(), tooSoon, near.to(record), person));
                })
                .toList();
    }
}
