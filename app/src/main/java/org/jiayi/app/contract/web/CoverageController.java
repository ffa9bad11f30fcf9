package org.jiayi.app.contract.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.jiayi.api.CoverageApi;
import org.jiayi.api.model.Coverage;
import org.jiayi.api.model.InstitutionCoverage;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.organisation.Teams;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class CoverageController implements CoverageApi {

    private final ContractViews contracts;
    private final Teams teams;
    private final Clock clock;

    CoverageController(ContractViews contracts, Teams teams, Clock clock) {
        this.contracts = contracts;
        this.teams = teams;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<Coverage>> getCoverage(String area, ServerWebExchange exchange) {
        LocalDate today = LocalDate.now(clock);
        return Mono.zip(contracts.coverage(area, today), teams.institutionNames(area))
                .map(both -> ResponseEntity.ok(toApi(today, both.getT1(), both.getT2())));
    }

    private static Coverage toApi(LocalDate today, ContractViews.Coverage coverage, Map<String, String> names) {
        Map<String, Long> byInstitution = coverage.contractedByInstitution();
        return new Coverage(
                today,
                coverage.residents(),
                byInstitution.values().stream().mapToLong(Long::longValue).sum(),
                byInstitution.keySet().stream()
                        .sorted()
                        .map(code -> new InstitutionCoverage(
                                code, names.getOrDefault(code, code), byInstitution.getOrDefault(code, 0L)))
                        .toList());
    }
}
