package org.jiayi.app.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the jobs are kept, with what each has reached. */
public interface ReassignmentStore {

    /** Adds a job that waits. */
    Mono<Void> add(Reassignment job, String requestedBy, Instant requestedAt);

    /** The job of that id; empty where there is none. */
    Mono<Reassignment> find(String area, UUID reassignmentId);

    /** Takes the oldest open job that no living worker holds, for the time of a lease; empty where there is none. */
    Mono<Reassignment> claimNext(UUID worker, Instant now, Instant until);

    /** Holds on to a job that is this worker's, for the time of another lease. */
    Mono<Void> renew(Reassignment job, UUID worker, Instant until);

    /** The next contracts that the job is to move, in the order of their ids, without those that were refused. */
    Flux<ContractVersion> next(Reassignment job, int limit);

    /**
     * Notes what became of some contracts and renews the lease, in the transaction that moves them; false where the lease
     * was lost or the job cancelled.
     */
    Mono<Boolean> advance(
            Reassignment job,
            UUID worker,
            long contracts,
            long moved,
            List<Reassignment.Left> left,
            UUID reached,
            Instant until);

    /** Ends a job that is open; false where it was over already. */
    Mono<Boolean> finish(Reassignment job, Instant at);
}
