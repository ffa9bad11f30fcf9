package org.jiayi.app.contract;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.resident.Standing;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a day brings without anybody's doing, once per area and day: applications lapse, what outlives its resident ends, what
 * has run out is told of, ends are reminded of, contracts are renewed or suspended where the policy says so, and charged for a
 * year of theirs that begins. Each step can be done again without doing it twice, so a round that is killed is simply followed
 * by another. A step that fails keeps no other from being done, but the day is not over before it is done, too.
 */
@Component
class ContractRoutine extends BackgroundWork {

    /** The basis of a suspension that ends by itself. */
    static final String INSURANCE_GAP = "断保";

    private static final Logger log = LoggerFactory.getLogger(ContractRoutine.class);
    private static final Duration POLL = Duration.ofSeconds(2);

    /** A reminder is a narrow row, so there are more of them at a time than of contracts that are acted upon. */
    private static final int REMINDER_CHUNK_CONTRACTS = 5_000;

    private final RoutineStore store;
    private final ApplicationStore applications;
    private final ContractingPolicies policies;
    private final ContractCharges charges;
    private final Residents residents;
    private final RoutineActs acts;
    private final ContractEvents events;
    private final ApplicationEvents applicationEvents;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    ContractRoutine(
            RoutineStore store,
            ApplicationStore applications,
            ContractingPolicies policies,
            ContractCharges charges,
            Residents residents,
            RoutineActs acts,
            ContractEvents events,
            ApplicationEvents applicationEvents,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.store = store;
        this.applications = applications;
        this.policies = policies;
        this.charges = charges;
        this.residents = residents;
        this.acts = acts;
        this.events = events;
        this.applicationEvents = applicationEvents;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Every area is looked after, whatever fails in another. */
    @Override
    protected Mono<Void> round() {
        LocalDate today = LocalDate.now(clock);
        return store.areasWithout(today)
                .collectList()
                .flatMapIterable(areas -> areas)
                .concatMapDelayError(area -> day(area, today))
                .then();
    }

    /** One of the things that a day brings. */
    private record Step(String name, Mono<Void> work) {}

    private List<Step> steps(String area, LocalDate today, Instant now) {
        Mono<ContractingPolicy> inForce = policies.inForce(area, today);
        return List.of(
                new Step("lapse of applications", lapse(area, now)),
                new Step("end for the dead", inForce.flatMap(policy -> endForTheDead(area, today, policy, now))),
                new Step("expiries", expire(area, today, now)),
                new Step("reminders", inForce.flatMap(policy -> remind(area, today, policy, now))),
                new Step("automatic renewal", inForce.flatMap(policy -> renew(area, today, policy, now))),
                new Step("insurance", inForce.flatMap(policy -> followInsurance(area, today, policy, now))),
                new Step("years charged", Mono.defer(() -> charges.chargeYears(area, today, RoutineActs.BY))));
    }

    /** The day is over for the area when every step is done; until then the round is done again, of which no step minds. */
    private Mono<Void> day(String area, LocalDate today) {
        Instant now = clock.instant();
        List<Step> steps = steps(area, today, now);
        return Flux.fromIterable(steps)
                .concatMap(step -> fails(step, area, today))
                .filter(failed -> failed)
                .count()
                .flatMap(failed -> failed == 0
                        ? store.markDone(area, today, now)
                        : Mono.error(new IllegalStateException(failed + " of " + steps.size()
                                + " steps of the daily round of contracts in " + area + " on " + today + " failed")))
                .doOnNext(first -> log.info("The daily round of contracts in {} on {} is done", area, today))
                .then();
    }

    /** Does the step; where it fails, that is told, and nothing of what follows is kept from being done. */
    private static Mono<Boolean> fails(Step step, String area, LocalDate today) {
        return step.work().thenReturn(false).onErrorResume(error -> {
            log.error(
                    "The step \"{}\" of the daily round of contracts in {} on {} failed",
                    step.name(),
                    area,
                    today,
                    error);
            return Mono.just(true);
        });
    }

    /** Files take no residents' locks, so somebody may be signed in the moment in which a file tells that they have died. */
    private Mono<Void> endForTheDead(String area, LocalDate today, ContractingPolicy policy, Instant now) {
        return RoutineActs.chunks(after -> store.outlivingTheirResident(area, after, RoutineActs.CHUNK_CONTRACTS))
                .concatMapIterable(chunk -> chunk)
                .concatMap(contract -> diedOn(area, contract, today)
                        .flatMap(day -> acts.carryOut(
                                area,
                                contract,
                                new RecordDeath(day, Optional.empty()),
                                policy,
                                now,
                                diedOn(area, contract, today).map(day::equals))))
                .then();
    }

    private Mono<LocalDate> diedOn(String area, ContractVersion contract, LocalDate today) {
        UUID resident = contract.residentId();
        return residents
                .standings(area, List.of(resident), today)
                .flatMap(standings -> Mono.justOrEmpty(
                        Optional.ofNullable(standings.get(resident)).flatMap(Standing::diedOn)));
    }

    /** Some at a time, a transaction for each chunk, until none is left. */
    private Mono<Void> lapse(String area, Instant now) {
        return lapseSome(area, now)
                .expand(lapsed -> lapsed == 0 ? Mono.empty() : lapseSome(area, now))
                .then();
    }

    private Mono<Integer> lapseSome(String area, Instant now) {
        return transactions.run(() -> applications
                .lapse(area, now, RoutineActs.CHUNK_CONTRACTS)
                .collectList()
                .flatMap(lapsed -> applicationEvents.tell(area, lapsed, now).thenReturn(lapsed.size())));
    }

    /**
     * Contracts that have run out since the round before, the day before of an area that had none; and those of which what followed, or a
     * death, was undone since.
     */
    private Mono<Void> expire(String area, LocalDate today, Instant now) {
        LocalDate yesterday = today.minusDays(1);
        return store.roundBefore(area, today)
                .defaultIfEmpty(yesterday)
                .flatMap(since -> Flux.concat(
                                RoutineActs.<RoutineStore.End>chunksAfter(last -> store.ends(
                                                area,
                                                since,
                                                (int) DAYS.between(since, yesterday),
                                                last,
                                                REMINDER_CHUNK_CONTRACTS))
                                        .map(RoutineStore.End::contracts),
                                RoutineActs.<UUID>chunksAfter(last -> store.overAndLeft(
                                        area,
                                        today,
                                        since,
                                        last.orElse(RoutineActs.BEFORE_ALL),
                                        REMINDER_CHUNK_CONTRACTS)))
                        .concatMap(chunk -> transactions.run(() -> store.expire(area, today, chunk, now)
                                .collectList()
                                .flatMap(expired -> events.tell(area, expired, now))))
                        .then());
    }

    /** Some contracts at a time, a transaction for each chunk: a reminder and what is told of it are there together, or not. */
    private Mono<Void> remind(String area, LocalDate today, ContractingPolicy policy, Instant now) {
        List<Integer> daysBefore = policy.reminderDays();
        int earliest = daysBefore.stream().mapToInt(Integer::intValue).max().orElse(0);
        return RoutineActs.<RoutineStore.End>chunksAfter(
                        last -> store.ends(area, today, earliest, last, REMINDER_CHUNK_CONTRACTS))
                .map(RoutineStore.End::contracts)
                .concatMap(chunk -> transactions.run(() -> store.remind(area, today, daysBefore, chunk, now)
                        .collectList()
                        .flatMap(raised -> events.tell(area, raised, now))))
                .then();
    }

    /** 自动续约, from the last reminder's threshold on, only where the policy names its basis and only where the resident bears nothing, from the personal account neither, and so has nothing to consent to. */
    private Mono<Void> renew(String area, LocalDate today, ContractingPolicy policy, Instant now) {
        LocalDate latest =
                today.plusDays(policy.reminderDays().get(policy.reminderDays().size() - 1));
        return Mono.justOrEmpty(policy.automaticRenewal())
                .flatMap(basis -> inChunks(
                        area,
                        after -> store.endingUnfollowed(area, today, latest, after, RoutineActs.CHUNK_CONTRACTS),
                        contract -> charges.quote(area, contract.servicePackage(), contract.residentId(), today)
                                .filter(PayerShare::needsConsent)
                                .count()
                                .map(shares -> shares == 0),
                        new Renew(Optional.empty(), Optional.empty(), Signer.UNCHANGED, Optional.of(basis)),
                        policy,
                        now));
    }

    /**
     * Who is suspended for want of insurance is so on no day on which they are insured by what is known now. Where the policy does not say
     * so any more, what this round suspended is resumed none the less, and what people did is theirs.
     */
    private Mono<Void> followInsurance(String area, LocalDate today, ContractingPolicy policy, Instant now) {
        Mono<Void> suspended = policy.insuranceGapSuspends()
                ? inChunks(
                        area,
                        after -> store.uninsured(area, today, after, RoutineActs.CHUNK_CONTRACTS),
                        contract -> Mono.just(true),
                        new Suspend(today, INSURANCE_GAP),
                        policy,
                        now)
                : Mono.empty();
        return suspended
                .thenMany(RoutineActs.chunks(
                        after -> store.insuredAgain(area, today, INSURANCE_GAP, after, RoutineActs.CHUNK_CONTRACTS)))
                .concatMapIterable(chunk -> chunk)
                .concatMap(contract -> store.insuredDays(contract, today, INSURANCE_GAP, RoutineActs.BY)
                        .filter(days -> policy.insuranceGapSuspends()
                                || days.suspendedBy().equals(RoutineActs.BY))
                        .flatMap(days -> acts.carryOut(
                                area, contract, new Resume(days.first(), days.suspendedAgain()), policy, now)))
                .then();
    }

    /** Does the same to many contracts, a transaction for each; one whose rules say no is left as it is. */
    private Mono<Void> inChunks(
            String area,
            Function<UUID, Flux<ContractVersion>> next,
            Function<ContractVersion, Mono<Boolean>> isMeant,
            ContractCommand command,
            ContractingPolicy policy,
            Instant now) {
        return RoutineActs.chunks(next)
                .concatMapIterable(chunk -> chunk)
                .filterWhen(isMeant)
                .concatMap(contract -> acts.carryOut(area, contract, command, policy, now))
                .then();
    }
}
