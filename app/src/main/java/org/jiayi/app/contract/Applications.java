package org.jiayi.app.contract;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Applications of residents and offers of teams: one side begins, the other answers on a phone of its own. */
@Component
public class Applications {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final NamedLocks locks;
    private final ApplicationStore store;
    private final ApplicationEvents events;
    private final ContractingPolicies policies;
    private final ContractAccess access;
    private final SignContract signContract;
    private final ContractCharges charges;
    private final Teams teams;
    private final Residents residents;
    private final Clock clock;

    Applications(
            ShieldedTransactions transactions,
            CommandKeys keys,
            NamedLocks locks,
            ApplicationStore store,
            ApplicationEvents events,
            ContractingPolicies policies,
            ContractAccess access,
            SignContract signContract,
            ContractCharges charges,
            Teams teams,
            Residents residents,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.store = store;
        this.events = events;
        this.policies = policies;
        this.access = access;
        this.signContract = signContract;
        this.charges = charges;
        this.teams = teams;
        this.residents = residents;
        this.clock = clock;
    }

    /**
     * What one side asks for.
     *
     * @param residentId whom it is for; the caller where a resident leaves it out, whoever scans where a team does
     */
    public record Wish(
            String area,
            Optional<UUID> residentId,
            String teamNumber,
            ServicePackage servicePackage,
            Optional<LocalDate> firstDay,
            Optional<LocalDate> lastDay) {}

    /** An offer just made, with the code that is shown once. */
    public record Offered(UUID applicationId, String code, boolean replayed) {}

    /** 申请签约: the resident or their guardian asks a team; the answer's id is the application's. */
    public Mono<CommandKeys.Answer> apply(Wish wish, String key, Caller caller) {
        UUID self = caller.scope().resident().orElseThrow(() -> new Refused(RefusalCode.FORBIDDEN));
        return transactions.run(() -> keys.once(
                wish.area(),
                caller,
                key,
                "apply " + wish,
                () -> Mono.zip(
                                residents.survivorOf(
                                        wish.area(), wish.residentId().orElse(self)),
                                residents.survivorOf(wish.area(), self))
                        .flatMap(both -> applyNow(wish, both.getT1(), guardian(both.getT1(), both.getT2()), caller))));
    }

    private Mono<String> applyNow(Wish wish, UUID resident, Optional<UUID> guardian, Caller caller) {
        return access.requireActsFor(caller, wish.area(), resident, today())
                .then(Mono.defer(() -> lapse(wish.area(), resident)))
                .then(Mono.defer(() -> policies.inForce(wish.area(), today())))
                .map(policy -> application(
                        wish,
                        Application.Kind.APPLICATION,
                        Optional.of(resident),
                        guardian,
                        clock.instant().plus(Duration.ofDays(policy.applicationDays()))))
                .flatMap(application -> open(application, Optional.empty(), caller));
    }

    private Mono<Void> lapse(String area, UUID resident) {
        Instant now = clock.instant();
        return store.lapse(area, resident, now).collectList().flatMap(lapsed -> events.tell(area, lapsed, now));
    }

    private Mono<String> open(Application application, Optional<byte[]> codeDigest, Caller caller) {
        Instant now = clock.instant();
        return store.add(application, codeDigest, caller.subject(), now)
                .then(Mono.defer(() -> events.tell(application.area(), List.of(application), now)))
                .thenReturn(application.applicationId().toString());
    }

    /** Nobody is their own guardian. */
    private static Optional<UUID> guardian(UUID resident, UUID acting) {
        return Optional.of(acting).filter(who -> !who.equals(resident));
    }

    /** 扫码邀约: a team of the caller's holds out a contract; a replay tells the id, but not the code again. */
    public Mono<Offered> offer(Wish wish, String key, Caller caller) {
        String code = OfferCode.fresh();
        return transactions.run(() -> teams.get(wish.area(), wish.teamNumber(), caller.scope())
                .then(Mono.defer(
                        () -> keys.once(wish.area(), caller, key, "offer " + wish, () -> offerNow(wish, code, caller))))
                .map(answer ->
                        new Offered(UUID.fromString(answer.id()), answer.replayed() ? "" : code, answer.replayed())));
    }

    private Mono<String> offerNow(Wish wish, String code, Caller caller) {
        return policies.inForce(wish.area(), today())
                .map(policy -> application(
                        wish,
                        Application.Kind.OFFER,
                        wish.residentId(),
                        Optional.empty(),
                        clock.instant().plus(Duration.ofMinutes(policy.offerMinutes()))))
                .flatMap(offer -> open(offer, Optional.of(OfferCode.digest(code)), caller));
    }

    private static Application application(
            Wish wish, Application.Kind kind, Optional<UUID> resident, Optional<UUID> guardian, Instant expiresAt) {
        return new Application(
                wish.area(),
                UuidCreator.getTimeOrderedEpoch(),
                kind,
                resident,
                guardian,
                wish.teamNumber(),
                wish.servicePackage(),
                wish.firstDay(),
                wish.lastDay(),
                expiresAt,
                Application.Status.OPEN,
                Optional.empty(),
                Optional.empty());
    }

    /** The application or offer, for its resident and for its team; refused as unknown to everybody else. */
    public Mono<Application> get(String area, UUID applicationId, Caller caller) {
        return store.find(area, applicationId)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(application -> requireParty(application, caller).thenReturn(application));
    }

    /** The offer of that code, which is held out to the caller, to one of their wards or to anybody. */
    public Mono<Application> offered(String area, String code, Caller caller) {
        return store.findOffer(area, OfferCode.digest(code))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(offer -> requireParty(offer, caller).thenReturn(offer));
    }

    /** The open ones of a team in the caller's reach. */
    public Flux<Application> openOf(String area, String teamNumber, Caller caller) {
        return teams.get(area, teamNumber, caller.scope())
                .flatMapMany(team -> store.openOf(area, teamNumber, clock.instant()));
    }

    private Mono<Void> requireParty(Application application, Caller caller) {
        if (caller.scope().resident().isPresent()) {
            return application
                    .residentId()
                    .map(resident -> access.requireActsFor(caller, application.area(), resident, today()))
                    .orElse(Mono.empty());
        }
        return teams.get(application.area(), application.teamNumber(), caller.scope())
                .then();
    }

    /** 同意申请: signs what a resident asked for; the answer's id is the contract's. */
    public Mono<CommandKeys.Answer> accept(String area, UUID applicationId, String key, Caller caller) {
        return answer(
                area,
                caller,
                key,
                "accept " + applicationId,
                () -> get(area, applicationId, caller),
                application -> sign(application, Act.ACCEPT, application.residentId(), caller));
    }

    /**
     * 扫码确认: signs what a team held out; the answer's id is the contract's.
     *
     * @param residentId for whom; the caller where empty
     */
    public Mono<CommandKeys.Answer> agree(
            String area, String code, Optional<UUID> residentId, String key, Caller caller) {
        return answer(
                area,
                caller,
                key,
                "agree " + code + " " + residentId,
                () -> offered(area, code, caller),
                offer -> sign(
                        offer,
                        Act.AGREE,
                        residentId.or(offer::residentId).or(() -> caller.scope().resident()),
                        caller));
    }

    /** Whoever was merged signs, and acts for others, as the survivor. */
    private Mono<String> sign(Application application, Act act, Optional<UUID> forWhom, Caller caller) {
        UUID asked = forWhom.orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_RESIDENT));
        UUID meant = application.residentId().orElse(asked);
        Optional<UUID> acting =
                act == Act.ACCEPT ? application.guardianId() : caller.scope().resident();
        return Mono.zip(
                        residents.survivorOf(application.area(), asked),
                        residents.survivorOf(application.area(), meant),
                        residents.survivorOf(application.area(), acting.orElse(asked)))
                .filter(people -> people.getT1().equals(people.getT2()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(people ->
                        signNow(application, act, people.getT1(), guardian(people.getT1(), people.getT3()), caller));
    }

    private Mono<String> signNow(
            Application application, Act act, UUID resident, Optional<UUID> guardian, Caller caller) {
        Mono<Void> mayAct =
                act == Act.AGREE ? access.requireActsFor(caller, application.area(), resident, today()) : Mono.empty();
        return requireAllowed(act, application, caller)
                .then(mayAct)
                .then(Mono.defer(() -> act == Act.ACCEPT ? requireNoDearer(application, resident) : Mono.empty()))
                .then(Mono.defer(() -> signContract.signNow(
                        application.signing(resident, guardian),
                        Actor.of(caller).channel(),
                        caller.subject())))
                .flatMap(contractId -> close(application.signed(resident, guardian, contractId), contractId, caller));
    }

    /** Who applied consented to the price of that day: where they would bear more by now, they are asked again. */
    private Mono<Void> requireNoDearer(Application application, UUID resident) {
        return store.openedAt(application.area(), application.applicationId())
                .flatMap(opened -> Mono.zip(
                        ownShare(application, resident, KnowledgeTime.dayOf(opened)),
                        ownShare(application, resident, today())))
                .filter(shares -> shares.getT2().compareTo(shares.getT1()) <= 0)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT)))
                .then();
    }

    private Mono<Money> ownShare(Application application, UUID resident, LocalDate on) {
        return charges.quote(application.area(), application.servicePackage(), resident, on)
                .filter(PayerShare::needsConsent)
                .map(PayerShare::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    /**
     * 拒签: the team refuses an application, or the resident an offer.
     *
     * @param named the id or code by which {@code which} finds it
     */
    public Mono<CommandKeys.Answer> refuse(
            String area, String named, Supplier<Mono<Application>> which, String reason, String key, Caller caller) {
        return answer(
                area,
                caller,
                key,
                "refuse " + named + " " + reason,
                which,
                application -> requireAllowed(Act.REFUSE, application, caller)
                        .then(closeUnsigned(application, Application.Status.REFUSED, Optional.of(reason), caller)));
    }

    /** 撤回申请: whoever began it takes it back. */
    public Mono<CommandKeys.Answer> retract(String area, UUID applicationId, String key, Caller caller) {
        return answer(
                area,
                caller,
                key,
                "retract " + applicationId,
                () -> get(area, applicationId, caller),
                application -> requireAllowed(Act.RETRACT, application, caller)
                        .then(closeUnsigned(application, Application.Status.RETRACTED, Optional.empty(), caller)));
    }

    private Mono<String> closeUnsigned(
            Application application, Application.Status status, Optional<String> reason, Caller caller) {
        return close(application.closed(status, reason), application.applicationId(), caller);
    }

    private Mono<String> close(Application closed, UUID answer, Caller caller) {
        Instant now = clock.instant();
        return store.close(closed, caller.subject(), now)
                .then(Mono.defer(() -> events.tell(closed.area(), List.of(closed), now)))
                .thenReturn(answer.toString());
    }

    /** Two who answer one application go one after the other, and the second sees what the first made of it. */
    private Mono<CommandKeys.Answer> answer(
            String area,
            Caller caller,
            String key,
            String content,
            Supplier<Mono<Application>> which,
            Function<Application, Mono<String>> how) {
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                content,
                () -> which.get()
                        .flatMap(found -> locks.take("application:" + area + ":" + found.applicationId()))
                        .then(Mono.defer(which))
                        .flatMap(how)));
    }

    private Mono<Void> requireAllowed(Act act, Application application, Caller caller) {
        return LifeCycle.refusal(act, application.state(clock.instant()), Actor.of(caller))
                .<Mono<Void>>map(refusal -> Mono.error(new Refused(refusal)))
                .orElse(Mono.empty());
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
