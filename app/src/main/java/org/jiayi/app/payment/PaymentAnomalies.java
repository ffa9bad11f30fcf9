package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 异常: what a provider told with a genuine signature and what yet does not fit, for people to look into. */
@Component
public class PaymentAnomalies {

    private final NoticeStore notices;
    private final Clock clock;

    PaymentAnomalies(NoticeStore notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    /** What does not fit. */
    enum Kind {
        /** A payment of an order that we do not have. */
        UNKNOWN_ORDER,
        /** A refund that we do not have. */
        UNKNOWN_REFUND,
        WRONG_AMOUNT,
        WRONG_CURRENCY,
        /** The order is another provider's. */
        WRONG_PROVIDER,
        /** The order was paid under another serial, or the serial is another order's. */
        OTHER_SERIAL,
        /** A refund has failed often; it is tried on. */
        REFUND_FAILING
    }

    /** What was told. */
    record Telling(
            String area,
            String provider,
            String number,
            Optional<String> serial,
            Optional<Money> told,
            String digest) {}

    /** Keeps it; the same thing told again is kept once. */
    Mono<Void> keep(Kind kind, Telling telling, Optional<Money> expected) {
        return notices.keepAnomaly(
                telling.area(),
                new NoticeStore.Anomaly(
                        UuidCreator.getTimeOrderedEpoch(),
                        telling.provider(),
                        kind.name().toLowerCase(Locale.ROOT),
                        telling.number(),
                        telling.serial(),
                        expected,
                        telling.told(),
                        telling.digest(),
                        clock.instant()));
    }

    /** A page of the area's, the newest first. */
    public Flux<NoticeStore.Anomaly> list(String area, Optional<UUID> after, int limit) {
        return notices.anomalies(area, after, limit);
    }
}
