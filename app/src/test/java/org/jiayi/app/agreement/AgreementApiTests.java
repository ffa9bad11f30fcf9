package org.jiayi.app.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** An agreement is concluded with its contract, printed for those who may see it, and verified by anybody. */
@JiayiTest
class AgreementApiTests {

    private static final String CONTRACT_FEE = TestCounty.demoPolicy("contract-fee");
    private static final String NAME = "欧阳㐂䶮";
    private static final String ADULT = TestCounty.identityNumber(LocalDate.of(1960, 1, 1), 1);
    private static final String ON_PAPER = TestCounty.identityNumber(LocalDate.of(1961, 1, 1), 1);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private final Agreements agreements;
    private TestCounty county;

    AgreementApiTests(
            WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock, Agreements agreements) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.agreements = agreements;
        clock.moveTo(MovableClock.START);
        this.county = opened(CONTRACT_FEE);
    }

    private TestCounty opened(String contractFee) {
        TestCounty opened = TestCounty.open(http, issuer).withTeams();
        opened.publish(contractFee, "2025-01-01", "");
        opened.publish(TestCounty.demoPolicy("service-packages"), "2025-01-01", "");
        opened.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident(NAME, ADULT, "390", "高血压", "一般") + "\n"
                        + TestCounty.resident("钱守一", ON_PAPER, "390", "", "一般") + "\n");
        return opened;
    }

    @Test
    void it_is_printed_as_it_was_signed_and_verified_without_a_token() throws IOException, SQLException {
        var contract = signed(Map.of());
        var pdf = pdf(contract, team());
        var text = text(pdf);
        assertThat(text)
                .contains(
                        "乙方（居民） " + NAME,
                        "签约团队 第1家庭医生团队（团队长 梁平国）",
                        "甲方（机构） 青石社区卫生服务中心（H43990100003）",
                        "服务包 基础包",
                        "协议期限 2026年2月1日至2027年1月31日",
                        "高血压随访 4",
                        "人民币壹佰贰拾元整",
                        "七、知情同意",
                        "签署方式：乙方本人电子签署",
                        "同意时间：2026年1月15日 09:00:00")
                .doesNotContain(ADULT);
        for (String token : List.of(
                issuer.resident(county.area(), resident(NAME)),
                county.institution(TestCounty.FIRST_INSTITUTION),
                county.bureau("wu"))) {
            assertThat(pdf(contract, token)).as("the same bytes").isEqualTo(pdf);
        }

        var digest = text.replaceAll("(?s).*SM3 ([0-9a-f]{64}).*", "$1");
        var verification = verified(agreement(contract), digest);
        assertThat(verification.propertyStream().map(Object::toString))
                .as("nothing about people")
                .containsExactlyInAnyOrder(
                        "valid=true",
                        "templateVersion=\"v1\"",
                        "institutionName=\"青石社区卫生服务中心\"",
                        "signedOn=\"2026-01-15\"");
        assertThat(verified(agreement(contract), digest.toUpperCase(Locale.ROOT))
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(verified(agreement(contract), one("SELECT digest_sha256 FROM agreement_agreement WHERE area = '%s'"))
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(verified(agreement(contract), "0".repeat(64)).toString()).isEqualTo("{\"valid\":false}");
    }

    @Test
    void nobody_else_is_given_it_and_what_is_not_there_is_not_verified() throws SQLException {
        var contract = signed(Map.of());
        for (String token : List.of(
                issuer.team(county.area(), "T002"),
                issuer.institution(county.area(), TestCounty.SECOND_INSTITUTION),
                issuer.resident(county.area(), resident("钱守一")))) {
            assertThat(told("/api/v1/contracts/" + contract + "/agreement", token))
                    .isEqualTo("404 not_found");
        }
        var absent = "agr_" + county.area() + "_" + UUID.randomUUID();
        assertThat(TestCounty.told(http.get()
                        .uri("/api/v1/agreements/" + absent + "/verification?digest=" + "0".repeat(64))
                        .exchange()))
                .isEqualTo("404 not_found");
        assertThat(TestCounty.told(http.get()
                        .uri("/api/v1/agreements/" + absent + "/verification?digest=x")
                        .exchange()))
                .startsWith("400 invalid_value");
        assertThat(TestCounty.told(http.get()
                        .uri("/api/v1/agreements/" + absent + "/verification")
                        .exchange()))
                .startsWith("400 invalid_value");
        assertThat(TestCounty.told(http.get()
                        .uri("/api/v1/contracts/" + contract + "/agreement")
                        .exchange()))
                .isEqualTo("401 unauthenticated");
    }

    @Test
    void a_contract_on_paper_has_none() throws SQLException {
        county.take(
                "contracts", TestCounty.CONTRACT_COLUMNS + ON_PAPER + ",T001,基础包,2026-01-01,2026-01-01,2026-12-31,纸质");
        var contract = "ctr_" + county.area() + "_" + one("SELECT contract_id FROM contract_version WHERE area = '%s'");
        assertThat(told("/api/v1/contracts/" + contract + "/agreement", team())).isEqualTo("404 no_agreement");
    }

    @Test
    void what_a_team_signs_on_behalf_says_so() throws IOException {
        var text = text(pdf(signed(Map.of("signer", Map.of("kind", "on_behalf"))), team()));
        assertThat(text).contains("签署方式：团队依乙方口头同意代为签署", "前确认或者撤回本次签约");
    }

    /** Neither the county's file nor the request has named her: she was recorded, as a resident or by a number only. */
    @Test
    void it_names_the_guardian_who_was_recorded() throws IOException {
        var number = TestCounty.identityNumber(LocalDate.of(1990, 1, 1), 2);
        var mothers = Map.of(
                "王秀英",
                Map.of("name", "王秀英", "documentNumber", number),
                NAME,
                Map.of("residentId", "res_" + county.area() + "_" + resident(NAME)));
        for (var mother : mothers.entrySet()) {
            String contract =
                    signed(Map.of("residentId", newbornOf(mother.getValue()), "signer", Map.of("kind", "guardian")));
            String named = mother.getKey() + "（母亲）";
            assertThat(text(pdf(contract, team()))).contains("监护人 " + named, "签署方式：乙方的监护人电子签署");
            assertThat(CanonicalText.write(terms(contract))).contains("signer=guardian|" + named);
        }
    }

    private String newbornOf(Map<String, String> mother) {
        Map<String, String> guardian = new LinkedHashMap<>(mother);
        guardian.put("relationship", "52");
        guardian.put("evidenceKind", "birth_certificate");
        guardian.put("evidenceReference", "S430000001");
        guardian.put("firstDay", "2026-01-10");
        return new SigningClient(http)
                .post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/pooling-areas/" + county.area() + "/residents",
                        null,
                        Map.of("name", "新生儿", "birthDate", "2026-01-10", "sex", 2, "guardian", guardian))
                .isDone()
                .id();
    }

    /** The fee that it names is the first year's, so it says how the others are charged; where there are none it does not. */
    @Test
    void what_is_charged_by_year_says_so() throws IOException, SQLException {
        Map<String, Object> twoYears = Map.of("lastDay", "2028-01-31");
        assertThat(text(pdf(signed(twoYears), team())))
                .contains("协议期限 2026年2月1日至2028年1月31日", "人民币壹佰贰拾元整", "九、按年度计费")
                .satisfies(printed -> assertThat(printed.replaceAll("\\s", ""))
                        .contains("上列费用为第一个签约年度的费用。以后每个签约年度的费用于该年度首日按当日有效的收费标准计收；" + "乙方个人承担的金额未经乙方同意不高于上一签约年度。"));
        String oneYear = signed(Map.of("residentId", "res_" + county.area() + "_" + resident("钱守一")));
        assertThat(text(pdf(oneYear, team()))).doesNotContain("年度计费");

        county = opened(CONTRACT_FEE.replace("\"charged\": \"yearly\"", "\"charged\": \"once\""));
        assertThat(text(pdf(signed(twoYears), team()))).as("charged once").doesNotContain("年度计费");
    }

    /** Six of the twelve months are left: their part of the fee goes over, or is charged by the other package's price. */
    @Test
    void what_follows_states_the_fee_that_it_has() throws IOException {
        String transferred = signed(Map.of());
        String amended = signed(Map.of("residentId", "res_" + county.area() + "_" + resident("钱守一")));
        clock.moveTo(LocalDate.of(2026, 7, 20));
        String moved = follows(
                transferred, "transfer", Map.of("teamId", "tem_" + county.area() + "_T002", "firstDay", "2026-08-01"));
        assertThat(fee(moved)).isEqualTo("6000: public_health 1500, pooled_fund 3500, resident 1000");
        assertThat(text(pdf(moved, county.institution(TestCounty.FIRST_INSTITUTION))))
                .contains("协议期限 2026年8月1日至2027年1月31日", "人民币陆拾元整");
        String repriced = follows(amended, "amendment", Map.of("servicePackage", "elderly", "firstDay", "2026-08-01"));
        assertThat(fee(repriced)).isEqualTo("9000: public_health 3000, pooled_fund 4500, resident 1500");
        assertThat(text(pdf(repriced, team()))).contains("协议期限 2026年8月1日至2027年1月31日", "人民币玖拾元整");
    }

    /** The contract that goes on after an act of the institution upon one that was just signed. */
    private String follows(String contract, String act, Map<String, ?> body) {
        return new SigningClient(http)
                .act(county.institution(TestCounty.FIRST_INSTITUTION), contract, act, body)
                .isSigned()
                .id();
    }

    private AgreementTerms terms(String contract) {
        UUID id = UUID.fromString(contract.substring("ctr_000000_".length()));
        return Objects.requireNonNull(agreements.findOf(county.area(), id).block())
                .terms();
    }

    private String fee(String contract) {
        AgreementTerms terms = terms(contract);
        return terms.feeFen() + ": "
                + terms.shares().stream()
                        .map(share -> share.payer() + " " + share.amountFen())
                        .collect(Collectors.joining(", "));
    }

    @Test
    void names_are_sealed() throws SQLException {
        signed(Map.of());
        assertThat(one("SELECT string_agg(t::text, ' ') FROM agreement_agreement t WHERE area = '%s'"))
                .doesNotContain(NAME, ADULT, "梁平国", "青石");
        assertThat(
                        one(
                                "SELECT encode(string_agg(sealed_text, ''), 'escape') FROM agreement_agreement WHERE area = '%s'"))
                .doesNotContain("jiayi-agreement", "439901");
    }

    /** Whoever changes the row, with the database's highest rights, is found out. */
    @Test
    void a_changed_row_is_no_agreement() throws SQLException {
        var contract = signed(Map.of());
        var id = agreement(contract);
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE agreement_agreement SET digest_sm3 = repeat('0', 64) WHERE area = '" + county.area() + "'");
        }
        assertThat(TestCounty.told(http.get()
                        .uri("/api/v1/agreements/" + id + "/verification?digest=" + "0".repeat(64))
                        .exchange()))
                .isEqualTo("500 internal_error");
    }

    private String signed(Map<String, Object> more) {
        Map<String, Object> signing = new LinkedHashMap<>();
        signing.put("residentId", "res_" + county.area() + "_" + resident(NAME));
        signing.put("teamId", "tem_" + county.area() + "_T001");
        signing.put("servicePackage", "basic");
        signing.put("firstDay", "2026-02-01");
        signing.put("lastDay", "2027-01-31");
        signing.put("signer", Map.of("kind", "self"));
        signing.putAll(more);
        return Objects.requireNonNull(http.post()
                        .uri("/api/v1/contracts")
                        .headers(headers -> headers.setBearerAuth(team()))
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .bodyValue(signing)
                        .exchange()
                        .expectStatus()
                        .isCreated()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .path("id")
                .asString();
    }

    /** Residents were registered in this order, and ids are given in the order of the file. */
    private UUID resident(String name) {
        try {
            return UUID.fromString(
                    one("SELECT resident_id FROM resident_resident WHERE area = '%s' ORDER BY resident_id "
                            + (name.equals(NAME) ? "" : "DESC") + " LIMIT 1"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String agreement(String contract) throws SQLException {
        return "agr_" + county.area() + "_"
                + one("SELECT agreement_id FROM agreement_agreement WHERE area = '%s' AND contract_id = '"
                        + contract.substring("ctr_000000_".length()) + "'");
    }

    private byte[] pdf(String contract, String token) {
        return Objects.requireNonNull(http.get()
                .uri("/api/v1/contracts/" + contract + "/agreement")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PDF)
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody());
    }

    private static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setLineSeparator("\n");
            return stripper.getText(document);
        }
    }

    private JsonNode verified(String agreement, String digest) {
        return Objects.requireNonNull(http.get()
                .uri("/api/v1/agreements/" + agreement + "/verification?digest=" + digest)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private String told(String path, String token) {
        return TestCounty.told(http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange());
    }

    private String team() {
        return issuer.team(county.area(), "T001");
    }

    private String one(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql.formatted(county.area()))) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
