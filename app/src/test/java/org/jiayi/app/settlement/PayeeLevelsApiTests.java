package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.Print;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Months that pay teams, or townships for their village clinics, from the count to the bank: DOMAIN §1, the payee level is a setting. */
@JiayiTest
@Timeout(180)
class PayeeLevelsApiTests {

    private static final Duration PUBLISHING_WAIT = Duration.ofSeconds(90);
    private static final LocalDate TODAY = LocalDate.of(2026, 2, 2);
    private static final String FIRST = TestCounty.FIRST_INSTITUTION;
    private static final String SECOND = TestCounty.SECOND_INSTITUTION;

    /** Below the first institution. */
    private static final String CLINIC = "H43990100005";

    private static final String CLINICS = """
            机构医保代码,统一社会信用代码,机构名称,机构类别,行政区划,上级机构代码,医共体
            H43990100005,12439901MB00010058,青石村卫生室,村卫生室,439901,H43990100003,县医共体
            """;

    /** Its number begins as an institution's does. */
    private static final String TEAMS = """
            团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
            H-005,青石村家庭医生团队,H43990100005,陈一,D439901000005,护士1,1000
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final RegistryClient client;

    PayeeLevelsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.client = new RegistryClient(http);
    }

    /**
     * Of 28 650 fen a year: Li with hypertension, 3 581.25 a month, with T001 of the first institution; Wang, a woman of 75,
     * 3 700.625, with T003 of the second; Chen, a man of 55, 2 268.125, with the clinic's team. Nine tenths are prepaid.
     */
    private TestCounty county(String payee) {
        return county(payee, "");
    }

    /** The same with further settings of the policy. */
    private TestCounty county(String payee, String settings) {
        clock.moveTo(LocalDate.of(2026, 1, 5));
        var county = TestCounty.open(http, issuer).withTeams();
        county.take("institutions", CLINICS);
        county.take("teams", TEAMS);
        county.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        county.publish(
                TestCounty.demoPolicy("capitation-390")
                        .replaceFirst("\\{", "{\"payee\": \"" + payee + "\", \"roster\": {\"days\": 5}," + settings),
                "2026-01-01",
                "2027-01-01");
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李", number(1960, 1), "390", "高血压", "一般") + "\n"
                        + TestCounty.resident("王", number(1950, 2), "390", "", "一般") + "\n"
                        + TestCounty.resident("陈", number(1970, 1), "390", "", "一般"));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + String.join(
                                "\n",
                                contract(1960, 1, "T001"),
                                contract(1950, 2, "T003"),
                                contract(1970, 1, "H-005")));
        clock.moveTo(TODAY);
        return county;
    }

    private static String number(int year, int order) {
        return TestCounty.identityNumber(LocalDate.of(year, 3, 1), 300 + order);
    }

    private static String contract(int year, int order, String team) {
        return String.join(",", number(year, order), team, "基础包", "2025-12-20", "2026-01-01", "2026-12-31", "纸质");
    }

    @Test
    void teams_are_paid_what_their_heads_come_to() {
        var county = county("team");
        var batch = agreed(county);
        assertThat(confirmed(county, batch, SECOND, "tem", "T001")).isEqualTo("not_found");
        for (var team : List.of("T001", "T002")) {
            assertThat(confirmed(county, batch, FIRST, "tem", team)).isEmpty();
        }
        assertThat(confirmed(county, batch, SECOND, "tem", "T003")).isEmpty();
        confirming(county, batch).isRefused(RefusalCode.LINES_NOT_CONFIRMED);
        assertThat(confirmed(county, batch, CLINIC, "tem", "H-005")).isEmpty();
        published(county, batch);

        assertThat(batch.file("payees.csv.gz").stream().skip(1))
                .containsExactly(
                        "H-005,H43990100005,青石村卫生室 青石村家庭医生团队,,1,0,22.68,20.41,2.27,0.00,20.41,22.68,20.41",
                        "T001,H43990100003,青石社区卫生服务中心 第1家庭医生团队,,1,0,35.81,32.23,3.58,0.00,32.23,35.81,32.23",
                        "T002,H43990100003,青石社区卫生服务中心 第2家庭医生团队,,0,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00",
                        "T003,H43990100004,白水镇卫生院 第3家庭医生团队,,1,0,37.01,33.31,3.70,0.00,33.31,37.01,33.31",
                        "#TOTAL,4,3,0,95.50,85.95,9.55,0.00,85.95,95.50,85.95");
        assertThat(batch.detail().stream()
                        .skip(1)
                        .filter(line -> line.contains(",H-005,H43990100005,H-005,2026-01,1,")))
                .hasSize(1);
        var sheet = sheet(county, batch, CLINIC, "statement-H-005-390-2026-01.pdf");
        assertThat(sheet.text()).contains("青石村家庭医生团队", "22.68");
        assertThat(verified(batch, "H-005", 2268)).contains("\"totalMatches\":true");
        assertThat(verified(batch, FIRST, 3581)).as("no payee of it").contains("\"totalMatches\":false");

        var explained = batch.explanation("tem_" + county.area() + "_H-005");
        assertThat(HandledBatch.results(explained, "exact_sum")).containsExactly("2268.125");
        assertThat(HandledBatch.results(explained, "retention")).containsExactly("227");

        assertThat(held(county))
                .containsEntry("payable:team:T001", 3_223L)
                .containsEntry("payable:team:T003", 3_331L)
                .containsEntry("payable:team:H-005", 2_041L)
                .containsEntry("retention:T001:390", 358L)
                .containsEntry("retention:T003:390", 370L)
                .containsEntry("retention:H-005:390", 227L)
                .containsEntry("fund:pooled_390", -9_550L);
        paid(county, batch, 8_595);
        assertThat(held(county))
                .doesNotContainKeys("payable:team:T001", "payable:team:T003", "payable:team:H-005")
                .containsEntry("fund:pooled_390", -9_550L)
                .containsEntry("clearing:treasury", 8_595L);
    }

    @Test
    void a_township_is_paid_for_the_heads_of_its_clinics() {
        var county = county("parent");
        var batch = agreed(county);
        assertThat(heads(county, batch, FIRST)).as("those that it is paid for").isEqualTo(2);
        assertThat(heads(county, batch, CLINIC)).isEqualTo(1);
        assertThat(heads(county, batch, SECOND)).isEqualTo(1);
        assertThat(confirmed(county, batch, CLINIC, "ins", FIRST)).isEqualTo("not_found");
        assertThat(confirmed(county, batch, FIRST, "ins", FIRST)).isEmpty();
        confirming(county, batch).isRefused(RefusalCode.LINES_NOT_CONFIRMED);
        assertThat(confirmed(county, batch, SECOND, "ins", SECOND)).isEmpty();
        assertThat(batch.get("/lines").at("/data/0/villageHeads").asLong()).isEqualTo(1);
        published(county, batch);

        assertThat(batch.file("payees.csv.gz").stream().skip(1))
                .containsExactly(
                        "H43990100003,H43990100003,青石社区卫生服务中心,,2,0,58.49,52.64,5.85,0.00,52.64,58.49,52.64",
                        "H43990100004,H43990100004,白水镇卫生院,,1,0,37.01,33.31,3.70,0.00,33.31,37.01,33.31",
                        "#TOTAL,2,3,0,95.50,85.95,9.55,0.00,85.95,95.50,85.95");
        assertThat(batch.detail().stream()
                        .skip(1)
                        .filter(line -> line.contains(",H-005,H43990100005,H43990100003,2026-01,1,")))
                .hasSize(1);
        assertThat(sheet(county, batch, FIRST, "statement-H43990100003-390-2026-01.pdf")
                        .text())
                .contains("李", "陈", "58.49")
                .doesNotContain("王");
        assertThat(verified(batch, FIRST, 5849)).contains("\"totalMatches\":true");

        var explained = batch.explanation("ins_" + county.area() + "_" + FIRST);
        assertThat(HandledBatch.results(explained, "heads")).containsExactly("3581.25", "2268.125");
        assertThat(HandledBatch.results(explained, "exact_sum")).containsExactly("5849.375");

        assertThat(held(county))
                .containsEntry("retention:" + FIRST + ":390", 585L)
                .containsEntry("retention:" + SECOND + ":390", 370L)
                .doesNotContainKey("retention:" + CLINIC + ":390")
                .containsEntry("fund:pooled_390", -9_550L);
        paid(county, batch, 8_595);
        assertThat(held(county)).containsEntry("fund:pooled_390", -9_550L).containsEntry("clearing:treasury", 8_595L);
    }

    @Test
    void a_clinic_that_moves_is_paid_for_by_its_new_parent_from_then_on() {
        var county = county("parent");
        paidToParents(county, "2026-01", LocalDate.of(2026, 1, 28));
        movesToday(county);

        clock.moveTo(LocalDate.of(2026, 3, 2));
        var february = HandledBatch.of(http, county, "capitation_month", "390", "2026-02");
        var lines = february.get("/lines").path("data");
        assertThat(lines.valueStream().map(line -> line.path("heads").asLong())).containsExactly(1L, 2L);
        assertThat(lines.valueStream().map(line -> line.path("correctedHeads").asLong()))
                .as("January stays as it was paid")
                .containsExactly(0L, 0L);
    }

    /** 60 yuan a year more for the clinic's heads: the township's sheet says of whom, and what they come to with it. */
    @Test
    void a_sheet_says_what_a_head_comes_to_with_what_is_added() {
        var county = county(
                "parent",
                "\"topUps\": [{\"name\": \"山区\", \"institutions\": [\"" + CLINIC + "\"], \"annualFen\": 6000}],");
        var batch = paidToParents(county, "2026-01", LocalDate.of(2026, 1, 28));
        assertThat(sheet(county, batch, FIRST, "statement-H43990100003-390-2026-01.pdf")
                        .text())
                .contains("（含山区）", "332.175", "429.75", "63.49");
    }

    /** Called the same for the township and its clinic, and not as much: two lines, which come to what is paid. */
    @Test
    void what_is_added_under_one_name_is_not_summed_up() {
        var county = county("parent", """
                "topUps": [{"name": "山区", "institutions": ["%s"], "annualFen": 6000},
                    {"name": "山区", "institutions": ["%s"], "annualFen": 1200}],""".formatted(CLINIC, FIRST));
        county.take(
                "residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("赵", number(1970, 3), "390", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1970, 3, "T001"));
        var batch = paidToParents(county, "2026-01", TODAY);
        assertThat(sheet(county, batch, FIRST, "statement-H43990100003-390-2026-01.pdf")
                        .text())
                .contains("332.175", "284.175");
    }

    /** The township is suspended in February, its clinic is not: Chen's 22.68 yuan are paid up to the cap, and no least amount. */
    @Test
    void who_is_not_open_is_paid_for_open_clinics_up_to_the_cap() {
        var county = county("parent", "\"floorFen\": 1500, \"capFen\": 2000,");
        client.post(
                        issuer.administrator(),
                        "/api/v1/institutions/ins_" + county.area() + "_" + FIRST + "/standings",
                        Map.of("standing", "suspended", "firstDay", "2026-02-01"))
                .isOk();
        HandledBatch.of(http, county, "capitation_month", "390", "2026-01");
        clock.moveTo(LocalDate.of(2026, 3, 2));
        var february = HandledBatch.of(http, county, "capitation_month", "390", "2026-02");
        assertThat(february.get("/lines")
                        .path("data")
                        .valueStream()
                        .map(line -> line.path("heads").asLong() + " "
                                + line.path("entitlementFen").asLong()))
                .containsExactly("1 2000", "1 2000");
        assertThat(county.get(
                                february.path() + "/lines/ins_" + county.area() + "_" + FIRST + "/explanation",
                                county.bureau("wu"))
                        .toString())
                .contains("封顶 2000");
    }

    /** A team without anybody gets the least amount; that it had been dissolved before is heard in March. */
    @Test
    void a_dissolution_that_is_heard_later_changes_no_month_that_is_known_earlier() {
        var county = county("team", "\"floorFen\": 100000,");
        var before = januaryOfFourTeams(county);
        clock.moveTo(LocalDate.of(2026, 3, 1));
        assertThat(client.post(
                                issuer.administrator(),
                                "/api/v1/teams/tem_" + county.area() + "_T002/dissolution",
                                Map.of("lastDay", "2025-12-31"))
                        .status())
                .isEqualTo(204);
        clock.moveTo(LocalDate.of(2026, 3, 2));
        assertThat(januaryOfFourTeams(county)).isEqualTo(before);
    }

    /** The digest of January as known in it. */
    private String januaryOfFourTeams(TestCounty county) {
        var january = HandledBatch.compute(http, county, "capitation_month", "390", "2026-01", "2026-01-28")
                .isOk();
        assertThat(client.get(county.bureau("wu"), "/api/v1/settlement-batches/" + january.id() + "/lines")
                        .isOk()
                        .body()
                        .path("data"))
                .hasSize(4);
        return january.body().path("digestSm3").asString();
    }

    /**
     * Zhao, with T001 until December and with T003 since, is its third, of whom half is paid. That T001's Li has died moves nobody there:
     * of T003, nothing was heard.
     */
    @Test
    void late_news_of_a_team_moves_nobody_of_another_across_its_limit() {
        var county = county("team", "\"panel\": [{\"above\": 2, \"rate\": \"0.5\"}],");
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("孙", number(1970, 4), "390", "", "一般") + "\n"
                        + TestCounty.resident("赵", number(1970, 5), "390", "", "一般"));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + String.join(
                                "\n",
                                contract(1970, 4, "T003"),
                                contract(1970, 5, "T003").replace("2025-12-20", "2025-12-25"),
                                String.join(
                                        ",",
                                        number(1970, 5),
                                        "T001",
                                        "基础包",
                                        "2025-01-01",
                                        "2025-01-01",
                                        "2025-12-31",
                                        "纸质")));
        var january = HandledBatch.of(http, county, "capitation_month", "390", "2026-01");
        assertThat(county.get(january.path() + "/person-months", county.bureau("wu"))
                        .path("data")
                        .valueStream()
                        .filter(head -> head.path("tariffLabel").asString().contains("超")))
                .as("above the limit")
                .hasSize(1);
        clock.moveTo(LocalDate.of(2026, 3, 2));
        HandledBatch.of(http, county, "capitation_month", "390", "2026-02");
        clock.moveTo(LocalDate.of(2026, 4, 2));
        county.take("events", TestCounty.EVENT_COLUMNS + number(1960, 1) + ",死亡,2026-01-10,2026-03-20,\n");
        var march = HandledBatch.of(http, county, "capitation_month", "390", "2026-03");
        assertThat(county.get(march.path() + "/corrections", county.bureau("wu"))
                        .path("data")
                        .valueStream()
                        .map(late -> late.path("reason").asString() + " "
                                + late.path("personMonths").asInt()))
                .containsExactly("death -1");
    }

    /** February is counted and paid on its 10th; on the 12th the clinic moves, and on the 15th it belongs to the new parent. */
    @Test
    void a_month_that_was_paid_before_its_day_stays_paid_to_the_parent_of_then() {
        var county = county("parent");
        paidToParents(county, "2026-01", LocalDate.of(2026, 1, 28));
        clock.moveTo(LocalDate.of(2026, 2, 10));
        var february = paidToParents(county, "2026-02", LocalDate.of(2026, 2, 10));
        var chen = county.get(february.path() + "/person-months", county.institution(CLINIC))
                .at("/data/0/residentId")
                .asString();
        clock.moveTo(LocalDate.of(2026, 2, 12));
        movesToday(county);
        client.post(
                        issuer.administrator(),
                        "/api/v1/residents/" + chen + "/circumstances",
                        Map.of("firstDay", "2026-02-11", "economicCategory", "low_income"))
                .isOk();

        clock.moveTo(LocalDate.of(2026, 4, 1));
        var march = HandledBatch.of(http, county, "capitation_month", "390", "2026-03");
        var lines = march.get("/lines").path("data");
        assertThat(lines.valueStream().map(line -> line.path("heads").asLong())).containsExactly(1L, 2L);
        assertThat(lines.valueStream().map(line -> line.path("correctedHeads").asLong()))
                .containsExactly(0L, 0L);
    }

    private HandledBatch paidToParents(TestCounty county, String month, LocalDate knownOn) {
        var batch = agreed(county, month, knownOn.toString());
        for (var payee : List.of(FIRST, SECOND)) {
            assertThat(confirmed(county, batch, payee, "ins", payee)).isEmpty();
        }
        published(county, batch);
        return batch;
    }

    /** The clinic belongs to the second institution from today on. */
    private void movesToday(TestCounty county) {
        client.post(
                        issuer.administrator(),
                        "/api/v1/institutions/ins_" + county.area() + "_" + CLINIC + "/particulars",
                        Map.of(
                                "uscc",
                                "12439901MB00010058",
                                "name",
                                "青石村卫生室",
                                "kind",
                                "村卫生室",
                                "division",
                                "439901",
                                "parentId",
                                "ins_" + county.area() + "_" + SECOND,
                                "firstDay",
                                LocalDate.now(clock).toString()))
                .isOk();
    }

    /** Computed, its list agreed by who holds the contracts, and reviewed; institutions may confirm their lines. */
    private HandledBatch agreed(TestCounty county) {
        return agreed(county, "2026-01", "2026-01-28");
    }

    private HandledBatch agreed(TestCounty county, String month, String knownOn) {
        var batch = new HandledBatch(
                http,
                county,
                HandledBatch.compute(http, county, "capitation_month", "390", month, knownOn)
                        .isOk());
        var roster = "/api/v1/pooling-areas/" + county.area() + "/rosters/390-" + month;
        client.putIfMatch(county.bureau("wu"), roster, "", Map.of()).isOk();
        batch.step(
                        county.bureau("zheng"),
                        "review",
                        Map.of("confirmUntil", LocalDate.now(clock).plusDays(5).toString()))
                .isOk();
        for (var institution : List.of(FIRST, SECOND, CLINIC)) {
            client.post(county.institution(institution), roster + "/agreement", Map.of())
                    .isOk();
        }
        confirming(county, batch).isRefused(RefusalCode.LINES_NOT_CONFIRMED);
        return batch;
    }

    private static Answer confirming(TestCounty county, HandledBatch batch) {
        return batch.step(county.bureau("wu"), "confirmation", Map.of());
    }

    /** What an institution is told that confirms the line of a payee; nothing where it may. */
    private static String confirmed(TestCounty county, HandledBatch batch, String by, String kind, String payee) {
        return batch.step(
                        county.institution(by),
                        "lines/" + kind + "_" + county.area() + "_" + payee + "/confirmation",
                        Map.of())
                .code();
    }

    private static void published(TestCounty county, HandledBatch batch) {
        confirming(county, batch).isOk();
        batch.step(county.bureau("zheng"), "approval", Map.of()).isOk();
        await().atMost(PUBLISHING_WAIT).until(() -> batch.status().equals("published"));
    }

    private static void paid(TestCounty county, HandledBatch batch, long fen) {
        batch.paid(TODAY);
        assertThat(batch.status()).isEqualTo("paid");
        var orders = batch.get("/payment-orders").path("data");
        assertThat(orders.valueStream()
                        .mapToLong(order -> order.path("paidFen").asLong())
                        .sum())
                .isEqualTo(fen);
        batch.step(county.bureau("wu"), "closure", Map.of()).isOk();
    }

    private static int heads(TestCounty county, HandledBatch batch, String institution) {
        return county.get(batch.path() + "/person-months", county.institution(institution))
                .path("data")
                .size();
    }

    /** A payee's sheet, as its institution downloads it. */
    private Print sheet(TestCounty county, HandledBatch batch, String institution, String name) {
        return Print.of(
                http, county.institution(institution), "/api/v1/statements/" + batch.statement() + "/files/" + name);
    }

    private String verified(HandledBatch batch, String payee, long fen) {
        return Print.verified(
                http,
                "/api/v1/verifications/" + batch.id() + "?digest="
                        + batch.computed().body().path("digestSm3").asString() + "&payee=" + payee + "&totalFen="
                        + fen);
    }

    /** The accounts' balances: credits less debits. */
    private static Map<String, Long> held(TestCounty county) {
        Map<String, Long> balances = new TreeMap<>();
        var trial = county.get("/api/v1/pooling-areas/" + county.area() + "/trial-balance", county.bureau("wu"));
        assertThat(trial.path("debitFen")).isEqualTo(trial.path("creditFen"));
        for (JsonNode account : trial.path("accounts")) {
            var balance = account.path("creditFen").asLong()
                    - account.path("debitFen").asLong();
            if (balance != 0) {
                balances.put(account.path("account").asString(), balance);
            }
        }
        return balances;
    }
}
