package org.jiayi.app.payment;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.contract.PaidShares;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells contracts that begin on payment which of them are paid. */
@Component
class PaidResidentShares implements PaidShares {

    private final PaymentStore payments;

    PaidResidentShares(PaymentStore payments) {
        this.payments = payments;
    }

    @Override
    public Mono<Set<UUID>> paidAmong(String area, Collection<UUID> contractIds) {
        return payments.settledAmong(area, contractIds, SharePayer.RESIDENT).collect(Collectors.toSet());
    }
}
