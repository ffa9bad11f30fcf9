package org.jiayi.app.visit;

import java.time.LocalDate;
import org.jiayi.app.resident.InsuranceScheme;
import reactor.core.publisher.Mono;

/** What visits ask of who settles the months: from which day of a year on, and up to which was decided. */
public interface SettledMonths {

    /** The first day of the first month of a scheme that is computed in a year; empty where none is. */
    Mono<LocalDate> findFirstDay(String area, InsuranceScheme scheme, int year);

    /** The last day of the last approved month of a scheme in a year; empty where none is approved. */
    Mono<LocalDate> findLastDay(String area, InsuranceScheme scheme, int year);
}
