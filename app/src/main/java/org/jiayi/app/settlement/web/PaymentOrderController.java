package org.jiayi.app.settlement.web;

import java.util.Optional;
import org.jiayi.api.PaymentOrdersApi;
import org.jiayi.api.model.BankAnswer;
import org.jiayi.api.model.BankPayment;
import org.jiayi.api.model.BankPaymentReversal;
import org.jiayi.api.model.Batch;
import org.jiayi.api.model.PaymentOrder;
import org.jiayi.api.model.PaymentOrderList;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.settlement.PaymentOrders;
import org.jiayi.app.settlement.PaymentReversals;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Changed;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class PaymentOrderController implements PaymentOrdersApi {

    private final Batches batches;
    private final PaymentOrders orders;
    private final PaymentReversals reversals;
    private final SettlementMapper mapper;

    PaymentOrderController(Batches batches, PaymentOrders orders, PaymentReversals reversals, SettlementMapper mapper) {
        this.batches = batches;
        this.orders = orders;
        this.reversals = reversals;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<PaymentOrderList>> listPaymentOrders(String batchId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.BATCH, batchId));
        return batches.get(id.area(), id.uuid(), Callers.of(exchange).scope())
                .flatMap(batch -> orders.list(batch, Callers.of(exchange).scope())
                        .map(PaymentOrderController::toApi)
                        .collectList())
                .map(list -> ResponseEntity.ok(new PaymentOrderList(list)));
    }

    @Override
    public Mono<ResponseEntity<Batch>> orderPayments(String batchId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.BATCH, batchId));
        return orders.order(id.area(), id.uuid(), Callers.of(exchange))
                .map(batch -> ResponseEntity.ok().eTag(batch.etag()).body(mapper.toApi(batch)));
    }

    /** An institution's people see their own orders only. */
    @Override
    public Mono<ResponseEntity<PaymentOrder>> getPaymentOrder(String orderId, ServerWebExchange exchange) {
        PublicId id = order(orderId);
        return orders.get(id.area(), id.uuid())
                .filter(order -> Callers.of(exchange).scope().reachesInstitution(id.area(), order.institutionCode()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(order -> ResponseEntity.ok(toApi(order)));
    }

    @Override
    public Mono<ResponseEntity<PaymentOrder>> recordBankAnswer(
            String key, String orderId, Mono<BankAnswer> body, ServerWebExchange exchange) {
        PublicId id = order(orderId);
        return body.flatMap(said -> orders.hear(id.area(), id.uuid(), heard(said), key, Callers.of(exchange)))
                .flatMap(answer -> orders.get(id.area(), id.uuid())
                        .map(order -> Created.at("/api/v1/payment-orders/" + orderId, answer, toApi(order))));
    }

    @Override
    public Mono<ResponseEntity<PaymentOrder>> reverseBankPayment(
            String key,
            String orderId,
            String bankPaymentId,
            Mono<BankPaymentReversal> body,
            ServerWebExchange exchange) {
        PublicId id = order(orderId);
        PublicId payment = Refused.orThrow(PublicId.parse(PublicId.Kind.BANK_PAYMENT, bankPaymentId));
        if (!payment.area().equals(id.area())) {
            return Mono.error(new Refused(RefusalCode.NOT_FOUND));
        }
        return body.flatMap(reversal -> reversals.reverse(
                        id.area(), id.uuid(), payment.uuid(), reversal.getNote(), key, Callers.of(exchange)))
                .flatMap(answer -> orders.get(id.area(), id.uuid())
                        .map(order -> Changed.by(answer).body(toApi(order))));
    }

    private static PublicId order(String orderId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT_ORDER, orderId));
    }

    private static PaymentOrders.Heard heard(BankAnswer said) {
        return new PaymentOrders.Heard(
                said.getOutcome() == BankAnswer.OutcomeEnum.PAID,
                Money.ofFen(said.getAmountFen()),
                said.getValueOn(),
                said.getBankReference(),
                Optional.ofNullable(said.getNote()).orElse(""));
    }

    private static PaymentOrder toApi(org.jiayi.app.settlement.PaymentOrder order) {
        String area = order.area();
        PaymentOrder told = new PaymentOrder(
                PublicId.of(PublicId.Kind.PAYMENT_ORDER, area, order.orderId()).toString(),
                PublicIds.batch(order.batchId(), area),
                PublicIds.institution(order.institutionCode(), area),
                order.fund(),
                order.position(),
                order.due().fen(),
                order.carriedIn().fen(),
                order.amount().fen(),
                order.carriedOut().fen(),
                order.paid().fen(),
                order.outstanding().fen(),
                PaymentOrder.StatusEnum.fromValue(order.status().code()),
                order.payments().stream().map(payment -> toApi(payment, area)).toList());
        if (!order.payee().equals(order.institutionCode())) {
            told.setTeamId(PublicIds.team(order.payee(), area));
        }
        return told;
    }

    private static BankPayment toApi(org.jiayi.app.settlement.PaymentOrder.Payment payment, String area) {
        BankPayment told = new BankPayment(
                PublicId.of(PublicId.Kind.BANK_PAYMENT, area, payment.paymentId())
                        .toString(),
                payment.paid() ? BankPayment.OutcomeEnum.PAID : BankPayment.OutcomeEnum.FAILED,
                payment.amount().fen(),
                payment.valueOn(),
                payment.bankReference(),
                payment.note());
        payment.reversal()
                .ifPresent(reversal -> told.reversedBy(reversal.recordedBy()).reversalNote(reversal.note()));
        return told;
    }
}
