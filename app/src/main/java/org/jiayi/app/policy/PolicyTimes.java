package org.jiayi.app.policy;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/** Whether a policy's days fit those in force of its kind and subject: no day has two, and no day between two has none. */
final class PolicyTimes {

    private PolicyTimes() {}

    /**
     * Accepts the policy, or refuses it with the days that are wrong.
     *
     * @param supersedes the version that is to end where this one begins
     * @param inForce the published and superseded versions of the same kind and subject
     * @param today what has begun by then has held, and stays on record for the days on which it did
     */
    static Decision<Policy> fit(Policy policy, Optional<UUID> supersedes, List<Policy> inForce, LocalDate today) {
        Optional<Policy> replaced = inForce.stream()
                .filter(other -> supersedes.filter(other.policyId()::equals).isPresent())
                .findFirst();
        if (supersedes.isPresent()
                && replaced.filter(other -> policy.canSupersede(other, today)).isEmpty()) {
            return Decision.refuse(new Refusal(RefusalCode.POLICY_NOT_SUPERSEDED, "/supersedesId", Map.of()));
        }
        List<Policy> others = inForce.stream()
                .filter(other -> replaced.filter(other::equals).isEmpty())
                .toList();
        Optional<Policy> overlapped = others.stream().filter(policy::overlaps).findFirst();
        if (overlapped.isPresent()) {
            return refuse(RefusalCode.POLICY_OVERLAPS, overlapped.get());
        }
        return gapBeside(policy, others, replaced.isPresent())
                .map(neighbour -> PolicyTimes.<Policy>refuse(RefusalCode.POLICY_LEAVES_GAP, neighbour))
                .orElseGet(() -> Decision.accept(policy));
    }

    /** The nearest version before or after, if there are days between. */
    private static Optional<Policy> gapBeside(Policy policy, List<Policy> others, boolean follows) {
        Optional<Policy> before = others.stream()
                .filter(other -> other.effectiveFrom().isBefore(policy.effectiveFrom()))
                .max(Comparator.comparing(Policy::effectiveFrom))
                .filter(other -> !follows && policy.followsWithGap(other));
        return before.or(() -> others.stream()
                .filter(other -> other.effectiveFrom().isAfter(policy.effectiveFrom()))
                .min(Comparator.comparing(Policy::effectiveFrom))
                .filter(other -> other.followsWithGap(policy)));
    }

    private static <T> Decision<T> refuse(RefusalCode code, Policy neighbour) {
        return Decision.refuse(new Refusal(
                code,
                "/effectiveFrom",
                Map.of(
                        "from",
                        neighbour.effectiveFrom().toString(),
                        "until",
                        neighbour.effectiveUntil().map(Object::toString).orElse(""))));
    }
}
