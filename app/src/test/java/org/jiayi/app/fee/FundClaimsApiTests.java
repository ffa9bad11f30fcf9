package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.publication.PullClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What each fund is asked for, what arrives of it, and what is outstanding. */
@JiayiTest
class FundClaimsApiTests {

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final int port;
    private FeeCounty county;

    FundClaimsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock, @LocalServerPort int port) {
        this.port = port;
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Four contracts of December, 7 000 of each for the pooled fund: three at the first institution, one at the second. */
    @BeforeEach
    void open_a_county() {
        county = FeeCounty.ofDecember(
                http, issuer, clock, TestCounty.demoPolicy("contract-fee").replace("none_once_served", "whole_months"));
        clock.moveTo(LocalDate.of(2026, 1, 5));
    }

    @AfterEach
    void the_ledger_balances() {
        county.balances();
        county.ties();
    }

    private Answer prepare(String payer, String month) {
        return county.post(
                county.bureau(),
                "/api/v1/pooling-areas/" + county.area() + "/fund-claims",
                Map.of("payer", payer, "month", month));
    }

    private String prepared(String payer, String month) {
        return prepare(payer, month).isOk().id();
    }

    private String submitted() {
        county.close("2025-12");
        return county.claimed("2025-12");
    }

    private static String path(String claim, String more) {
        return "/api/v1/fund-claims/" + claim + more;
    }

    private Answer arrive(String claim, long fen, String day, String reference) {
        return county.post(
                county.bureau(),
                path(claim, "/receipts"),
                Map.of("amountFen", fen, "receivedOn", day, "bankReference", reference));
    }

    @Test
    void a_month_is_claimed_once_it_is_closed_and_once() {
        prepare("pooled_fund", "2025-12").isRefused(RefusalCode.MONTH_STILL_OPEN);
        county.close("2025-12");
        JsonNode claim = prepare("pooled_fund", "2025-12").isOk().body();
        assertThat(claim.path("claimedFen").asLong()).isEqualTo(28_000);
        assertThat(claim.path("status").asString()).isEqualTo("prepared");
        assertThat(claim.path("lines")
                        .valueStream()
                        .map(line -> line.path("contracts").asLong() + " "
                                + line.path("amountFen").asLong()))
                .containsExactly("3 21000", "1 7000");
        prepare("pooled_fund", "2025-12").isRefused(RefusalCode.CLAIM_EXISTS);
        prepare("resident", "2025-12").isRefused(RefusalCode.INVALID_VALUE);
        prepare("institution_let_off", "2025-12").isRefused(RefusalCode.INVALID_VALUE);
        prepare("public_health", "2025-12").isOk();
    }

    @Test
    void two_people_hand_a_claim_in_and_money_arrives_in_parts() {
        county.close("2025-12");
        String claim = prepared("pooled_fund", "2025-12");
        arrive(claim, 1, "2026-01-05", "B1").isRefused(RefusalCode.CLAIM_NOT_SUBMITTED);
        county.post(county.bureau(), path(claim, "/submission"), Map.of()).isRefused(RefusalCode.SECOND_PERSON_NEEDED);
        county.post(county.secondOfficer(), path(claim, "/submission"), Map.of())
                .isOk();
        county.post(county.secondOfficer(), path(claim, "/submission"), Map.of())
                .isRefused(RefusalCode.CLAIM_SUBMITTED);
        JsonNode part = arrive(claim, 10_001, "2026-01-05", "B1").isOk().body();
        assertThat(part.path("status").asString()).isEqualTo("partly_received");
        assertThat(part.path("arrivalPercent").asString()).isEqualTo("35.72");
        assertThat(part.path("outstandingFen").asLong()).isEqualTo(17_999);
        assertThat(part.path("lines")
                        .valueStream()
                        .map(line -> line.path("receivedFen").asLong()))
                .containsExactly(7_501L, 2_500L);
        assertThat(county.balances())
                .containsEntry("fund:pooled_fund", 17_999L)
                .containsEntry("clearing:treasury", 10_001L);
        arrive(claim, 18_000, "2026-01-05", "B2").isRefused(RefusalCode.RECEIPT_ABOVE_CLAIM);
        arrive(claim, 1, "2026-01-05", "B1").isRefused(RefusalCode.RECEIPT_RECORDED);
        arrive(claim, 1, "2025-12-31", "B2").isRefused(RefusalCode.MONTH_CLOSED);
        arrive(claim, 1, "2026-01-06", "B2").isRefused(RefusalCode.IN_THE_FUTURE);
        arrive(claim, 0, "2026-01-05", "B2").isRefused(RefusalCode.INVALID_VALUE);
        assertThat(arrive(claim, 17_999, "2026-01-05", "B2")
                        .isOk()
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("received");
        assertThat(county.balances()).doesNotContainKey("fund:pooled_fund");
    }

    @Test
    void a_receipt_booked_by_mistake_is_taken_back_once_and_booked_anew() {
        String claim = submitted();
        JsonNode received = arrive(claim, 5_000, "2026-01-05", "B1").isOk().body();
        String reversal =
                path(claim, "/receipts/" + received.at("/receipts/0/id").asString() + "/reversal");
        JsonNode reversed = county.post(county.bureau(), reversal, Map.of("note", "录错"))
                .isOk()
                .body();
        assertThat(reversed.path("receivedFen").asLong()).isZero();
        county.post(county.bureau(), reversal, Map.of("note", "录错")).isRefused(RefusalCode.NOT_FOUND);
        assertThat(county.balances()).containsEntry("fund:pooled_fund", 28_000L).doesNotContainKey("clearing:treasury");
        arrive(claim, 6_000, "2026-01-05", "B1").isOk();
        JsonNode account =
                county.get("/api/v1/pooling-areas/" + county.area() + "/ledger-accounts/clearing:treasury/transfers");
        assertThat(account.at("/data/1/correctsId").asString())
                .isEqualTo(account.at("/data/0/id").asString());
    }

    @Test
    void of_many_who_book_the_rest_at_once_one_is_heard() throws Exception {
        String claim = submitted();
        List<Callable<Answer>> calls = IntStream.range(0, 8)
                .mapToObj(number -> (Callable<Answer>) () -> arrive(claim, 28_000, "2026-01-05", "B" + number))
                .toList();
        assertThat(RegistryClient.atOnce(calls))
                .filteredOn(answer -> answer.status() == 201)
                .hasSize(1);
        assertThat(county.balances()).containsEntry("clearing:treasury", 28_000L);
    }

    @Test
    void one_key_books_once() {
        String claim = submitted();
        String key = UUID.randomUUID().toString();
        Map<String, Object> body = Map.of("amountFen", 100, "receivedOn", "2026-01-05", "bankReference", "B1");
        county.client()
                .post(county.bureau(), path(claim, "/receipts"), key, body)
                .isOk();
        county.client()
                .post(county.bureau(), path(claim, "/receipts"), key, body)
                .isOk();
        assertThat(county.balances()).containsEntry("clearing:treasury", 100L);
    }

    /** 签约服务费批次: the claim's lines are reviewed, approved and paid like any other batch. */
    @Test
    void what_is_claimed_of_a_fund_is_paid_to_the_institutions_as_a_batch() {
        county.close("2025-12");
        String claim = prepared("pooled_fund", "2025-12");
        batch().isRefused(RefusalCode.CLAIM_NOT_SUBMITTED);
        county.post(county.secondOfficer(), path(claim, "/submission"), Map.of())
                .isOk();
        var batch = new HandledBatch(http, county.county(), batch().isOk());
        assertThat(batch.get("").path("heads").asLong()).isEqualTo(4);
        assertThat(batch.get("").path("prepaymentFen").asLong()).isEqualTo(28_000);
        Map<String, Long> before = county.balances();
        batch.published();
        assertThat(county.balances()).as("the fees were posted when they arose").isEqualTo(before);
        batch.paid(LocalDate.of(2026, 1, 5));
        assertThat(batch.status()).isEqualTo("paid");
        assertThat(county.get("/api/v1/pooling-areas/" + county.area() + "/money-tie-out")
                        .path("rows")
                        .valueStream()
                        .filter(row -> row.path("reason").asString().equals("batch_payment"))
                        .map(row -> row.path("debitAccount").asString() + " "
                                + row.path("creditAccount").asString() + " "
                                + row.path("amountFen").asLong() + " "
                                + row.path("ledgerFen").asLong()))
                .containsExactly(
                        "payable:" + TestCounty.FIRST_INSTITUTION + " clearing:treasury 21000 21000",
                        "payable:" + TestCounty.SECOND_INSTITUTION + " clearing:treasury 7000 7000");
        assertThat(county.balances())
                .containsEntry("clearing:treasury", -28_000L)
                .containsEntry(
                        "payable:" + TestCounty.SECOND_INSTITUTION,
                        before.getOrDefault("payable:" + TestCounty.SECOND_INSTITUTION, 0L) + 7_000L);
    }

    private Answer batch() {
        return HandledBatch.compute(http, county.county(), "contract_fee", "pooled_fund", "2025-12");
    }

    /** What an adjustment added would never be asked of the fund: lines of a later month are, see below. */
    @Test
    void what_is_wrong_with_contract_fees_is_no_adjustment() {
        submitted();
        var batch = new HandledBatch(http, county.county(), batch().isOk()).published();
        String payee = "ins_" + county.area() + "_" + TestCounty.FIRST_INSTITUTION;
        county.post(
                        county.bureau(),
                        batch.path() + "/adjustments",
                        Map.of("lines", List.of(Map.of("payeeId", payee, "amountFen", 500, "reason", "补拨"))))
                .isRefused(RefusalCode.BATCH_NOT_ADJUSTABLE);
    }

    @Test
    void a_batchs_line_tells_its_fee_lines_and_the_detail_has_every_contract() {
        submitted();
        var batch = new HandledBatch(http, county.county(), batch().isOk()).published();
        var told = batch.explanation("ins_" + county.area() + "_" + TestCounty.FIRST_INSTITUTION);
        assertThat(told.path("sentence").asString())
                .isEqualTo(TestCounty.FIRST_INSTITUTION + " 的 3 份签约 2025-12 由医保统筹基金承担，应付 210.00 元");
        assertThat(HandledBatch.results(told, "contract_fee")).containsExactly("21000");
        assertThat(told.at("/steps/0/formula").asString()).isEqualTo("3 × 7000");
        assertThat(told.at("/steps/0/text").asString()).contains("基础包，医保统筹基金", "2025-01-01 起");
        assertThat(county.get(told.at("/steps/0/link").asString())
                        .path("contractId")
                        .asString())
                .isIn(county.contracts());
        assertThat(HandledBatch.results(told, "claim")).containsExactly("21000");
        assertThat(county.get(told.at("/steps/1/link").asString())
                        .path("claimedFen")
                        .asLong())
                .isEqualTo(28_000);
        var detail = batch.detail();
        assertThat(detail.get(0))
                .isEqualTo("contract_id,resident_id,entry_id,institution_code,payer,reason,policy_id,amount_yuan");
        assertThat(detail.subList(1, 5))
                .isSorted()
                .anyMatch(line -> line.matches(county.contracts().get(0) + ",res_[0-9a-f_-]+,ent_[0-9a-f_-]+,"
                        + TestCounty.FIRST_INSTITUTION + ",pooled_fund,contract_fee,pol_[0-9a-f_-]+,70\\.00"));
        assertThat(detail.get(5)).isEqualTo("#TOTAL,4,280.00");
        assertThat(county.get("/api/v1/statements/" + batch.statement())
                        .path("persons")
                        .asLong())
                .as("whoever counts the residents in the file counts as many")
                .isEqualTo(detail.stream()
                        .map(line -> line.split(",")[1])
                        .filter(resident -> resident.startsWith("res_"))
                        .distinct()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void a_bureaus_own_file_of_fees_is_compared_by_contract() {
        submitted();
        var batch = new HandledBatch(http, county.county(), batch().isOk()).published();
        String ours = String.join("\r\n", batch.detail()) + "\r\n";
        assertThat(uploaded(batch, ours)).isEqualTo("matched 4 different 0");
        String theirs = ours.replaceFirst(",70.00", ",71.05").replace("280.00", "281.05");
        assertThat(uploaded(batch, theirs)).isEqualTo("matched 3 different 1");
        assertThat(TestCounty.told(upload(batch, ours.replace("280.00", "280.01"))))
                .isEqualTo("422 file_truncated");
        assertThat(TestCounty.told(upload(batch, ours.replaceFirst(",70.00", ",70"))))
                .startsWith("422 malformed_row");
    }

    private WebTestClient.ResponseSpec upload(HandledBatch batch, String csv) {
        return http.post()
                .uri("/api/v1/statements/" + batch.statement() + "/reconciliations")
                .headers(headers -> headers.setBearerAuth(county.bureau()))
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .bodyValue(csv)
                .exchange();
    }

    private String uploaded(HandledBatch batch, String csv) {
        String job = Objects.requireNonNull(upload(batch, csv)
                        .expectStatus()
                        .isAccepted()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .path("id")
                .asString();
        JsonNode found = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> county.get("/api/v1/reconciliations/" + job),
                        seen -> seen.path("stage").asString().equals("finished"));
        return "matched " + found.at("/result/matched").asLong() + " different "
                + found.at("/result/different").asLong();
    }

    /** More went back in January than was charged: it is set off against February. */
    @Test
    void what_went_back_is_set_off_against_the_next_claim() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        submitted();
        clock.moveTo(LocalDate.of(2026, 1, 31));
        county.act(contract, "termination", Map.of("reason", "own_wish", "lastDay", "2026-01-31"))
                .isOk();
        clock.moveTo(LocalDate.of(2026, 2, 10));
        county.close("2026-01");
        String later = county.sign(1, "T003", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 3, 10));
        county.close("2026-02");
        prepare("pooled_fund", "2026-02").isRefused(RefusalCode.MONTH_OUT_OF_ORDER);
        JsonNode january = prepare("pooled_fund", "2026-01").isOk().body();
        long wentBack = 6_417; // 7 000 × 11/12, of 11 000 by largest remainder
        assertThat(january.path("status").asString()).isEqualTo("set_off");
        assertThat(january.path("claimedFen").asLong()).isZero();
        assertThat(january.at("/lines/0/amountFen").asLong()).isEqualTo(-wentBack);
        JsonNode february = prepare("pooled_fund", "2026-02").isOk().body();
        assertThat(february.path("carriedFen").asLong()).isEqualTo(-wentBack);
        assertThat(february.path("claimedFen").asLong()).isEqualTo(7_000 - wentBack);
        assertThat(county.bears(later)).contains("pooled_fund 7000");
    }

    private String payee(String code) {
        return "ins_" + county.area() + "_" + code;
    }

    private Answer cut(String claim, String institution, long fen) {
        return county.post(
                county.bureau(),
                path(claim, "/cuts"),
                Map.of("institutionId", payee(institution), "amountFen", fen, "reason", "重复签约"));
    }

    private Answer takeBack(String claim, JsonNode cut) {
        return county.post(
                county.bureau(),
                path(claim, "/cuts/" + cut.path("id").asString() + "/reversal"),
                Map.of("note", "基金复核后恢复"));
    }

    /** Who is paid what by a batch. */
    private static List<String> paidOut(HandledBatch batch) {
        return batch.get("/lines")
                .path("data")
                .valueStream()
                .map(line -> line.path("institutionId").asString().substring("ins_000000_".length()) + " "
                        + line.path("heads").asLong() + " "
                        + line.path("prepaymentFen").asLong())
                .toList();
    }

    @Test
    void a_fund_cuts_a_line_once_it_has_the_claim_and_never_more_than_is_left() {
        county.close("2025-12");
        String claim = prepared("pooled_fund", "2025-12");
        cut(claim, TestCounty.FIRST_INSTITUTION, 1).isRefused(RefusalCode.CLAIM_NOT_SUBMITTED);
        county.post(county.secondOfficer(), path(claim, "/submission"), Map.of())
                .isOk();
        long owed = county.balances().getOrDefault("payable:" + TestCounty.SECOND_INSTITUTION, 0L);
        cut(claim, "H43990199999", 1).isRefused(RefusalCode.UNKNOWN_INSTITUTION);
        cut(claim, TestCounty.SECOND_INSTITUTION, 7_001).isRefused(RefusalCode.CUT_ABOVE_CLAIM);
        JsonNode after = cut(claim, TestCounty.SECOND_INSTITUTION, 7_000).isOk().body();
        assertThat(after.path("cutFen").asLong()).isEqualTo(7_000);
        assertThat(after.path("outstandingFen").asLong()).isEqualTo(21_000);
        assertThat(after.at("/lines/1/cutFen").asLong()).isEqualTo(7_000);
        cut(claim, TestCounty.SECOND_INSTITUTION, 1).isRefused(RefusalCode.CUT_ABOVE_CLAIM);
        assertThat(county.balances())
                .containsEntry("fund:pooled_fund", 21_000L)
                .containsEntry("payable:" + TestCounty.SECOND_INSTITUTION, owed + 7_000L);
        arrive(claim, 21_001, "2026-01-05", "B1").isRefused(RefusalCode.RECEIPT_ABOVE_CLAIM);
        JsonNode paid = arrive(claim, 20_000, "2026-01-05", "B1").isOk().body();
        assertThat(paid.at("/lines/0/receivedFen").asLong()).isEqualTo(20_000);
        cut(claim, TestCounty.FIRST_INSTITUTION, 1_001).isRefused(RefusalCode.CUT_ABOVE_CLAIM);
        takeBack(claim, after.at("/cuts/0")).isOk();
        takeBack(claim, after.at("/cuts/0")).isRefused(RefusalCode.NOT_FOUND);
        assertThat(county.balances())
                .containsEntry("fund:pooled_fund", 8_000L)
                .containsEntry("payable:" + TestCounty.SECOND_INSTITUTION, owed);
    }

    /** The batch takes what was cut before it was confirmed; what comes later is set off by the next one. */
    @Test
    void what_a_fund_cuts_comes_off_the_open_batch_or_off_the_next_one(@TempDir Path directory) throws Exception {
        String claim = submitted();
        var computed = new HandledBatch(http, county.county(), batch().isOk());
        cut(claim, TestCounty.FIRST_INSTITUTION, 1_000).isOk();
        assertThat(computed.step(county.county().bureau("zheng"), "review", Map.of())
                        .status())
                .isEqualTo(200);
        computed.step(county.county().bureau("wu"), "confirmation", Map.of()).isRefused(RefusalCode.BATCH_OUTDATED);
        county.client()
                .get(
                        county.bureau(),
                        computed.path() + "/lines/" + payee(TestCounty.FIRST_INSTITUTION) + "/explanation")
                .isRefused(RefusalCode.BATCH_OUTDATED);
        assertThat(computed.step(county.county().bureau("zheng"), "return", Map.of("reason", "核减后重算"))
                        .status())
                .isEqualTo(200);
        var batch = new HandledBatch(http, county.county(), batch().isOk());
        assertThat(paidOut(batch))
                .containsExactly(TestCounty.FIRST_INSTITUTION + " 3 20000", TestCounty.SECOND_INSTITUTION + " 1 7000");
        batch.published();
        var told = batch.explanation(payee(TestCounty.FIRST_INSTITUTION));
        assertThat(HandledBatch.results(told, "claim")).containsExactly("21000");
        assertThat(HandledBatch.results(told, "fund_cut")).containsExactly("-1000");
        assertThat(batch.detail())
                .hasSize(7)
                .endsWith("#TOTAL,5,270.00")
                .anyMatch(line -> line.matches(
                        ",,ent_[0-9a-f_-]+," + TestCounty.FIRST_INSTITUTION + ",pooled_fund,fund_cut,,-10\\.00"));
        assertThat(batch.get("/lines").at("/data/0").has("cumulativeEntitlementFen"))
                .isFalse();
        assertThat(batch.file("payees.csv.gz"))
                .anyMatch(line -> line.startsWith(TestCounty.FIRST_INSTITUTION) && line.endsWith(",200.00,,"))
                .anyMatch(line -> line.startsWith("#TOTAL") && line.endsWith(",270.00,,"));
        var pulled = PullClient.pull(county.area(), county.bureau(), "http://127.0.0.1:" + port, directory);
        assertThat(pulled.exit()).as(pulled.said()).isZero();
        assertThat(pulled.said()).contains("revision 1: 5 lines verified");

        cut(claim, TestCounty.SECOND_INSTITUTION, 7_000).isOk();
        assertThat(paidOut(batch)).as("it is confirmed").contains(TestCounty.SECOND_INSTITUTION + " 1 7000");
        county.sign(1, "T001", "基础包", "一般");
        clock.moveTo(LocalDate.of(2026, 2, 5));
        county.close("2026-01");
        county.claimed("2026-01");
        var next = HandledBatch.of(http, county.county(), "contract_fee", "pooled_fund", "2026-01");
        assertThat(paidOut(next)).contains(TestCounty.SECOND_INSTITUTION + " 0 -7000");
        next.published();
        assertThat(HandledBatch.results(next.explanation(payee(TestCounty.SECOND_INSTITUTION)), "fund_cut"))
                .containsExactly("-7000");
    }

    @Test
    void a_claim_that_the_fund_sends_back_is_handed_in_again_by_another() {
        county.close("2025-12");
        String claim = prepared("pooled_fund", "2025-12");
        Map<String, String> why = Map.of("reason", "缺少签约名册");
        county.post(county.bureau(), path(claim, "/return"), why).isRefused(RefusalCode.CLAIM_NOT_SUBMITTED);
        county.post(county.secondOfficer(), path(claim, "/submission"), Map.of())
                .isOk();
        JsonNode back =
                county.post(county.bureau(), path(claim, "/return"), why).isOk().body();
        assertThat(back.path("status").asString()).isEqualTo("prepared");
        assertThat(back.at("/returns/0/reason").asString()).isEqualTo("缺少签约名册");
        batch().isRefused(RefusalCode.CLAIM_NOT_SUBMITTED);
        arrive(claim, 1, "2026-01-05", "B1").isRefused(RefusalCode.CLAIM_NOT_SUBMITTED);
        county.post(county.bureau(), path(claim, "/submission"), Map.of()).isRefused(RefusalCode.SECOND_PERSON_NEEDED);
        county.post(county.secondOfficer(), path(claim, "/submission"), Map.of())
                .isOk();
        arrive(claim, 1, "2026-01-05", "B1").isOk();
        county.post(county.bureau(), path(claim, "/return"), why).isRefused(RefusalCode.CLAIM_ANSWERED);
    }
}
