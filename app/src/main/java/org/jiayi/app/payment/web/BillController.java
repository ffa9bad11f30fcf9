package org.jiayi.app.payment.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.PaymentBillsApi;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.PaymentAnomaly;
import org.jiayi.api.model.PaymentAnomalyPage;
import org.jiayi.api.model.PaymentBill;
import org.jiayi.api.model.PaymentBillLine;
import org.jiayi.api.model.PaymentBillLinePage;
import org.jiayi.api.model.PaymentBillList;
import org.jiayi.api.model.PaymentReconciliation;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.payment.PaymentAnomalies;
import org.jiayi.app.payment.ReconcilePayments;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class BillController implements PaymentBillsApi {

    private final ReconcilePayments reconciliation;
    private final PaymentAnomalies anomalies;
    private final PaymentMapper mapper;

    BillController(ReconcilePayments reconciliation, PaymentAnomalies anomalies, PaymentMapper mapper) {
        this.reconciliation = reconciliation;
        this.anomalies = anomalies;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<PaymentBill>> reconcilePayments(
            String area, Mono<PaymentReconciliation> wanted, ServerWebExchange exchange) {
        return wanted.flatMap(asked ->
                        reconciliation.reconcile(area, asked.getProvider(), asked.getDay(), Callers.of(exchange)))
                .map(mapper::toApi)
                .map(bill -> ResponseEntity.ok()
                        .location(URI.create("/api/v1/payment-bills/" + bill.getId()))
                        .body(bill));
    }

    @Override
    public Mono<ResponseEntity<PaymentBillList>> listPaymentBills(String area, ServerWebExchange exchange) {
        return reconciliation
                .list(area)
                .map(mapper::toApi)
                .collectList()
                .map(bills -> ResponseEntity.ok(new PaymentBillList(bills)));
    }

    @Override
    public Mono<ResponseEntity<PaymentBill>> getPaymentBill(String billId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT_BILL, billId));
        return reconciliation
                .get(id.area(), id.uuid(), Callers.of(exchange).scope())
                .map(bill -> ResponseEntity.ok(mapper.toApi(bill)));
    }

    @Override
    public Mono<ResponseEntity<PaymentBillLinePage>> listPaymentBillLines(
            String billId,
            @Nullable String outcome,
            Integer limit,
            @Nullable String after,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT_BILL, billId));
        return reconciliation
                .entries(
                        id.area(),
                        id.uuid(),
                        outcome(outcome),
                        cursor(after),
                        limit + 1,
                        Callers.of(exchange).scope())
                .map(line -> mapper.toApi(line, id.area()))
                .collectList()
                .map(lines -> ResponseEntity.ok(page(lines, limit)));
    }

    private static Optional<String> outcome(@Nullable String outcome) {
        try {
            return Optional.ofNullable(outcome)
                    .map(PaymentBillLine.OutcomeEnum::fromValue)
                    .map(PaymentBillLine.OutcomeEnum::getValue);
        } catch (IllegalArgumentException unknown) {
            throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "outcome"));
        }
    }

    private static int cursor(@Nullable String after) {
        if (after != null && !after.matches("[0-9]{1,9}")) {
            throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "after"));
        }
        return after == null ? 0 : Integer.parseInt(after);
    }

    private static PaymentBillLinePage page(List<PaymentBillLine> lines, int limit) {
        Page page = new Page(limit);
        List<PaymentBillLine> data = lines.stream().limit(limit).toList();
        if (lines.size() > limit) {
            page.setNext(Integer.toString(data.get(limit - 1).getNumber()));
        }
        return new PaymentBillLinePage(data, page);
    }

    @Override
    public Mono<ResponseEntity<PaymentAnomalyPage>> listPaymentAnomalies(
            String area, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<UUID> cursor = Optional.ofNullable(after)
                .map(text -> Refused.orThrow(PublicId.parse(PublicId.Kind.PAYMENT_ANOMALY, text))
                        .uuid());
        return anomalies
                .list(area, cursor, limit + 1)
                .map(anomaly -> mapper.toApi(anomaly, area))
                .collectList()
                .map(found -> ResponseEntity.ok(anomalyPage(found, limit)));
    }

    private static PaymentAnomalyPage anomalyPage(List<PaymentAnomaly> found, int limit) {
        Page page = new Page(limit);
        List<PaymentAnomaly> data = found.stream().limit(limit).toList();
        if (found.size() > limit) {
            page.setNext(data.get(limit - 1).getId());
        }
        return new PaymentAnomalyPage(data, page);
    }
}
