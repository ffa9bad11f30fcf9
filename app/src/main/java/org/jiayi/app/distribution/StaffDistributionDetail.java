package org.jiayi.app.distribution;

import java.util.List;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.publication.Column;
import org.jiayi.app.publication.StatementDetail;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 绩效分配明细: what each member of each team gets. Members are told apart by their ids; names stand on the sheet only. */
@Component
class StaffDistributionDetail implements StatementDetail {

    private static final List<Column> COLUMNS = List.of(
            Column.text("distribution_id", "分配编号", "distribution"),
            Column.text("team_number", "团队编号", "team"),
            Column.text("institution_code", "机构医保代码", "institution"),
            Column.text("practitioner_id", "成员编号", "member of the team"),
            Column.text("points", "积分", "points"),
            Column.yuan("amount_yuan", "分配金额", "what the member gets"));

    private final TeamDistributionStore store;

    StaffDistributionDetail(TeamDistributionStore store) {
        this.store = store;
    }

    @Override
    public String batchKind() {
        return BatchKind.STAFF_DISTRIBUTION;
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Integer> key() {
        return List.of(0, 3);
    }

    @Override
    public int summed() {
        return 5;
    }

    @Override
    public long total(Batch batch) {
        return batch.dueFen();
    }

    /** A page a team. */
    @Override
    public Flux<DetailPage> pages(Batch batch) {
        return distributions(batch).map(StaffDistributionDetail::page);
    }

    private Flux<TeamDistribution> distributions(Batch batch) {
        return store.ending(batch.area(), batch.fund(), batch.month());
    }

    private static DetailPage page(TeamDistribution distribution) {
        return new DetailPage(
                distribution.parts().stream()
                        .map(part -> line(distribution, part))
                        .sorted()
                        .collect(Collectors.joining()),
                distribution.parts().size(),
                Money.sum(distribution.parts().stream()
                                .map(TeamDistribution.Part::amount)
                                .toList())
                        .fen());
    }

    private static String line(TeamDistribution distribution, TeamDistribution.Part part) {
        return String.join(
                        ",",
                        PublicId.of(
                                        PublicId.Kind.STAFF_DISTRIBUTION,
                                        distribution.area(),
                                        distribution.distributionId())
                                .toString(),
                        distribution.teamNumber(),
                        distribution.institutionCode(),
                        PublicId.of(PublicId.Kind.PRACTITIONER, distribution.area(), part.practitionerId())
                                .toString(),
                        part.points(),
                        part.amount().toYuan())
                + "\r\n";
    }

    @Override
    public Mono<Long> persons(Batch batch) {
        return distributions(batch)
                .flatMapIterable(TeamDistribution::parts)
                .map(TeamDistribution.Part::practitionerId)
                .distinct()
                .count();
    }
}
