package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.Print;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What contract fees come to, on paper. */
@JiayiTest
class FeeDocumentsApiTests {

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private FeeCounty county;

    FeeDocumentsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Three contracts of December at the first institution and one at the second, 7 000 of each for the pooled fund. */
    @BeforeEach
    void open_a_county() {
        county = FeeCounty.ofDecember(http, issuer, clock, TestCounty.demoPolicy("contract-fee"));
        clock.moveTo(LocalDate.of(2026, 1, 5));
        county.close("2025-12");
    }

    private Print print(String token, String path) {
        return Print.of(http, token, path);
    }

    private String claimed() {
        String claim = county.claimed("2025-12");
        county.post(
                        county.bureau(),
                        "/api/v1/fund-claims/" + claim + "/receipts",
                        Map.of("amountFen", 14_000, "receivedOn", "2026-01-05", "bankReference", "B-1"))
                .isOk();
        return claim;
    }

    @Test
    void a_claim_shows_what_was_asked_for_and_what_arrived() {
        String path = "/api/v1/fund-claims/" + claimed() + "/document";

        Print pdf = print(county.bureau(), path);

        assertThat(pdf.name()).isEqualTo("签约服务费结算单-医保统筹基金-2025-12.pdf");
        assertThat(pdf.text())
                .contains("家庭医生签约服务费结算单", "部分到账", "50.00%", "B-1", "人民币贰佰捌拾元整")
                .contains("3210.00105.0050.00%", "合计4280.00140.00");
        Print xlsx = print(county.bureau(), path + "?format=xlsx");
        assertThat(xlsx.name()).isEqualTo("签约服务费结算单-医保统筹基金-2025-12.xlsx");
        assertThat(xlsx.parts()).contains("xl/worksheets/sheet3.xml");
        county.client().get(county.bureau(), path + "?format=docx").isRefused(RefusalCode.INVALID_VALUE);
        county.client().get(county.institution(), path).isRefused(RefusalCode.FORBIDDEN);
    }

    @Test
    void a_claims_paper_can_be_checked_by_anybody() {
        String claim = claimed();
        String text = print(county.bureau(), "/api/v1/fund-claims/" + claim + "/document")
                .text();
        String digest = text.replaceFirst("(?s).*摘要（SM3）([0-9a-f]{64}).*", "$1");
        String address = "/api/v1/verifications/" + claim + "?digest=" + digest;

        var genuine = verified(address + "&totalFen=28000");
        assertThat(genuine)
                .contains(
                        "\"valid\":true", "\"kind\":\"fund_claim\"", "\"period\":\"2025-12\"", "\"totalMatches\":true")
                .contains(county.area());
        assertThat(verified(address + "&totalFen=28001")).contains("\"totalMatches\":false");
        assertThat(verified("/api/v1/verifications/" + claim + "?digest=" + "0".repeat(64) + "&totalFen=28000"))
                .isEqualTo("{\"valid\":false}");
    }

    private String verified(String address) {
        return Print.verified(http, address);
    }

    @Test
    void a_distribution_is_printed_for_its_institution_only() {
        String member = county.client()
                .get(county.institution(), "/api/v1/teams/" + county.team("T001"))
                .isOk()
                .body()
                .at("/members/0/practitionerId")
                .asString();
        String path = county.post(
                        county.institution(),
                        "/api/v1/teams/" + county.team("T001") + "/staff-distributions",
                        Map.of(
                                "firstMonth",
                                "2025-12",
                                "lastMonth",
                                "2025-12",
                                "points",
                                List.of(Map.of("practitionerId", member, "points", "3"))))
                .isOk()
                .id();
        String document = "/api/v1/staff-distributions/" + path + "/document";

        assertThat(print(county.institution(), document).text())
                .contains("家庭医生团队绩效分配表", "待审核", "2025年12月", "签收", "团队成员分配额");
        assertThat(print(issuer.team(county.area(), "T001"), document + "?format=xlsx")
                        .parts())
                .contains("xl/worksheets/sheet2.xml");
        county.client()
                .get(issuer.institution(county.area(), TestCounty.SECOND_INSTITUTION), document)
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void a_contracts_fee_is_printed_line_by_line() {
        String path = "/api/v1/contracts/" + county.contracts().get(0) + "/fee/document";

        Print pdf = print(county.bureau(), path);

        assertThat(pdf.name()).isEqualTo("费用明细-" + county.contracts().get(0) + ".pdf");
        assertThat(pdf.text()).contains("签约服务费用明细", "费用合计", "医保统筹基金70.00", "人民币壹佰贰拾元整");
        assertThat(print(county.bureau(), path + "?format=xlsx").parts()).contains("xl/worksheets/sheet3.xml");
        county.client().get(issuer.team(county.area(), "T003"), path).isRefused(RefusalCode.NOT_FOUND);
    }
}
