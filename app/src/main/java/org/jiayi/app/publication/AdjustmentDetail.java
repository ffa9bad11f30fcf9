package org.jiayi.app.publication;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.settlement.ApprovedBatches;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.Batches;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * 调整明细: which line of which batch is corrected, as that line stands, by how much and why. Money is all that an adjustment corrects:
 * person-months are corrected by the months themselves.
 */
@Component
class AdjustmentDetail implements StatementDetail {

    private static final DetailLayout LAYOUT = new DetailLayout(
            List.of(
                    Column.text("corrected_batch_id", "被更正批次编号", "batch that is corrected"),
                    Column.text("corrected_kind", "被更正批次类别", "kind of that batch"),
                    Column.month("corrected_period", "被更正批次期间", "period of that batch"),
                    Column.text("payee", "收款方", "payee, whose line of that batch is corrected: institution or team"),
                    Column.text("institution_code", "机构医保代码", "institution"),
                    Column.count(
                            "corrected_line_heads",
                            "被更正行人月数（签约服务费为份数，绩效分配为人数）",
                            "heads of that line, late ones included; none is moved by the adjustment",
                            ""),
                    Column.yuan("corrected_line_yuan", "被更正行应拨金额", "what that line pays, without any adjustment"),
                    Column.yuan("amount_yuan", "调整金额", "more to pay, or less where it is negative"),
                    Column.text("reason", "调整原因", "why")),
            List.of("corrected_batch_id", "payee"),
            "amount_yuan");

    private final Batches batches;
    private final ApprovedBatches lines;

    AdjustmentDetail(Batches batches, ApprovedBatches lines) {
        this.batches = batches;
        this.lines = lines;
    }

    @Override
    public String batchKind() {
        return BatchKind.ADJUSTMENT;
    }

    @Override
    public DetailLayout layout() {
        return LAYOUT;
    }

    /** One page: people write an adjustment line by line. */
    @Override
    public Flux<CsvPage> pages(Batch batch) {
        return batches.get(batch.area(), batch.corrects().orElseThrow())
                .flatMap(corrected -> Mono.zip(
                        lines.lines(corrected).collectMap(BatchLine::payee),
                        lines.lines(batch).collectList(),
                        (standing, corrections) -> page(corrected, standing, corrections)))
                .flux();
    }

    private static CsvPage page(Batch corrected, Map<String, BatchLine> standing, List<BatchLine> corrections) {
        Money sum = Money.sum(
                corrections.stream().map(line -> Money.ofFen(line.dueFen())).toList());
        return CsvPage.of(
                corrections.stream()
                        .map(line -> fields(corrected, Objects.requireNonNull(standing.get(line.payee())), line))
                        .toList(),
                sum.fen());
    }

    private static List<String> fields(Batch corrected, BatchLine standing, BatchLine correction) {
        return List.of(
                PublicId.of(PublicId.Kind.BATCH, corrected.area(), corrected.batchId())
                        .toString(),
                corrected.kind(),
                corrected.month().toString(),
                correction.payee(),
                correction.institutionCode(),
                Long.toString(Math.addExact(standing.heads(), standing.correctedHeads())),
                Money.ofFen(standing.dueFen()).toYuan(),
                Money.ofFen(correction.dueFen()).toYuan(),
                correction.note());
    }
}
