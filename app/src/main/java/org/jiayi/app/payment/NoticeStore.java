package org.jiayi.app.payment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What providers told, as it is kept: digests of what fitted, and what did not fit. */
public interface NoticeStore {

    /** Genuine notices that fitted; the same one is kept once. */
    Mono<Void> keepNotice(
            String area, String provider, String number, String serial, String digest, String outcome, Instant at);

    /** What did not fit; the same thing is kept once, and nothing is in an area that is not open. */
    Mono<Void> keepAnomaly(String area, Anomaly anomaly);

    /** The area's anomalies, the newest first. */
    Flux<Anomaly> anomalies(String area, Optional<UUID> after, int limit);

    /**
     * What a provider told that does not fit.
     *
     * @param number of the order or refund that was named
     */
    record Anomaly(
            UUID anomalyId,
            String provider,
            String kind,
            String number,
            Optional<String> serial,
            Optional<Money> expected,
            Optional<Money> told,
            String digestSha256,
            Instant recordedAt) {}
}
