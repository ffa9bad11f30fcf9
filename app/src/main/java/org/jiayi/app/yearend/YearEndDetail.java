package org.jiayi.app.yearend;

import java.util.List;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.publication.Column;
import org.jiayi.app.publication.DetailLayout;
import org.jiayi.app.publication.StatementDetail;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** 年终清算明细: what moves on each payee's account, component by component. It is about payees, and no person. */
@Component
class YearEndDetail implements StatementDetail {

    private static final DetailLayout LAYOUT = new DetailLayout(
            List.of(
                    Column.text("payee", "收款方", "payee: institution or team"),
                    Column.text("institution_code", "机构医保代码", "institution"),
                    Column.text("component", "项目", "component of the balance"),
                    Column.text("of_payee", "来源收款方", "whose year it comes from, of what an alliance shares"),
                    Column.text("component_name", "项目名称", "component in Chinese"),
                    Column.yuan("amount_yuan", "金额", "to be paid; negative where it is set off or recovered")),
            List.of("payee", "component", "of_payee"),
            "amount_yuan");

    private final YearEndBatches batches;

    YearEndDetail(YearEndBatches batches) {
        this.batches = batches;
    }

    @Override
    public String batchKind() {
        return BatchKind.YEAR_END;
    }

    @Override
    public DetailLayout layout() {
        return LAYOUT;
    }

    /** One page: a year end has as many lines as payees have components. */
    @Override
    public Flux<CsvPage> pages(Batch batch) {
        return batches.current(batch)
                .map(YearEndMovement::of)
                .map(YearEndDetail::page)
                .flux();
    }

    private static CsvPage page(List<YearEndMovement> movements) {
        Money sum = Money.sum(movements.stream().map(YearEndMovement::amount).toList());
        return CsvPage.of(movements.stream().map(YearEndDetail::fields).toList(), sum.fen());
    }

    private static List<String> fields(YearEndMovement movement) {
        return List.of(
                movement.payee(),
                movement.institutionCode(),
                movement.component(),
                movement.from(),
                movement.text(),
                movement.amount().toYuan());
    }
}
