package org.jiayi.app.outbox;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The lanes in which this instance delivers to webhooks, for as long as the application runs. */
@Component
class DeliveryWorker implements SmartLifecycle {

    private static final int LANES = 4;

    private final List<DeliveryLane> lanes;

    DeliveryWorker(Outbox outbox, DeliveryQueue queue, WebhookSender sender, Clock clock) {
        this.lanes = Stream.generate(() -> new DeliveryLane(outbox, queue, sender, clock))
                .limit(LANES)
                .toList();
    }

    @Override
    public void start() {
        lanes.forEach(DeliveryLane::start);
    }

    @Override
    public void stop() {
        lanes.forEach(DeliveryLane::stop);
    }

    @Override
    public boolean isRunning() {
        return lanes.stream().anyMatch(DeliveryLane::isRunning);
    }
}
