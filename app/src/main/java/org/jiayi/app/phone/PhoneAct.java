package org.jiayi.app.phone;

import java.util.Map;
import org.jiayi.app.kernel.access.Caller;
import reactor.core.publisher.Mono;

/** A command that a phone may keep while it is offline and send later. */
public interface PhoneAct {

    /** What phones call it. */
    String code();

    /** Carries it out once per key, under the same rules as the operation of its own; a no is a {@code Refused}. */
    Mono<Done> perform(PhoneItem item, Caller caller);

    /** How the thing that it is about is now, for the caller; empty where it is about nothing that exists. */
    Mono<Map<String, Object>> current(PhoneItem item, Caller caller);

    /**
     * What was done.
     *
     * @param subjectId the thing that goes on
     * @param replayed whether it was done by an earlier sending of the same item
     * @param result what the operation of its own would answer
     */
    record Done(String subjectId, boolean replayed, Map<String, Object> result) {}
}
