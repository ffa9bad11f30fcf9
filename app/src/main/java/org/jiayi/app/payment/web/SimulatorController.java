package org.jiayi.app.payment.web;

import org.jiayi.app.payment.PaymentNotices;
import org.jiayi.app.payment.simulator.Simulator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** In the demo anybody pays in the simulator: {@code POST /demo/payments/{orderNumber}}. */
@RestController
@Profile("demo")
@ConditionalOnProperty(name = "jiayi.payments.simulator", havingValue = "true")
class SimulatorController {

    private static final int NOTICES_MAX = 5;

    private final Simulator simulator;
    private final PaymentNotices notices;

    SimulatorController(Simulator simulator, PaymentNotices notices) {
        this.simulator = simulator;
        this.notices = notices;
    }

    /**
     * Pays an order, even one that timed out.
     *
     * @param callbacks how often the simulator tells of it, 0 to 5; where it does not, the payment is found by asking
     */
    @PostMapping("/demo/payments/{orderNumber}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> pay(@PathVariable String orderNumber, @RequestParam(defaultValue = "1") int callbacks) {
        return simulator
                .pay(orderNumber)
                .flatMap(message -> notices.take(Simulator.CODE, message)
                        .repeat(Math.max(0, Math.min(callbacks, NOTICES_MAX) - 1))
                        .then()
                        .transform(told -> callbacks < 1 ? Mono.empty() : told));
    }
}
