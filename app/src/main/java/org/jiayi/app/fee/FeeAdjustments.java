package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
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
    private final ChargingPolicies policies;
    private final BorneFees borneFees;
    private final FeeLines feeLines;
    private final FeeChanges feeChanges;

    FeeAdjustments(
            FeeLocks locks,
            FeePrices feePrices,
            ChargingPolicies policies,
            BorneFees borneFees,
            FeeLines feeLines,
            FeeChanges feeChanges) {
        this.locks = locks;
        this.feePrices = feePrices;
        this.policies = policies;
        this.borneFees = borneFees;
        this.feeLines = feeLines;
        this.feeChanges = feeChanges;
    }

    /**
     * One change of a contract that has lines, and what it moves of the fee for its whole term, or for one of its years.
     *
     * @param next the contract that goes on, where it is charged with this change
     * @param year that {@code next} is charged for; empty where that is its whole term
     * @param prices of a whole term of {@code next} where it is priced anew
     */
    private record Moved(
            FeeChange change,
            Optional<NewContract> next,
            BorneFees.Borne before,
            Optional<Term> year,
            FeeMovement movement,
            List<FeePrices.Priced> prices) {

        /**
         * The same where the fee before was charged once, and what goes on is charged by year: for what is left of that year now, and
         * for each one after it when it begins.
         */
        private Moved byYear(Term running) {
            Fraction rest = FeeYear.rest(running, next.orElseThrow().term());
            return new Moved(change, next, before, Optional.of(running), movement.charging(price(), rest), prices);
        }

        /**
         * The same where the fee before was charged by year, and what goes on is charged once: now, for all that is left of the term
         * that was agreed.
         */
        private Moved once(Term agreed) {
            Fraction rest = FeeYear.rest(agreed, next.orElseThrow().term());
            return new Moved(change, next, before, Optional.empty(), movement.charging(price(), rest), prices);
        }

        /** What goes back of the fee before, and nothing of what goes on. */
        private Moved withoutNext() {
            return new Moved(change, Optional.empty(), before, year, movement, prices);
        }

        private FeeSplit price() {
            return split(prices);
        }

        /** The days that the contract that goes on has of that year; the one before its first where it has none. */
        private Optional<Term> covers(NewContract goingOn) {
            LocalDate firstDay = goingOn.term().from();
            return year.map(
                    covers -> covers.common(goingOn.term()).orElseGet(() -> new Term(firstDay.minusDays(1), firstDay)));
        }

        /** What moved of the old contract's fee and, where it is priced anew, which part of its price the next one is charged. */
        private Stream<FeeChanges.Explained> explained() {
            // a year that never begins goes back as that of a contract that was undone
            FeeChange.Kind kind =
                    change.kind() == FeeChange.Kind.RETURN_LATER_YEARS ? FeeChange.Kind.RETURN_ALL : change.kind();
            FeeChanges.Explained old = kept(
                    change.contractId(),
                    kind,
                    movement.part(),
                    before.split().total(),
                    movement.back().total(),
                    next.map(NewContract::contractId));
            return Stream.concat(
                    Stream.of(old),
                    next.filter(goingOn -> kind == FeeChange.Kind.REPRICE).stream()
                            .map(goingOn -> kept(
                                    goingOn.contractId(),
                                    kind,
                                    movement.onPart(),
                                    price().total(),
                                    movement.on().total(),
                                    Optional.empty())));
        }

        private FeeChanges.Explained kept(
                UUID contractId,
                FeeChange.Kind kind,
                Fraction part,
                Money whole,
                Money amount,
                Optional<UUID> successor) {
            return new FeeChanges.Explained(
                    contractId, kind.name(), movement.rule(), change.lastDay(), part, whole, amount, successor, "");
        }
    }

    /**
     * What is known of the contracts that change.
     *
     * @param prices of a whole term of those that are priced anew, by the contract that goes on
     * @param agreedTerms of those of which the rest is priced anew
     */
    private record Known(
            Map<UUID, List<BorneFees.Borne>> borne,
            Map<UUID, FeePolicy> policies,
            Map<UUID, List<FeePrices.Priced>> prices,
            Map<UUID, Term> agreedTerms) {}

    /** Moves the money of those changes; a contract without lines has none to move. */
    Mono<Void> adjust(String area, List<FeeChange> changes, String recordedBy) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        List<UUID> ended = idsOf(changes.stream().filter(StayedFees::givesBack));
        Mono<List<FeeChange>> all = ended.isEmpty()
                ? Mono.just(changes)
                : feeChanges
                        .bearers(area, ended)
                        .collectList()
                        .map(bearers -> StayedFees.withBearers(changes, bearers));
        return all.flatMap(known -> adjustAll(area, known, recordedBy));
    }

    private static List<UUID> idsOf(Stream<FeeChange> changes) {
        return changes.map(FeeChange::contractId).toList();
    }

    private Mono<Void> adjustAll(String area, List<FeeChange> changes, String recordedBy) {
        List<UUID> contractIds = idsOf(changes.stream());
        return locks.takeContracts(area, contractIds)
                .then(Mono.defer(() -> borneFees.of(area, contractIds)))
                .flatMap(borne -> Mono.zip(
                        Mono.just(borne),
                        policies.of(area, BorneFees.policies(borne)),
                        prices(area, changes),
                        agreedTerms(area, changes)))
                .map(facts -> moved(changes, new Known(facts.getT1(), facts.getT2(), facts.getT3(), facts.getT4())))
                .flatMap(moved -> book(area, moved, recordedBy));
    }

    /** The changes first: what was paid for one contract is paid for those that its fee moves to. */
    private Mono<Void> book(String area, List<Moved> moved, String recordedBy) {
        List<Entry> entries = entries(moved);
        return Flux.fromIterable(entries)
                .concatMap(entry -> feeChanges.keep(
                        area,
                        entry.entryId(),
                        entry.moved().stream().flatMap(Moved::explained).toList()))
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

    /** What a whole term of the contracts that are priced anew costs: the policy's row for the package and the resident. */
    private Mono<Map<UUID, List<FeePrices.Priced>>> prices(String area, List<FeeChange> changes) {
        List<NewContract> repriced = repriced(changes)
                .flatMap(change -> change.successor().stream())
                .distinct()
                .toList();
        return Flux.fromIterable(repriced)
                .concatMap(contract -> feePrices
                        .of(area, contract)
                        .collectList()
                        .map(priced -> Map.entry(contract.contractId(), priced)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Map<UUID, Term>> agreedTerms(String area, List<FeeChange> changes) {
        List<UUID> repriced = idsOf(repriced(changes));
        return repriced.isEmpty() ? Mono.just(Map.of()) : feePrices.agreedTerms(area, repriced);
    }

    private static Stream<FeeChange> repriced(List<FeeChange> changes) {
        return changes.stream().filter(change -> change.kind() == FeeChange.Kind.REPRICE);
    }

    /**
     * A year moves once, by the first change that is about it. What goes on is charged once, with the contract that it follows; where
     * that has no lines, with the one that bears its fee.
     */
    private static List<Moved> moved(List<FeeChange> changes, Known known) {
        List<Moved> moved = new ArrayList<>();
        Set<BorneFees.Borne> yearsMoved = new HashSet<>();
        Set<UUID> charged = new HashSet<>();
        for (FeeChange change : changes) {
            List<BorneFees.Borne> years = known.borne().getOrDefault(change.contractId(), List.of());
            if (!years.isEmpty()) {
                Optional<NewContract> next = change.successor().filter(goingOn -> charged.add(goingOn.contractId()));
                moved.addAll(moved(change, next, years, yearsMoved, known));
            }
        }
        return moved;
    }

    private static List<Moved> moved(
            FeeChange change,
            Optional<NewContract> next,
            List<BorneFees.Borne> years,
            Set<BorneFees.Borne> yearsMoved,
            Known known) {
        List<FeePrices.Priced> prices = next.map(
                        goingOn -> known.prices().getOrDefault(goingOn.contractId(), List.of()))
                .orElse(List.of());
        Term agreed = known.agreedTerms().getOrDefault(change.contractId(), change.term());
        Optional<Term> running = next.filter(goingOn -> prices.stream().anyMatch(FeePrices.Priced::yearly))
                .flatMap(goingOn -> FeeYear.holding(agreed, goingOn.term().from()));
        List<Moved> moved = new ArrayList<>();
        for (BorneFees.Borne before : years) {
            FeePolicy policy = Objects.requireNonNull(known.policies().get(before.policyId()));
            Term priced = FeeYears.priced(agreed, before.covers());
            FeeYears.touched(change, before.covers(), before.equals(years.get(0)))
                    .filter(part -> yearsMoved.add(before))
                    .map(part -> new Moved(
                            part,
                            next,
                            before,
                            before.covers(),
                            FeeMovement.of(part, before.split(), policy, split(prices), priced),
                            prices))
                    .map(whole -> running.filter(year -> before.covers().isEmpty())
                            .map(whole::byYear)
                            .orElse(whole))
                    .ifPresent(moved::add);
        }
        if (moved.isEmpty() && next.isPresent()) {
            moved.add(onlyOn(change, next, years.get(years.size() - 1), prices));
        }
        return next.isPresent() && isOnce(prices) && years.get(0).covers().isPresent() ? once(moved, agreed) : moved;
    }

    /** Whether there are prices, and they are for a whole term: a year of it has none. */
    private static boolean isOnce(List<FeePrices.Priced> prices) {
        return !prices.isEmpty() && prices.stream().noneMatch(FeePrices.Priced::yearly);
    }

    /** However many years go back, what goes on is charged with the first of them. */
    private static List<Moved> once(List<Moved> years, Term agreed) {
        List<Moved> once = new ArrayList<>();
        years.forEach(year -> once.add(once.isEmpty() ? year.once(agreed) : year.withoutNext()));
        return once;
    }

    /** No money moves, as no year is charged yet from that day on; the contract that goes on is to be charged from its first day. */
    private static Moved onlyOn(
            FeeChange change, Optional<NewContract> next, BorneFees.Borne last, List<FeePrices.Priced> prices) {
        return new Moved(change, next, last, last.covers(), FeeMovement.ofNothing(change.kind()), prices);
    }

    private static FeeSplit split(List<FeePrices.Priced> prices) {
        return new FeeSplit(prices.stream().map(FeePrices.Priced::share).toList());
    }

    private static List<FeeLine> lines(List<Moved> all) {
        List<FeeLine> lines = new ArrayList<>();
        for (Moved moved : all) {
            moved.movement().back().present().forEach(share -> lines.add(back(moved, share)));
            moved.next().ifPresent(next -> onward(moved, next).forEach(share -> lines.add(on(moved, next, share))));
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
}
