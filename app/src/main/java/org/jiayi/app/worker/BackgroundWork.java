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

    private static final int PAUSES_MAX = 8;

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
