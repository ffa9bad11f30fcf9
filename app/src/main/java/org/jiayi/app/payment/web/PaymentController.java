package org.jiayi.app.payment.web;

import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.PaymentsApi;
import org.jiayi.api.model.BankRefund;
import org.jiayi.api.model.BankRefundReversal;
import org.jiayi.api.model.Payment;
import org.jiayi.api.model.PaymentClosing;
import org.jiayi.api.model.PaymentList;
import org.jiayi.api.model.PaymentOpening;
import org.jiayi.api.model.PaymentReversal;
import org.jiayi.api.model.RefundExitProposal;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.BankRefundReversals;
import org.jiayi.app.payment.ClosePayment;
import org.jiayi.app.payment.ContractPayments;
import org.jiayi.app.payment.InquirePayment;
import org.jiayi.app.payment.OpenPayment;
import org.jiayi.app.payment.PaymentRefund;
import org.jiayi.app.payment.RefundByBank;
import org.jiayi.app.payment.RefundExits;
import org.jiayi.app.payment.ReversePayment;
import org.jiayi.app.payment.SharePayer;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class PaymentController implements PaymentsApi {

    private final OpenPayment openPayment;
    private final ReversePayment reversePayment;
    private final RefundByBank refundByBank;
    private final BankRefundReversals bankRefundReversals;
    private final RefundExits refundExits;
    private final InquirePayment inquirePayment;
    private final ClosePayment closePayment;
    private final ContractPayments payments;
    private final PaymentMapper mapper;

    PaymentController(
            OpenPayment openPayment,
            ReversePayment reversePayment,
            RefundByBank refundByBank,
            BankRefundReversals bankRefundReversals,
            RefundExits refundExits,
            InquirePayment inquirePayment,
            ClosePayment closePayment,
            ContractPayments payments,
            PaymentMapper mapper) {
        this.openPayment = openPayment;
        this.reversePayment = reversePayment;
        this.refundByBank = refundByBank;
        this.bankRefundReversals = bankRefundReversals;
        this.refundExits = refundExits;
        this.inquirePayment = inquirePayment;
        this.closePayment = closePayment;
        this.payments = payments;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<PaymentList>> listPayments(String contractId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
        return payments.overview(Callers.of(exchange), id.area(), id.uuid())
                .map(overview -> ResponseEntity.ok(new PaymentList(
                        overview.charges().stream().map(mapper::toApi).toList(),
                        overview.payments().stream().map(mapper::toApi).toList())));
    }

    @Override
    public Mono<ResponseEntity<Payment>> openPayment(
            String idempotencyKey, String contractId, Mono<PaymentOpening> opening, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
        return opening.map(wanted -> new OpenPayment.Command(
                        id.area(),
                        id.uuid(),
                        SharePayer.of(wanted.getPayer().getValue()),
                        wanted.getProvider(),
                        amount(wanted.getAmountFen())))
                .flatMap(command -> openPayment
                        .open(command, idempotencyKey, Callers.of(exchange))
                        .flatMap(answer -> seen(exchange, id.area(), UUID.fromString(answer.id()))
                                .map(payment -> {
                                    Payment shown = mapper.toApi(payment);
                                    var created = Created.at("/api/v1/payments/" + shown.getId(), answer, shown);
                                    return ResponseEntity.status(created.getStatusCode())
                                            .headers(created.getHeaders())
                                            .eTag(payment.etag())
                                            .body(shown);
                                })));
    }

    private static Optional<Money> amount(@Nullable Long fen) {
        return Optional.ofNullable(fen).map(Money::ofFen);
    }

    private Mono<org.jiayi.app.payment.Payment> seen(ServerWebExchange exchange, String area, UUID paymentId) {
        return payments.payment(Callers.of(exchange), area, paymentId);
    }

    @Override
    public Mono<ResponseEntity<Payment>> getPayment(String paymentId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        return seen(exchange, id.area(), id.uuid())
                .map(payment -> ResponseEntity.ok().eTag(payment.etag()).body(mapper.toApi(payment)));
    }

    /** The key is kept by nobody: what comes of asking is tied to the provider's serial. */
    @Override
    public Mono<ResponseEntity<Payment>> inquirePayment(
            String idempotencyKey, String paymentId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        return inquirePayment
                .inquire(id.area(), id.uuid(), Callers.of(exchange))
                .map(payment -> ResponseEntity.ok().eTag(payment.etag()).body(mapper.toApi(payment)));
    }

    @Override
    public Mono<ResponseEntity<Payment>> reversePayment(
            String idempotencyKey,
            String ifMatch,
            String paymentId,
            Mono<PaymentReversal> reversal,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        return reversal.map(wanted -> new ReversePayment.Command(
                        id.area(),
                        id.uuid(),
                        ifMatch,
                        amount(wanted.getAmountFen()),
                        PaymentRefund.Reason.valueOf(wanted.getReason().name())))
                .flatMap(command -> reversePayment.reverse(command, idempotencyKey, Callers.of(exchange)))
                .flatMap(answer -> after(answer, id, exchange));
    }

    @Override
    public Mono<ResponseEntity<Payment>> refundByBank(
            String idempotencyKey,
            String paymentId,
            String refundId,
            Mono<BankRefund> told,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        PublicId refund = Refused.orThrow(PublicId.parse(PublicId.Kind.REFUND, refundId));
        if (!refund.area().equals(id.area())) {
            return Mono.error(new Refused(RefusalCode.NOT_FOUND));
        }
        return told.map(said -> new RefundByBank.Command(
                        id.area(),
                        id.uuid(),
                        refund.uuid(),
                        said.getBankReference(),
                        said.getValueOn(),
                        said.getNote()))
                .flatMap(command -> refundByBank.confirm(command, idempotencyKey, Callers.of(exchange)))
                .flatMap(answer -> after(answer, id, exchange));
    }

    @Override
    public Mono<ResponseEntity<Payment>> reverseBankRefund(
            String idempotencyKey,
            String paymentId,
            String refundId,
            Mono<BankRefundReversal> told,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        RefundExits.Which which = which(id, refundId);
        return told.map(said -> new BankRefundReversals.Command(
                        which.area(), which.paymentId(), which.refundId(), said.getNote()))
                .flatMap(command -> bankRefundReversals.reverse(command, idempotencyKey, Callers.of(exchange)))
                .flatMap(answer -> after(answer, id, exchange));
    }

    @Override
    public Mono<ResponseEntity<Payment>> proposeRefundExit(
            String idempotencyKey,
            String paymentId,
            String refundId,
            Mono<RefundExitProposal> told,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        RefundExits.Which which = which(id, refundId);
        return told.flatMap(said -> refundExits.propose(
                        new RefundByBank.Command(
                                which.area(),
                                which.paymentId(),
                                which.refundId(),
                                said.getBankReference(),
                                said.getValueOn(),
                                said.getNote()),
                        said.getEvidence(),
                        idempotencyKey,
                        Callers.of(exchange)))
                .flatMap(answer -> after(answer, id, exchange));
    }

    @Override
    public Mono<ResponseEntity<Payment>> confirmRefundExit(
            String idempotencyKey, String paymentId, String refundId, String exitId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        return refundExits
                .confirm(which(id, refundId), exit(id, exitId), idempotencyKey, Callers.of(exchange))
                .flatMap(answer -> after(answer, id, exchange));
    }

    @Override
    public Mono<ResponseEntity<Payment>> voidRefundExit(
            String paymentId, String refundId, String exitId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        return refundExits
                .makeVoid(which(id, refundId), exit(id, exitId), Callers.of(exchange))
                .then(Mono.defer(() -> seen(exchange, id.area(), id.uuid())))
                .map(payment -> ResponseEntity.ok().eTag(payment.etag()).body(mapper.toApi(payment)));
    }

    private static RefundExits.Which which(PublicId payment, String refundId) {
        PublicId refund = sameArea(payment, Refused.orThrow(PublicId.parse(PublicId.Kind.REFUND, refundId)));
        return new RefundExits.Which(payment.area(), payment.uuid(), refund.uuid());
    }

    private static UUID exit(PublicId payment, String exitId) {
        return sameArea(payment, Refused.orThrow(PublicId.parse(PublicId.Kind.REFUND_EXIT, exitId)))
                .uuid();
    }

    private static PublicId sameArea(PublicId payment, PublicId part) {
        if (!part.area().equals(payment.area())) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        return part;
    }

    @Override
    public Mono<ResponseEntity<Payment>> closePayment(
            String idempotencyKey, String paymentId, Mono<PaymentClosing> closing, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT, paymentId));
        return closing.map(told -> new ClosePayment.Command(id.area(), id.uuid(), told.getNote()))
                .flatMap(command -> closePayment.close(command, idempotencyKey, Callers.of(exchange)))
                .flatMap(answer -> after(answer, id, exchange));
    }

    private Mono<ResponseEntity<Payment>> after(CommandKeys.Answer answer, PublicId id, ServerWebExchange exchange) {
        return seen(exchange, id.area(), id.uuid())
                .map(payment -> ResponseEntity.ok()
                        .eTag(payment.etag())
                        .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                        .body(mapper.toApi(payment)));
    }
}
