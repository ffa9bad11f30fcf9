package org.jiayi.app.yearend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.organisation.Alliances;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.visit.VisitCharges;
import org.jiayi.app.visit.VisitCharges.PayeeVisits;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gathers what is known of a year and reconciles every payee; writes nothing. */
@Component
class Reconciler {

    /** How many payees a refusal names. */
    private static final int NAMED_MAX = 20;

    private final SettledYears settledYears;
    private final VisitCharges visits;
    private final Alliances alliances;
    private final Policies policies;
    private final YearEndPolicyKind kind;
    private final YearEndStore store;

    Reconciler(
            SettledYears settledYears,
            VisitCharges visits,
            Alliances alliances,
            Policies policies,
            YearEndPolicyKind kind,
            YearEndStore store) {
        this.settledYears = settledYears;
        this.visits = visits;
        this.alliances = alliances;
        this.policies = policies;
        this.kind = kind;
        this.store = store;
    }

    /** Everything a year end rests on. */
    private record Known(
            Policy policy,
            SettledYears.Settled settled,
            VisitCharges.Charges charges,
            Map<String, Money> carried,
            Map<String, AllianceSplit.Kin> kin) {}

    /**
     * A dry run; the one who keeps it makes it a draft. Must be called inside a transaction, for the planner's settings.
     *
     * @param by who computes it
     */
    Mono<Reconciliation> reconcile(YearEnds.Order order, String by) {
        return policies.findInForce(
                        order.area(),
                        YearEndPolicy.KIND,
                        order.scheme().code(),
                        order.through().lastDay())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_YEAR_END_POLICY)))
                .flatMap(policy -> settledYears
                        .get(order.area(), order.scheme(), order.through())
                        .doOnNext(settled -> requireScores(order, settled))
                        .flatMap(settled -> known(order, policy, settled)))
                .map(known -> reconciled(order, known, by));
    }

    /** Refused where another policy is in force than a year end was computed by, of its own kind or of visits. */
    Mono<Void> requirePolicies(Reconciliation draft) {
        return Flux.just(draft.policy(), draft.visitsPolicy())
                .filterWhen(policy -> policies.findInForce(
                                draft.area(),
                                policy.kind(),
                                policy.subject(),
                                draft.through().lastDay())
                        .map(inForce -> !inForce.policyId().equals(policy.policyId()))
                        .defaultIfEmpty(true))
                .concatMap(replaced -> Mono.<Void>error(new Refused(RefusalCode.BATCH_POLICY_REPLACED)))
                .then();
    }

    private static void requireScores(YearEnds.Order order, SettledYears.Settled settled) {
        Set<String> payees = settled.payees().stream()
                .map(SettledYears.PayeeYear::payee)
                .collect(Collectors.toCollection(TreeSet::new));
        requireWithin(RefusalCode.SCORES_INCOMPLETE, payees, order.scores().keySet());
        requireWithin(RefusalCode.PAYEE_WITHOUT_YEAR, order.scores().keySet(), payees);
    }

    /** Refused where some of these are not among those, and names the first of them. */
    private static void requireWithin(RefusalCode code, Set<String> these, Set<String> those) {
        String named = these.stream()
                .filter(payee -> !those.contains(payee))
                .limit(NAMED_MAX)
                .collect(Collectors.joining(" "));
        if (!named.isEmpty()) {
            throw new Refused(new Refusal(code, "/scores", Map.of("payees", named)));
        }
    }

    private Mono<Known> known(YearEnds.Order order, Policy policy, SettledYears.Settled settled) {
        var question = VisitCharges.Question.ofMonths(
                order.area(), order.scheme(), settled.first(), order.through(), KnowledgeTime.endOf(order.knownOn()));
        return visits.of(question)
                .flatMap(charges -> Mono.zip(
                                store.carried(order.area(), order.scheme()), kin(order.area(), order.through()))
                        .map(more -> new Known(policy, settled, charges, more.getT1(), more.getT2())));
    }

    /** Who stands in an alliance on the last day, by what is known now. */
    private Mono<Map<String, AllianceSplit.Kin>> kin(String area, Month through) {
        return Mono.zip(alliances.list(area, through.lastDay()).collectList(), store.clinics(area, through.lastDay()))
                .map(known -> {
                    Map<String, String> leads = new HashMap<>();
                    known.getT1().stream()
                            .filter(Alliances.Member::isLead)
                            .forEach(member -> leads.put(member.alliance(), member.institutionCode()));
                    Map<String, AllianceSplit.Kin> kin = new HashMap<>();
                    known.getT1()
                            .forEach(member -> kin.put(
                                    member.institutionCode(),
                                    new AllianceSplit.Kin(
                                            Optional.ofNullable(leads.get(member.alliance())),
                                            known.getT2().getOrDefault(member.institutionCode(), List.of()))));
                    return kin;
                });
    }

    private Reconciliation reconciled(YearEnds.Order order, Known known, String by) {
        YearEndPolicy policy = kind.read(known.policy());
        Map<String, PayeeVisits> byPayee = new HashMap<>();
        known.charges().payees().forEach(payee -> byPayee.put(payee.payee(), payee));
        List<PayeeYearEnd> lines = new ArrayList<>();
        for (SettledYears.PayeeYear year : known.settled().payees()) {
            lines.add(PayeeYearEnd.of(
                    policy,
                    new PayeeYearEnd.Case(
                            year,
                            Optional.ofNullable(order.scores().get(year.payee()))
                                    .orElseThrow(),
                            Optional.ofNullable(byPayee.get(year.payee()))
                                    .map(PayeeVisits::totals)
                                    .orElse(List.of()),
                            Reconciliation.months(known.settled().first(), order.through()),
                            known.charges().rules().ceiling(),
                            known.carried().getOrDefault(year.payee(), Money.ZERO),
                            known.kin()
                                    .getOrDefault(year.payee(), new AllianceSplit.Kin(Optional.empty(), List.of())))));
        }
        return dryRun(order, known, lines, by);
    }

    private static Reconciliation dryRun(YearEnds.Order order, Known known, List<PayeeYearEnd> lines, String by) {
        String content = YearEndContent.of(
                order.area(),
                order.scheme(),
                order.through(),
                known.policy(),
                known.charges().policy(),
                known.settled(),
                lines);
        return new Reconciliation(
                order.area(),
                Optional.empty(),
                order.scheme(),
                known.settled().first(),
                order.through(),
                order.knownOn(),
                known.policy(),
                known.charges().policy(),
                known.settled().batchId(),
                ContentDigest.of(content),
                Reconciliation.Status.DRY_RUN,
                by,
                Optional.empty(),
                lines);
    }
}
