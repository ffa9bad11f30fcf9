package org.jiayi.app.worker;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Looks for work round after round while the application runs. A round that fails is told in the log and followed by the
 * next, after a pause that doubles with each that fails; each round therefore has to leave its work in a state from which the
 * next can go on.
 */
public abstract class BackgroundWork implements SmartLifecycle {

    /** Of pauses that follow a round that failed, the longest. */
    private static final int PAUSES_MAX = 8;

    /** So many renewals in the time of a lease: one that fails loses nothing. */
    private static final int RENEWALS = 4;

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final Duration pause;
    private int pauses = 1;
    private Disposable rounds = Disposables.disposed();

    /**
     * @param pause between the end of a round and the start of the next; after rounds that failed up to eight times as long
     */
    protected BackgroundWork(Duration pause) {
        this.pause = pause;
    }

    /** Finds some work and does it; empty at once where there is none. */
    protected abstract Mono<Void> round();

    /**
     * Does some work upon a job that is this worker's by a lease, and stays so however long it takes. A renewal that fails is
     * told and followed by the next; whether the job was lost all the same, or cancelled, the work has to see before it keeps
     * anything.
     *
     * @param renewal subscribed to each time; shielded, because it is hung up on when the work ends
     */
    protected <T> Mono<T> underLease(Duration lease, Mono<Void> renewal, Mono<T> work) {
        return Mono.using(() -> keep(lease, renewal), kept -> work, Disposable::dispose);
    }

    private Disposable keep(Duration lease, Mono<Void> renewal) {
        return Mono.delay(lease.dividedBy(RENEWALS))
                .then(renewal)
                .doOnError(error -> log.warn("A lease was not renewed", error))
                .onErrorComplete()
                .repeat()
                .subscribe();
    }

    @Override
    public void start() {
        rounds = Mono.defer(this::round)
                .doOnSuccess(done -> pauses = 1)
                .onErrorResume(this::tell)
                .repeatWhen(ends -> ends.concatMap(end -> Mono.delay(pause.multipliedBy(pauses))))
                .subscribe();
    }

    @Override
    public void stop() {
        rounds.dispose();
    }

    @Override
    public boolean isRunning() {
        return !rounds.isDisposed();
    }

    private Mono<Void> tell(Throwable error) {
        pauses = Math.min(2 * pauses, PAUSES_MAX);
        log.warn("A round of background work failed and is tried again", error);
        return Mono.empty();
    }
}
