package org.jiayi.app.publication;

import java.util.List;
import org.jiayi.app.capitation.PersonMonthText;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 人月明细: the heads that a month of capitation rests on. */
@Component
class CapitationDetail implements StatementDetail {

    /** One resident counts once in a month, and may be taken back and counted anew. */
    private static final DetailLayout LAYOUT = new DetailLayout(
            List.of(
                    Column.text("resident_id", "居民编号", "resident"),
                    Column.text("contract_id", "签约编号", "contract"),
                    Column.text("team_number", "团队编号", "team"),
                    Column.text("institution_code", "机构医保代码", "institution"),
                    Column.text("payee", "收款方", "payee: institution or team"),
                    Column.month("for_month", "所属月份", "month it counts in"),
                    Column.count("person_months", "人月数", "person-months, -1 where one is taken back", "person-month"),
                    Column.text("reason", "更正原因", "reason of a correction"),
                    Column.count("tariff_row", "定额行", "row of the tariff", ""),
                    Column.count("grade", "档次", "grade of the tariff", ""),
                    Column.text("tariff_label", "人群", "risk group")),
            List.of("resident_id", "for_month", "person_months"),
            "person_months");

    private final PersonMonthText heads;

    CapitationDetail(PersonMonthText heads) {
        this.heads = heads;
    }

    @Override
    public String batchKind() {
        return BatchKind.CAPITATION_MONTH;
    }

    @Override
    public DetailLayout layout() {
        return LAYOUT;
    }

    @Override
    public long total(Batch batch) {
        return Math.addExact(batch.heads(), batch.correctedHeads());
    }

    @Override
    public Flux<CsvPage> pages(Batch batch) {
        return heads.pages(batch.area(), batch.fund(), batch.month());
    }

    @Override
    public Mono<Long> persons(Batch batch) {
        return heads.persons(batch.area(), batch.fund(), batch.month());
    }
}
