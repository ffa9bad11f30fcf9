package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What people do to a batch between its computation and its end: DOMAIN §6, 复核, 机构确认 / 异议, 批准, 拨付, 办结, 调整. */
@JiayiTest
@Timeout(120)
class BatchHandlingApiTests {

    private static final Duration PUBLISHING_WAIT = Duration.ofSeconds(90);
    private static final LocalDate TODAY = LocalDate.of(2026, 10, 10);

    /** What is owed for a contract besides. */
    private static final long FEE = 12_000;

    private static final String FIRST = TestCounty.FIRST_INSTITUTION;
    private static final String SECOND = TestCounty.SECOND_INSTITUTION;

    /** The people of one test are not those of another; all are men. */
    private static final AtomicInteger PEOPLE = new AtomicInteger(501);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final RegistryClient client;
    private int people;

    BatchHandlingApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.client = new RegistryClient(http);
        clock.moveTo(TODAY);
    }

    /**
     * Li with hypertension at the first institution, 3 581 fen a month, and Wang of 75 at the second, 3 820 fen, of which nine
     * tenths are prepaid. Zhao has no contract yet.
     */
    private TestCounty county() {
        people = PEOPLE.addAndGet(2);
        return countyOfTheSame();
    }

    private TestCounty countyOfTheSame() {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李", number(1960), "390", "高血压", "一般") + "\n"
                        + TestCounty.resident("王", number(1950), "390", "", "一般") + "\n"
                        + TestCounty.resident("赵", number(1970), "390", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1960, "T001") + "\n" + contract(1950, "T003"));
        return county;
    }

    private String number(int year) {
        return TestCounty.identityNumber(LocalDate.of(year, 3, 1), people);
    }

    private String contract(int year, String team) {
        return String.join(",", number(year), team, "基础包", "2025-12-20", "2026-01-01", "2026-12-31", "纸质");
    }

    @Test
    void institutions_confirm_their_lines_before_the_bureau_does() {
        var county = county();
        var batch = compute(county, "2026-01");
        reviewed(county, batch, TODAY.plusDays(5));
        confirm(county, batch).isRefused(RefusalCode.LINES_NOT_CONFIRMED);
        confirmLine(county, batch, FIRST, SECOND).isRefused(RefusalCode.NOT_FOUND);
        confirmLine(county, batch, FIRST, FIRST).isOk();
        confirmLine(county, batch, FIRST, FIRST).isOk();
        assertThat(lines(county, batch, county.institution(FIRST))).containsExactly(FIRST + " true");
        confirm(county, batch).isRefused(RefusalCode.LINES_NOT_CONFIRMED);
        confirmLine(county, batch, SECOND, SECOND).isOk();
        confirm(county, batch).isOk();
        assertThat(acts(county, batch, county.bureau("wu")))
                .containsExactly(
                        "computed by wu",
                        "reviewed by zheng",
                        "line_confirmed by institution-" + FIRST + " of " + FIRST,
                        "line_confirmed by institution-" + SECOND + " of " + SECOND,
                        "confirmed by wu");
        assertThat(acts(county, batch, county.institution(SECOND))).noneMatch(act -> act.endsWith(FIRST));
    }

    @Test
    void after_the_last_day_silence_is_consent_and_nobody_objects_any_more() {
        var county = county();
        var batch = compute(county, "2026-01");
        review(county, batch, Map.of("confirmUntil", TODAY.minusDays(1).toString()))
                .isRefused(RefusalCode.INVALID_VALUE);
        reviewed(county, batch, TODAY.plusDays(5));
        clock.moveTo(TODAY.plusDays(5));
        confirm(county, batch).isRefused(RefusalCode.LINES_NOT_CONFIRMED);
        clock.moveTo(TODAY.plusDays(6));
        confirmLine(county, batch, FIRST, FIRST).isRefused(RefusalCode.CONFIRMATION_OVER);
        object(county, batch, FIRST, "少算一人").isRefused(RefusalCode.CONFIRMATION_OVER);
        confirm(county, batch).isOk();
    }

    @Test
    void an_institution_that_is_not_asked_cannot_object() {
        var county = county();
        var batch = compute(county, "2026-01");
        object(county, batch, FIRST, "少算一人").isRefused(RefusalCode.CONFIRMATION_OVER);
        review(county, batch, Map.of("note", "已核对")).isOk();
        object(county, batch, FIRST, "少算一人").isRefused(RefusalCode.CONFIRMATION_OVER);
        confirm(county, batch).isOk();
    }

    @Test
    void an_accepted_objection_takes_the_batch_back_to_be_computed_again() {
        var county = county();
        var batch = compute(county, "2026-01");
        reviewed(county, batch, TODAY.plusDays(5));
        confirmLine(county, batch, SECOND, SECOND).isOk();
        var objection = object(county, batch, FIRST, "少算赵某一人").isOk();
        assertThat(objection.body().has("accepted")).isFalse();
        putBack(county, batch).isRefused(RefusalCode.OBJECTIONS_OPEN);
        confirm(county, batch).isRefused(RefusalCode.OBJECTIONS_OPEN);
        answer(county, objection, true).isOk();
        answer(county, objection, false).isRefused(RefusalCode.OBJECTION_ANSWERED);
        confirm(county, batch).isRefused(RefusalCode.BATCH_OVERTURNED);
        computing(county, "capitation_month", "390", "2026-01").isRefused(RefusalCode.BATCH_CLOSED);
        putBack(county, batch).isOk();
        reviewed(county, batch, TODAY.plusDays(5));
        confirm(county, batch).isRefused(RefusalCode.BATCH_OVERTURNED);
        putBack(county, batch).isOk();
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1970, "T001"));
        var again = compute(county, "2026-01");
        assertThat(again.id()).isEqualTo(batch.id());
        assertThat(again.body().path("heads").asLong()).isEqualTo(3);
        reviewed(county, again, TODAY.plusDays(5));
        assertThat(lines(county, again, county.bureau("wu")))
                .as("what was confirmed before was confirmed of another computation")
                .containsExactly(FIRST + " false", SECOND + " false");
        clock.moveTo(TODAY.plusDays(6));
        confirm(county, again).isOk();
        var heard = client.get(county.institution(FIRST), path(batch) + "/objections")
                .isOk();
        assertThat(heard.body().at("/data/0/answer").asString()).isEqualTo("已核对");
        assertThat(client.get(county.institution(SECOND), path(batch) + "/objections")
                        .body()
                        .path("data"))
                .isEmpty();
    }

    @Test
    void a_refused_objection_is_answered_and_holds_nothing_up() {
        var county = county();
        var batch = compute(county, "2026-01");
        reviewed(county, batch, TODAY);
        var key = "the-key-of-the-objection";
        var objection = client.post(
                        county.institution(FIRST),
                        linePath(county, batch, FIRST) + "/objections",
                        key,
                        Map.of("reason", "少算一人"))
                .isOk();
        var again = client.post(
                        county.institution(FIRST),
                        linePath(county, batch, FIRST) + "/objections",
                        key,
                        Map.of("reason", "少算一人"))
                .isOk();
        assertThat(again.id()).isEqualTo(objection.id());
        answer(county, objection, false).isOk();
        comment(county, batch, county.bureau("wu"), Map.of("text", "复核意见：同意")).isOk();
        comment(county, batch, county.institution(FIRST), Map.of("text", "知悉", "payeeId", payee(county, FIRST)))
                .isOk();
        comment(county, batch, county.institution(FIRST), Map.of("text", "？", "payeeId", payee(county, SECOND)))
                .isRefused(RefusalCode.NOT_FOUND);
        clock.moveTo(TODAY.plusDays(1));
        confirm(county, batch).isOk();
        assertThat(acts(county, batch, county.bureau("wu")))
                .contains(
                        "answered by wu of " + FIRST,
                        "commented by wu",
                        "commented by institution-" + FIRST + " of " + FIRST);
    }

    @Test
    void the_history_has_room_for_the_longest_answer_and_the_longest_word_of_the_bank() {
        var county = county();
        var batch = compute(county, "2026-01");
        reviewed(county, batch, TODAY);
        String longest = "查".repeat(500);
        String reference = "B".repeat(60);
        answer(county, object(county, batch, FIRST, longest).isOk(), false, longest)
                .isOk();
        putBack(county, batch).isOk();
        order(county, published(county, batch)).isOk();
        var first = orders(county, batch).get(0).path("id").asString();
        bank(county, first, "failed", 3_223, reference, longest).isOk();
        assertThat(client.get(county.bureau("wu"), path(batch) + "/history")
                        .body()
                        .path("data")
                        .valueStream()
                        .map(act -> act.path("note").asString()))
                .contains("不采纳：" + longest, "32.23 元，" + reference + "，" + longest);
    }

    @Test
    void what_is_ordered_is_paid_in_parts_fails_and_is_paid_again() {
        var county = county();
        var batch = published(county, compute(county, "2026-01"));
        order(county, batch).isOk();
        order(county, batch).isOk();
        var orders = orders(county, batch);
        assertThat(orders.valueStream().map(BatchHandlingApiTests::told))
                .containsExactly(
                        FIRST + " due 3223 carried 0 pay 3223 left 0, paid 0: ordered",
                        SECOND + " due 3438 carried 0 pay 3438 left 0, paid 0: ordered");
        var first = orders.get(0).path("id").asString();
        bank(county, first, "paid", 3_224, "B1").isRefused(RefusalCode.PAYMENT_ABOVE_ORDER);
        bank(county, first, "paid", 3_223, TODAY.plusDays(1), "B1", "").isRefused(RefusalCode.IN_THE_FUTURE);
        bank(county, first, "failed", 3_223, "B2").isOk();
        bank(county, first, "paid", 3_000, "B3").isOk();
        bank(county, first, "paid", 100, "B3").isRefused(RefusalCode.BANK_REFERENCE_RECORDED);
        bank(county, first, "paid", 224, "B4").isRefused(RefusalCode.PAYMENT_ABOVE_ORDER);
        assertThat(told(orders(county, batch).get(0))).endsWith("paid 3000: partly_paid");
        close(county, batch).isRefused(RefusalCode.BATCH_NOT_READY);
        bank(county, first, "paid", 223, "B4").isOk();
        bank(county, orders.get(1).path("id").asString(), "paid", 3_438, "B5").isOk();
        assertThat(status(county, batch)).isEqualTo("paid");
        assertThat(held(county, "payable:" + FIRST)).isEqualTo(FEE);
        assertThat(held(county, "payable:" + SECOND)).isEqualTo(FEE);
        assertThat(held(county, "clearing:treasury")).isEqualTo(3_223 + 3_438);
        close(county, batch).isOk();
        assertThat(status(county, batch)).isEqualTo("closed");
        client.get(county.institution(SECOND), "/api/v1/payment-orders/" + first)
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void of_many_who_pay_an_order_at_once_one_does() throws Exception {
        var county = county();
        var batch = published(county, compute(county, "2026-01"));
        order(county, batch).isOk();
        var first = orders(county, batch).get(0).path("id").asString();
        List<Callable<Answer>> calls = Stream.of("B1", "B2", "B3", "B4")
                .map(reference -> (Callable<Answer>) () -> bank(county, first, "paid", 3_223, reference))
                .toList();
        assertThat(RegistryClient.atOnce(calls).stream().map(Answer::code))
                .containsExactlyInAnyOrder("", "payment_above_order", "payment_above_order", "payment_above_order");
        assertThat(held(county, "clearing:treasury")).isEqualTo(3_223);
    }

    /** 退票: the bank's "paid" is taken back part by part, and the part is paid again under the same reference. */
    @Test
    void what_comes_back_is_owed_again_and_can_be_paid_again() {
        var county = county();
        var batch = published(county, compute(county, "2026-01"));
        order(county, batch).isOk();
        var first = orders(county, batch).get(0).path("id").asString();
        bank(county, orders(county, batch).get(1).path("id").asString(), "paid", 3_438, "B0")
                .isOk();
        bank(county, first, "failed", 3_223, "B1").isOk();
        bank(county, first, "paid", 1_000, "B2").isOk();
        bank(county, first, "paid", 1_000, "B3").isOk();
        bank(county, first, "paid", 1_223, "B4").isOk();
        assertThat(status(county, batch)).isEqualTo("paid");
        takeBack(county.bureau("wu"), first, payment(county, first, 0)).isRefused(RefusalCode.NOT_FOUND);
        takeBack(county.institution(FIRST), first, payment(county, first, 1)).isRefused(RefusalCode.FORBIDDEN);
        var order = takeBack(county.bureau("wu"), first, payment(county, first, 1))
                .isOk()
                .body();
        assertThat(told(order)).endsWith("paid 2223: partly_paid");
        assertThat(order.at("/payments/1/reversedBy").asString()).isEqualTo("wu");
        assertThat(order.at("/payments/1/reversalNote").asString()).isEqualTo("账号有误");
        assertThat(order.at("/payments/2").has("reversedBy")).isFalse();
        assertThat(status(county, batch)).isEqualTo("published");
        assertThat(held(county, "payable:" + FIRST)).isEqualTo(FEE + 1_000);
        assertThat(held(county, "clearing:treasury")).isEqualTo(2_223 + 3_438);
        close(county, batch).isRefused(RefusalCode.BATCH_NOT_READY);
        takeBack(county.bureau("wu"), first, payment(county, first, 1)).isRefused(RefusalCode.PAYMENT_REVERSED);
        order = takeBack(county.bureau("wu"), first, payment(county, first, 3))
                .isOk()
                .body();
        assertThat(told(order)).endsWith("paid 1000: failed");

        bank(county, first, "paid", 2_224, "B2").isRefused(RefusalCode.PAYMENT_ABOVE_ORDER);
        bank(county, first, "paid", 1_000, "B3").isRefused(RefusalCode.BANK_REFERENCE_RECORDED);
        bank(county, first, "paid", 1_000, "B2").isOk();
        bank(county, first, "paid", 1_223, "B4").isOk();
        assertThat(status(county, batch)).isEqualTo("paid");
        assertThat(held(county, "payable:" + FIRST)).isEqualTo(FEE);
        close(county, batch).isOk();
        takeBack(county.bureau("wu"), first, payment(county, first, 4)).isRefused(RefusalCode.BATCH_NOT_READY);
        assertThat(client.get(county.institution(FIRST), path(batch) + "/history")
                        .body()
                        .path("data")
                        .valueStream()
                        .filter(act -> act.path("act").asString().equals("payment_reversed"))
                        .map(act -> act.path("doneBy").asString() + ": "
                                + act.path("note").asString()))
                .containsExactly("wu: 10.00 元，B2，账号有误", "wu: 12.23 元，B4，账号有误");
    }

    @Test
    void of_many_who_take_a_payment_back_at_once_one_does() throws Exception {
        var county = county();
        var batch = published(county, compute(county, "2026-01"));
        order(county, batch).isOk();
        var first = orders(county, batch).get(0).path("id").asString();
        bank(county, first, "paid", 3_223, "B1").isOk();
        var payment = payment(county, first, 0);
        List<Callable<Answer>> calls = Stream.of("wu", "zheng", "wu", "zheng")
                .map(officer -> (Callable<Answer>) () -> takeBack(county.bureau(officer), first, payment))
                .toList();
        assertThat(RegistryClient.atOnce(calls).stream().map(Answer::code))
                .containsExactlyInAnyOrder("", "payment_reversed", "payment_reversed", "payment_reversed");
        assertThat(held(county, "payable:" + FIRST)).isEqualTo(FEE + 3_223);
        assertThat(held(county, "clearing:treasury")).isZero();
        var booked = client.get(
                        county.bureau("wu"),
                        "/api/v1/pooling-areas/" + county.area() + "/ledger-accounts/clearing:treasury/transfers")
                .isOk()
                .body();
        assertThat(booked.at("/data/1/correctsId").asString())
                .isEqualTo(booked.at("/data/0/id").asString());
    }

    private String payment(TestCounty county, String orderId, int number) {
        return client.get(county.bureau("wu"), "/api/v1/payment-orders/" + orderId)
                .isOk()
                .body()
                .at("/payments/" + number + "/id")
                .asString();
    }

    private Answer takeBack(String token, String orderId, String paymentId) {
        return client.post(
                token,
                "/api/v1/payment-orders/" + orderId + "/payments/" + paymentId + "/reversal",
                Map.of("note", "账号有误"));
    }

    /** Wang died in January, which is heard of in October: March pays nothing for her and takes February back. */
    @Test
    void what_a_payee_owes_is_taken_off_its_next_order() {
        var county = county();
        for (var month : List.of("2026-01", "2026-02")) {
            order(county, published(county, compute(county, month))).isOk();
        }
        county.take("events", TestCounty.EVENT_COLUMNS + number(1950) + ",死亡,2026-01-20,2026-10-10,");
        clock.moveTo(TODAY.plusDays(1));
        var march = published(county, compute(county, "2026-03"));
        order(county, march).isOk();
        var april = published(county, compute(county, "2026-04"));
        order(county, april).isOk();
        assertThat(Stream.of(march, april)
                        .map(batch -> told(orders(county, batch).get(1))))
                .containsExactly(
                        SECOND + " due -3438 carried 0 pay 0 left -3438, paid 0: paid",
                        SECOND + " due 0 carried -3438 pay 0 left -3438, paid 0: paid");
        var more = adjust(county, april, SECOND, 5_000, "补拨").isOk();
        order(county, published(county, more)).isOk();
        assertThat(told(orders(county, more).get(0)))
                .isEqualTo(SECOND + " due 5000 carried -3438 pay 1562 left 0, paid 0: ordered");
    }

    @Test
    void a_closed_batch_is_corrected_by_an_adjustment_that_goes_through_the_same_hands() {
        var county = county();
        var batch = compute(county, "2026-01");
        adjust(county, batch, FIRST, 500, "补拨").isRefused(RefusalCode.BATCH_NOT_READY);
        published(county, batch);
        order(county, batch).isOk();
        adjust(county, batch, FIRST, 0, "补拨").isRefused(RefusalCode.INVALID_VALUE);
        adjust(county, batch, "H43990100099", 5, "补拨").isRefused(RefusalCode.INVALID_VALUE);
        var adjustment = adjust(county, batch, FIRST, -500, "一月多计,\n见\"附件\"").isOk();
        assertThat(adjustment.body().path("corrects").asString()).isEqualTo(batch.id());
        assertThat(adjustment.body().path("month").asString()).isEqualTo("2026-10");
        assertThat(adjust(county, batch, SECOND, 500, "补拨")
                        .isOk()
                        .body()
                        .path("sequence")
                        .asInt())
                .isEqualTo(2);
        for (var headsOnly : List.of("/person-months", "/corrections")) {
            client.get(county.bureau("wu"), path(adjustment) + headsOnly).isRefused(RefusalCode.NOT_FOUND);
        }
        published(county, adjustment);
        assertThat(new HandledBatch(http, county, adjustment).detail())
                .as("a line is a line, whatever the reason holds")
                .containsExactly(
                        "corrected_batch_id,corrected_kind,corrected_period,payee,institution_code,"
                                + "corrected_line_heads,corrected_line_yuan,amount_yuan,reason",
                        batch.id() + ",capitation_month,2026-01," + FIRST + "," + FIRST
                                + ",1,32.23,-5.00,\"一月多计, 见\"\"附件\"\"\"",
                        "#TOTAL,1,-5.00");
        order(county, adjustment).isOk();
        assertThat(orders(county, adjustment).valueStream().map(BatchHandlingApiTests::told))
                .containsExactly(FIRST + " due -500 carried 0 pay 0 left -500, paid 0: paid");
        assertThat(status(county, adjustment)).isEqualTo("paid");
        assertThat(held(county, "payable:" + FIRST)).isEqualTo(FEE + 3_223 - 500);
        assertThat(client.get(county.bureau("wu"), path(batch)).body().path("digestSm3"))
                .isEqualTo(batch.body().path("digestSm3"));
    }

    @Test
    void an_adjustment_tells_what_it_corrects_and_why() {
        var county = county();
        var batch = published(county, compute(county, "2026-01"));
        published(county, adjust(county, batch, FIRST, 300, "补拨").isOk());
        var adjustment = adjust(county, batch, FIRST, -500, "一月多计").isOk();
        var told = client.get(county.institution(FIRST), linePath(county, adjustment, FIRST) + "/explanation")
                .isOk()
                .body();
        assertThat(told.path("sentence").asString()).isEqualTo(FIRST + " 更正 2026-01 批次，应收回 5.00 元：一月多计");
        assertThat(told.path("steps")
                        .valueStream()
                        .map(step -> step.path("rule").asString() + " "
                                + step.path("result").asString()))
                .containsExactly("corrected_line 3223", "corrected_before 300", "correction -500", "corrected 3023");
        assertThat(client.get(county.bureau("wu"), told.at("/steps/0/link").asString())
                        .isOk()
                        .id())
                .isEqualTo(batch.id());
        client.get(county.institution(SECOND), linePath(county, adjustment, FIRST) + "/explanation")
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void an_open_adjustment_is_discarded_and_its_history_stays() {
        var county = county();
        var batch = published(county, compute(county, "2026-01"));
        discard(county, batch).isRefused(RefusalCode.BATCH_NOT_READY);
        discard(county, compute(county, "2026-02")).isRefused(RefusalCode.NOT_AN_ADJUSTMENT);
        var wrong = adjust(county, batch, FIRST, -500, "一月多计").isOk();
        review(county, wrong, Map.of()).isOk();
        discard(county, wrong).isRefused(RefusalCode.BATCH_NOT_READY);
        putBack(county, wrong).isOk();
        client.postIfMatch(county.bureau("wu"), path(wrong) + "/discarding", etag(batch), Map.of("reason", "录错"))
                .isRefused(RefusalCode.PRECONDITION_FAILED);
        discard(county, wrong).isOk();
        assertThat(status(county, wrong)).isEqualTo("discarded");
        discard(county, wrong).isRefused(RefusalCode.BATCH_NOT_READY);
        review(county, wrong, Map.of()).isRefused(RefusalCode.BATCH_NOT_READY);
        adjust(county, wrong, FIRST, 500, "更正更正").isRefused(RefusalCode.BATCH_NOT_READY);
        assertThat(acts(county, wrong, county.bureau("wu")))
                .containsExactly("computed by wu", "reviewed by zheng", "returned by zheng", "discarded by zheng");
        var right = adjust(county, batch, FIRST, -50, "一月多计").isOk();
        assertThat(right.body().path("sequence").asInt())
                .as("a number is given once")
                .isEqualTo(2);
        published(county, right);
        assertThat(held(county, "payable:" + FIRST)).isEqualTo(FEE + 3_223 - 50);
    }

    private Answer discard(TestCounty county, Answer batch) {
        return client.postIfMatch(
                county.bureau("zheng"), path(batch) + "/discarding", etag(batch), Map.of("reason", "录错"));
    }

    /** Both count: the one contract ends in January, the other begins then. */
    @Test
    void somebody_registered_twice_who_counts_twice_is_found() {
        var county = county();
        var once = registered(county, "2026-01-01", "2026-01-10");
        var twice = registered(county, "2026-01-11", "2026-12-31");
        var alone = registered(county, "2026-01-01", "2026-02-28");
        var later = registered(county, "2026-03-01", "2026-12-31");
        var batch = compute(county, "2026-01");
        assertThat(batch.body().path("heads").asLong()).isEqualTo(5);
        assertThat(anomalies(county, batch, county.bureau("wu"))).isEmpty();
        merge(once, twice);
        merge(alone, later);
        assertThat(anomalies(county, batch, county.bureau("wu"))).contains("duplicate " + FIRST);
        assertThat(doubtful(county, batch, "duplicate"))
                .as("the contract that began later; of the other two only one counts")
                .containsExactly(twice);
        assertThat(anomalies(county, batch, county.institution(SECOND))).isEmpty();
        clock.moveTo(TODAY.plusDays(1));
        client.post(issuer.administrator(), "/api/v1/residents/" + once + "/merge-undoing", Map.of())
                .isOk();
        assertThat(doubtful(county, batch, "duplicate")).isEmpty();
    }

    /** A man of another number, born on the same day as the others, under contract with the first team on these days; his id. */
    private String registered(TestCounty county, String firstDay, String lastDay) {
        var number = TestCounty.identityNumber(LocalDate.of(1965, 3, 1), PEOPLE.addAndGet(2));
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("钱", number, "390", "", "一般"));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + String.join(",", number, "T001", "基础包", "2025-12-20", firstDay, lastDay, "纸质"));
        return client.post(
                        issuer.administrator(),
                        "/api/v1/pooling-areas/" + county.area() + "/resident-lookups",
                        Map.of("number", number, "purpose", "correction"))
                .isOk()
                .body()
                .path("residentId")
                .asString();
    }

    private void merge(String one, String into) {
        client.post(
                        issuer.administrator(),
                        "/api/v1/residents/" + one + "/merge",
                        Map.of("survivorId", into, "reason", "registered_twice"))
                .isOk();
    }

    private List<String> doubtful(TestCounty county, Answer batch, String kind) {
        return client.get(county.bureau("wu"), path(batch) + "/anomalies")
                .isOk()
                .body()
                .path("data")
                .valueStream()
                .filter(anomaly -> anomaly.path("kind").asString().equals(kind))
                .map(anomaly -> anomaly.path("residentId").asString())
                .toList();
    }

    @Test
    void whoever_reviews_is_shown_what_to_look_at() {
        var county = county();
        compute(county, "2026-01");
        var february = compute(county, "2026-02");
        assertThat(anomalies(county, february, county.bureau("wu"))).isEmpty();
        clock.moveTo(TODAY.plusDays(1));
        county.take("events", TestCounty.EVENT_COLUMNS + number(1950) + ",死亡,2026-01-20,2026-10-11,");
        assertThat(anomalies(county, february, county.bureau("wu"))).containsExactly("death " + SECOND);
        assertThat(anomalies(county, february, county.institution(FIRST))).isEmpty();
        assertThat(anomalies(county, compute(county, "2026-02"), county.bureau("wu")))
                .containsExactly("jump " + SECOND);
    }

    private List<String> anomalies(TestCounty county, Answer batch, String token) {
        return client.get(token, path(batch) + "/anomalies")
                .isOk()
                .body()
                .path("data")
                .valueStream()
                .map(anomaly -> anomaly.path("kind").asString() + " "
                        + code(anomaly.path("institutionId").asString()))
                .toList();
    }

    /** Li and Wang are registered in another pooling area too, and signed there. */
    @Test
    void somebody_who_counts_in_two_pooling_areas_is_found() {
        var county = county();
        var other = countyOfTheSame();
        var here = compute(county, "2026-01");
        assertThat(anomalies(county, here, county.bureau("wu"))).isEmpty();
        compute(other, "2026-01");
        assertThat(anomalies(county, here, county.bureau("wu")))
                .containsExactly("double_area " + FIRST, "double_area " + SECOND);
    }

    private Answer compute(TestCounty county, String month) {
        return computing(county, "capitation_month", "390", month).isOk();
    }

    private Answer computing(TestCounty county, String kind, String fund, String month) {
        return client.post(
                county.bureau("wu"),
                "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                Map.of(
                        "kind",
                        kind,
                        "fund",
                        fund,
                        "month",
                        month,
                        "knownOn",
                        LocalDate.now(clock).toString()));
    }

    private static String path(Answer batch) {
        return "/api/v1/settlement-batches/" + batch.id();
    }

    private static String payee(TestCounty county, String institution) {
        return "ins_" + county.area() + "_" + institution;
    }

    private static String linePath(TestCounty county, Answer batch, String institution) {
        return path(batch) + "/lines/" + payee(county, institution);
    }

    private static String etag(Answer batch) {
        return '"' + batch.body().path("digestSm3").asString() + '"';
    }

    private Answer review(TestCounty county, Answer batch, Map<String, ?> body) {
        return client.postIfMatch(county.bureau("zheng"), path(batch) + "/review", etag(batch), body);
    }

    private void reviewed(TestCounty county, Answer batch, LocalDate confirmUntil) {
        review(county, batch, Map.of("confirmUntil", confirmUntil.toString())).isOk();
    }

    private Answer putBack(TestCounty county, Answer batch) {
        return client.postIfMatch(
                county.bureau("zheng"), path(batch) + "/return", etag(batch), Map.of("reason", "重新测算"));
    }

    private Answer confirm(TestCounty county, Answer batch) {
        return client.postIfMatch(county.bureau("wu"), path(batch) + "/confirmation", etag(batch), Map.of());
    }

    private Answer confirmLine(TestCounty county, Answer batch, String by, String institution) {
        return client.postIfMatch(
                county.institution(by), linePath(county, batch, institution) + "/confirmation", etag(batch), Map.of());
    }

    private Answer object(TestCounty county, Answer batch, String institution, String reason) {
        return client.post(
                county.institution(institution),
                linePath(county, batch, institution) + "/objections",
                Map.of("reason", reason));
    }

    private Answer answer(TestCounty county, Answer objection, boolean accepted) {
        return answer(county, objection, accepted, "已核对");
    }

    private Answer answer(TestCounty county, Answer objection, boolean accepted, String text) {
        return client.post(
                county.bureau("wu"),
                "/api/v1/line-objections/" + objection.id() + "/answer",
                Map.of("accepted", accepted, "answer", text));
    }

    private Answer comment(TestCounty county, Answer batch, String token, Map<String, ?> body) {
        return client.post(token, path(batch) + "/comments", body);
    }

    private Answer published(TestCounty county, Answer batch) {
        county.approve(batch.body());
        await().atMost(PUBLISHING_WAIT).until(() -> status(county, batch).equals("published"));
        return batch;
    }

    private String status(TestCounty county, Answer batch) {
        return client.get(county.bureau("wu"), path(batch))
                .body()
                .path("status")
                .asString();
    }

    private Answer order(TestCounty county, Answer batch) {
        return client.putIfMatch(county.bureau("wu"), path(batch) + "/payment-orders", etag(batch), Map.of());
    }

    private JsonNode orders(TestCounty county, Answer batch) {
        return client.get(county.bureau("wu"), path(batch) + "/payment-orders")
                .isOk()
                .body()
                .path("data");
    }

    private Answer bank(TestCounty county, String orderId, String outcome, long fen, String reference) {
        return bank(county, orderId, outcome, fen, reference, "");
    }

    private Answer bank(TestCounty county, String orderId, String outcome, long fen, String reference, String note) {
        return bank(county, orderId, outcome, fen, TODAY, reference, note);
    }

    private Answer bank(
            TestCounty county,
            String orderId,
            String outcome,
            long fen,
            LocalDate valueOn,
            String reference,
            String note) {
        return client.post(
                county.bureau("wu"),
                "/api/v1/payment-orders/" + orderId + "/bank-answers",
                UUID.randomUUID().toString(),
                Map.of(
                        "outcome",
                        outcome,
                        "amountFen",
                        fen,
                        "valueOn",
                        valueOn.toString(),
                        "bankReference",
                        reference,
                        "note",
                        note));
    }

    private Answer close(TestCounty county, Answer batch) {
        return client.postIfMatch(county.bureau("wu"), path(batch) + "/closure", etag(batch), Map.of());
    }

    private Answer adjust(TestCounty county, Answer batch, String institution, long fen, String reason) {
        return client.post(
                county.bureau("wu"),
                path(batch) + "/adjustments",
                Map.of(
                        "lines",
                        List.of(Map.of("payeeId", payee(county, institution), "amountFen", fen, "reason", reason))));
    }

    private List<String> lines(TestCounty county, Answer batch, String token) {
        return client.get(token, path(batch) + "/lines")
                .isOk()
                .body()
                .path("data")
                .valueStream()
                .map(line -> code(line.path("institutionId").asString()) + " "
                        + line.path("confirmed").asBoolean())
                .toList();
    }

    private List<String> acts(TestCounty county, Answer batch, String token) {
        return client.get(token, path(batch) + "/history")
                .isOk()
                .body()
                .path("data")
                .valueStream()
                .map(act ->
                        act.path("act").asString() + " by " + act.path("doneBy").asString()
                                + (act.has("payeeId")
                                        ? " of " + code(act.path("payeeId").asString())
                                        : ""))
                .toList();
    }

    private static String code(String institutionId) {
        return institutionId.substring("ins_439901_".length());
    }

    private static String told(JsonNode order) {
        return "%s due %d carried %d pay %d left %d, paid %d: %s"
                .formatted(
                        code(order.path("institutionId").asString()),
                        order.path("dueFen").asLong(),
                        order.path("carriedInFen").asLong(),
                        order.path("amountFen").asLong(),
                        order.path("carriedOutFen").asLong(),
                        order.path("paidFen").asLong(),
                        order.path("status").asString());
    }

    private long held(TestCounty county, String account) {
        return client.get(county.bureau("wu"), "/api/v1/pooling-areas/" + county.area() + "/trial-balance")
                .isOk()
                .body()
                .path("accounts")
                .valueStream()
                .filter(balance -> balance.path("account").asString().equals(account))
                .mapToLong(balance -> balance.path("creditFen").asLong()
                        - balance.path("debitFen").asLong())
                .sum();
    }
}
