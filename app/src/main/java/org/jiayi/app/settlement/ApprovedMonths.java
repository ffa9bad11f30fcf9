package org.jiayi.app.settlement;

import java.time.LocalDate;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.SettledMonths;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The months whose batches are approved. A year end is approved through the last of them. */
@Component
class ApprovedMonths implements SettledMonths {

    private final BatchStore store;

    ApprovedMonths(BatchStore store) {
        this.store = store;
    }

    @Override
    public Mono<LocalDate> findFirstDay(String area, InsuranceScheme scheme, int year) {
        return ofYear(area, scheme, year).map(batch -> batch.month().firstDay()).reduce((earlier, later) -> earlier);
    }

    @Override
    public Mono<LocalDate> findLastDay(String area, InsuranceScheme scheme, int year) {
        return ofYear(area, scheme, year)
                .filter(batch -> batch.approvedBy().isPresent())
                .map(batch -> batch.month().lastDay())
                .reduce((earlier, later) -> later);
    }

    private Flux<Batch> ofYear(String area, InsuranceScheme scheme, int year) {
        return store.from(BatchKind.CAPITATION_MONTH, area, scheme.code(), Month.of(year, 1))
                .filter(batch -> batch.month().year() == year);
    }
}
