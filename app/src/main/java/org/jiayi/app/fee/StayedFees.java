package org.jiayi.app.fee;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.kernel.period.Term;

/** What happens to a fee that stayed with a contract when its resident went on, as what goes on changes: plain values. */
final class StayedFees {

    private StayedFees() {}

    /** Whether a change gives back of the fee for the days of the contract, be it borne by one before. */
    static boolean givesBack(FeeChange change) {
        return switch (change.kind()) {
            case REFUND, RETURN_ALL, REPRICE -> true;
            case RETURN_LATER_YEARS, FOLLOW -> false;
        };
    }

    /**
     * The same changes, and those of the contracts with which the fee of what ends, is undone or goes on in another package stayed:
     * it is for the days up to the last that the one which goes on was to have, and used up to the earliest of the last days. Of a
     * contract of which the later years go back besides, these come first.
     */
    static List<FeeChange> withBearers(List<FeeChange> changes, List<FeeChanges.Bearer> bearers) {
        Map<UUID, FeeChange> ends = new LinkedHashMap<>();
        changes.stream().filter(StayedFees::givesBack).forEach(change -> ends.put(change.contractId(), change));
        Map<UUID, FeeChange> all = new LinkedHashMap<>(ends);
        for (FeeChanges.Bearer bearer : bearers) {
            FeeChange end = Objects.requireNonNull(ends.get(bearer.followerId()));
            all.merge(bearer.contractId(), ofBearer(bearer, end), StayedFees::together);
        }
        return Stream.concat(changes.stream().filter(change -> !givesBack(change)), all.values().stream())
                .toList();
    }

    private static FeeChange ofBearer(FeeChanges.Bearer bearer, FeeChange end) {
        return new FeeChange(
                end.kind() == FeeChange.Kind.RETURN_ALL ? FeeChange.Kind.REFUND : end.kind(),
                bearer.contractId(),
                new Term(bearer.firstDay(), end.term().until()),
                end.lastDay(),
                end.served(),
                end.successor(),
                end.recordedOn());
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
}
