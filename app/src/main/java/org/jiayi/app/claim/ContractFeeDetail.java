package org.jiayi.app.claim;

import java.util.List;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.fee.FeeLineText;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.payment.CollectedText;
import org.jiayi.app.publication.Column;
import org.jiayi.app.publication.DetailLayout;
import org.jiayi.app.publication.StatementDetail;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * 签约服务费明细: what the payer bears of each contract, line by line of the month, or what was collected of it. Each explains itself with
 * its contract's fee and payments.
 */
@Component
class ContractFeeDetail implements StatementDetail {

    private static final DetailLayout LAYOUT = new DetailLayout(
            List.of(
                    Column.text("contract_id", "签约编号", "contract; empty for what a fund has cut"),
                    Column.text("resident_id", "居民编号", "resident"),
                    Column.text("entry_id", "凭证编号", "entry of the ledger; empty for what was collected"),
                    Column.text("institution_code", "机构医保代码", "institution"),
                    Column.text("payer", "付费方", "payer"),
                    Column.text("reason", "费用类别", "reason of the line"),
                    Column.text("policy_id", "政策编号", "policy by which it was charged; empty for what was collected"),
                    Column.yuan("amount_yuan", "承担金额", "what the payer bears, negative where it bears less")),
            List.of("contract_id", "entry_id", "institution_code"),
            "amount_yuan");

    private final FeeLineText lines;
    private final ClaimAnswerStore cuts;
    private final CollectedText collected;

    ContractFeeDetail(FeeLineText lines, ClaimAnswerStore cuts, CollectedText collected) {
        this.lines = lines;
        this.cuts = cuts;
        this.collected = collected;
    }

    @Override
    public String batchKind() {
        return BatchKind.CONTRACT_FEE;
    }

    @Override
    public DetailLayout layout() {
        return LAYOUT;
    }

    @Override
    public Flux<CsvPage> pages(Batch batch) {
        return ContractFeeBatches.collectedOf(batch.area(), batch.fund(), batch.month())
                .map(collected::pages)
                .orElseGet(() -> claimed(batch, Payer.of(batch.fund())));
    }

    /** What the fund has cut is of no contract, and comes before all lines that are. */
    private Flux<CsvPage> claimed(Batch batch, Payer payer) {
        return Flux.concat(
                cuts.ofBatch(batch.area(), payer, batch.month())
                        .collectList()
                        .filter(moves -> !moves.isEmpty())
                        .map(moves -> CsvPage.of(
                                moves.stream().map(move -> row(batch, move)).toList(),
                                moves.stream()
                                        .mapToLong(move -> move.amount().fen())
                                        .sum())),
                lines.pages(batch.area(), payer, batch.month()));
    }

    private static List<String> row(Batch batch, ClaimAnswerStore.Move move) {
        return List.of(
                "",
                "",
                PublicId.of(PublicId.Kind.LEDGER_ENTRY, batch.area(), move.entryId())
                        .toString(),
                move.institutionCode(),
                batch.fund(),
                move.reversed() ? ClaimAnswers.REVERSAL : ClaimAnswers.CUT,
                "",
                move.amount().toYuan());
    }

    @Override
    public Mono<Long> persons(Batch batch) {
        return ContractFeeBatches.collectedOf(batch.area(), batch.fund(), batch.month())
                .map(collected::persons)
                .orElseGet(() -> lines.persons(batch.area(), Payer.of(batch.fund()), batch.month()));
    }
}
