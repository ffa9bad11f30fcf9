package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.Print;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** 绩效分配 through the hands of a settlement batch: who gets what of which income, and where the money stands meanwhile. */
@JiayiTest
@Timeout(180)
class StaffDistributionBatchesApiTests {

    private static final String FIRST = TestCounty.FIRST_INSTITUTION;
    private static final String SECOND = TestCounty.SECOND_INSTITUTION;
    private static final String MONTH = "2025-12";
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 5);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private FeeCounty county;

    StaffDistributionBatchesApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * Three contracts of December of the first team and one of the second, both at the first institution, and one at the second:
     * 12 000 fen each, of which 72.5 % are the staff's.
     */
    @BeforeEach
    void open_a_county() {
        county = FeeCounty.ofDecember(http, issuer, clock, TestCounty.demoPolicy("contract-fee"));
        county.sign(1, "T002", "基础包", "一般");
        clock.moveTo(TODAY);
        county.close(MONTH);
    }

    private Answer prepare(String team, String institution) {
        return prepare(team, institution, MONTH, MONTH);
    }

    private Answer prepare(String team, String institution, String firstMonth, String lastMonth) {
        String member = county.client()
                .get(issuer.institution(county.area(), institution), "/api/v1/teams/" + county.team(team))
                .isOk()
                .body()
                .at("/members/0/practitionerId")
                .asString();
        return county.post(
                issuer.institution(county.area(), institution),
                "/api/v1/teams/" + county.team(team) + "/staff-distributions",
                Map.of(
                        "firstMonth",
                        firstMonth,
                        "lastMonth",
                        lastMonth,
                        "points",
                        List.of(Map.of("practitionerId", member, "points", "3"))));
    }

    private Answer makeVoid(Answer distribution) {
        return county.post(
                county.institution(), "/api/v1/staff-distributions/" + distribution.id() + "/voiding", Map.of());
    }

    private Answer computing(String institution) {
        return HandledBatch.compute(http, county.county(), "staff_distribution", institution, MONTH);
    }

    private HandledBatch batch() {
        return new HandledBatch(http, county.county(), computing(FIRST).isOk());
    }

    private String statusOf(Answer distribution) {
        return county.get("/api/v1/staff-distributions/" + distribution.id())
                .path("status")
                .asString();
    }

    @Test
    void what_is_approved_moves_to_the_teams_and_what_is_paid_comes_from_the_institution() {
        computing(FIRST).isRefused(RefusalCode.NO_DISTRIBUTIONS);
        computing("pooled_fund").isRefused(RefusalCode.INVALID_VALUE);
        Answer one = prepare("T001", FIRST).isOk();
        Answer two = prepare("T002", FIRST).isOk();
        computing(SECOND).isRefused(RefusalCode.NO_DISTRIBUTIONS);
        Map<String, Long> before = county.balances();
        HandledBatch batch = batch();
        assertThat(lines(batch)).containsExactly("T001 26100 of 1", "T002 8700 of 1");
        assertThat(batch.get("").path("prepaymentFen").asLong()).isEqualTo(34_800);
        assertThat(county.balances()).as("nothing is booked yet").isEqualTo(before);

        batch.published();
        assertThat(Stream.of(one, two).map(this::statusOf)).containsExactly("posted", "posted");
        assertThat(county.balances())
                .containsEntry("payable:" + FIRST, before.getOrDefault("payable:" + FIRST, 0L) + 34_800)
                .containsEntry("payable:team:T001", -26_100L)
                .containsEntry("payable:team:T002", -8_700L);

        batch.paid(TODAY);
        assertThat(batch.status()).isEqualTo("paid");
        assertThat(county.balances())
                .as("the institution paid its people of what is owed to it")
                .isEqualTo(before);
        makeVoid(one).isRefused(RefusalCode.BATCH_CLOSED);
    }

    private static List<String> lines(HandledBatch batch) {
        return batch.get("/lines")
                .path("data")
                .valueStream()
                .map(line -> line.path("teamId").asString().replaceFirst(".*_", "") + " "
                        + line.path("prepaymentFen").asLong() + " of "
                        + line.path("heads").asLong())
                .toList();
    }

    @Test
    void a_line_tells_income_share_and_points_and_the_detail_every_member() {
        prepare("T001", FIRST).isOk();
        prepare("T002", FIRST).isOk();
        HandledBatch batch = batch().published();
        var told = batch.explanation(county.team("T001"));
        assertThat(told.path("sentence").asString())
                .isEqualTo("T001 2025-12/2025-12 签约服务费收入 360.00 元，团队成员分配 261.00 元，机构留用 99.00 元");
        assertThat(HandledBatch.results(told, "staff_share")).containsExactly("26100");
        assertThat(HandledBatch.results(told, "institution")).containsExactly("9900");
        assertThat(HandledBatch.results(told, "points")).containsExactly("26100");
        assertThat(told.at("/steps/0/formula").asString()).isEqualTo("36000 × 0.725");
        for (var step : told.path("steps")) {
            if (step.has("link")) {
                county.client()
                        .get(county.bureau(), step.path("link").asString())
                        .isOk();
            }
        }
        var detail = batch.detail();
        assertThat(detail.get(0))
                .isEqualTo("distribution_id,team_number,institution_code,practitioner_id,points,amount_yuan");
        assertThat(detail.subList(1, 3).stream().map(line -> line.replaceAll("(std|pra)_[0-9a-f_-]+", "$1")))
                .containsExactly("std,T001," + FIRST + ",pra,3,261.00", "std,T002," + FIRST + ",pra,3,87.00");
        assertThat(detail.get(3)).isEqualTo("#TOTAL,2,348.00");
    }

    /** 绩效分配表: the sheet of each team, for those whom it concerns. */
    @Test
    void each_teams_sheet_is_among_the_files_of_the_statement() {
        prepare("T001", FIRST).isOk();
        prepare("T002", FIRST).isOk();
        HandledBatch batch = batch().published();
        String address = "/api/v1/statements/" + batch.statement() + "/files";
        assertThat(county.county()
                        .get(address, county.bureau())
                        .path("data")
                        .valueStream()
                        .map(file -> file.path("name").asString())
                        .filter(name -> name.startsWith("distribution-")))
                .containsExactlyInAnyOrder(
                        sheet("T001") + ".pdf",
                        sheet("T001") + ".xlsx",
                        sheet("T002") + ".pdf",
                        sheet("T002") + ".xlsx");
        assertThat(Print.of(http, county.bureau(), address + "/" + sheet("T001") + ".pdf")
                        .text())
                .contains("家庭医生团队绩效分配表", "T001", "261.00", "99.00", "已入账");
    }

    private static String sheet(String team) {
        return "distribution-" + team + "-" + FIRST + "-2025-12";
    }

    @Test
    void what_changes_before_the_review_is_computed_again_and_nothing_changes_after_it() {
        Answer one = prepare("T001", FIRST).isOk();
        HandledBatch stale = batch();
        Answer two = prepare("T002", FIRST).isOk();
        stale.step(county.secondOfficer(), "review", Map.of()).isOk();
        stale.step(county.bureau(), "confirmation", Map.of()).isRefused(RefusalCode.BATCH_OUTDATED);
        stale.step(county.secondOfficer(), "return", Map.of("reason", "又编制了一个团队"))
                .isOk();
        HandledBatch batch = batch();
        assertThat(batch.id()).isEqualTo(stale.id());
        batch.step(county.secondOfficer(), "review", Map.of()).isOk();
        makeVoid(one).isRefused(RefusalCode.BATCH_CLOSED);
        batch.step(county.secondOfficer(), "return", Map.of("reason", "重新编制")).isOk();
        makeVoid(two).isOk();
        HandledBatch last = batch();
        assertThat(lines(last)).containsExactly("T001 26100 of 1");
        last.step(county.secondOfficer(), "review", Map.of()).isOk();
        prepare("T002", FIRST).isRefused(RefusalCode.BATCH_CLOSED);
        prepare("T003", SECOND).isOk();
        last.step(county.bureau(), "confirmation", Map.of()).isOk();
    }

    /** In January 12 000 fen went back, and nothing came in; of February there are no lines. */
    @Test
    void a_month_in_which_more_went_back_than_came_in_is_not_left_out() {
        clock.moveTo(LocalDate.of(2026, 1, 31));
        county.act(county.contracts().get(0), "termination", Map.of("reason", "own_wish", "lastDay", "2026-01-31"))
                .isOk();
        clock.moveTo(LocalDate.of(2026, 3, 5));
        county.close("2026-01");
        county.close("2026-02");
        prepare("T001", FIRST, "2026-01", "2026-02").isRefused(RefusalCode.EARLIER_MONTH_UNDISTRIBUTED);
        Answer december = prepare("T001", FIRST).isOk();
        assertThat(december.body().path("staffPoolFen").asLong()).isEqualTo(26_100);
        prepare("T001", FIRST, "2026-02", "2026-02").isRefused(RefusalCode.EARLIER_MONTH_UNDISTRIBUTED);
        prepare("T001", FIRST, "2026-01", "2026-02").isRefused(RefusalCode.NO_INCOME);
        makeVoid(december).isOk();
        Answer together = prepare("T001", FIRST, MONTH, "2026-02").isOk();
        assertThat(together.body().path("incomeFen").asLong()).isEqualTo(24_000);
        assertThat(together.body().path("staffPoolFen").asLong()).isEqualTo(17_400);
    }

    @Test
    void of_a_distribution_and_a_review_that_meet_the_batch_that_is_approved_is_whole() throws Exception {
        prepare("T001", FIRST).isOk();
        HandledBatch batch = batch();
        List<Callable<Answer>> calls =
                List.of(() -> prepare("T002", FIRST), () -> batch.step(county.secondOfficer(), "review", Map.of()));
        List<Answer> answers = RegistryClient.atOnce(calls);
        boolean late = answers.stream().anyMatch(answer -> answer.code().equals("batch_closed"));
        Answer confirmed = batch.step(county.bureau(), "confirmation", Map.of());
        if (late) {
            confirmed.isOk();
        } else {
            confirmed.isRefused(RefusalCode.BATCH_OUTDATED);
        }
    }

    @Test
    void an_institution_confirms_its_own_and_another_does_not_know_of_it() {
        prepare("T001", FIRST).isOk();
        HandledBatch batch = batch();
        batch.step(county.secondOfficer(), "review", Map.of("confirmUntil", TODAY.toString()))
                .isOk();
        batch.step(county.bureau(), "confirmation", Map.of()).isRefused(RefusalCode.LINES_NOT_CONFIRMED);
        String line = "lines/" + county.team("T001") + "/confirmation";
        String other = issuer.institution(county.area(), SECOND);
        batch.step(other, line, Map.of()).isRefused(RefusalCode.NOT_FOUND);
        batch.step(county.institution(), line, Map.of()).isOk();
        batch.step(county.bureau(), "confirmation", Map.of()).isOk();
        for (String path :
                List.of("", "/lines", "/history", "/objections", "/payment-orders", "/comparison", "/anomalies")) {
            county.client().get(other, batch.path() + path).isRefused(RefusalCode.NOT_FOUND);
            county.client().get(county.institution(), batch.path() + path).isOk();
        }
        String all = "/api/v1/pooling-areas/" + county.area() + "/settlement-batches";
        assertThat(county.client().get(other, all).body().path("data")).isEmpty();
        assertThat(county.client().get(county.institution(), all).body().path("data"))
                .hasSize(1);
    }

    /** Where the policy says so, nobody is paid of what the funds have not paid; what residents pay themselves is not waited for. */
    @Test
    void a_policy_may_want_the_funds_money_first() {
        county = FeeCounty.ofDecember(
                http,
                issuer,
                clock,
                TestCounty.demoPolicy("contract-fee")
                        .replace("\"staffShare\"", "\"staffIncome\": \"arrived\", \"staffShare\""));
        clock.moveTo(TODAY);
        county.close(MONTH);
        prepare("T001", FIRST).isRefused(RefusalCode.INCOME_NOT_ARRIVED);
        arrive(county.claimed(MONTH), 28_000);
        prepare("T001", FIRST).isRefused(RefusalCode.INCOME_NOT_ARRIVED);
        String claim = county.claimed("public_health", MONTH);
        arrive(claim, 11_999);
        prepare("T001", FIRST).isRefused(RefusalCode.INCOME_NOT_ARRIVED);
        arrive(claim, 1);
        prepare("T001", FIRST).isOk();
    }

    /** T001's December is distributed when the fund has paid 23 999 and cut 4 001; then the fund takes the cut back, and has not paid it yet. */
    @Test
    void a_cut_that_is_taken_back_is_waited_for_like_any_other_money_of_the_fund() {
        county = FeeCounty.ofDecember(
                http,
                issuer,
                clock,
                TestCounty.demoPolicy("contract-fee")
                        .replace("\"staffShare\"", "\"staffIncome\": \"arrived\", \"staffShare\""));
        clock.moveTo(TODAY);
        county.close(MONTH);
        String claim = county.claimed(MONTH);
        String healthClaim = county.claimed("public_health", MONTH);
        arrive(healthClaim, 12_000);
        JsonNode cut = cut(claim, 4_001);
        arrive(claim, 23_999);
        prepare("T001", FIRST).isOk();
        county.sign(1, "T001", "基础包", "一般");
        clock.moveTo(LocalDate.of(2026, 2, 5));
        county.close("2026-01");
        arrive(county.claimed("2026-01"), 7_000);
        arrive(county.claimed("public_health", "2026-01"), 3_000);
        takeBack(claim, cut);
        prepare("T001", FIRST, "2026-01", "2026-01").isRefused(RefusalCode.INCOME_NOT_ARRIVED);
        arrive(claim, 4_001);
        assertThat(figures(prepare("T001", FIRST, "2026-01", "2026-01").isOk()))
                .isEqualTo("-4001 off, of 16001 the members have 11601");
    }

    /**
     * Of 28 000 fen the fund cuts 4 001 of the first institution, of which 21 000 are T001's and 7 000 T002's: 3 001 and 1 000. T001
     * distributes less; T002 has distributed its December already, and has less in January.
     */
    @Test
    void what_a_fund_has_cut_is_not_distributed() {
        prepare("T002", FIRST).isOk();
        String claim = county.claimed(MONTH);
        JsonNode cut = cut(claim, 4_001);
        Answer first = prepare("T001", FIRST).isOk();
        assertThat(figures(first)).isEqualTo("3001 off, of 32999 the members have 23924");

        county.sign(1, "T002", "基础包", "一般");
        clock.moveTo(LocalDate.of(2026, 2, 5));
        county.close("2026-01");
        Answer later = prepare("T002", FIRST, "2026-01", "2026-01").isOk();
        assertThat(figures(later)).isEqualTo("1000 off, of 11000 the members have 7975");
        takeBack(claim, cut);
        makeVoid(later).isOk();
        assertThat(figures(prepare("T002", FIRST, "2026-01", "2026-01").isOk()))
                .isEqualTo("0 off, of 12000 the members have 8700");

        HandledBatch batch = batch().published();
        var told = batch.explanation(county.team("T001"));
        assertThat(HandledBatch.results(told, "fund_cut")).containsExactly("32999");
        assertThat(HandledBatch.results(told, "institution")).containsExactly("9075");
    }

    /** T002's January has taken off 1 000 for the cut of December and 600 for its own; December, distributed anew, gives nothing of that back. */
    @Test
    void a_month_distributed_anew_leaves_a_later_one_its_cuts() {
        Answer december = prepare("T002", FIRST).isOk();
        cut(county.claimed(MONTH), 4_001);
        county.sign(1, "T002", "基础包", "一般");
        clock.moveTo(LocalDate.of(2026, 2, 5));
        county.close("2026-01");
        cut(county.claimed("2026-01"), 600);
        assertThat(figures(prepare("T002", FIRST, "2026-01", "2026-01").isOk()))
                .isEqualTo("1600 off, of 10400 the members have 7540");
        makeVoid(december).isOk();
        assertThat(figures(prepare("T002", FIRST).isOk())).isEqualTo("0 off, of 12000 the members have 8700");
    }

    private JsonNode cut(String claim, long fen) {
        String first = "ins_" + county.area() + "_" + FIRST;
        return county.post(
                        county.bureau(),
                        "/api/v1/fund-claims/" + claim + "/cuts",
                        Map.of("institutionId", first, "amountFen", fen, "reason", "抽查未见服务记录"))
                .isOk()
                .body()
                .at("/cuts/0");
    }

    private void takeBack(String claim, JsonNode cut) {
        String path = "/api/v1/fund-claims/" + claim + "/cuts/" + cut.path("id").asString() + "/reversal";
        county.post(county.bureau(), path, Map.of("note", "复核后恢复")).isOk();
    }

    private static String figures(Answer distribution) {
        JsonNode told = distribution.body();
        return told.path("cutFen").asLong() + " off, of "
                + told.path("incomeFen").asLong() + " the members have "
                + told.path("staffPoolFen").asLong();
    }

    private void arrive(String claim, long fen) {
        county.post(
                        county.bureau(),
                        "/api/v1/fund-claims/" + claim + "/receipts",
                        Map.of(
                                "amountFen",
                                fen,
                                "receivedOn",
                                LocalDate.now(clock).toString(),
                                "bankReference",
                                claim + fen))
                .isOk();
    }
}
