package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts a month's heads and prices them: PostgreSQL counts, this page of arithmetic does the money. */
@Component
public class CapitationMonths {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Policies policies;
    private final CapitationPolicyKind kind;
    private final HeadCount headCount;

    CapitationMonths(Policies policies, CapitationPolicyKind kind, HeadCount headCount) {
        this.policies = policies;
        this.kind = kind;
        this.headCount = headCount;
    }

    /**
     * A month's result.
     *
     * @param payees what is booked for each institution that has heads in the month or had some earlier in the year
     */
    public record Result(Policy policy, List<PayeeMonth> payees) {}

    /**
     * What is booked for one institution.
     *
     * @param headsByRow heads by tariff row of the month; empty where it has none
     */
    public record PayeeMonth(String institutionCode, Map<Integer, Long> headsByRow, MonthlyBooking booking) {

        /** All heads of the month. */
        public long heads() {
            return headsByRow.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Counts and prices a month as known at the end of {@code knownOn}, in place of what was counted before; must be
     * called inside a shielded transaction, with the months before it counted. Refused where no policy is in force.
     */
    public Mono<Result> compute(String area, InsuranceScheme scheme, Month month, LocalDate knownOn) {
        return policy(area, scheme, month)
                .flatMap(policy -> headCount
                        .count(area, scheme, month, policy.policyId(), read(policy), endOf(knownOn))
                        .then(price(area, scheme, month, policy)));
    }

    /** The first month that the policy in force for {@code month} can be computed for within its year. */
    public Mono<Month> firstMonth(String area, InsuranceScheme scheme, Month month) {
        Month january = Month.of(month.year(), 1);
        return policy(area, scheme, month)
                .map(policy -> Month.containing(policy.effectiveFrom()))
                .map(from -> from.compareTo(january) > 0 ? from : january);
    }

    private Mono<Policy> policy(String area, InsuranceScheme scheme, Month month) {
        return policies.findInForce(area, CapitationPolicy.KIND, scheme.code(), month.firstDay())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_CAPITATION_POLICY)));
    }

    private Mono<Result> price(String area, InsuranceScheme scheme, Month month, Policy policy) {
        return headCount
                .cells(area, scheme, month)
                .collectList()
                .flatMap(cells -> Flux.fromStream(
                                cells.stream().map(HeadCount.Cell::policyId).distinct())
                        .flatMap(policyId -> policies.get(area, policyId))
                        .collectMap(Policy::policyId, this::read)
                        .map(read -> {
                            Map<UUID, CapitationPolicy> policiesById = new HashMap<>(read);
                            policiesById.put(policy.policyId(), read(policy));
                            return new Result(policy, book(cells, month, policy.policyId(), policiesById));
                        }));
    }

    /** Books the year's months in order for each payee; the last booking is the month's. */
    private static List<PayeeMonth> book(
            List<HeadCount.Cell> cells, Month month, UUID policyId, Map<UUID, CapitationPolicy> policies) {
        Map<String, Map<Month, List<HeadCount.Cell>>> byPayee = new TreeMap<>();
        cells.forEach(cell -> byPayee.computeIfAbsent(cell.institutionCode(), code -> new TreeMap<>())
                .computeIfAbsent(cell.inMonth(), any -> new ArrayList<>())
                .add(cell));
        List<PayeeMonth> payees = new ArrayList<>();
        byPayee.forEach((institution, months) -> {
            BookedToDate toDate = BookedToDate.NOTHING;
            for (var earlier : months.entrySet()) {
                if (earlier.getKey().compareTo(month) < 0) {
                    CapitationPolicy policy =
                            policyOf(policies, earlier.getValue().get(0).policyId());
                    Fraction exact = policy.tariff().exactEntitlement(heads(earlier.getValue()));
                    toDate = toDate.book(exact, policy.prepaid()).toDate();
                }
            }
            CapitationPolicy policy = policyOf(policies, policyId);
            Map<Integer, Long> heads = heads(months.getOrDefault(month, List.of()));
            MonthlyBooking booking = toDate.book(policy.tariff().exactEntitlement(heads), policy.prepaid());
            payees.add(new PayeeMonth(institution, heads, booking));
        });
        return payees;
    }

    private static Map<Integer, Long> heads(List<HeadCount.Cell> cells) {
        Map<Integer, Long> heads = new TreeMap<>();
        cells.forEach(cell -> heads.put(cell.tariffRow(), cell.heads()));
        return heads;
    }

    private static CapitationPolicy policyOf(Map<UUID, CapitationPolicy> policies, UUID policyId) {
        CapitationPolicy policy = policies.get(policyId);
        if (policy == null) {
            throw new IllegalStateException("cells rest on policy " + policyId + ", which is not there");
        }
        return policy;
    }

    private CapitationPolicy read(Policy policy) {
        return Refused.orThrow(kind.read(policy.document()));
    }

    /** The last moment of a day, in the resolution of the database. */
    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZONE).toInstant().minusNanos(1_000);
    }
}
