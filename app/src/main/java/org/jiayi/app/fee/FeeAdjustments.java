package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.contract.NewContract;
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

    /** One change of a contract that has lines, and what it moves. */
    private record Moved(
            FeeChange change, BorneFees.Borne before, FeeMovement movement, List<FeePrices.Priced> prices) {}

    /** Moves the money of those changes; a contract without lines has none to move. */
    Mono<Void> adjust(String area, List<FeeChange> changes, String recordedBy) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        List<UUID> contractIds = changes.stream().map(FeeChange::contractId).toList();
        return locks.takeContracts(area, contractIds)
                .then(Mono.defer(() -> borneFees.of(area, contractIds)))
                .flatMap(borne -> Mono.zip(Mono.just(borne), policies(area, borne.values()), prices(area, changes)))
                .map(facts -> moved(changes, facts.getT1(), facts.getT2(), facts.getT3()))
                .flatMap(moved -> book(area, moved, recordedBy));
    }

    /** The changes first: what was paid for one contract is paid for those that its fee moves to. */
    private Mono<Void> book(String area, List<Moved> moved, String recordedBy) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return feeChanges
                .keep(area, entryId, explained(moved))
                .then(Mono.defer(() -> feeLines.book(area, entryId, lines(moved), recordedBy)));
    }

    private Mono<Map<UUID, FeePolicy>> policies(String area, Collection<BorneFees.Borne> borne) {
        return Flux.fromIterable(borne)
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
            Map<UUID, BorneFees.Borne> borne,
            Map<UUID, FeePolicy> policies,
            Map<UUID, List<FeePrices.Priced>> prices) {
        List<Moved> moved = new ArrayList<>();
        for (FeeChange change : changes) {
            BorneFees.Borne before = borne.get(change.contractId());
            if (before != null) {
                List<FeePrices.Priced> priced = change.successor()
                        .map(next -> prices.getOrDefault(next.contractId(), List.of()))
                        .orElse(List.of());
                FeeSplit price = new FeeSplit(
                        priced.stream().map(FeePrices.Priced::share).toList());
                FeePolicy policy = Objects.requireNonNull(policies.get(before.policyId()));
                moved.add(new Moved(change, before, FeeMovement.of(change, before.split(), policy, price), priced));
            }
        }
        return moved;
    }

    private static List<FeeLine> lines(List<Moved> all) {
        List<FeeLine> lines = new ArrayList<>();
        for (Moved moved : all) {
            moved.movement().back().present().forEach(share -> lines.add(back(moved, share)));
            moved.change()
                    .successor()
                    .ifPresent(next ->
                            moved.movement().on().present().forEach(share -> lines.add(on(moved, next, share))));
        }
        return lines;
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
