package org.jiayi.app.fulfilment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/** Decides whether a service may be entered. How doubtful it looks is another question, see {@link RecordFlags}. */
final class RecordRules {

    static final Duration LONGEST = Duration.ofHours(24);

    private RecordRules() {}

    /**
     * Lets a record in or refuses it.
     *
     * @param existing the records of the contract and of those that it follows
     * @return how many voided records say the same
     */
    static Decision<Integer> decide(
            NewRecord record, PlannedContract contract, ServicePlan plan, List<ServiceRecord> existing, Instant now) {
        Optional<ServicePlan.Planned> planned = plan.find(record.itemCode());
        if (planned.isEmpty()) {
            return Decision.refuse(RefusalCode.UNKNOWN_SERVICE_ITEM, "/itemCode");
        }
        ServiceItem item = planned.get().item();
        if (!item.modes().contains(record.mode())) {
            return Decision.refuse(RefusalCode.SERVICE_MODE_NOT_ALLOWED, "/mode");
        }
        if (record.evidence().size() < item.evidenceMin() || record.evidence().size() > ServiceItem.EVIDENCE_MAX) {
            return Decision.refuse(RefusalCode.EVIDENCE_OUT_OF_LIMITS, "/evidence");
        }
        return times(record, contract, now).then(sound -> repeat(record, existing));
    }

    private static Decision<Instant> times(NewRecord record, PlannedContract contract, Instant now) {
        if (!record.startedAt().isBefore(record.endedAt())) {
            return Decision.refuse(RefusalCode.SERVICE_ENDS_BEFORE_START, "/endedAt");
        }
        if (Duration.between(record.startedAt(), record.endedAt()).compareTo(LONGEST) > 0) {
            return Decision.refuse(RefusalCode.SERVICE_TOO_LONG, "/endedAt");
        }
        if (record.endedAt().isAfter(now)) {
            return Decision.refuse(RefusalCode.SERVICE_IN_FUTURE, "/endedAt");
        }
        if (!contract.term().contains(LocalDate.ofInstant(record.startedAt(), ServiceRecord.ZONE))) {
            return Decision.refuse(RefusalCode.SERVICE_OUTSIDE_TERM, "/startedAt");
        }
        return Decision.accept(record.startedAt());
    }

    private static Decision<Integer> repeat(NewRecord record, List<ServiceRecord> existing) {
        List<ServiceRecord> same =
                existing.stream().filter(record::saysTheSameAs).toList();
        return same.stream().anyMatch(other -> other.voidedFor().isEmpty())
                ? Decision.refuse(RefusalCode.DUPLICATE_SERVICE_RECORD)
                : Decision.accept(same.size());
    }
}
