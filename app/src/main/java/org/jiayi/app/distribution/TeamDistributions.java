package org.jiayi.app.distribution;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.claim.FundClaims;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.fee.FeeIncome;
import org.jiayi.app.fee.StaffDistribution;
import org.jiayi.app.fee.StaffIncome;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.PendingEntries;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.OpenBatches;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Prepares distributions as pending entries of the ledger, which the batch of their institution and last month posts, and makes them
 * void before it is reviewed.
 */
@Component
public class TeamDistributions {

    static final String REASON = "staff_distribution";

    private final TeamDistributionStore store;
    private final FeeIncome incomes;
    private final FundClaims claims;
    private final TeamCuts cuts;
    private final Teams teams;
    private final Books books;
    private final PendingEntries entries;
    private final OpenBatches batches;
    private final NamedLocks locks;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    TeamDistributions(
            TeamDistributionStore store,
            FeeIncome incomes,
            FundClaims claims,
            TeamCuts cuts,
            Teams teams,
            Books books,
            PendingEntries entries,
            OpenBatches batches,
            NamedLocks locks,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.incomes = incomes;
        this.claims = claims;
        this.cuts = cuts;
        this.teams = teams;
        this.books = books;
        this.entries = entries;
        this.batches = batches;
        this.locks = locks;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * What to distribute.
     *
     * @param points by practitioner, as text
     */
    public record Order(String area, String teamNumber, Month first, Month last, Map<UUID, String> points) {

        Term months() {
            return new Term(first.firstDay(), last.next().firstDay());
        }
    }

    /**
     * Prepares a distribution. Refused while a month of it is open, where an earlier month with lines is not distributed, where
     * one of its own is distributed already, once the batch of its last month is reviewed, where there is no income, where a
     * policy distributes only what has arrived and a fund has not paid, for points of somebody who was no member in the period,
     * and where nobody has any.
     */
    public Mono<CommandKeys.Answer> prepare(Order order, String key, Caller caller) {
        if (order.last().compareTo(order.first()) < 0) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.END_BEFORE_START, "/lastMonth")));
        }
        UUID distributionId = UuidCreator.getTimeOrderedEpoch();
        return teams.get(order.area(), order.teamNumber(), caller.scope())
                .flatMap(team -> transactions.run(() -> keys.once(
                        order.area(),
                        caller,
                        key,
                        order.toString(),
                        () -> locks.take("distribution:" + order.area() + ":" + order.teamNumber())
                                .then(books.requireClosed(order.area(), order.last()))
                                .then(Mono.defer(() -> requireInOrder(order)))
                                .then(Mono.defer(() -> holdBatch(order.area(), team.institutionCode(), order.last())))
                                .then(Mono.defer(() -> requireMembers(order)))
                                .then(Mono.defer(() -> cuts.through(order)))
                                .flatMap(through -> cuts.due(order, team.institutionCode(), through)
                                        .flatMap(cut -> distributed(order, cut, through)
                                                .flatMap(distribution ->
                                                        keep(order, distributionId, team, cut, distribution, caller))))
                                .thenReturn(distributionId.toString()))));
    }

    private Mono<StaffDistribution> distributed(Order order, Map<UUID, Money> cut, Month through) {
        return incomes.ofTeam(order.area(), order.teamNumber(), order.months(), cut)
                .flatMap(sources -> requireArrived(order, through, sources).thenReturn(sources))
                .map(sources -> Refused.orThrow(distributed(
                        sources.stream().map(FeeIncome.Source::income).toList(), order)));
    }

    /** In order, so that a month in which more went back than came in is not left out. */
    private Mono<Void> requireInOrder(Order order) {
        return store.earliestUndistributed(order.area(), order.teamNumber(), order.first())
                .flatMap(earlier -> Mono.<Void>error(new Refused(new Refusal(
                        RefusalCode.EARLIER_MONTH_UNDISTRIBUTED,
                        "/firstMonth",
                        Map.of("month", Month.containing(earlier).toString())))));
    }

    private Mono<Void> holdBatch(String area, String institutionCode, Month last) {
        return batches.hold(BatchKind.STAFF_DISTRIBUTION, area, institutionCode, last, last);
    }

    /**
     * Where a policy distributes only what has arrived, every fund must have paid what it was asked for, of earlier months, too: a cut of theirs
     * that is taken back is income of these, and owed again.
     */
    private Mono<Void> requireArrived(Order order, Month through, List<FeeIncome.Source> sources) {
        List<UUID> policyIds = sources.stream()
                .filter(source -> source.staffIncome() == StaffIncome.ARRIVED)
                .map(source -> source.policy().policyId())
                .toList();
        return policyIds.isEmpty()
                ? Mono.empty()
                : incomes.payersOf(order.area(), order.teamNumber(), through, policyIds)
                        .concatMap(fund -> claims.requireReceived(order.area(), fund.payer(), fund.month()))
                        .then();
    }

    private static Decision<StaffDistribution> distributed(List<StaffDistribution.Income> income, Order order) {
        return StaffDistribution.of(
                income,
                order.points().entrySet().stream()
                        .map(member -> new StaffDistribution.Points(
                                member.getKey().toString(), Fraction.parse(member.getValue())))
                        .toList());
    }

    private Mono<Void> requireMembers(Order order) {
        return store.members(order.area(), order.teamNumber(), order.months())
                .collectList()
                .map(Set::copyOf)
                .filter(members -> members.containsAll(order.points().keySet()))
                .switchIfEmpty(Mono.error(() -> new Refused(Refusal.of(RefusalCode.NOT_A_MEMBER, "/points"))))
                .then();
    }

    private Mono<Void> keep(
            Order order,
            UUID distributionId,
            Teams.Team team,
            Map<UUID, Money> cut,
            StaffDistribution distribution,
            Caller caller) {
        Mono<Void> pending = distribution.staffPool().isZero()
                ? Mono.empty()
                : entries.propose(
                        order.area(),
                        distributionId,
                        REASON,
                        order.first() + "/" + order.last(),
                        List.of(transfer(order, distributionId, team, distribution.staffPool())),
                        caller.subject());
        return store.add(order, distributionId, team.institutionCode(), cut, distribution, caller, clock.instant())
                .then(pending);
    }

    private Transfer transfer(Order order, UUID distributionId, Teams.Team team, Money pool) {
        return new Transfer(
                Account.payable(team.institutionCode()),
                Account.payableToTeam(order.teamNumber()),
                pool,
                REASON,
                "distribution:" + distributionId,
                LocalDate.now(clock));
    }

    /** The distribution of that id, where the caller reaches its team; refused as unknown otherwise. */
    public Mono<TeamDistribution> get(String area, UUID distributionId, Caller caller) {
        return store.find(area, distributionId)
                .filter(found -> caller.scope().reachesTeam(area, found.institutionCode(), found.teamNumber()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The distribution of that id; empty where there is none. Who may see it is the caller's question. */
    public Mono<TeamDistribution> find(String area, UUID distributionId) {
        return store.find(area, distributionId);
    }

    /** What a staff batch pays, by team. Who may see it is the caller's question. */
    public Flux<TeamDistribution> of(Batch batch) {
        return store.ending(batch.area(), batch.fund(), batch.month());
    }

    /** A team's distributions, the latest first. */
    public Flux<TeamDistribution> ofTeam(String area, String teamNumber, Caller caller) {
        return teams.get(area, teamNumber, caller.scope())
                .thenMany(Flux.defer(() -> store.ofTeam(area, teamNumber)))
                .concatMap(distributionId -> get(area, distributionId, caller));
    }

    /**
     * Makes it void, so that its months can be distributed anew. Refused where it is posted or void already, and once the batch of its
     * last month is reviewed.
     */
    public Mono<TeamDistribution> makeVoid(String area, UUID distributionId, Caller caller) {
        return get(area, distributionId, caller)
                .flatMap(found -> transactions.run(() -> holdBatch(area, found.institutionCode(), found.lastMonth())
                        .then(Mono.defer(() -> store.resolve(area, distributionId, "void", caller, clock.instant())))
                        .filter(resolved -> resolved)
                        .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.ENTRY_RESOLVED)))
                        .flatMap(resolved -> found.pool().isZero()
                                ? Mono.<Void>empty()
                                : entries.makeVoid(area, distributionId, caller))))
                .then(Mono.defer(() -> get(area, distributionId, caller)));
    }
}
