package org.jiayi.app.visit;

import java.time.LocalDate;
import org.jiayi.app.resident.InsuranceScheme;
import reactor.core.publisher.Mono;

/** What visits ask of who settles the months: up to which day of a year was decided. */
public interface SettledMonths {

    /** The last day of the last approved month of a scheme in a year; empty where none is approved. */
    Mono<LocalDate> findLastDay(String area, InsuranceScheme scheme, int year);
}
