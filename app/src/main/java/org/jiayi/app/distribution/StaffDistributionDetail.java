package org.jiayi.app.distribution;

import java.util.Comparator;
import java.util.List;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.publication.Column;
import org.jiayi.app.publication.DetailLayout;
import org.jiayi.app.publication.StatementDetail;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 绩效分配明细: what each member of each team gets. Members are told apart by their ids; names stand on the sheet only. */
@Component
class StaffDistributionDetail implements StatementDetail {

    private static final DetailLayout LAYOUT = new DetailLayout(
            List.of(
                    Column.text("distribution_id", "分配编号", "distribution"),
                    Column.text("team_number", "团队编号", "team"),
                    Column.text("institution_code", "机构医保代码", "institution"),
                    Column.text("practitioner_id", "成员编号", "member of the team"),
                    Column.text("points", "积分", "points"),
                    Column.yuan("amount_yuan", "分配金额", "what the member gets")),
            List.of("distribution_id", "practitioner_id"),
            "amount_yuan");

    private final TeamDistributions distributions;

    StaffDistributionDetail(TeamDistributions distributions) {
        this.distributions = distributions;
    }

    @Override
    public String batchKind() {
        return BatchKind.STAFF_DISTRIBUTION;
    }

    @Override
    public DetailLayout layout() {
        return LAYOUT;
    }

    /** A page a team. */
    @Override
    public Flux<CsvPage> pages(Batch batch) {
        return distributions.of(batch).map(StaffDistributionDetail::page);
    }

    private static CsvPage page(TeamDistribution distribution) {
        List<TeamDistribution.Part> parts = distribution.parts();
        Money sum = Money.sum(parts.stream().map(TeamDistribution.Part::amount).toList());
        return CsvPage.of(
                parts.stream()
                        .sorted(Comparator.comparing(
                                part -> part.practitionerId().toString()))
                        .map(part -> fields(distribution, part))
                        .toList(),
                sum.fen());
    }

    private static List<String> fields(TeamDistribution distribution, TeamDistribution.Part part) {
        String area = distribution.area();
        return List.of(
                PublicId.of(PublicId.Kind.STAFF_DISTRIBUTION, area, distribution.distributionId())
                        .toString(),
                distribution.teamNumber(),
                distribution.institutionCode(),
                PublicId.of(PublicId.Kind.PRACTITIONER, area, part.practitionerId())
                        .toString(),
                part.points(),
                part.amount().toYuan());
    }

    @Override
    public Mono<Long> persons(Batch batch) {
        return distributions
                .of(batch)
                .flatMapIterable(TeamDistribution::parts)
                .map(TeamDistribution.Part::practitionerId)
                .distinct()
                .count();
    }
}
