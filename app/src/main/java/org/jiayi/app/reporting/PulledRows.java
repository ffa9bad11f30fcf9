package org.jiayi.app.reporting;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

/**
 * Rows for a thread that renders and may wait for them: never more of them are held than it was asked for ahead. Whoever takes
 * rows has to {@link #dispose()} of them in the end, whether they were taken to the last or not.
 */
final class PulledRows<T> extends BaseSubscriber<T> implements Iterator<T> {

    private static final int ROWS_AHEAD = 1_000;
    private static final int WAIT_SECONDS_MAX = 60;

    private final BlockingQueue<Signal<T>> arrived = new LinkedBlockingQueue<>();
    private @Nullable Signal<T> next;
    private int takenSinceAsked;

    private PulledRows() {}

    static <T> PulledRows<T> of(Flux<T> rows) {
        PulledRows<T> pulled = new PulledRows<>();
        rows.subscribe(pulled);
        return pulled;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(ROWS_AHEAD);
    }

    @Override
    protected void hookOnNext(T row) {
        arrived.add(Signal.next(row));
    }

    @Override
    protected void hookOnComplete() {
        arrived.add(Signal.complete());
    }

    @Override
    protected void hookOnError(Throwable problem) {
        arrived.add(Signal.error(problem));
    }

    @Override
    public boolean hasNext() {
        return awaited().hasValue();
    }

    @Override
    public T next() {
        T row = awaited().get();
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = null;
        takenSinceAsked++;
        if (takenSinceAsked == ROWS_AHEAD / 2) {
            takenSinceAsked = 0;
            request(ROWS_AHEAD / 2);
        }
        return row;
    }

    private Signal<T> awaited() {
        Signal<T> found = next == null ? polled() : next;
        next = found;
        Throwable problem = found.getThrowable();
        if (problem != null) {
            throw problem instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("the rows broke off", problem);
        }
        return found;
    }

    private Signal<T> polled() {
        try {
            Signal<T> signal = arrived.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
            if (signal == null) {
                throw new IllegalStateException("no row came for " + WAIT_SECONDS_MAX + " s");
            }
            return signal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody waits for the rows any more", e);
        }
    }
}
