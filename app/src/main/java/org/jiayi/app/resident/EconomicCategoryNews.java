package org.jiayi.app.resident;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Who is told that a resident's economic category was recorded, back-dated or not; implemented by who charges by it. */
public interface EconomicCategoryNews {

    /** Called in the transaction that records it, after it is written and under the resident's lock. */
    Mono<Void> categoryRecorded(String area, UUID residentId, String recordedBy);
}
