package org.jiayi.app.progress;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The long jobs of all kinds, each for those who may follow it; to others it does not exist. */
@Component
public class Jobs {

    private static final Comparator<Progress> NEWEST_FIRST = Comparator.comparing(Progress::requestedAt)
            .thenComparing(Progress::jobId)
            .reversed();

    private final List<LongJobs> kinds;

    Jobs(List<LongJobs> kinds) {
        this.kinds = kinds;
    }

    /** At most {@code limit} jobs of an area, newest first. */
    public Mono<List<Progress>> newest(String area, int limit, Caller caller) {
        return Flux.fromIterable(kinds)
                .filter(jobs -> jobs.kind().isFollowedBy(caller))
                .concatMap(jobs -> jobs.newest(area, limit))
                .collectSortedList(NEWEST_FIRST)
                .map(all -> all.stream().limit(limit).toList());
    }

    /** The job of that id; refused where there is none that the caller may follow. */
    public Mono<Progress> get(String jobId, Caller caller) {
        return with(jobId, caller, Jobs::get);
    }

    /** Stops a job; one that is cancelled already stays so. Refused where it has come to another end. */
    public Mono<Progress> cancel(String jobId, Caller caller) {
        return with(
                jobId,
                caller,
                (jobs, id) -> get(jobs, id)
                        .flatMap(seen -> seen.isOver()
                                ? Mono.just(seen)
                                : jobs.cancel(id.area(), id.uuid(), caller).then(Mono.defer(() -> get(jobs, id))))
                        .flatMap(now -> now.status() == Progress.Status.CANCELLED
                                ? Mono.just(now)
                                : Mono.error(new Refused(RefusalCode.JOB_OVER))));
    }

    /** Has a job taken up again. Refused where it is neither cancelled nor waiting after a failure, or its kind cannot. */
    public Mono<Progress> retry(String jobId, Caller caller) {
        return with(
                jobId,
                caller,
                (jobs, id) -> get(jobs, id)
                        .then(Mono.defer(() -> jobs.retry(id.area(), id.uuid(), caller)))
                        .flatMap(again ->
                                again ? get(jobs, id) : Mono.error(new Refused(RefusalCode.JOB_NOT_RETRYABLE))));
    }

    private Mono<Progress> with(String jobId, Caller caller, BiFunction<LongJobs, PublicId, Mono<Progress>> action) {
        return Flux.fromIterable(kinds)
                .filter(jobs -> jobs.kind().isFollowedBy(caller))
                .concatMap(jobs -> PublicId.parse(jobs.kind().ids(), jobId)
                        .<Mono<Progress>>fold(another -> Mono.empty(), id -> action.apply(jobs, id)))
                .singleOrEmpty()
                .switchIfEmpty(notFound());
    }

    private static Mono<Progress> get(LongJobs jobs, PublicId id) {
        return jobs.find(id.area(), id.uuid()).switchIfEmpty(notFound());
    }

    private static Mono<Progress> notFound() {
        return Mono.error(() -> new Refused(RefusalCode.NOT_FOUND));
    }
}
