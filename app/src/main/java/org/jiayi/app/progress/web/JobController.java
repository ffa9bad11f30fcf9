package org.jiayi.app.progress.web;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jiayi.api.ProgressApi;
import org.jiayi.api.model.Job;
import org.jiayi.api.model.JobList;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.progress.Jobs;
import org.jiayi.app.progress.Progress;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class JobController implements ProgressApi {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration WATCH_MAX = Duration.ofHours(1);

    private final Jobs jobs;
    private final JobMapper mapper;
    private final Clock clock;

    JobController(Jobs jobs, JobMapper mapper, Clock clock) {
        this.jobs = jobs;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<JobList>> listJobs(String area, Integer limit, ServerWebExchange exchange) {
        return jobs.newest(area, limit, Callers.of(exchange))
                .map(newest -> ResponseEntity.ok(
                        new JobList(newest.stream().map(this::toApi).toList())));
    }

    @Override
    public Mono<ResponseEntity<Job>> getJob(String jobId, ServerWebExchange exchange) {
        return jobs.get(jobId, Callers.of(exchange)).map(job -> {
            ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
            return (job.isOver() ? answer : answer.header(HttpHeaders.RETRY_AFTER, "1")).body(toApi(job));
        });
    }

    @Override
    public Mono<ResponseEntity<Flux<Job>>> watchJob(
            String jobId, @Nullable String lastEventId, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        String seen = Objects.requireNonNullElse(lastEventId, "");
        return jobs.get(jobId, caller)
                .map(job -> job.isOver() && job.state().equals(seen)
                        ? ResponseEntity.noContent().build()
                        : ResponseEntity.ok(asContracted(Flux.defer(() -> watch(jobId, caller, seen)))));
    }

    /** Looks as long as somebody reads, and no faster than they do. */
    private Flux<ServerSentEvent<Job>> watch(String jobId, Caller caller, String seen) {
        JobReader reader = new JobReader(seen, this::toApi);
        return Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .concatMap(tick -> jobs.get(jobId, caller), 1)
                .takeUntil(Progress::isOver)
                .take(WATCH_MAX)
                .concatMap(job -> Mono.justOrEmpty(reader.tell(job)), 1);
    }

    /** The contract knows events by what they carry; Spring writes what comes as an event with its id. */
    @SuppressWarnings("unchecked")
    private static Flux<Job> asContracted(Flux<?> events) {
        return (Flux<Job>) events;
    }

    @Override
    public Mono<ResponseEntity<Job>> cancelJob(String jobId, ServerWebExchange exchange) {
        return jobs.cancel(jobId, Callers.of(exchange)).map(job -> ResponseEntity.ok(toApi(job)));
    }

    @Override
    public Mono<ResponseEntity<Job>> retryJob(String jobId, ServerWebExchange exchange) {
        return jobs.retry(jobId, Callers.of(exchange))
                .map(job -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/jobs/" + job.id()))
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .body(toApi(job)));
    }

    private Job toApi(Progress progress) {
        return mapper.toApi(progress, clock.instant());
    }
}
