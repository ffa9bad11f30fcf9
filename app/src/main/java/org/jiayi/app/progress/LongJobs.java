package org.jiayi.app.progress;

import java.util.UUID;
import org.jiayi.app.kernel.access.Caller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The long jobs of one kind; the module whose jobs they are implements it. They are kept in the database and claimed by
 * lease, so a job outlives its worker; a worker looks between its steps whether the job is still its own.
 */
public interface LongJobs {

    /** What kind they are. */
    JobKind kind();

    /** The job of that id; empty where there is none. */
    Mono<Progress> find(String area, UUID jobId);

    /** At most {@code limit} jobs of an area, newest first. */
    Flux<Progress> newest(String area, int limit);

    /** Stops a job that is open, for good; one that is over stays as it is. */
    Mono<Void> cancel(String area, UUID jobId, Caller caller);

    /** Has a job that was stopped or failed taken up again; false where it is neither, or its kind knows no such thing. */
    default Mono<Boolean> retry(String area, UUID jobId, Caller caller) {
        return Mono.just(false);
    }
}
