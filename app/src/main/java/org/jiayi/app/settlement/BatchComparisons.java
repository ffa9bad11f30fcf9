package org.jiayi.app.settlement;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.capitation.Movements;
import org.jiayi.app.kernel.access.Scope;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A batch beside the month before: what people look at before they confirm it. */
@Component
public class BatchComparisons {

    private static final long JUMP_PERCENT = 20;

    private final BatchStore store;
    private final Movements movements;

    BatchComparisons(BatchStore store, Movements movements) {
        this.store = store;
        this.movements = movements;
    }

    /**
     * One payee in both months.
     *
     * @param before empty where it had no line
     */
    public record PayeeComparison(Optional<BatchLine> before, BatchLine line, List<Movements.Movement> movements) {

        /** What was due the month before, in fen; zero where it had no line. */
        public long entitlementFenBefore() {
            return before.map(BatchLine::entitlementFen).orElse(0L);
        }

        /** The heads of the month before; zero where it had no line. */
        public long headsBefore() {
            return before.map(BatchLine::heads).orElse(0L);
        }

        /** Whether a reviewer should look at it: a payee that was there before, and jumps. */
        public boolean standsOut() {
            return before.isPresent() && jumps();
        }

        /** Whether the entitlement changed by more than a fifth of what it was. */
        public boolean jumps() {
            long change = Math.abs(Math.subtractExact(line.entitlementFen(), entitlementFenBefore()));
            return Math.multiplyExact(change, 100L)
                    > Math.multiplyExact(Math.abs(entitlementFenBefore()), JUMP_PERCENT);
        }
    }

    /** The payees within the caller's reach. */
    public Flux<PayeeComparison> of(Batch batch, Scope scope) {
        Mono<Map<String, BatchLine>> before = store.from(
                        batch.kind(), batch.area(), batch.fund(), batch.month().previous())
                .filter(earlier -> earlier.month().equals(batch.month().previous()))
                .concatMap(store::lines)
                .collectMap(BatchLine::payee);
        Mono<Map<String, List<Movements.Movement>>> moved =
                movements(batch).collectMultimap(Movements.Movement::payee).map(BatchComparisons::lists);
        return Mono.zip(before, moved)
                .flatMapMany(facts -> store.lines(batch)
                        .filter(line -> scope.reachesInstitution(batch.area(), line.institutionCode()))
                        .map(line -> new PayeeComparison(
                                Optional.ofNullable(facts.getT1().get(line.payee())),
                                line,
                                facts.getT2().getOrDefault(line.payee(), List.of()))));
    }

    /** Who came and who left; of capitation months only. */
    private Flux<Movements.Movement> movements(Batch batch) {
        return batch.isCapitationMonth() ? movements.into(batch.area(), batch.scheme(), batch.month()) : Flux.empty();
    }

    private static Map<String, List<Movements.Movement>> lists(Map<String, Collection<Movements.Movement>> byPayee) {
        Map<String, List<Movements.Movement>> lists = new HashMap<>();
        byPayee.forEach((payee, all) -> lists.put(payee, List.copyOf(all)));
        return lists;
    }
}
