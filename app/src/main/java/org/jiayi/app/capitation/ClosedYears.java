package org.jiayi.app.capitation;

import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import reactor.core.publisher.Mono;

/** What capitation asks of who settles its months: whether a year has ended early. */
public interface ClosedYears {

    /** Whether the year of that month is settled through an earlier one: the scheme counts nobody in that month any more. */
    Mono<Boolean> isClosedBefore(String area, InsuranceScheme scheme, Month month);
}
