package org.jiayi.app.payment.web;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.BillTotal;
import org.jiayi.api.model.Charge;
import org.jiayi.api.model.Payment;
import org.jiayi.api.model.PaymentAnomaly;
import org.jiayi.api.model.PaymentBill;
import org.jiayi.api.model.PaymentBillLine;
import org.jiayi.api.model.PaymentRefund;
import org.jiayi.api.model.RefundByBank;
import org.jiayi.api.model.RefundExit;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.BillComparison;
import org.jiayi.app.payment.BillStore;
import org.jiayi.app.payment.NoticeStore;
import org.jiayi.app.payment.ReconcilePayments;
import org.jiayi.app.payment.SharePayer;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.AfterMapping;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.MappingTarget;
import org.mapstruct.Named;

/** What the API shows of payments and reconciliations. */
@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class PaymentMapper {

    @Mapping(target = "owedFen", source = "owed")
    @Mapping(target = "paidFen", source = "paid")
    @Mapping(target = "refundedFen", source = "refunded")
    @Mapping(target = "dueFen", ignore = true)
    abstract Charge toApi(org.jiayi.app.payment.Charge charge);

    @AfterMapping
    protected void due(org.jiayi.app.payment.Charge charge, @MappingTarget Charge shown) {
        shown.setDueFen(charge.due().fen());
    }

    Payment toApi(org.jiayi.app.payment.Payment payment) {
        Payment shown = toApi(payment, payment.area());
        shown.setLate(payment.receipt().map(receipt -> receipt.late()).orElse(false));
        shown.setRefundedFen(payment.givenBack().fen());
        payment.closing()
                .ifPresent(closing -> shown.closedBy(closing.closedBy()).closingNote(closing.note()));
        if (payment.status() != org.jiayi.app.payment.Payment.Status.PENDING) {
            shown.setPrepay(null);
        }
        return shown;
    }

    @Mapping(target = "id", source = "paymentId", qualifiedByName = "paymentId")
    @Mapping(target = "contractId", source = "contractId", qualifiedByName = "contractId")
    @Mapping(target = "amountFen", source = "amount")
    @Mapping(target = "late", ignore = true)
    @Mapping(target = "refundedFen", ignore = true)
    @Mapping(target = "closedBy", ignore = true)
    @Mapping(target = "closingNote", ignore = true)
    protected abstract Payment toApi(org.jiayi.app.payment.Payment payment, @Context String area);

    @Mapping(target = "id", source = "refundId", qualifiedByName = "refundId")
    @Mapping(target = "amountFen", source = "amount")
    @Mapping(target = "status", ignore = true)
    protected abstract PaymentRefund toApi(org.jiayi.app.payment.PaymentRefund refund, @Context String area);

    protected @Nullable RefundByBank byBankOrNull(Optional<org.jiayi.app.payment.PaymentRefund.ByBank> byBank) {
        return byBank.map(
                        bank -> new RefundByBank(bank.bankReference(), bank.valueOn(), bank.note(), bank.recordedBy()))
                .orElse(null);
    }

    protected RefundExit toApi(org.jiayi.app.payment.PaymentRefund.Exit exit, @Context String area) {
        RefundExit shown = new RefundExit(
                PublicId.of(PublicId.Kind.REFUND_EXIT, area, exit.exitId()).toString(),
                RefundExit.StatusEnum.fromValue(exit.outcome().orElse("proposed")),
                exit.bankReference(),
                exit.valueOn(),
                exit.note(),
                exit.evidence(),
                exit.proposedBy());
        exit.resolvedBy().ifPresent(shown::setResolvedBy);
        return shown;
    }

    @AfterMapping
    protected void status(org.jiayi.app.payment.PaymentRefund refund, @MappingTarget PaymentRefund shown) {
        shown.setStatus(PaymentRefund.StatusEnum.fromValue(refund.status()));
    }

    PaymentBill toApi(ReconcilePayments.Reconciled reconciled) {
        return toApi(reconciled, reconciled.bill().area());
    }

    @Mapping(target = "id", source = "bill.billId", qualifiedByName = "billId")
    @Mapping(target = "provider", source = "bill.provider")
    @Mapping(target = "day", source = "bill.day")
    @Mapping(target = "version", source = "bill.version")
    @Mapping(target = "digestSha256", source = "bill.digestSha256")
    @Mapping(target = "fetchedBy", source = "bill.fetchedBy")
    @Mapping(target = "fetchedAt", source = "bill.fetchedAt")
    protected abstract PaymentBill toApi(ReconcilePayments.Reconciled reconciled, @Context String area);

    @Mapping(target = "oursFen", source = "ours")
    @Mapping(target = "theirsFen", source = "theirs")
    protected abstract BillTotal toApi(BillStore.Total total);

    PaymentBillLine toApi(BillStore.NumberedEntry line, @Context String area) {
        BillComparison.Entry entry = line.entry();
        PaymentBillLine shown = new PaymentBillLine(
                line.number(),
                PaymentBillLine.KindEnum.fromValue(entry.kind().name().toLowerCase(Locale.ROOT)),
                PaymentBillLine.OutcomeEnum.fromValue(entry.outcome().code()),
                entry.number());
        entry.serial().ifPresent(shown::setProviderSerial);
        entry.paymentId().ifPresent(id -> shown.setPaymentId(paymentId(id, area)));
        entry.ours().ifPresent(side -> shown.oursFen(side.amount().fen()).oursState(side.state()));
        entry.theirs().ifPresent(side -> shown.theirsFen(side.amount().fen()).theirsState(side.state()));
        return shown;
    }

    @Mapping(target = "id", source = "anomalyId", qualifiedByName = "anomalyId")
    @Mapping(target = "providerSerial", source = "serial")
    @Mapping(target = "expectedFen", source = "expected")
    @Mapping(target = "toldFen", source = "told")
    abstract PaymentAnomaly toApi(NoticeStore.Anomaly anomaly, @Context String area);

    @Named("paymentId")
    protected String paymentId(UUID id, @Context String area) {
        return PublicId.of(PublicId.Kind.PAYMENT, area, id).toString();
    }

    @Named("refundId")
    protected String refundId(UUID id, @Context String area) {
        return PublicId.of(PublicId.Kind.REFUND, area, id).toString();
    }

    @Named("billId")
    protected String billId(UUID id, @Context String area) {
        return PublicId.of(PublicId.Kind.PAYMENT_BILL, area, id).toString();
    }

    @Named("anomalyId")
    protected String anomalyId(UUID id, @Context String area) {
        return PublicId.of(PublicId.Kind.PAYMENT_ANOMALY, area, id).toString();
    }

    protected Long fen(Money money) {
        return money.fen();
    }

    protected @Nullable Long fenOrNull(Optional<Money> money) {
        return money.map(Money::fen).orElse(null);
    }

    protected Payment.PayerEnum payerOfPayment(SharePayer payer) {
        return Payment.PayerEnum.fromValue(payer.code());
    }

    protected Charge.PayerEnum payerOfCharge(SharePayer payer) {
        return Charge.PayerEnum.fromValue(payer.code());
    }

    protected Payment.StatusEnum status(org.jiayi.app.payment.Payment.Status status) {
        return Payment.StatusEnum.fromValue(status.code());
    }

    protected PaymentRefund.ReasonEnum reason(org.jiayi.app.payment.PaymentRefund.Reason reason) {
        return PaymentRefund.ReasonEnum.fromValue(reason.code());
    }

    protected PaymentAnomaly.KindEnum anomalyKind(String kind) {
        return PaymentAnomaly.KindEnum.fromValue(kind);
    }

    protected BillTotal.OutcomeEnum outcome(String outcome) {
        return BillTotal.OutcomeEnum.fromValue(outcome);
    }
}
