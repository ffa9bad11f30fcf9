package org.jiayi.app.settlement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.capitation.CapitationMonths;
import org.jiayi.app.capitation.MonthlyBooking;
import org.jiayi.app.capitation.PayeeMonth;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.roster.Rosters;
import org.jiayi.app.visit.Restamping;
import org.jiayi.app.visit.VisitCharges;
import org.jiayi.app.visit.VisitsPolicy;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 门诊统筹按人头预付: a scheme's heads of one month, priced; prepaid in part, the rest retained. */
@Component
class CapitationMonthBatches implements BatchKind {

    private final CapitationMonths capitation;
    private final BatchStore store;
    private final OpenBatches batches;
    private final Rosters rosters;
    private final VisitCharges visits;
    private final Restamping restamping;
    private final CapitationStory story;
    private final Ledger ledger;

    CapitationMonthBatches(
            CapitationMonths capitation,
            BatchStore store,
            OpenBatches batches,
            Rosters rosters,
            VisitCharges visits,
            Restamping restamping,
            CapitationStory story,
            Ledger ledger) {
        this.capitation = capitation;
        this.store = store;
        this.batches = batches;
        this.rosters = rosters;
        this.visits = visits;
        this.restamping = restamping;
        this.story = story;
        this.ledger = ledger;
    }

    @Override
    public String code() {
        return CAPITATION_MONTH;
    }

    /** Cumulative rounding and corrections rest on the months before. */
    @Override
    public boolean buildsOnEarlier() {
        return true;
    }

    @Override
    public Mono<Draft> compute(Order order) {
        InsuranceScheme scheme = scheme(order.fund());
        return requireOpenYear(order)
                .then(Mono.defer(() -> requireInOrder(order, scheme)))
                .then(Mono.defer(() -> rosters.hold(order.area(), scheme, order.month())))
                .then(Mono.defer(() -> capitation.compute(order.area(), scheme, order.month(), order.knownOn())))
                .flatMap(result -> rosters.countedAgain(order.area(), scheme, order.month())
                        .thenReturn(result))
                .flatMap(result ->
                        deductions(order, scheme, result).map(deductions -> draft(order, result, deductions)));
    }

    private static Draft draft(Order order, CapitationMonths.Result result, Deductions deductions) {
        return new Draft(
                Optional.of(result.policy().policyId()),
                result.payees().stream()
                        .map(payee -> line(payee, deductions.of(payee)))
                        .toList(),
                ContentDigest.of(BatchContent.of(order, result, deductions)));
    }

    /** Where visits are deducted monthly, they are looked at with the contracts that are known now. */
    @Override
    public Mono<Void> prepare(Order order) {
        return deductsMonthly(order, scheme(order.fund()))
                .flatMap(monthly ->
                        monthly ? restamping.bringUpToDate(order.area()).then() : Mono.empty());
    }

    private Mono<Boolean> deductsMonthly(Order order, InsuranceScheme scheme) {
        return visits.findPolicy(order.area(), scheme, order.month().lastDay())
                .map(policy -> policy.deduct() == VisitsPolicy.Deduct.MONTHLY)
                .defaultIfEmpty(false);
    }

    /** What was deducted in a year stays, where its later months are not deducted monthly. */
    private Mono<Deductions> deductions(Order order, InsuranceScheme scheme, CapitationMonths.Result result) {
        return deductsMonthly(order, scheme)
                .flatMap(monthly -> monthly
                        ? Mono.zip(charges(order, scheme), deductedBefore(order))
                                .map(facts -> Deductions.of(result.payees(), facts.getT1(), facts.getT2()))
                        : deductedBefore(order).map(Deductions::unchanged));
    }

    /** What is charged since the first month of the year that is computed: it may be this one. */
    private Mono<VisitCharges.Charges> charges(Order order, InsuranceScheme scheme) {
        return ofYear(CAPITATION_MONTH, order, order.month())
                .map(Batch::month)
                .reduce(order.month(), (first, month) -> month.compareTo(first) < 0 ? month : first)
                .flatMap(first -> visits.of(VisitCharges.Question.ofMonths(
                        order.area(), scheme, first, order.month(), KnowledgeTime.endOf(order.knownOn()))));
    }

    private Mono<Map<String, Money>> deductedBefore(Order order) {
        return order.month().monthOfYear() == 1
                ? Mono.just(Map.of())
                : store.from(
                                CAPITATION_MONTH,
                                order.area(),
                                order.fund(),
                                order.month().previous())
                        .filter(earlier -> earlier.month().equals(order.month().previous()))
                        .concatMap(store::lines)
                        .collectMap(BatchLine::payee, line -> Money.ofFen(line.cumulativeDeductedFen()));
    }

    /**
     * A year that is settled takes no month any more: what would be withheld of it, no year end would release. From the review of
     * the year end's batch on, none is added to what it settles.
     */
    private Mono<Void> requireOpenYear(Order order) {
        return isSettled(order, order.month())
                .flatMap(settled -> settled
                        ? Mono.error(new Refused(RefusalCode.YEAR_END_APPROVED))
                        : batches.holdYear(
                                YEAR_END,
                                order.area(),
                                order.fund(),
                                order.month().year()));
    }

    /** Whether the year end of the year of that month is approved, through whichever month. */
    private Mono<Boolean> isSettled(Order order, Month month) {
        return ofYear(YEAR_END, order, month)
                .filter(batch -> batch.approvedBy().isPresent())
                .count()
                .map(batches -> batches > 0);
    }

    /**
     * The month before is there; or nothing has to be, where no policy asks for it in its year and no earlier month of it was
     * computed. A year that its year end has settled asks for nothing more.
     */
    private Mono<Void> requireInOrder(Order order, InsuranceScheme scheme) {
        Month before = order.month().previous();
        Mono<List<Month>> earlier = ofYear(CAPITATION_MONTH, order, before)
                .map(Batch::month)
                .filter(month -> month.compareTo(before) <= 0)
                .collectList();
        return Mono.zip(earlier, isSettled(order, before), capitation.isFirst(order.area(), scheme, order.month()))
                .flatMap(facts -> facts.getT1().contains(before)
                                || facts.getT3() && (facts.getT1().isEmpty() || facts.getT2())
                        ? Mono.empty()
                        : Mono.error(new Refused(RefusalCode.MONTH_OUT_OF_ORDER)));
    }

    /** The fund's batches of a kind in the year of a month. */
    private Flux<Batch> ofYear(String kind, Order order, Month month) {
        return store.from(kind, order.area(), order.fund(), Month.of(month.year(), 1))
                .filter(batch -> batch.month().year() == month.year());
    }

    private static InsuranceScheme scheme(String code) {
        return InsuranceScheme.find(code).orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SCHEME));
    }

    private static BatchLine line(PayeeMonth payee, Deductions.Deduction deduction) {
        MonthlyBooking booking = payee.booking();
        return new BatchLine(
                payee.payee(),
                payee.institutionCode(),
                "",
                payee.heads(),
                payee.villageHeads(),
                payee.correctedHeads(),
                booking.entitlement().fen(),
                booking.prepayment().fen(),
                booking.retention().fen(),
                deduction.ofMonth().fen(),
                booking.toDate().entitlement().fen(),
                booking.toDate().prepaid().fen(),
                deduction.toDate().fen(),
                "",
                false);
    }

    /** By the policy that holds, whatever was published since; where it asks for it, with the list agreed. */
    @Override
    public Mono<Void> confirm(Batch batch) {
        InsuranceScheme scheme = scheme(batch.fund());
        return capitation
                .isPolicyOf(
                        batch.area(), scheme, batch.month(), batch.policyId().orElseThrow())
                .flatMap(holds -> holds
                        ? rosters.close(batch.area(), scheme, batch.month())
                        : Mono.error(new Refused(RefusalCode.BATCH_POLICY_REPLACED)));
    }

    @Override
    public Mono<Void> post(Batch batch, List<BatchLine> lines, Caller approver) {
        Account fund = Account.fund("pooled_" + batch.fund());
        LocalDate on = batch.month().lastDay();
        List<Transfer> transfers = new ArrayList<>();
        for (BatchLine line : lines) {
            String key = "batch:" + batch.batchId() + ":" + line.payee();
            Transfer.of(
                            fund,
                            PaymentOrders.payable(line),
                            line.prepaymentFen(),
                            "capitation_prepayment",
                            key + ":prepayment",
                            on)
                    .ifPresent(transfers::add);
            Transfer.of(PaymentOrders.payable(line), fund, line.deductedFen(), "visits_elsewhere", key + ":visits", on)
                    .ifPresent(transfers::add);
            Account retention = Account.retention(line.payee(), batch.fund());
            Transfer.of(fund, retention, line.retentionFen(), "capitation_retention", key + ":retention", on)
                    .ifPresent(transfers::add);
        }
        return ledger.post(batch.area(), batch.batchId(), transfers, approver.subject());
    }

    @Override
    public Mono<LineExplanation> explain(Batch batch, BatchLine line) {
        return story.of(batch, line);
    }
}
