package org.jiayi.app.reporting;

import java.time.Clock;
import java.time.LocalDate;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.organisation.Teams;
import org.jiayi.reports.coverage.CoverageDocument;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Prints how many residents are under contract today. */
@Component
public class CoveragePrints {

    private final ContractViews contracts;
    private final PoolingAreas areas;
    private final Teams teams;
    private final Rendering rendering;
    private final Clock clock;
    private final CoverageDocument document = new CoverageDocument();

    CoveragePrints(ContractViews contracts, PoolingAreas areas, Teams teams, Rendering rendering, Clock clock) {
        this.contracts = contracts;
        this.areas = areas;
        this.teams = teams;
        this.rendering = rendering;
        this.clock = clock;
    }

    /** Prints 签约覆盖情况表. */
    public Mono<PrintedDocument> coverage(String area, DocumentFormat format) {
        LocalDate today = LocalDate.now(clock);
        return Mono.zip(contracts.heads(area, today).collectList(), areas.get(area), teams.institutionNames(area))
                .flatMap(facts -> rendering.table(
                        document,
                        new CoverageCount(facts.getT1()).sheet(facts.getT2(), today, facts.getT3()),
                        "签约覆盖情况表-" + area + "-" + today,
                        format));
    }
}
