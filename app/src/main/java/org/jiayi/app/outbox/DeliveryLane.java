package org.jiayi.app.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.worker.BackgroundWork;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells one webhook after the other of its next events. Several lanes run, so that a slow receiver holds up one only. */
final class DeliveryLane extends BackgroundWork {

    private static final Duration POLL = Duration.ofMillis(500);

    /** How many events are read at a time, and how long one webhook may keep the lane. */
    private static final int PAGE_EVENTS = 200;

    private static final Duration TURN = Duration.ofSeconds(20);
    private static final int GONE = 410;

    private final UUID worker = UuidCreator.getTimeOrderedEpoch();
    private final Outbox outbox;
    private final DeliveryQueue queue;
    private final WebhookSender sender;
    private final Clock clock;

    DeliveryLane(Outbox outbox, DeliveryQueue queue, WebhookSender sender, Clock clock) {
        super(POLL);
        this.outbox = outbox;
        this.queue = queue;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    protected Mono<Void> round() {
        return Mono.defer(() ->
                        queue.claim(worker).flatMap(webhook -> tell(webhook).thenReturn(true)))
                .defaultIfEmpty(false)
                .repeat()
                .takeWhile(found -> found)
                .then();
    }

    private Mono<Void> tell(Webhook webhook) {
        long start = System.nanoTime();
        return outbox.sequence(webhook.area())
                .then(outbox.after(webhook.area(), webhook.deliveredUpTo(), PAGE_EVENTS, Optional.empty())
                        .collectList())
                .flatMap(events -> Flux.fromIterable(events)
                        .filter(event -> webhook.wants(event.event()))
                        .index()
                        .concatMap(
                                event -> System.nanoTime() - start < TURN.toNanos()
                                        ? tell(webhook, event.getT2(), event.getT1() == 0 ? webhook.failures() : 0)
                                        : Mono.just(Turn.OVER),
                                0)
                        .takeUntil(turn -> turn != Turn.GOES_ON)
                        .last(Turn.GOES_ON)
                        .flatMap(turn -> end(webhook, turn, events)));
    }

    private enum Turn {
        GOES_ON,
        OVER,
        CLAIM_GONE
    }

    private Mono<Turn> tell(Webhook webhook, PositionedEvent event, int failures) {
        return sender.send(webhook, event).flatMap(sent -> {
            Instant now = clock.instant();
            Delivery delivery = new Delivery(
                    event.position(),
                    failures + 1,
                    event.event().eventId(),
                    sent.outcome(),
                    sent.httpStatus(),
                    sent.tookMs(),
                    now);
            return sent.outcome() == Delivery.Outcome.DELIVERED
                    ? queue.delivered(webhook, worker, delivery).map(ours -> ours ? Turn.GOES_ON : Turn.CLAIM_GONE)
                    : putOff(webhook, delivery, failures, now).thenReturn(Turn.CLAIM_GONE);
        });
    }

    /** A receiver that says it is gone (410) is believed at once. */
    private Mono<Void> putOff(Webhook webhook, Delivery delivery, int failures, Instant now) {
        Instant since = failures == 0 ? now : webhook.failingSince().orElse(now);
        Optional<Instant> next = delivery.httpStatus().equals(Optional.of(GONE))
                ? Optional.empty()
                : DeliveryPauses.next(delivery.attempt(), since, now);
        return queue.failed(webhook, worker, delivery, next.orElse(now), next.isPresent() ? "active" : "disabled");
    }

    private Mono<Void> end(Webhook webhook, Turn turn, List<PositionedEvent> events) {
        return switch (turn) {
            case CLAIM_GONE -> Mono.empty();
            case OVER -> queue.release(webhook, worker, 0);
            case GOES_ON ->
                queue.release(
                        webhook,
                        worker,
                        events.isEmpty() ? 0 : events.get(events.size() - 1).position());
        };
    }
}
