package org.jiayi.app.settlement;

import org.jiayi.app.capitation.ClosedYears;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** An approved year end closes its year, through whichever month. */
@Component
class ApprovedYearEnds implements ClosedYears {

    private final BatchStore store;

    ApprovedYearEnds(BatchStore store) {
        this.store = store;
    }

    @Override
    public Mono<Boolean> isClosedBefore(String area, InsuranceScheme scheme, Month month) {
        return store.from(BatchKind.YEAR_END, area, scheme.code(), Month.of(month.year(), 1))
                .filter(batch ->
                        batch.month().year() == month.year() && batch.month().compareTo(month) < 0)
                .filter(batch -> batch.approvedBy().isPresent())
                .count()
                .map(yearEnds -> yearEnds > 0);
    }
}
