package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.policy.Policies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives back, moves on or prices anew the fees of contracts that changed: new lines and mirrored transfers; what was posted
 * stays as it is.
 */
@Component
class FeeAdjustments {

    private final FeeLocks locks;
    private final FeePrices feePrices;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final BorneFees borneFees;
    private final FeeLines feeLines;
    private final FeeChanges feeChanges;

    FeeAdjustments(
            FeeLocks locks,
            FeePrices feePrices,
            Policies policies,
            FeePolicyKind documents,
            BorneFees borneFees,
            FeeLines feeLines,
            FeeChanges feeChanges) {
        this.locks = locks;
        this.feePrices = feePrices;
        this.policies = policies;
        this.documents = documents;
        this.borneFees = borneFees;
        this.feeLines = feeLines;
        this.feeChanges = feeChanges;
    }

    /** One change of a contract that has lines, and what it moves of the fee for its whole term, or for one of its years. */
    private record Moved(
            FeeChange change, BorneFees.Borne before, FeeMovement movement, List<FeePrices.Priced> prices) {

        /** The days that the contract that goes on has of that year; the one before its first where it has none. */
        private Optional<Term> covers(NewContract next) {
            LocalDate firstDay = next.term().from();
            return before.covers()
                    .map(covers ->
                            covers.common(next.term()).orElseGet(() -> new Term(firstDay.minusDays(1), firstDay)));
        }
    }

    /** Moves the money of those changes; a contract without lines has none to move. */
    Mono<Void> adjust(String area, List<FeeChange> changes, String recordedBy) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        List<UUID> ended = changes.stream()
                .filter(FeeAdjustments::givesBack)
                .map(FeeChange::contractId)
                .toList();
        Mono<List<FeeChange>> all = ended.isEmpty()
                ? Mono.just(changes)
                : feeChanges.bearers(area, ended).collectList().map(bearers -> withBearers(changes, bearers));
        return all.flatMap(known -> adjustAll(area, known, recordedBy));
    }

    private static boolean givesBack(FeeChange change) {
        return change.kind() == FeeChange.Kind.REFUND || change.kind() == FeeChange.Kind.RETURN_ALL;
    }

    /**
     * The same, where what ends or is undone gives back of the contracts with which the fee stayed: it is for the days up to the
     * last that the one which goes on was to have, and used up to the earliest of the last days.
     */
    private static List<FeeChange> withBearers(List<FeeChange> changes, List<FeeChanges.Bearer> bearers) {
        if (bearers.isEmpty()) {
            return changes;
        }
        Map<UUID, FeeChange> byContract = new LinkedHashMap<>();
        changes.forEach(change -> byContract.put(change.contractId(), change));
        Map<UUID, FeeChange> all = new LinkedHashMap<>(byContract);
        for (FeeChanges.Bearer bearer : bearers) {
            FeeChange end = Objects.requireNonNull(byContract.get(bearer.followerId()));
            FeeChange own = Optional.ofNullable(all.get(bearer.contractId()))
                    .orElseGet(() -> new FeeChange(
                            FeeChange.Kind.REFUND,
                            bearer.contractId(),
                            new Term(bearer.firstDay(), end.term().until()),
                            end.lastDay(),
                            end.served(),
                            Optional.empty(),
                            end.recordedOn()));
            all.put(bearer.contractId(), givesBack(own) ? together(own, end) : own);
        }
        return List.copyOf(all.values());
    }

    private static FeeChange together(FeeChange own, FeeChange end) {
        Term term = own.term().until().isBefore(end.term().until())
                ? new Term(own.term().from(), end.term().until())
                : own.term();
        return new FeeChange(
                own.kind(),
                own.contractId(),
                term,
                own.lastDay().isBefore(end.lastDay()) ? own.lastDay() : end.lastDay(),
                own.served() || end.served(),
                own.successor(),
                own.recordedOn());
    }

    private Mono<Void> adjustAll(String area, List<FeeChange> changes, String recordedBy) {
        List<UUID> contractIds = changes.stream().map(FeeChange::contractId).toList();
        return locks.takeContracts(area, contractIds)
                .then(Mono.defer(() -> borneFees.of(area, contractIds)))
                .flatMap(borne -> Mono.zip(Mono.just(borne), policies(area, borne.values()), prices(area, changes)))
                .map(facts -> moved(changes, facts.getT1(), facts.getT2(), facts.getT3()))
                .flatMap(moved -> book(area, moved, recordedBy));
    }

    /** The changes first: what was paid for one contract is paid for those that its fee moves to. */
    private Mono<Void> book(String area, List<Moved> moved, String recordedBy) {
        List<Entry> entries = entries(moved);
        return Flux.fromIterable(entries)
                .concatMap(entry -> feeChanges.keep(area, entry.entryId(), explained(entry.moved())))
                .then(Mono.defer(() -> feeLines.book(
                        area,
                        entries.stream()
                                .map(entry -> new FeeLines.Posting(entry.entryId(), lines(entry.moved()), List.of()))
                                .toList(),
                        recordedBy)));
    }

    /** What is booked together: of each contract one year at most, so that each year's lines have their own explanation. */
    private record Entry(UUID entryId, List<Moved> moved) {}

    private static List<Entry> entries(List<Moved> moved) {
        Map<UUID, Integer> seen = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Moved each : moved) {
            int place = seen.merge(each.change().contractId(), 1, Integer::sum) - 1;
            if (place == entries.size()) {
                entries.add(new Entry(UuidCreator.getTimeOrderedEpoch(), new ArrayList<>()));
            }
            entries.get(place).moved().add(each);
        }
        return entries;
    }

    private Mono<Map<UUID, FeePolicy>> policies(String area, Collection<List<BorneFees.Borne>> borne) {
        return Flux.fromIterable(borne)
                .flatMapIterable(years -> years)
                .map(BorneFees.Borne::policyId)
                .distinct()
                .concatMap(policyId -> policies.get(area, policyId))
                .collectMap(policy -> policy.policyId(), documents::read);
    }

    /** What a whole term of the contracts that are priced anew costs: the policy's row for the package and the resident. */
    private Mono<Map<UUID, List<FeePrices.Priced>>> prices(String area, List<FeeChange> changes) {
        List<NewContract> repriced = changes.stream()
                .filter(change -> change.kind() == FeeChange.Kind.REPRICE)
                .flatMap(change -> change.successor().stream())
                .toList();
        return Flux.fromIterable(repriced)
                .concatMap(contract -> feePrices
                        .of(area, contract)
                        .collectList()
                        .map(priced -> Map.entry(contract.contractId(), priced)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static List<Moved> moved(
            List<FeeChange> changes,
            Map<UUID, List<BorneFees.Borne>> borne,
            Map<UUID, FeePolicy> policies,
            Map<UUID, List<FeePrices.Priced>> prices) {
        List<Moved> moved = new ArrayList<>();
        for (FeeChange change : changes) {
            List<FeePrices.Priced> priced = change.successor()
                    .map(next -> prices.getOrDefault(next.contractId(), List.of()))
                    .orElse(List.of());
            FeeSplit price =
                    new FeeSplit(priced.stream().map(FeePrices.Priced::share).toList());
            List<BorneFees.Borne> years = borne.getOrDefault(change.contractId(), List.of());
            List<Moved> touched = new ArrayList<>();
            for (BorneFees.Borne before : years) {
                FeePolicy policy = Objects.requireNonNull(policies.get(before.policyId()));
                FeeYears.touched(change, before.covers(), before.equals(years.get(0)))
                        .map(part ->
                                new Moved(part, before, FeeMovement.of(part, before.split(), policy, price), priced))
                        .ifPresent(touched::add);
            }
            if (touched.isEmpty() && !years.isEmpty() && change.successor().isPresent()) {
                touched.add(onlyOn(change, years, priced));
            }
            moved.addAll(touched);
        }
        return moved;
    }

    /** No money moves, as no year is charged yet from that day on; the contract that goes on is to be charged from its first day. */
    private static Moved onlyOn(FeeChange change, List<BorneFees.Borne> years, List<FeePrices.Priced> prices) {
        return new Moved(change, years.get(years.size() - 1), FeeMovement.ofNothing(change.kind()), prices);
    }

    private static List<FeeLine> lines(List<Moved> all) {
        List<FeeLine> lines = new ArrayList<>();
        for (Moved moved : all) {
            moved.movement().back().present().forEach(share -> lines.add(back(moved, share)));
            moved.change()
                    .successor()
                    .ifPresent(next -> onward(moved, next).forEach(share -> lines.add(on(moved, next, share))));
        }
        return lines;
    }

    /** Where no money goes on, a line of nothing does: it says when the next year of the contract that goes on is to be charged. */
    private static List<FeeShare> onward(Moved moved, NewContract next) {
        List<FeeShare> present = moved.movement().on().present();
        return present.isEmpty() && moved.covers(next).isPresent()
                ? List.of(new FeeShare(Payer.RESIDENT, Money.ZERO))
                : present;
    }

    private static FeeLine back(Moved moved, FeeShare share) {
        return new FeeLine(
                moved.change().contractId(),
                moved.movement().backReason(),
                moved.before().policyId(),
                moved.before().institutionCode(),
                share.payer(),
                share.amount().negated(),
                moved.change().recordedOn(),
                Optional.empty(),
                moved.before().covers(),
                moved.before().chargeOf(share.payer()));
    }

    private static FeeLine on(Moved moved, NewContract next, FeeShare share) {
        Optional<FeePrices.Priced> priced = moved.prices().stream().findFirst();
        return new FeeLine(
                next.contractId(),
                moved.movement().onReason(),
                priced.map(FeePrices.Priced::policyId).orElse(moved.before().policyId()),
                next.institutionCode(),
                share.payer(),
                share.amount(),
                moved.change().recordedOn(),
                priced.map(price -> new FeeLine.Priced(price.price(), price.economicCategory(), PackageFee.LOWEST_TIER))
                        .or(moved.before()::priced),
                moved.covers(next),
                Optional.empty());
    }

    private static List<FeeChanges.Explained> explained(List<Moved> all) {
        return all.stream()
                .map(moved -> new FeeChanges.Explained(
                        moved.change().contractId(),
                        moved.change().kind().name(),
                        moved.movement().rule(),
                        moved.change().lastDay(),
                        moved.movement().part(),
                        moved.before().split().total(),
                        moved.movement().back().total(),
                        moved.change().successor().map(NewContract::contractId),
                        ""))
                .toList();
    }
}
