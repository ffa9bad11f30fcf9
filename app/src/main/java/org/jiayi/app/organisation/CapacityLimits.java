package org.jiayi.app.organisation;

import java.time.LocalDate;
import reactor.core.publisher.Mono;

/** What teams ask of whoever knows the area's policy of contracting: how many contracts a family doctor may be meant to bear. */
public interface CapacityLimits {

    /** The most contracts for each family doctor of a team that its capacity may be set to; empty where the area sets no bound. */
    Mono<Integer> findPerFamilyDoctor(String area, LocalDate on);
}
