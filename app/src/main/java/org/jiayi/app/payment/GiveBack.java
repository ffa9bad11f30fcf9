package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.fee.OverpaidShares;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Decides refunds: rows and transfers in one transaction, to be sent by {@link RefundSender} afterwards. */
@Component
class GiveBack implements OverpaidShares {

    private final ContractPayments contracts;
    private final PaymentStore payments;
    private final RefundStore refunds;
    private final Ledger ledger;
    private final Clock clock;

    GiveBack(ContractPayments contracts, PaymentStore payments, RefundStore refunds, Ledger ledger, Clock clock) {
        this.contracts = contracts;
        this.payments = payments;
        this.refunds = refunds;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Mono<Void> giveBack(String area, List<UUID> contractIds, String recordedBy) {
        if (contractIds.isEmpty()) {
            return Mono.empty();
        }
        return contracts
                .lock(area, contractIds)
                .then(Mono.defer(() -> payments.held(area, contractIds)))
                .map(Overpaid::of)
                .flatMap(backs -> decide(area, backs, PaymentRefund.Reason.OVERPAID, recordedBy));
    }

    /** Keeps that so much of those payments goes back; must be called under the locks of their contracts. */
    Mono<Void> decide(String area, List<Overpaid.Back> backs, PaymentRefund.Reason reason, String decidedBy) {
        if (backs.isEmpty()) {
            return Mono.empty();
        }
        List<RefundStore.Decided> decided = backs.stream()
                .map(back -> new RefundStore.Decided(UuidCreator.getTimeOrderedEpoch(), back, reason))
                .toList();
        LocalDate today = LocalDate.now(clock);
        List<Transfer> transfers =
                decided.stream().map(refund -> transfer(refund, today)).toList();
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return refunds.add(area, decided, decidedBy, clock.instant())
                .then(ledger.post(area, entryId, transfers, decidedBy));
    }

    private static Transfer transfer(RefundStore.Decided refund, LocalDate today) {
        SharePayer payer = refund.back().payment().payer();
        return new Transfer(
                payer.charged(),
                payer.refunds(),
                refund.back().amount(),
                "payment_refund",
                "payment-refund:" + refund.refundId(),
                today);
    }
}
