package org.jiayi.app.settlement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * 调整批次: corrects payees' sums of a batch that cannot be computed again, line by line, each with a reason. It goes through the
 * same hands as any other batch; the one it corrects stays as it is.
 */
@Component
public class Adjustments implements BatchKind {

    private static final String REASON = "batch_adjustment";

    private final BatchStore store;
    private final OpenBatches batches;
    private final Ledger ledger;

    Adjustments(BatchStore store, OpenBatches batches, Ledger ledger) {
        this.store = store;
        this.batches = batches;
        this.ledger = ledger;
    }

    /** A correction of one payee, signed: more to pay, or to recover. */
    public record Correction(String payee, Money amount, String reason) {}

    @Override
    public String code() {
        return ADJUSTMENT;
    }

    /** An adjustment is written by people, not computed. */
    @Override
    public Mono<Draft> compute(Order order) {
        return Mono.error(new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/kind")));
    }

    /**
     * The corrections as a batch's draft: every payee once, none of zero, each of a line of the corrected batch. Refused for a month
     * whose year end is reviewed or further.
     */
    Mono<Draft> draft(Batch corrected, int sequence, List<Correction> corrections) {
        return requireOpenYear(corrected)
                .thenMany(Flux.defer(() -> store.lines(corrected)))
                .collectMap(BatchLine::payee)
                .map(standing -> Refused.orThrow(lines(standing, corrections)))
                .map(lines -> new Draft(
                        Optional.empty(), lines, ContentDigest.of(content(corrected, sequence, corrections))));
    }

    private static Decision<List<BatchLine>> lines(Map<String, BatchLine> standing, List<Correction> corrections) {
        Set<String> seen = new HashSet<>();
        List<BatchLine> lines = new ArrayList<>();
        for (int index = 0; index < corrections.size(); index++) {
            Correction correction = corrections.get(index);
            BatchLine line = standing.get(correction.payee());
            if (line == null || correction.amount().isZero() || !seen.add(correction.payee())) {
                return Decision.refuse(Refusal.of(RefusalCode.INVALID_VALUE, "/lines/" + index));
            }
            lines.add(BatchLine.paid(
                    line.payee(), line.institutionCode(), 0, correction.amount().fen(), correction.reason()));
        }
        return Decision.accept(lines);
    }

    private static String content(Batch corrected, int sequence, List<Correction> corrections) {
        StringBuilder content = new StringBuilder(String.join(
                        "|", "jiayi-adjustment-1", corrected.area(), corrected.digestSm3(), Integer.toString(sequence)))
                .append('\n');
        corrections.forEach(line -> content.append(line.payee())
                .append('|')
                .append(line.amount().fen())
                .append('|')
                .append(line.reason())
                .append('\n'));
        return content.toString();
    }

    /** Refused for a month whose year end was reviewed since. */
    @Override
    public Mono<Void> confirm(Batch batch) {
        return requireOpenYear(batch);
    }

    /** Refused for a month whose year end was reviewed since. */
    @Override
    public Mono<Void> post(Batch batch, List<BatchLine> lines, Caller approver) {
        return requireOpenYear(batch)
                .then(Mono.defer(
                        () -> ledger.post(batch.area(), batch.batchId(), transfers(batch, lines), approver.subject())));
    }

    /** A year end counts what adjustments of its months paid. Once it is approved, its own batch is what may be adjusted. */
    private Mono<Void> requireOpenYear(Batch batch) {
        return firstOf(batch)
                .filter(Batch::isCapitationMonth)
                .flatMap(first -> batches.holdYear(
                        YEAR_END, first.area(), first.fund(), first.month().year()));
    }

    /** The batch that an adjustment, or the adjustment that it adjusts, corrects in the end; any other batch is itself. */
    private Mono<Batch> firstOf(Batch batch) {
        return Mono.justOrEmpty(batch.corrects())
                .flatMap(corrected -> store.find(batch.area(), corrected))
                .flatMap(this::firstOf)
                .defaultIfEmpty(batch);
    }

    private static List<Transfer> transfers(Batch batch, List<BatchLine> lines) {
        Account fund = new Fund(batch.fund()).bearer();
        return lines.stream()
                .flatMap(line -> Transfer.of(
                        fund,
                        PaymentOrders.payable(line),
                        line.prepaymentFen(),
                        REASON,
                        "batch:" + batch.batchId() + ":" + line.payee(),
                        batch.month().lastDay())
                        .stream())
                .toList();
    }

    /** What the corrected line came to, what other adjustments have corrected of it since, and this one's part and reason. */
    @Override
    public Mono<LineExplanation> explain(Batch batch, BatchLine line) {
        UUID correctedId = batch.corrects().orElseThrow();
        Mono<Batch> corrected = store.find(batch.area(), correctedId);
        Mono<Long> standing = corrected
                .flatMapMany(store::lines)
                .filter(earlier -> earlier.payee().equals(line.payee()))
                .map(BatchLine::dueFen)
                .reduce(0L, Math::addExact);
        Mono<Long> others = store.correctedBefore(batch, line.payee());
        return Mono.zip(corrected, standing, others)
                .map(facts -> story(batch, line, facts.getT1(), facts.getT2(), facts.getT3()));
    }

    private static LineExplanation story(Batch batch, BatchLine line, Batch corrected, long stood, long others) {
        List<LineExplanation.Step> steps = new ArrayList<>();
        steps.add(LineExplanation.Step.of(
                        "corrected_line",
                        "被更正批次（" + corrected.month() + "）中该收款方的应拨额",
                        "what the corrected batch pays this payee",
                        Money.ofFen(stood))
                .about(PublicId.Kind.BATCH, batch.area(), corrected.batchId()));
        if (others != 0) {
            steps.add(LineExplanation.Step.of(
                    "corrected_before", "此前各次调整合计", "what earlier adjustments corrected", Money.ofFen(others)));
        }
        steps.add(LineExplanation.Step.of(
                "correction",
                "本次调整，原因：" + line.note(),
                "this correction, because: " + line.note(),
                Money.ofFen(line.dueFen())));
        steps.add(LineExplanation.Step.of(
                "corrected",
                "调整后应拨额",
                "what the payee is due after it",
                stood + " + " + others + " + " + line.dueFen(),
                Money.ofFen(Math.addExact(Math.addExact(stood, others), line.dueFen()))));
        return new LineExplanation(
                line.payee() + " 更正 " + corrected.month() + " 批次，" + LineExplanation.amount(line.dueFen()) + "："
                        + line.note(),
                line.payee() + " " + LineExplanation.amountEn(line.dueFen()) + ", correcting the batch of "
                        + corrected.month() + ": " + line.note(),
                Optional.empty(),
                steps);
    }
}
