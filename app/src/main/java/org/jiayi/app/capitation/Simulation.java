package org.jiayi.app.capitation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a policy would have come to on the real roster of a year, beside what was booked (测算模拟). It writes nothing. */
@Component
public class Simulation {

    private static final int MONTHS = 12;

    private final DatabaseClient database;
    private final TariffPolicies policies;
    private final HeadCount headCount;
    private final Bookings bookings;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Simulation(
            DatabaseClient database,
            TariffPolicies policies,
            HeadCount headCount,
            Bookings bookings,
            ShieldedTransactions transactions,
            Clock clock) {
        this.database = database;
        this.policies = policies;
        this.headCount = headCount;
        this.bookings = bookings;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * A payee's year under the policy and as it was booked; zero where one of them has nothing for it.
     *
     * @param personMonths counted by the policy
     */
    public record PayeeYear(String payee, long personMonths, Money simulated, Money booked) {

        /** What the payee would win; negative where it would lose. */
        public Money difference() {
            return simulated.minus(booked);
        }
    }

    /**
     * Counts the months of a year by the policy, whatever its state, as known at the end of {@code knownOn}, of the same months that were
     * booked; refused where none was, of a day that is still to come, and by a policy that comes to another table than was signed.
     */
    public Mono<List<PayeeYear>> of(String area, UUID policyId, int year, LocalDate knownOn) {
        if (knownOn.isAfter(LocalDate.now(clock))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/knownOn")));
        }
        return policies.getAsSigned(area, policyId)
                .flatMap(policy -> bookedMonths(area, policy, year)
                        .collectList()
                        .filter(months -> !months.isEmpty())
                        .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.MONTH_NOT_COUNTED)))
                        .flatMap(months -> counted(area, policyId, policy, months, KnowledgeTime.endOf(knownOn)))
                        .map(counted -> price(policyId, policy, counted))
                        .zipWith(booked(area, policy, year), Simulation::compare));
    }

    /** A month as the policy would count it. */
    private record Counted(Month month, List<HeadCount.Cell> cells, Set<String> payable) {}

    /** A province's month takes longer than a request may, so the months are counted with a batch's settings. */
    private Mono<List<Counted>> counted(
            String area, UUID policyId, CapitationPolicy policy, List<Month> months, Instant knownAt) {
        return transactions.run(() -> Flux.fromIterable(months)
                .concatMap(month -> headCount
                        .tryOut(area, month, policyId, policy, knownAt)
                        .collectList()
                        .flatMap(cells -> bookings.payees(area, month, policy, knownAt)
                                .filter(Bookings.Payable::open)
                                .map(payee -> payee.standing().payee())
                                .collect(Collectors.toSet())
                                .map(payable -> new Counted(month, cells, payable))))
                .collectList());
    }

    private Flux<Month> bookedMonths(String area, CapitationPolicy policy, int year) {
        return database.sql("""
                        SELECT month FROM capitation_month
                        WHERE area = $1 AND scheme = $2 AND month BETWEEN $3 AND $4 ORDER BY month
                        """)
                .bind(0, area)
                .bind(1, policy.scheme().code())
                .bind(2, Month.of(year, 1).firstDay())
                .bind(3, Month.of(year, MONTHS).firstDay())
                .mapValue(LocalDate.class)
                .all()
                .map(Month::containing);
    }

    private record Priced(long personMonths, Fraction exact) {

        static final Priced NOTHING = new Priced(0, Fraction.ZERO);

        Priced plus(long heads, Fraction more) {
            return new Priced(personMonths + heads, exact.plus(more));
        }
    }

    private static Map<String, Priced> price(UUID policyId, CapitationPolicy policy, List<Counted> counted) {
        Map<String, Priced> years = new TreeMap<>();
        for (Counted month : counted) {
            Map<String, List<HeadCount.Cell>> byPayee = new HashMap<>();
            month.payable().forEach(payee -> byPayee.put(payee, new ArrayList<>()));
            month.cells()
                    .forEach(cell -> byPayee.computeIfAbsent(cell.payee(), any -> new ArrayList<>())
                            .add(cell));
            new MonthPricing(month.month(), policy, Map.of(policyId, policy))
                    .exact(byPayee, month.payable())
                    .forEach((payee, exact) -> years.merge(
                            payee,
                            Priced.NOTHING.plus(heads(byPayee.getOrDefault(payee, List.of())), exact),
                            (one, other) -> one.plus(other.personMonths(), other.exact())));
        }
        return years;
    }

    private static long heads(List<HeadCount.Cell> cells) {
        return cells.stream().mapToLong(HeadCount.Cell::heads).reduce(0, Math::addExact);
    }

    private Mono<Map<String, Long>> booked(String area, CapitationPolicy policy, int year) {
        return database.sql("""
                        SELECT payee, sum(entitlement_fen)::bigint AS fen FROM capitation_booking
                        WHERE area = $1 AND scheme = $2 AND month BETWEEN $3 AND $4 GROUP BY payee
                        """)
                .bind(0, area)
                .bind(1, policy.scheme().code())
                .bind(2, Month.of(year, 1).firstDay())
                .bind(3, Month.of(year, MONTHS).firstDay())
                .mapProperties(Booked.class)
                .all()
                .collectMap(Booked::payee, Booked::fen);
    }

    private record Booked(String payee, long fen) {}

    private static List<PayeeYear> compare(Map<String, Priced> simulated, Map<String, Long> booked) {
        Map<String, PayeeYear> years = new TreeMap<>();
        booked.forEach((payee, fen) -> years.put(payee, new PayeeYear(payee, 0, Money.ZERO, Money.ofFen(fen))));
        simulated.forEach((payee, year) -> years.put(
                payee,
                new PayeeYear(
                        payee,
                        year.personMonths(),
                        year.exact().halfUpToMoney(),
                        Money.ofFen(booked.getOrDefault(payee, 0L)))));
        return List.copyOf(years.values());
    }
}
