package org.jiayi.app.roster;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jiayi.app.capitation.CountedRosters;
import org.jiayi.app.capitation.Exclusions;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.capitation.RosterRule;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Publishes months' lists, takes agreements and objections, answers them, and says whether a list is final. */
@Component
public class Rosters {

    private final RosterStore store;
    private final CountedRosters counted;
    private final PersonMonths personMonths;
    private final Exclusions exclusions;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Rosters(
            RosterStore store,
            CountedRosters counted,
            PersonMonths personMonths,
            Exclusions exclusions,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.counted = counted;
        this.personMonths = personMonths;
        this.exclusions = exclusions;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Publishes the list of a counted month to the institutions; one that is published already stays so. Refused where the
     * month is not counted or its policy asks for no agreement.
     */
    public Mono<Roster> publish(String area, InsuranceScheme scheme, Month month, Caller caller) {
        return transactions.run(() -> store.lock(area, scheme, month)
                .then(Mono.defer(() -> store.find(area, scheme, month)))
                .map(found -> true)
                .defaultIfEmpty(false)
                .flatMap(published -> published ? Mono.empty() : publishNew(area, scheme, month, caller))
                .then(Mono.defer(() -> get(area, scheme, month))));
    }

    private Mono<Void> publishNew(String area, InsuranceScheme scheme, Month month, Caller caller) {
        return counted.find(area, scheme, month)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(list -> Mono.justOrEmpty(list.rule()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.ROSTER_NOT_ASKED_FOR)))
                .map(this::deadline)
                .flatMap(deadline -> store.publish(area, scheme, month, deadline, caller.subject(), clock.instant())
                        .then(Mono.defer(() -> keepParts(area, scheme, month, deadline))));
    }

    /**
     * Looks at a month that was counted again, in the transaction that counted it: whoever has another part of a published list than
     * before has to agree to it anew, within as many days from now.
     */
    public Mono<Void> countedAgain(String area, InsuranceScheme scheme, Month month) {
        return store.lock(area, scheme, month)
                .then(Mono.defer(() -> store.find(area, scheme, month)))
                .filter(published -> !published.closed())
                .flatMap(published -> counted.find(area, scheme, month))
                .map(list -> deadline(list.rule().orElse(RosterRule.NONE)))
                .flatMap(deadline -> keepParts(area, scheme, month, deadline));
    }

    /** Holds the month's list until the transaction ends, so that an objection is answered before it is counted, or after. */
    public Mono<Void> hold(String area, InsuranceScheme scheme, Month month) {
        return store.lock(area, scheme, month);
    }

    private LocalDate deadline(RosterRule rule) {
        return LocalDate.now(clock).plusDays(rule.days());
    }

    private Mono<Void> keepParts(String area, InsuranceScheme scheme, Month month, LocalDate deadline) {
        return counted.parts(area, scheme, month)
                .flatMap(parts -> store.keepParts(area, scheme, month, parts, deadline));
    }

    /** The published list of a month; refused where none is published. */
    public Mono<Roster> get(String area, InsuranceScheme scheme, Month month) {
        return Mono.zip(
                        store.find(area, scheme, month),
                        counted.find(area, scheme, month),
                        store.parts(area, scheme, month).collectList(),
                        store.objections(area, scheme, month).collectList())
                .map(facts -> new Roster(
                        facts.getT2().rule().orElse(RosterRule.NONE),
                        facts.getT1().deadline(),
                        facts.getT2().countedAt(),
                        parts(
                                facts.getT2().heads(),
                                facts.getT3(),
                                facts.getT1().deadline()),
                        facts.getT4(),
                        facts.getT1().closed()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** Of lists that were closed before their parts were kept, heads are known only. */
    private static Map<String, Roster.Part> parts(
            Map<String, Long> heads, List<RosterStore.Part> kept, LocalDate deadline) {
        Map<String, Roster.Part> parts = new HashMap<>();
        heads.forEach((institution, count) -> parts.put(institution, new Roster.Part(count, deadline, false)));
        kept.forEach(part -> parts.put(
                part.institutionCode(),
                new Roster.Part(heads.getOrDefault(part.institutionCode(), 0L), part.deadline(), part.agreed())));
        return parts;
    }

    /**
     * The caller's institution agrees to its part of the list, be it after the deadline: that is for objections, and a list to
     * which all have to agree becomes final by a late agreement, too.
     */
    public Mono<Roster> agree(String area, InsuranceScheme scheme, Month month, Caller caller) {
        return transactions.run(() -> open(area, scheme, month, roster -> !roster.closed())
                .flatMap(roster ->
                        store.agree(area, scheme, month, institution(caller), caller.subject(), clock.instant()))
                .then(Mono.defer(() -> get(area, scheme, month))));
    }

    /** What an institution says of a resident. */
    public record Claim(UUID residentId, ObjectionReason reason, String note) {}

    /**
     * The caller's institution objects to a resident on its list, or to one missing from it. Refused after the deadline,
     * where the list says of the resident what the reason denies, and a second time while its part of the list is the same.
     */
    public Mono<CommandKeys.Answer> object(
            String area, InsuranceScheme scheme, Month month, Claim claim, String key, Caller caller) {
        UUID objectionId = UuidCreator.getTimeOrderedEpoch();
        Objection objection = new Objection(
                objectionId,
                institution(caller),
                claim.residentId(),
                claim.reason(),
                claim.note(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "object " + scheme + month + claim,
                () -> open(
                                area,
                                scheme,
                                month,
                                roster -> roster.isOpen(objection.institutionCode(), LocalDate.now(clock)))
                        .then(Mono.defer(() -> requireListed(area, scheme, month, objection)))
                        .then(Mono.defer(
                                () -> store.add(area, scheme, month, objection, caller.subject(), clock.instant())))
                        .thenReturn(objectionId.toString())));
    }

    private Mono<Void> requireListed(String area, InsuranceScheme scheme, Month month, Objection objection) {
        return personMonths
                .find(area, scheme.code(), month, objection.residentId())
                .map(head -> head.institutionCode().equals(objection.institutionCode()))
                .defaultIfEmpty(false)
                .flatMap(listed -> listed == objection.reason().isOfSomebodyListed()
                        ? Mono.empty()
                        : Mono.error(new Refused(RefusalCode.OBJECTION_BASELESS)));
    }

    /** The bureau's answer. */
    public record Ruling(boolean accepted, String answer) {}

    /**
     * Answers an objection, once. Whom an accepted one leaves out does not count when the month is computed again, and whom it lets in
     * that was left out before does; what else it says is put right in the registers before.
     */
    public Mono<Roster> answer(String area, UUID objectionId, Ruling ruling, Caller caller) {
        return transactions.run(() -> store.get(area, objectionId)
                .flatMap(placed -> store.lock(area, placed.scheme(), placed.month())
                        .then(Mono.defer(() -> store.answer(
                                area,
                                objectionId,
                                ruling.accepted(),
                                ruling.answer(),
                                caller.subject(),
                                clock.instant())))
                        .then(Mono.defer(() -> ruling.accepted() ? apply(area, placed) : Mono.empty()))
                        .then(Mono.defer(() -> get(area, placed.scheme(), placed.month())))));
    }

    private Mono<Void> apply(String area, RosterStore.Placed placed) {
        Objection objection = placed.objection();
        if (!objection.reason().isOfSomebodyListed()) {
            return exclusions.remove(area, placed.month(), objection.residentId(), objection.institutionCode());
        }
        return objection.reason().leavesOut()
                ? exclusions.add(
                        area,
                        placed.scheme(),
                        placed.month(),
                        objection.residentId(),
                        objection.institutionCode(),
                        objection.objectionId())
                : Mono.empty();
    }

    /**
     * Closes the list of a month, after which its money may be confirmed; must be called inside a shielded transaction. Nothing
     * to do where the policy asks for no agreement; refused while something stands in the way.
     */
    public Mono<Void> close(String area, InsuranceScheme scheme, Month month) {
        return counted.find(area, scheme, month)
                .filter(list -> list.rule().isPresent())
                .flatMap(asked -> store.lock(area, scheme, month)
                        .then(Mono.defer(() -> store.find(area, scheme, month)))
                        .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.ROSTER_NOT_AGREED)))
                        .then(Mono.defer(() -> get(area, scheme, month)))
                        .flatMap(roster -> roster.refusalToClose(LocalDate.now(clock))
                                .map(code -> Mono.<Void>error(new Refused(code)))
                                .orElseGet(() -> store.close(area, scheme, month, clock.instant()))));
    }

    private Mono<Roster> open(String area, InsuranceScheme scheme, Month month, Predicate<Roster> isOpen) {
        return store.lock(area, scheme, month)
                .then(Mono.defer(() -> get(area, scheme, month)))
                .filter(isOpen)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.ROSTER_CLOSED)));
    }

    private static String institution(Caller caller) {
        return caller.scope().institution().orElseThrow(() -> new Refused(RefusalCode.FORBIDDEN));
    }
}
