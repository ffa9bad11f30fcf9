package org.jiayi.app.payment.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.PaymentProvider;
import org.jiayi.app.payment.PaymentProvider.BillLine;
import org.jiayi.app.payment.PaymentProvider.Notice;
import org.jiayi.app.payment.PaymentProvider.OrderState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** 微信支付 by API v3, against a provider on this machine with real keys. */
class WechatTests {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);
    private static final Duration SHORT_SILENCE = Duration.ofSeconds(1);
    private static final String NUMBER = "43990100000000000000000000000001";
    private static final String REFUND = "439901R00000000000000000000000002";
    private static final String ORDER_PATH = "/v3/pay/transactions/out-trade-no/" + NUMBER;
    private static final String PAID =
            "{\"out_trade_no\":\"" + NUMBER + "\",\"transaction_id\":\"4200001\",\"trade_state\":\"SUCCESS\","
                    + "\"success_time\":\"2026-01-15T10:34:56+08:00\",\"amount\":{\"total\":2000,\"payer_total\":1990,\"currency\":\"CNY\"},"
                    + "\"payer\":{\"openid\":\"o-secret\"}}";
    private static final String BACK =
            "{\"out_refund_no\":\"" + REFUND + "\",\"refund_id\":\"50300001\",\"status\":\"SUCCESS\","
                    + "\"success_time\":\"2026-01-16T10:34:56+08:00\",\"amount\":{\"refund\":500,\"total\":2000,\"currency\":\"CNY\"}}";

    private final FakeWechat fake = new FakeWechat();
    private final Wechat wechat = wechat(InstantSource.system());

    private Wechat wechat(InstantSource wall) {
        return wechat(wall, WechatClient.SILENCE_MAX);
    }

    private Wechat wechat(InstantSource wall, Duration silenceMax) {
        var settings = new WechatSettings(
                URI.create(fake.address()),
                "wx0001",
                FakeWechat.MERCHANT,
                FakeWechat.MERCHANT_SERIAL,
                fake.merchant.getPrivate(),
                FakeWechat.PLATFORM_SERIAL,
                fake.platform.getPublic(),
                FakeWechat.API_V3_KEY,
                URI.create("https://jiayi.test/api/v1/payment-notices/wechat"));
        var signatures = new WechatSignatures(settings, wall);
        var json = new JsonMapper();
        return new Wechat(settings, signatures, new WechatClient(settings, signatures, json, silenceMax), json);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private static <T> T answer(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(ANSWER_WAIT));
    }

    private static void refused(Mono<?> mono, RefusalCode code) {
        assertThatThrownBy(() -> mono.block(ANSWER_WAIT))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }

    private static PaymentProvider.Order order() {
        return new PaymentProvider.Order(
                NUMBER, Money.ofFen(2_000), "家庭医生签约服务费", Instant.parse("2026-01-15T04:00:00.123Z"));
    }

    @Test
    void an_order_is_opened_signed_and_tells_nothing_of_anybody() {
        fake.answers("POST /v3/pay/transactions/native", 200, "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=1\"}");
        assertThat(answer(wechat.open(order())).data()).isEqualTo("weixin://wxpay/bizpayurl?pr=1");
        var sent = new JsonMapper()
                .readTree(fake.requests.get(0).substring(fake.requests.get(0).indexOf('{')));
        assertThat(sent.path("out_trade_no").asString()).isEqualTo(NUMBER);
        assertThat(sent.path("time_expire").asString()).isEqualTo("2026-01-15T12:00:00+08:00");
        assertThat(sent.path("amount").path("total").asLong()).isEqualTo(2_000);
        assertThat(sent.propertyNames())
                .containsExactlyInAnyOrder(
                        "appid", "mchid", "description", "out_trade_no", "time_expire", "notify_url", "amount");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | PARAM_ERROR   | PROVIDER_REFUSED
            403 | NO_AUTH       | PROVIDER_REFUSED
            500 | SYSTEM_ERROR  | PROVIDER_AWAY
            429 | FREQUENCY_LIMITED | PROVIDER_AWAY
            """)
    void a_no_and_an_absence_are_told_apart(int status, String code, RefusalCode refusal) {
        fake.answers("POST /v3/pay/transactions/native", status, "{\"code\":\"" + code + "\"}");
        refused(wechat.open(order()), refusal);
    }

    @Test
    void what_fails_in_passing_is_tried_again_and_not_for_ever() {
        fake.answers("POST /v3/pay/transactions/native", 200, "{\"code_url\":\"weixin://x\"}");
        fake.failuresFirst = 2;
        assertThat(answer(wechat.open(order())).data()).isEqualTo("weixin://x");
        assertThat(fake.requests).hasSize(3);
        fake.failuresFirst = 10;
        refused(wechat.open(order()), RefusalCode.PROVIDER_AWAY);
        assertThat(fake.requests).hasSize(6);
    }

    @Test
    void a_provider_that_is_gone_is_away() {
        fake.close();
        refused(wechat.query(NUMBER), RefusalCode.PROVIDER_AWAY);
    }

    @Test
    void a_provider_that_falls_silent_in_the_middle_of_an_answer_is_away() {
        fake.stalls = true;
        refused(wechat(InstantSource.system(), SHORT_SILENCE).query(NUMBER), RefusalCode.PROVIDER_AWAY);
        assertThat(fake.requests).hasSize(3);
    }

    @Test
    void an_answer_that_the_platform_did_not_sign_is_not_believed() {
        fake.answers("GET " + ORDER_PATH, 200, PAID);
        fake.forges = true;
        refused(wechat.query(NUMBER), RefusalCode.PROVIDER_AWAY);
    }

    @Test
    void an_order_stands_as_the_provider_says() {
        assertThat(answer(wechat.query(NUMBER)).state()).isEqualTo(OrderState.CLOSED);
        fake.answers("GET " + ORDER_PATH, 200, "{\"trade_state\":\"NOTPAY\"}");
        assertThat(answer(wechat.query(NUMBER)).state()).isEqualTo(OrderState.UNPAID);
        fake.answers("GET " + ORDER_PATH, 200, "{\"trade_state\":\"CLOSED\"}");
        assertThat(answer(wechat.query(NUMBER)).state()).isEqualTo(OrderState.CLOSED);
        fake.answers("GET " + ORDER_PATH, 200, PAID);
        assertThat(answer(wechat.query(NUMBER)).paid())
                .contains(new PaymentProvider.Paid(
                        NUMBER, "4200001", Money.ofFen(2_000), "CNY", Instant.parse("2026-01-15T02:34:56Z")));
        assertThat(fake.requests.get(0)).isEqualTo("GET " + ORDER_PATH + "?mchid=" + FakeWechat.MERCHANT + " ");
    }

    @Test
    void an_order_is_closed_unless_it_was_paid() {
        assertThat(answer(wechat.close(NUMBER))).isEqualTo(PaymentProvider.Closing.CLOSED);
        fake.answers("POST " + ORDER_PATH + "/close", 204, "");
        assertThat(answer(wechat.close(NUMBER))).isEqualTo(PaymentProvider.Closing.CLOSED);
        fake.answers("POST " + ORDER_PATH + "/close", 400, "{\"code\":\"ORDERPAID\"}");
        assertThat(answer(wechat.close(NUMBER))).isEqualTo(PaymentProvider.Closing.PAID_ALREADY);
    }

    @Test
    void a_refund_goes_its_way() {
        var refund = new PaymentProvider.RefundOrder(REFUND, NUMBER, Money.ofFen(500), Money.ofFen(2_000));
        fake.answers("POST /v3/refund/domestic/refunds", 200, BACK.replace("SUCCESS", "PROCESSING"));
        assertThat(answer(wechat.refund(refund))).isEqualTo(PaymentProvider.RefundProgress.UNDER_WAY);
        fake.answers("GET /v3/refund/domestic/refunds/" + REFUND, 200, BACK);
        assertThat(answer(wechat.queryRefund(REFUND)).refunded())
                .contains(new PaymentProvider.Refunded(
                        REFUND, "50300001", Money.ofFen(500), "CNY", Instant.parse("2026-01-16T02:34:56Z")));
        fake.answers("GET /v3/refund/domestic/refunds/" + REFUND, 200, BACK.replace("SUCCESS", "ABNORMAL"));
        assertThat(answer(wechat.queryRefund(REFUND)).problem()).contains("abnormal");
        fake.answers("POST /v3/refund/domestic/refunds", 403, "{\"code\":\"NOT_ENOUGH\"}");
        assertThat(answer(wechat.refund(refund)).problem()).contains("not_enough");
        fake.answers("POST /v3/refund/domestic/refunds", 401, "{\"code\":\"SIGN_ERROR\"}");
        refused(wechat.refund(refund), RefusalCode.PROVIDER_REFUSED);
    }

    private PaymentProvider.Message message(byte[] body, Instant at) {
        return new PaymentProvider.Message(fake.signed(body, at), body);
    }

    private static String read(Wechat by, PaymentProvider.Message message) {
        return by.read(message).fold(refusal -> refusal.code().code(), WechatTests::told);
    }

    private static String told(Notice notice) {
        return notice.paid()
                .map(paid -> paid.serial() + " " + paid.amount().fen())
                .or(() -> notice.refunded()
                        .map(back -> back.serial() + " " + back.amount().fen()))
                .orElse("nothing");
    }

    @Test
    void a_genuine_callback_is_opened() {
        Instant now = Instant.now();
        assertThat(read(wechat, message(FakeWechat.callback(PAID, FakeWechat.API_V3_KEY), now)))
                .isEqualTo("4200001 2000");
        String refunded = BACK.replace("\"status\"", "\"refund_status\"");
        assertThat(read(wechat, message(FakeWechat.callback(refunded, FakeWechat.API_V3_KEY), now)))
                .isEqualTo("50300001 500");
        String failed = PAID.replace("SUCCESS", "PAYERROR");
        assertThat(read(wechat, message(FakeWechat.callback(failed, FakeWechat.API_V3_KEY), now)))
                .isEqualTo("nothing");
    }

    @Test
    void what_is_not_genuine_is_not_read() {
        Instant now = Instant.now();
        byte[] body = FakeWechat.callback(PAID, FakeWechat.API_V3_KEY);
        byte[] other = FakeWechat.callback(PAID.replace("2000", "2001"), FakeWechat.API_V3_KEY);
        Map<String, String> headers = fake.signed(body, now);
        String forged = RefusalCode.NOTICE_NOT_GENUINE.code();
        assertThat(read(wechat, new PaymentProvider.Message(headers, other))).isEqualTo(forged);
        for (String name : headers.keySet()) {
            Map<String, String> less = new HashMap<>(headers);
            less.remove(name);
            assertThat(read(wechat, new PaymentProvider.Message(less, body)))
                    .as(name)
                    .isEqualTo(forged);
            less.put(name, "1");
            assertThat(read(wechat, new PaymentProvider.Message(less, body)))
                    .as(name)
                    .isEqualTo(forged);
        }
        byte[] sealedOtherwise = FakeWechat.callback(PAID, "x".repeat(32).getBytes(StandardCharsets.UTF_8));
        assertThat(read(wechat, message(sealedOtherwise, now))).isEqualTo(forged);
        for (String text : List.of("", "{}", "[", "{\"resource\":{\"ciphertext\":\"!\",\"nonce\":\"x\"}}")) {
            assertThat(read(wechat, message(text.getBytes(StandardCharsets.UTF_8), now)))
                    .as(text)
                    .isEqualTo(forged);
        }
        fake.forges = true;
        assertThat(read(wechat, message(body, now))).isEqualTo(forged);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "299, true", "-299, true", "301, false", "-301, false", "86400, false"})
    void a_callback_is_believed_for_five_minutes(long secondsLater, boolean believed) {
        Instant sent = Instant.ofEpochSecond(1_768_444_496);
        byte[] body = FakeWechat.callback(PAID, FakeWechat.API_V3_KEY);
        Wechat later = wechat(InstantSource.fixed(sent.plusSeconds(secondsLater)));
        assertThat(read(later, message(body, sent)).equals("4200001 2000")).isEqualTo(believed);
    }

    private static final String BILL = """
            \uFEFF交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,货币种类,应结订单金额,微信退款单号,商户退款单号,退款状态,商品名称,订单金额,申请退款金额
            `2026-01-15 10:34:56,`wx0001,`1900000001,`4200001,`43990100000000000000000000000001,`SUCCESS,`CNY,`20.00,`0,`0,`,`家庭医生签约服务费,`20.00,`0.00
            `2026-01-15 11:00:00,`wx0001,`1900000001,`4200001,`43990100000000000000000000000001,`REFUND,`CNY,`0.00,`50300001,`439901R00000000000000000000000002,`SUCCESS,`家庭医生签约服务费,`0.00,`5.00
            `2026-01-15 11:05:00,`wx0001,`1900000001,`4200001,`43990100000000000000000000000001,`REFUND,`CNY,`0.00,`50300002,`439901R00000000000000000000000003,`PROCESSING,`家庭, 医生,`0.00,`1.50
            `2026-01-15 11:06:00,`wx0001,`1900000001,`4200009,`43990100000000000000000000000009,`REVOKED,`CNY,`0.00,`0,`0,`,`家庭医生签约服务费,`0.00,`0.00
            总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
            `4,`20.00,`6.50,`0.00,`0.12000,`20.00,`6.50
            """;

    private void billed(byte[] bytes, String sha1) {
        fake.answers(
                "GET /v3/bill/tradebill",
                200,
                "{\"hash_type\":\"SHA1\",\"hash_value\":\"" + sha1 + "\",\"download_url\":\"" + fake.address()
                        + "/v3/billdownload/file?token=1\"}");
        fake.answers("GET /v3/billdownload/file", 200, bytes);
    }

    private static String sha1(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    }

    private Mono<List<BillLine>> bill() {
        return wechat.bill(LocalDate.of(2026, 1, 15)).collectList();
    }

    @Test
    void a_trade_bill_is_read_line_by_line() throws GeneralSecurityException {
        byte[] bytes = BILL.getBytes(StandardCharsets.UTF_8);
        billed(bytes, sha1(bytes));
        assertThat(answer(bill()))
                .containsExactly(
                        new BillLine(BillLine.Kind.PAYMENT, NUMBER, "4200001", Money.ofFen(2_000), true),
                        new BillLine(BillLine.Kind.REFUND, REFUND, "50300001", Money.ofFen(500), true),
                        new BillLine(
                                BillLine.Kind.REFUND,
                                "439901R00000000000000000000000003",
                                "50300002",
                                Money.ofFen(150),
                                false));
        assertThat(fake.requests.get(0)).startsWith("GET /v3/bill/tradebill?bill_date=2026-01-15&bill_type=ALL");
    }

    @Test
    void a_bill_that_is_not_whole_is_not_taken() throws GeneralSecurityException {
        byte[] bytes = BILL.getBytes(StandardCharsets.UTF_8);
        billed(bytes, "0".repeat(40));
        refused(bill(), RefusalCode.PROVIDER_AWAY);
        for (String broken : List.of(
                BILL.replace("`4,`20.00,`6.50", "`5,`20.00,`6.50"),
                BILL.replace("`20.00,`6.50\n", "`20.01,`6.50\n"),
                BILL.substring(0, BILL.indexOf("总交易单数")),
                BILL.replace("订单金额,申请", "金额,申请"),
                "<html>")) {
            byte[] text = broken.getBytes(StandardCharsets.UTF_8);
            billed(text, sha1(text));
            refused(bill(), RefusalCode.PROVIDER_REFUSED);
        }
    }

    @Test
    void a_day_without_payments_has_no_bill() {
        fake.answers("GET /v3/bill/tradebill", 400, "{\"code\":\"NO_STATEMENT_EXIST\"}");
        assertThat(answer(bill())).isEmpty();
    }

    @Test
    void it_is_there_where_it_is_configured_and_only_there(@TempDir Path files) throws Exception {
        var runner = new ApplicationContextRunner()
                .withUserConfiguration(WechatConfiguration.class)
                .withBean(JsonMapper.class);
        runner.run(context -> assertThat(context).doesNotHaveBean(PaymentProvider.class));
        Path merchantKey = files.resolve("merchant.pem");
        Path platformKey = files.resolve("platform.pem");
        Files.writeString(
                merchantKey, pem("PRIVATE KEY", fake.merchant.getPrivate().getEncoded()));
        Files.writeString(
                platformKey, pem("PUBLIC KEY", fake.platform.getPublic().getEncoded()));
        String prefix = "jiayi.payments.wechat.";
        runner.withPropertyValues(
                        "jiayi.public-url=https://jiayi.test",
                        prefix + "address=" + fake.address(),
                        prefix + "app-id=wx0001",
                        prefix + "merchant-id=" + FakeWechat.MERCHANT,
                        prefix + "merchant-serial=" + FakeWechat.MERCHANT_SERIAL,
                        prefix + "merchant-key-file=" + merchantKey,
                        prefix + "platform-serial=" + FakeWechat.PLATFORM_SERIAL,
                        prefix + "platform-key-file=" + platformKey,
                        prefix + "api-v3-key=" + new String(FakeWechat.API_V3_KEY, StandardCharsets.UTF_8))
                .run(context -> {
                    fake.answers("GET " + ORDER_PATH, 200, PAID);
                    assertThat(answer(context.getBean(PaymentProvider.class).query(NUMBER))
                                    .state())
                            .isEqualTo(OrderState.PAID);
                });
        runner.withPropertyValues(prefix + "address=" + fake.address())
                .run(context -> assertThat(context).hasFailed());
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }
}
