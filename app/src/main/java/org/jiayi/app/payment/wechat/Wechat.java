package org.jiayi.app.payment.wechat;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.PaymentProvider;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 微信支付, Native (a code to scan), by API v3. Amounts are fen; nothing that names a person is sent. */
class Wechat implements PaymentProvider {

    static final String CODE = "wechat";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final String ORDERS = "/v3/pay/transactions/out-trade-no/";
    private static final String REFUNDS = "/v3/refund/domestic/refunds";

    private final WechatSettings settings;
    private final WechatSignatures signatures;
    private final WechatClient client;
    private final ObjectMapper json;

    Wechat(WechatSettings settings, WechatSignatures signatures, WechatClient client, ObjectMapper json) {
        this.settings = settings;
        this.signatures = signatures;
        this.client = client;
        this.json = json;
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Mono<Prepaid> open(Order order) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("appid", settings.appId());
        body.put("mchid", settings.merchantId());
        body.put("description", order.description());
        body.put("out_trade_no", order.number());
        body.put(
                "time_expire",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        order.expiresAt().truncatedTo(ChronoUnit.SECONDS).atZone(ZONE)));
        body.put("notify_url", settings.noticeUrl().toString());
        body.put("amount", Map.of("total", order.amount().fen(), "currency", CURRENCY));
        return client.post("/v3/pay/transactions/native", body).map(answer -> {
            requireSuccess(answer);
            return new Prepaid(text(answer.body(), "code_url"));
        });
    }

    private static void requireSuccess(WechatClient.Answer answer) {
        if (!answer.isSuccess()) {
            throw new Refused(RefusalCode.PROVIDER_REFUSED);
        }
    }

    /** A genuine answer that lacks what it has to have cannot be gone on with. */
    private static String text(JsonNode node, String field) {
        String text = node.path(field).asString("");
        if (text.isEmpty()) {
            throw new Refused(RefusalCode.PROVIDER_REFUSED);
        }
        return text;
    }

    @Override
    public Mono<Progress> query(String orderNumber) {
        return client.get(ORDERS + orderNumber + "?mchid=" + settings.merchantId())
                .map(answer -> {
                    if (answer.says("ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS")) {
                        return Progress.of(OrderState.CLOSED);
                    }
                    requireSuccess(answer);
                    return switch (text(answer.body(), "trade_state")) {
                        case "SUCCESS", "REFUND" -> Progress.paid(paid(answer.body()));
                        case "CLOSED", "REVOKED" -> Progress.of(OrderState.CLOSED);
                        default -> Progress.of(OrderState.UNPAID);
                    };
                });
    }

    @Override
    public Mono<Closing> close(String orderNumber) {
        return client.post(ORDERS + orderNumber + "/close", Map.of("mchid", settings.merchantId()))
                .map(answer -> {
                    if (answer.says("ORDERPAID", "ORDER_PAID")) {
                        return Closing.PAID_ALREADY;
                    }
                    if (answer.says("ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS", "ORDER_CLOSED", "ORDERCLOSED")) {
                        return Closing.CLOSED;
                    }
                    requireSuccess(answer);
                    return Closing.CLOSED;
                });
    }

    @Override
    public Mono<RefundProgress> refund(RefundOrder refund) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("out_trade_no", refund.orderNumber());
        body.put("out_refund_no", refund.number());
        body.put("notify_url", settings.noticeUrl().toString());
        body.put(
                "amount",
                Map.of("refund", refund.amount().fen(), "total", refund.paid().fen(), "currency", CURRENCY));
        return client.post(REFUNDS, body).map(Wechat::refundProgress);
    }

    @Override
    public Mono<RefundProgress> queryRefund(String refundNumber) {
        return client.get(REFUNDS + "/" + refundNumber).map(Wechat::refundProgress);
    }

    /** An answer to a signature that is not ours tells nothing of the refund, which may be under way. */
    private static RefundProgress refundProgress(WechatClient.Answer answer) {
        if (answer.status() == HttpStatus.UNAUTHORIZED.value()) {
            throw new Refused(RefusalCode.PROVIDER_REFUSED);
        }
        if (!answer.isSuccess()) {
            return RefundProgress.stuck(answer.code().orElse("").toLowerCase(Locale.ROOT));
        }
        String status = text(answer.body(), "status");
        return switch (status) {
            case "SUCCESS" -> RefundProgress.done(refunded(answer.body()));
            case "PROCESSING" -> RefundProgress.UNDER_WAY;
            default -> RefundProgress.stuck(status.toLowerCase(Locale.ROOT));
        };
    }

    private static Paid paid(JsonNode transaction) {
        JsonNode amount = transaction.path("amount");
        return new Paid(
                text(transaction, "out_trade_no"),
                text(transaction, "transaction_id"),
                fen(amount.path("total")),
                amount.path("currency").asString(CURRENCY),
                moment(text(transaction, "success_time")));
    }

    private static Refunded refunded(JsonNode refund) {
        JsonNode amount = refund.path("amount");
        return new Refunded(
                text(refund, "out_refund_no"),
                text(refund, "refund_id"),
                fen(amount.path("refund")),
                amount.path("currency").asString(CURRENCY),
                moment(text(refund, "success_time")));
    }

    private static Money fen(JsonNode amount) {
        if (!amount.isIntegralNumber() || !amount.canConvertToLong()) {
            throw new Refused(RefusalCode.PROVIDER_REFUSED);
        }
        return Money.ofFen(amount.asLong());
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw new Refused(RefusalCode.PROVIDER_REFUSED);
        }
    }

    @Override
    public Flux<BillLine> bill(LocalDate day) {
        return client.get("/v3/bill/tradebill?bill_date=" + day + "&bill_type=ALL")
                .flatMap(answer -> {
                    if (answer.says("NO_STATEMENT_EXIST")) {
                        return Mono.just(List.<BillLine>of());
                    }
                    requireSuccess(answer);
                    return client.download(URI.create(text(answer.body(), "download_url")))
                            .map(bytes -> lines(bytes, text(answer.body(), "hash_value")));
                })
                .flatMapIterable(lines -> lines);
    }

    /** The provider vouches for the file by its SHA-1 in a signed answer. */
    private static List<BillLine> lines(byte[] bytes, String sha1) {
        try {
            String digest =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
            if (!digest.equalsIgnoreCase(sha1)) {
                throw new Refused(RefusalCode.PROVIDER_AWAY);
            }
            return WechatBill.read(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        } catch (IllegalArgumentException noBill) {
            throw new Refused(RefusalCode.PROVIDER_REFUSED);
        }
    }

    @Override
    public Decision<Notice> read(Message message) {
        if (!signatures.isGenuine(message.headers(), message.body())) {
            return Decision.refuse(RefusalCode.NOTICE_NOT_GENUINE);
        }
        try {
            return Decision.accept(notice(message.body()));
        } catch (GeneralSecurityException | JacksonException | IllegalArgumentException | Refused unreadable) {
            return Decision.refuse(RefusalCode.NOTICE_NOT_GENUINE);
        }
    }

    private Notice notice(byte[] body) throws GeneralSecurityException {
        JsonNode resource = json.readTree(body).path("resource");
        JsonNode told = json.readTree(signatures.open(
                text(resource, "ciphertext"), resource.path("associated_data").asString(""), text(resource, "nonce")));
        String digest = ContentDigest.of(body).sha256();
        boolean paid = told.path("trade_state").asString("").equals("SUCCESS");
        boolean refunded = told.path("refund_status").asString("").equals("SUCCESS");
        return new Notice(
                digest,
                paid ? Optional.of(paid(told)) : Optional.empty(),
                refunded ? Optional.of(refunded(told)) : Optional.empty());
    }
}
