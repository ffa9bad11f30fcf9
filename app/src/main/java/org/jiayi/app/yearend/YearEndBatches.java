package org.jiayi.app.yearend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.LaterMonths;
import org.jiayi.app.settlement.LineExplanation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 年终清算批次: what the balances of a computed year end pay or recover; approving the batch approves the year end. */
@Component
class YearEndBatches implements BatchKind {

    private final YearEnds yearEnds;
    private final YearEndStory story;
    private final LaterMonths laterMonths;

    YearEndBatches(YearEnds yearEnds, YearEndStory story, LaterMonths laterMonths) {
        this.yearEnds = yearEnds;
        this.story = story;
        this.laterMonths = laterMonths;
    }

    @Override
    public String code() {
        return YEAR_END;
    }

    /** Refused where no year end is computed through the month, or it is approved. */
    @Override
    public Mono<Draft> compute(Order order) {
        return yearEnds.ofYear(order.area(), scheme(order.fund()), order.month().year())
                .map(yearEnd -> Refused.orThrow(yearEnd.requireDraft()))
                .flatMap(yearEnd -> yearEnd.through().equals(order.month())
                        ? Mono.just(yearEnd)
                        : Mono.error(new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/month"))))
                .map(yearEnd -> new Draft(Optional.of(yearEnd.policy().policyId()), lines(yearEnd), yearEnd.digest()));
    }

    private static InsuranceScheme scheme(String code) {
        return InsuranceScheme.find(code).orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SCHEME));
    }

    /** What moves on each payee's account: its balance, what is carried, and what its alliance shares. */
    static List<BatchLine> lines(Reconciliation yearEnd) {
        Map<String, BatchLine> lines = new TreeMap<>();
        for (PayeeYearEnd line : yearEnd.lines()) {
            Money own = line.result()
                    .balance()
                    .plus(line.carriedIn())
                    .minus(line.carriedOut())
                    .minus(AllianceSplit.givenAway(line.shares()));
            var year = line.year();
            for (var share : line.shares()) {
                if (share.role() != AllianceSplit.Role.TOWNSHIP) {
                    add(lines, share.institutionCode(), share.institutionCode(), 0, share.amount());
                }
            }
            add(lines, year.payee(), year.institutionCode(), year.personMonths(), own);
        }
        return new ArrayList<>(lines.values());
    }

    private static void add(Map<String, BatchLine> lines, String payee, String institution, long heads, Money amount) {
        lines.merge(
                payee,
                BatchLine.paid(payee, institution, heads, amount.fen(), ""),
                (one, other) -> BatchLine.paid(
                        payee,
                        institution,
                        Math.addExact(one.heads(), other.heads()),
                        Math.addExact(one.prepaymentFen(), other.prepaymentFen()),
                        ""));
    }

    /** Visits are looked at with the contracts that are known now. */
    @Override
    public Mono<Void> prepareToConfirm(Batch batch) {
        return yearEnds.bringUpToDate(batch.area());
    }

    /**
     * Refused where something keeps the year end from its approval, which could not be mended any more. A year end is its year's only
     * one: later months of the year that are open are given up, and refuse it where they are reviewed or further.
     */
    @Override
    public Mono<Void> confirm(Batch batch) {
        return current(batch)
                .flatMap(yearEnd -> yearEnds.requireReady(yearEnd)
                        .then(Mono.defer(
                                () -> laterMonths.giveUp(yearEnd.area(), yearEnd.scheme(), yearEnd.through()))));
    }

    /** Refused where the year end was computed anew since. */
    @Override
    public Mono<Void> post(Batch batch, List<BatchLine> lines, Caller approver) {
        return current(batch).flatMap(yearEnd -> yearEnds.approve(yearEnd, approver));
    }

    /** Told by the year end itself, with what the payee gets of others in its alliance. Refused where it was computed anew since. */
    @Override
    public Mono<LineExplanation> explain(Batch batch, BatchLine line) {
        return current(batch).map(yearEnd -> story.of(yearEnd, line));
    }

    /** The year end that the batch was computed from; refused where it was computed anew since. */
    Mono<Reconciliation> current(Batch batch) {
        return yearEnds.ofYear(batch.area(), scheme(batch.fund()), batch.month().year())
                .filter(yearEnd -> yearEnd.digest().sm3().equals(batch.digestSm3()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.BATCH_OUTDATED)));
    }
}
