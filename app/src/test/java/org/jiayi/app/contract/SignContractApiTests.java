package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.RegisteredPeople.Person;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** 签约 over HTTP: what is answered, what is charged, what is refused, and who may look at it afterwards. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignContractApiTests {

    private static final String FULL_TEAM = """
            团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
            T009,第9家庭医生团队,H43990100003,梁平,D439901000009,护士1,1
            """;
    private static final String NOBODY = "0192f0c1-0000-7000-8000-000000000001";
    private static final int RESIDENTS = 60;

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private TestCounty county;
    private TestCounty otherCounty;
    private Iterator<Person> people = List.<Person>of().iterator();
    private String elsewhere = "";

    SignContractApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
    }

    /** The other county has no fee policy. */
    @BeforeAll
    void open_two_counties() throws SQLException {
        county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        county.take("teams", FULL_TEAM);
        people = new RegisteredPeople(county, database).register(RESIDENTS).iterator();
        otherCounty = TestCounty.open(http, issuer).withTeams();
        elsewhere =
                new RegisteredPeople(otherCounty, database).register(1).get(0).id();
    }

    private Map<String, Object> signing() {
        return SigningClient.signing(people.next().id(), team("T001"));
    }

    private String team(String number) {
        return "tem_" + county.area() + "_" + number;
    }

    private String teamToken() {
        return issuer.team(county.area(), "T001");
    }

    private Answer sign(Map<String, Object> signing) {
        return client.sign(teamToken(), SigningClient.newKey(), signing);
    }

    @Test
    void a_signing_answers_with_what_each_payer_pays_and_where_the_contract_is() {
        var signing = signing();
        var answer = sign(signing).isSigned();
        var contract = answer.body();
        assertThat(answer.isReplayed()).isFalse();
        assertThat(answer.headers().getLocation()).hasToString("/api/v1/contracts/" + answer.id());
        assertThat(contract.path("residentId").asString()).isEqualTo(signing.get("residentId"));
        assertThat(contract.path("residentName").asString()).startsWith("样例居民");
        assertThat(contract.path("team").path("id").asString()).isEqualTo(team("T001"));
        assertThat(contract.path("institution").path("id").asString())
                .isEqualTo("ins_" + county.area() + "_" + TestCounty.FIRST_INSTITUTION);
        assertThat(contract.path("status").asString()).isEqualTo("upcoming");
        assertThat(contract.path("signedOn").asString()).isEqualTo("2026-01-15");
        assertThat(contract.path("firstDay").asString()).isEqualTo("2026-02-01");
        assertThat(contract.path("lastDay").asString()).isEqualTo("2027-01-31");
        assertThat(contract.path("feeFen").asLong()).isEqualTo(12_000);
        assertThat(contract.path("feeShares")
                        .valueStream()
                        .map(share -> share.path("payer").asString() + " "
                                + share.path("amountFen").asLong()))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000");
        assertThat(client.get(teamToken(), "/api/v1/contracts/" + answer.id()).body())
                .isEqualTo(contract);
        assertThat(contract.path("maskedDocumentNumber").asString()).matches("439901\\*{10}[0-9]{1}[0-9X]");
    }

    @Test
    void every_signing_is_charged_once_and_its_transfers_are_its_lines() throws SQLException {
        var contract = sign(signing()).isSigned().id();
        assertThat(ledger.texts("""
                        SELECT payer || ' ' || l.amount_fen || ' ' || t.debit_account || ' ' || t.credit_account
                        FROM fee_line l JOIN ledger_transfer t ON t.area = l.area AND t.entry_id = l.entry_id
                            AND t.business_key LIKE '%:' || l.payer || ':%' AND t.amount_fen = l.amount_fen
                        WHERE 'ctr_' || l.area || '_' || l.contract_id = '""" + contract + "'"))
                .hasSize(3)
                .allMatch(line -> line.contains(TestCounty.FIRST_INSTITUTION));
        assertThat(ledger.linesOfNobody()).isEmpty();
        assertThat(ledger.entriesNotTied()).isEmpty();
        assertThat(ledger.contractsNotCharged()).isEmpty();
    }

    @Test
    void the_same_key_and_content_is_the_same_contract_without_a_second_fee() throws SQLException {
        var signing = signing();
        var key = SigningClient.newKey();
        var first = client.sign(teamToken(), key, signing).isSigned();
        var before = ledger.rows();
        var again = client.sign(teamToken(), key, signing).isSigned();
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().getLocation()).isEqualTo(first.headers().getLocation());
        assertThat(ledger.rows()).isEqualTo(before);
    }

    @Test
    void the_same_key_with_other_content_is_refused() throws SQLException {
        var signing = signing();
        var key = SigningClient.newKey();
        client.sign(teamToken(), key, signing).isSigned();
        var before = ledger.rows();
        for (Map<String, String> change : List.of(
                Map.of("lastDay", "2027-01-30"),
                Map.of("servicePackage", "elderly"),
                Map.of("residentId", people.next().id()))) {
            var other = new LinkedHashMap<>(signing);
            other.putAll(change);
            client.sign(teamToken(), key, other).isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        }
        assertThat(ledger.rows()).isEqualTo(before);
    }

    @Test
    void a_key_is_its_callers_own() {
        var key = SigningClient.newKey();
        var one = client.sign(teamToken(), key, signing()).isSigned();
        var other = client.sign(
                        issuer.team(county.area(), "T002"),
                        key,
                        SigningClient.signing(people.next().id(), team("T002")))
                .isSigned();
        assertThat(other.isReplayed()).isFalse();
        assertThat(other.id()).isNotEqualTo(one.id());
    }

    @Test
    void the_key_of_a_refused_signing_may_be_used_again() {
        var signing = signing();
        var key = SigningClient.newKey();
        var wrong = new LinkedHashMap<>(signing);
        wrong.put("lastDay", "2026-01-01");
        client.sign(teamToken(), key, wrong).isRefused(RefusalCode.END_BEFORE_START);
        assertThat(client.sign(teamToken(), key, signing).isSigned().isReplayed())
                .isFalse();
    }

    @Test
    void no_contract_without_a_key() throws SQLException {
        var before = ledger.rows();
        SigningClient.answer(http.post()
                        .uri("/api/v1/contracts")
                        .headers(headers -> headers.setBearerAuth(teamToken()))
                        .bodyValue(signing()))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_MISSING);
        client.sign(teamToken(), "1234567", signing()).isRefused(RefusalCode.INVALID_VALUE);
        client.sign(teamToken(), "k".repeat(101), signing()).isRefused(RefusalCode.INVALID_VALUE);
        assertThat(ledger.rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # resident                                      | team          | first day        | last day         | code
            registered                                      | tem_HERE_T001 | 2026-02-01       | 2026-01-31       | END_BEFORE_START
            registered                                      | tem_HERE_T001 | 2026-02-01       | 2029-02-01       | TERM_TOO_LONG
            registered                                      | tem_HERE_T001 | 0001-01-01       | 9999-12-31       | TERM_TOO_LONG
            registered                                      | tem_HERE_T999 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            registered                                      | tem_HERE_T002 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            registered                                      | tem_HERE_T003 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            registered                                      | ins_HERE_T001 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            registered                                      | T001            | 2026-02-01       | 2027-01-31       | NOT_FOUND
            registered                                      | tem_THERE_T001 | 2026-02-01       | 2027-01-31       | UNKNOWN_RESIDENT
            elsewhere                                       | tem_HERE_T001 | 2026-02-01       | 2027-01-31       | UNKNOWN_RESIDENT
            elsewhere, under our area                       | tem_HERE_T001 | 2026-02-01       | 2027-01-31       | UNKNOWN_RESIDENT
            elsewhere                                       | tem_THERE_T001 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            res_HERE_0192f0c1-0000-7000-8000-000000000001 | tem_HERE_T001 | 2026-02-01       | 2027-01-31       | UNKNOWN_RESIDENT
            ctr_HERE_0192f0c1-0000-7000-8000-000000000001 | tem_HERE_T001 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            11010219840406970X                              | tem_HERE_T001 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            ''                                              | tem_HERE_T001 | 2026-02-01       | 2027-01-31       | NOT_FOUND
            registered                                      | tem_HERE_T001 | 2026-02-30       | 2027-01-31       | INVALID_VALUE
            registered                                      | tem_HERE_T001 | 2026-02-01       | 2027-02-29       | INVALID_VALUE
            registered                                      | tem_HERE_T001 | ''               | 2027-01-31       | INVALID_VALUE
            registered                                      | tem_HERE_T001 | 20260201         | 2027-01-31       | INVALID_VALUE
            registered                                      | tem_HERE_T001 | 0000-01-01       | 0000-12-31       | INVALID_VALUE
            registered                                      | tem_HERE_T001 | -0400-01-01      | -0400-12-31      | INVALID_VALUE
            registered                                      | tem_HERE_T001 | +10000-01-01     | +10000-12-31     | INVALID_VALUE
            registered                                      | tem_HERE_T001 | +6000000-01-01   | +6000000-12-31   | INVALID_VALUE
            registered                                      | tem_HERE_T001 | +999999999-01-01 | +999999999-12-31 | INVALID_VALUE
            """)
    void a_signing_that_breaks_a_rule_changes_nothing(
            String resident, String teamId, String firstDay, String lastDay, RefusalCode code) throws SQLException {
        var before = ledger.rows();
        var signing = SigningClient.signing(resident(resident), here(teamId));
        signing.put("firstDay", firstDay);
        signing.put("lastDay", lastDay);
        var answer = sign(signing);
        answer.isRefused(code);
        assertThat(answer.text()).doesNotContain("11010219840406970X");
        assertThat(ledger.rows()).isEqualTo(before);
    }

    private String resident(String words) {
        return switch (words) {
            case "registered" -> people.next().id();
            case "elsewhere" -> elsewhere;
            case "elsewhere, under our area" -> elsewhere.replace(otherCounty.area(), county.area());
            default -> here(words);
        };
    }

    private String here(String id) {
        return id.replace("_HERE_", "_" + county.area() + "_").replace("_THERE_", "_" + otherCounty.area() + "_");
    }

    @Test
    void a_term_may_last_three_years_to_the_day_and_begin_within_a_year() {
        var signing = signing();
        signing.put("lastDay", "2029-01-31");
        sign(signing).isSigned();
        var last = signing();
        last.put("firstDay", "9999-01-01");
        last.put("lastDay", "9999-12-31");
        sign(last).isRefused(RefusalCode.TOO_FAR_AHEAD);
        last.put("firstDay", "2027-01-17");
        last.put("lastDay", "2028-01-16");
        sign(last).isRefused(RefusalCode.TOO_FAR_AHEAD);
        last.put("firstDay", "2027-01-16");
        sign(last).isSigned();
    }

    @Test
    void a_resident_has_one_contract_on_a_day_and_the_next_starts_after_it() {
        var signing = signing();
        signing.put("lastDay", "2026-12-31");
        sign(signing).isSigned();
        var next = new LinkedHashMap<>(signing);
        next.put("firstDay", "2026-12-31");
        next.put("lastDay", "2027-12-30");
        var refused = sign(next);
        refused.isRefused(RefusalCode.OVERLAPPING);
        assertThat(refused.body().path("detail").asString())
                .contains("holder=青石********；")
                .contains("until=2026-12-31");
        next.put("firstDay", "2027-01-01");
        sign(next).isSigned();
    }

    @Test
    void a_full_team_takes_nobody_more() {
        var institution = issuer.institution(county.area(), TestCounty.FIRST_INSTITUTION);
        var full = team("T009");
        client.sign(
                        institution,
                        SigningClient.newKey(),
                        SigningClient.signing(people.next().id(), full))
                .isSigned();
        client.sign(
                        institution,
                        SigningClient.newKey(),
                        SigningClient.signing(people.next().id(), full))
                .isRefused(RefusalCode.OVER_CAPACITY);
    }

    @Test
    void nothing_is_signed_for_which_nobody_set_a_price() throws SQLException {
        var before = ledger.rows();
        client.sign(
                        issuer.team(otherCounty.area(), "T001"),
                        SigningClient.newKey(),
                        SigningClient.signing(elsewhere, "tem_" + otherCounty.area() + "_T001"))
                .isRefused(RefusalCode.NO_FEE_POLICY);
        assertThat(ledger.rows()).isEqualTo(before);
    }

    @Test
    void an_institution_signs_for_its_teams_and_for_no_others() {
        var institution = issuer.institution(county.area(), TestCounty.FIRST_INSTITUTION);
        client.sign(institution, SigningClient.newKey(), signing()).isSigned();
        client.sign(
                        institution,
                        SigningClient.newKey(),
                        SigningClient.signing(people.next().id(), team("T003")))
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void residents_see_their_own_contract_and_no_other() {
        var signing = signing();
        var contract = sign(signing).isSigned();
        var owner = issuer.resident(county.area(), uuid(signing.get("residentId")));
        assertThat(client.get(owner, "/api/v1/contracts/" + contract.id()).body())
                .isEqualTo(contract.body());
        assertThat(client.get(owner, "/api/v1/my/contract").body()).isEqualTo(contract.body());

        var neighbour = issuer.resident(county.area(), uuid(people.next().id()));
        client.get(neighbour, "/api/v1/my/contract").isRefused(RefusalCode.NOT_FOUND);
        isLikeAbsent(neighbour, contract.id());
        isLikeAbsent(issuer.token("resident-9", "resident", county.area(), claims -> {}), contract.id());
        isLikeAbsent(issuer.resident(otherCounty.area(), uuid(signing.get("residentId"))), contract.id());
    }

    @Test
    void a_contract_is_seen_by_its_team_its_institution_and_the_bureau_of_its_area() {
        var id = sign(signing()).isSigned().id();
        for (String token : List.of(
                teamToken(),
                issuer.institution(county.area(), TestCounty.FIRST_INSTITUTION),
                issuer.bureau(county.area(), "bureau-1"))) {
            assertThat(client.get(token, "/api/v1/contracts/" + id).status()).isEqualTo(200);
        }
        isLikeAbsent(issuer.team(county.area(), "T002"), id);
        isLikeAbsent(issuer.institution(county.area(), TestCounty.SECOND_INSTITUTION), id);
        isLikeAbsent(issuer.bureau(otherCounty.area(), "bureau-1"), id);
        isLikeAbsent(issuer.team(otherCounty.area(), "T001"), id);
        isLikeAbsent(issuer.token("team-9", "team", county.area(), claims -> {}), id);
    }

    private void isLikeAbsent(String token, String contract) {
        var there = client.get(token, "/api/v1/contracts/" + contract);
        var absent = client.get(token, "/api/v1/contracts/ctr_" + county.area() + "_" + NOBODY);
        there.isRefused(RefusalCode.NOT_FOUND);
        absent.isRefused(RefusalCode.NOT_FOUND);
        assertThat(untraced(there)).isEqualTo(untraced(absent));
    }

    private static String untraced(Answer answer) {
        return answer.text().replaceFirst("\"traceId\":\"[^\"]*\"", "");
    }

    private static UUID uuid(@Nullable Object publicId) {
        return UUID.fromString(String.valueOf(publicId).substring("res_000000_".length()));
    }
}
