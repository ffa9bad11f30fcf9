package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.Print;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What capitation settles, on paper: the year end, a month's person-months, and who is under contract at all. */
@JiayiTest
@Timeout(300)
class YearEndDocumentsApiTests {

    private static final String FIRST = TestCounty.FIRST_INSTITUTION;
    private static final String SECOND = TestCounty.SECOND_INSTITUTION;
    private static final LocalDate TODAY = LocalDate.of(2026, 2, 10);

    /** Ten heads at 12 000 a year are 10 000 a month. */
    private static final String CAPITATION = """
            {"kind": "capitation", "name": "每人120元", "scheme": "390", "year": 2026, "baseQuotaFen": 12000, "prepaid": "0.9",
             "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"}, "packages": ["basic"],
             "ageBands": [{"code": "0+", "fromAge": 0, "male": "1", "female": "1", "unspecified": "1"}], "groups": []}
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private YearEndCounty county;

    YearEndDocumentsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Ten people at the first institution, of whom one spent 8 000; ten with high blood pressure at the second. */
    @BeforeEach
    void open_a_county() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        county = YearEndCounty.open(
                http,
                issuer,
                CAPITATION,
                TestCounty.demoPolicy("visits-elsewhere-390"),
                TestCounty.demoPolicy("year-end-390"));
        String visitor =
                county.sign(10, LocalDate.of(1976, 1, 1), "", "T001", 2).get(0);
        county.sign(10, LocalDate.of(1956, 1, 1), "高血压", "T003", 2);
        clock.moveTo(TODAY);
        county.settle("2026-01", TODAY);
        county.visited(visitor, FIRST, "2026-01-05", "80.00", "", false);
    }

    private Print print(String token, String path) {
        return Print.of(http, token, path);
    }

    private String verified(String address) {
        return Print.verified(http, address);
    }

    private String yearEnd() {
        return county.compute(county.order("2026-01", TODAY, Map.of(FIRST, "100", SECOND, "100"), false))
                .isOk()
                .id();
    }

    @Test
    void a_year_end_shows_each_side_its_own() {
        String path = "/api/v1/year-ends/" + yearEnd() + "/document";

        Print whole = print(county.bureau(), path);

        assertThat(whole.name()).isEqualTo("年终清算表-城乡居民基本医疗保险-2026.pdf");
        assertThat(whole.text())
                .contains("门诊统筹年终清算表", "测算，未经批准", FIRST, SECOND, "清算差额（负为收回）")
                .contains("10100.0080.000.0020.0017.003.00");
        assertThat(print(county.institution(FIRST), path).text())
                .contains(FIRST)
                .doesNotContain(SECOND);
        assertThat(print(county.bureau(), path + "?format=xlsx").parts()).contains("xl/worksheets/sheet4.xml");
    }

    @Test
    void a_year_ends_paper_can_be_checked_whole_and_in_part() {
        String id = yearEnd();
        var lines = county.get("/api/v1/year-ends/" + id);
        long first = lines.at("/lines/0/balanceFen").asLong();
        long both = first + lines.at("/lines/1/balanceFen").asLong();
        String address = "/api/v1/verifications/" + id + "?digest="
                + lines.path("digestSm3").asString();

        assertThat(verified(address + "&totalFen=" + both))
                .contains("\"valid\":true", "\"kind\":\"year_end\"", "\"period\":\"2026-01/2026-01\"")
                .contains("\"totalMatches\":true")
                .doesNotContain("居民");
        assertThat(verified(address + "&payee=" + FIRST + "&totalFen=" + first)).contains("\"totalMatches\":true");
        assertThat(verified(address + "&payee=H99999999999&totalFen=0")).contains("\"totalMatches\":false");
        assertThat(verified("/api/v1/verifications/" + id + "?digest=" + "f".repeat(64)))
                .isEqualTo("{\"valid\":false}");
        county.client()
                .get(county.bureau(), "/api/v1/verifications/res_439901_x?digest=" + "f".repeat(64))
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void a_lines_person_months_are_printed_for_whom_they_concern() {
        String batch = county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches")
                .at("/data/0/id")
                .asString();
        String path = "/api/v1/settlement-batches/" + batch + "/lines/ins_" + county.area() + "_" + FIRST
                + "/person-months/document";

        Print pdf = print(county.institution(FIRST), path);

        assertThat(pdf.name()).isEqualTo("人月明细-" + FIRST + "-2026-01.pdf");
        assertThat(pdf.text()).contains("人月明细", "合计10", "人民币壹佰元整");
        assertThat(print(county.bureau(), path + "?format=xlsx").parts()).contains("xl/worksheets/sheet2.xml");
        county.client().get(county.institution(SECOND), path).isRefused(RefusalCode.NOT_FOUND);
        county.client().get(issuer.commission(county.area()), path).isRefused(RefusalCode.FORBIDDEN);
        String digest = county.get("/api/v1/settlement-batches/" + batch)
                .path("digestSm3")
                .asString();
        assertThat(verified(
                        "/api/v1/verifications/" + batch + "?digest=" + digest + "&payee=" + FIRST + "&totalFen=10000"))
                .contains("\"kind\":\"capitation_month\"", "\"totalMatches\":true");
    }

    @Test
    void coverage_counts_everybody_once_and_each_group_apart() {
        String path = "/api/v1/pooling-areas/" + county.area() + "/coverage/document";

        Print pdf = print(issuer.commission(county.area()), path);

        assertThat(pdf.name()).isEqualTo("签约覆盖情况表-" + county.area() + "-2026-02-10.pdf");
        assertThat(pdf.text())
                .contains("全部居民2020100.00%", "重点人群1010100.00%", "其中：65岁以上老年人1010100.00%", "其中：高血压1010100.00%")
                .contains("其中：2型糖尿病000.00%", "合计2010");
        assertThat(print(county.bureau(), path + "?format=xlsx").parts()).contains("xl/worksheets/sheet3.xml");
        county.client().get(county.institution(FIRST), path).isRefused(RefusalCode.FORBIDDEN);
    }
}
