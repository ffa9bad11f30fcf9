package org.jiayi.app.yearend;

import java.util.List;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.publication.Column;
import org.jiayi.app.publication.StatementDetail;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 年终清算明细: what moves on each payee's account, component by component. It is about payees, and no person. */
@Component
class YearEndDetail implements StatementDetail {

    private static final List<Column> COLUMNS = List.of(
            Column.text("payee", "收款方", "payee: institution or team"),
            Column.text("institution_code", "机构医保代码", "institution"),
            Column.text("component", "项目", "component of the balance"),
            Column.text("of_payee", "来源收款方", "whose year it comes from, of what an alliance shares"),
            Column.text("component_name", "项目名称", "component in Chinese"),
            Column.yuan("amount_yuan", "金额", "to be paid; negative where it is set off or recovered"));

    private final YearEndBatches batches;

    YearEndDetail(YearEndBatches batches) {
        this.batches = batches;
    }

    @Override
    public String batchKind() {
        return BatchKind.YEAR_END;
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Integer> key() {
        return List.of(0, 2, 3);
    }

    @Override
    public int summed() {
        return 5;
    }

    @Override
    public long total(Batch batch) {
        return batch.dueFen();
    }

    /** One page: a year end has as many lines as payees have components. */
    @Override
    public Flux<DetailPage> pages(Batch batch) {
        return batches.current(batch)
                .map(YearEndMovement::of)
                .map(YearEndDetail::page)
                .flux();
    }

    private static DetailPage page(List<YearEndMovement> movements) {
        return new DetailPage(
                movements.stream().map(YearEndDetail::line).collect(Collectors.joining()),
                movements.size(),
                Money.sum(movements.stream().map(YearEndMovement::amount).toList())
                        .fen());
    }

    private static String line(YearEndMovement movement) {
        return String.join(
                        ",",
                        movement.payee(),
                        movement.institutionCode(),
                        movement.component(),
                        movement.from(),
                        movement.text(),
                        movement.amount().toYuan())
                + "\r\n";
    }

    @Override
    public Mono<Long> persons(Batch batch) {
        return Mono.just(0L);
    }
}
