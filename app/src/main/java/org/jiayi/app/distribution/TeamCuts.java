package org.jiayi.app.distribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.claim.FundClaims;
import org.jiayi.app.fee.FeeIncome;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What funds have cut (核减) of what a team earned: the institution is not paid it, so the team does not distribute it. A cut is of an
 * institution's line; its teams bear it by their own lines of that fund and month, policy by policy. It is told anew each time, and the
 * difference to what was taken off before is taken off: a cut that comes after its month was distributed, or is taken back, is heard of in
 * the next distribution.
 */
@Component
class TeamCuts {

    private final FundClaims claims;
    private final FeeIncome incomes;
    private final TeamDistributionStore store;

    TeamCuts(FundClaims claims, FeeIncome incomes, TeamDistributionStore store) {
        this.claims = claims;
        this.incomes = incomes;
        this.store = store;
    }

    /**
     * The last month of which cuts are looked at: where a later distribution stands already, that one's, since it has taken off the cuts
     * of its months.
     */
    Mono<Month> through(TeamDistributions.Order order) {
        return store.lastMonth(order.area(), order.teamNumber())
                .filter(last -> last.compareTo(order.last()) > 0)
                .defaultIfEmpty(order.last());
    }

    /** What is to be taken off, by policy; policies without any are absent. */
    Mono<Map<UUID, Money>> due(TeamDistributions.Order order, String institutionCode, Month through) {
        return claims.cutsOf(order.area(), institutionCode, through)
                .concatMap(cut -> incomes.ofInstitution(order.area(), institutionCode, cut.payer(), cut.month())
                        .collectList()
                        .map(teams -> partOf(order.teamNumber(), cut.amount(), teams)))
                .collectList()
                .zipWith(store.takenOff(order.area(), order.teamNumber()))
                .map(known -> difference(known.getT1(), known.getT2()));
    }

    /**
     * A team's part of a cut, by policy: by largest remainder, ties to the team and policy listed first. Where more went back than came in,
     * nothing is left to cut.
     */
    static Map<UUID, Money> partOf(String teamNumber, Money cut, List<FeeIncome.OfTeam> teams) {
        List<FeeIncome.OfTeam> earning = teams.stream()
                .filter(team -> team.amount().compareTo(Money.ZERO) > 0)
                .toList();
        Map<UUID, Money> own = new HashMap<>();
        if (earning.isEmpty()) {
            return own;
        }
        List<Money> parts = Allocation.byLargestRemainder(
                cut, earning.stream().map(team -> team.amount().toFraction()).toList());
        for (int index = 0; index < earning.size(); index++) {
            if (earning.get(index).teamNumber().equals(teamNumber)) {
                own.put(earning.get(index).policyId(), parts.get(index));
            }
        }
        return own;
    }

    private static Map<UUID, Money> difference(List<Map<UUID, Money>> standing, Map<UUID, Money> before) {
        Map<UUID, Money> due = new TreeMap<>();
        standing.forEach(parts -> parts.forEach((policy, part) -> due.merge(policy, part, Money::plus)));
        before.forEach((policy, taken) -> due.merge(policy, taken.negated(), Money::plus));
        due.values().removeIf(Money::isZero);
        return due;
    }
}
