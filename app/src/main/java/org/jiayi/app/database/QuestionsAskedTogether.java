package org.jiayi.app.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Questions of one kind to the database, asked in few statements when many come at once. A question that meets no other is
 * asked at once and alone; those that come while {@code underWayMax} statements are under way wait for the first of them to
 * end, and are then asked together. So nobody waits for company, and the busier it is, the fewer statements a question
 * costs.
 *
 * <p>Each is answered by a statement that began after it was asked, so it is answered as if it had been asked alone. A
 * statement that fails fails the questions in it and no other; who hangs up takes no answer away from the rest. For reading
 * only, outside of transactions.
 *
 * @param <Q> a question, equal to another that has the same answer
 * @param <A> its answer
 */
public final class QuestionsAskedTogether<Q, A> {

    /** More than these, and the database is far behind: better told now than waiting in vain. */
    static final int WAITING_MAX = 10_000;

    private final int togetherMax;
    private final int underWayMax;
    private final Function<List<Q>, Mono<Map<Q, A>>> statement;
    private final Queue<Asked<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger sendCalls = new AtomicInteger();

    /**
     * @param togetherMax how many questions a statement asks at most
     * @param underWayMax how many statements are under way at a time
     * @param statement asks different questions; what has no answer is absent from the map
     */
    public QuestionsAskedTogether(int togetherMax, int underWayMax, Function<List<Q>, Mono<Map<Q, A>>> statement) {
        this.togetherMax = togetherMax;
        this.underWayMax = underWayMax;
        this.statement = statement;
    }

    /** The answer; empty where there is none. Refused with {@code try_again_later} where too many wait already. */
    public Mono<A> ask(Q question) {
        return Mono.create(answer -> {
            if (waitingCount.incrementAndGet() > WAITING_MAX) {
                waitingCount.decrementAndGet();
                answer.error(new Refused(RefusalCode.TRY_AGAIN_LATER));
                return;
            }
            Asked<Q, A> asked = new Asked<>(question, answer);
            answer.onCancel(() -> asked.hungUp = true);
            waiting.add(asked);
            send();
        });
    }

    /** Sends what may be sent. One thread at a time: a call that comes meanwhile, from within too, only has it look again. */
    private void send() {
        int calls = sendCalls.getAndIncrement() == 0 ? 1 : 0;
        while (calls > 0) {
            while (underWay.get() < underWayMax && !waiting.isEmpty()) {
                List<Asked<Q, A>> together = next();
                if (!together.isEmpty()) {
                    underWay.incrementAndGet();
                    ask(together);
                }
            }
            calls = sendCalls.addAndGet(-calls);
        }
    }

    private List<Asked<Q, A>> next() {
        List<Asked<Q, A>> together = new ArrayList<>();
        for (Asked<Q, A> asked; together.size() < togetherMax && (asked = waiting.poll()) != null; ) {
            waitingCount.decrementAndGet();
            if (!asked.hungUp) {
                together.add(asked);
            }
        }
        return together;
    }

    private void ask(List<Asked<Q, A>> together) {
        List<Q> questions =
                together.stream().map(asked -> asked.question).distinct().toList();
        Mono.defer(() -> statement.apply(questions))
                .defaultIfEmpty(Map.of())
                .doOnTerminate(this::ended)
                .subscribe(
                        answers -> together.forEach(asked -> asked.answer.success(answers.get(asked.question))),
                        error -> together.stream()
                                .filter(asked -> !asked.hungUp)
                                .forEach(asked -> asked.answer.error(error)));
    }

    /** Before its answers are given, so that the database is not idle meanwhile. */
    private void ended() {
        underWay.decrementAndGet();
        send();
    }

    private static final class Asked<Q, A> {

        private final Q question;
        private final MonoSink<A> answer;
        private volatile boolean hungUp;

        Asked(Q question, MonoSink<A> answer) {
            this.question = question;
            this.answer = answer;
        }
    }
}
