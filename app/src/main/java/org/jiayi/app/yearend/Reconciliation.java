package org.jiayi.app.yearend;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * The year end of a scheme and year in one pooling area.
 *
 * @param yearEndId empty of a dry run
 * @param first month of the year that was settled
 * @param through the last month of the year that counts
 * @param knownOn what was recorded by the end of this day counts
 * @param batchId the settlement batch of the last month
 * @param digest of the canonical content: same inputs, same digest
 * @param lines by payee
 */
public record Reconciliation(
        String area,
        Optional<UUID> yearEndId,
        InsuranceScheme scheme,
        Month first,
        Month through,
        LocalDate knownOn,
        Policy policy,
        Policy visitsPolicy,
        UUID batchId,
        ContentDigest digest,
        Status status,
        String computedBy,
        Optional<String> approvedBy,
        List<PayeeYearEnd> lines) {

    /** Where a year end stands. */
    public enum Status {
        /** 试算: never written. */
        DRY_RUN,
        /** 测算: may be computed again. */
        DRAFT,
        /** 批准: in the ledger, and final. */
        APPROVED;

        /** The code in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    public Reconciliation {
        lines = List.copyOf(lines);
    }

    /** What was to be reconciled. */
    YearEnds.Order order() {
        return new YearEnds.Order(
                area,
                scheme,
                through,
                knownOn,
                lines.stream().collect(Collectors.toMap(line -> line.year().payee(), PayeeYearEnd::score)));
    }

    /** How many months it reconciles. */
    int months() {
        return months(first, through);
    }

    /** How many months of a year these are, both included. */
    static int months(Month first, Month through) {
        return through.monthOfYear() - first.monthOfYear() + 1;
    }

    /** Whether it can still be computed again or approved; refused where it is approved. */
    Decision<Reconciliation> requireDraft() {
        return status == Status.APPROVED ? Decision.refuse(RefusalCode.YEAR_END_APPROVED) : Decision.accept(this);
    }

    /** The lines within a scope. */
    public List<PayeeYearEnd> linesIn(Scope scope) {
        return lines.stream()
                .filter(line -> scope.reachesInstitution(area, line.year().institutionCode()))
                .toList();
    }
}
