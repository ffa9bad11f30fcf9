package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A contract's money on one page, and what can be done to it after it was charged. */
@JiayiTest
class ContractFeeApiTests {

    private static final String POLICY = """
            {"kind": "contract_fee", "name": "分人群", "staffShare": "0.7", "refund": "whole_months",
             "packages": [
               {"servicePackage": "basic", "populationGroups": ["older_person", "disabled"], "listPriceFen": 15000,
                "shares": [{"payer": "public_health", "fixedFen": 9000}, {"payer": "pooled_fund", "fixedFen": 6000}]},
               {"servicePackage": "basic", "listPriceFen": 12000,
                "shares": [{"payer": "public_health", "fixedFen": 3000}, {"payer": "pooled_fund", "fixedFen": 7000},
                           {"payer": "resident", "fixedFen": 2000}],
                "waivers": [{"category": "extreme_poverty", "payer": "medical_assistance", "full": true}]},
               {"servicePackage": "child",
                "tiers": [{"fromScore": "0", "listPriceFen": 6000}, {"fromScore": "60", "listPriceFen": 9000}],
                "shares": [{"payer": "resident", "fixedFen": 1000}, {"payer": "pooled_fund", "ratio": "0.5"},
                           {"payer": "public_health", "ratio": "0.5"}]}]}
            """;

    private static final String DRAFT = """
            {"kind": "contract_fee", "name": "草案", "staffShare": "0.7", "refund": "by_day", "packages": [
              {"servicePackage": "basic", "listPriceFen": 13000,
               "shares": [{"payer": "public_health", "fixedFen": 10000}, {"payer": "resident", "fixedFen": 3000}]}]}
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private FeeCounty county;

    ContractFeeApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    @BeforeEach
    void open_a_county() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        county = FeeCounty.open(http, issuer, POLICY);
    }

    @AfterEach
    void lines_and_ledger_tie() {
        county.ties();
        county.balances();
    }

    /** Signed on 20 December 2025: who turns 65 on that day is 65. */
    @Test
    void the_first_price_whose_group_fits_holds() {
        assertThat(county.bears(county.sign(LocalDate.of(1960, 12, 20), "T001", "基础包")))
                .containsExactly("public_health 9000", "pooled_fund 6000");
        assertThat(county.bears(county.sign(LocalDate.of(1960, 12, 21), "T001", "基础包")))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000");
    }

    @Test
    void every_line_explains_itself_and_the_steps_lead_to_its_amount() {
        String contract = county.sign(1, "T001", "基础包", "特困").get(0);
        clock.moveTo(LocalDate.of(2026, 5, 15));
        county.act(contract, "termination", Map.of("reason", "own_wish", "lastDay", "2026-05-15"))
                .isOk();
        JsonNode fee = county.fee(contract);
        assertThat(fee.path("totalFen").asLong()).isEqualTo(5000);
        assertThat(fee.path("lines")).hasSize(4 + 3);
        for (JsonNode line : fee.path("lines")) {
            JsonNode explanation = line.path("explanation");
            JsonNode alone = county.get("/api/v1/contracts/" + contract + "/fee-lines/"
                    + line.path("id").asString() + "/explanation");
            assertThat(alone).isEqualTo(explanation);
            assertThat(explanation.path("sentence").asString()).contains(yuan(line));
            assertThat(explanation.path("policyName").asString()).isEqualTo("分人群");
            assertThat(explanation.path("steps")).isNotEmpty();
        }
        assertThat(rules(fee.path("lines").get(0))).containsExactly("list_price", "share", "share", "share", "waiver");
        JsonNode refund = fee.path("lines").get(4);
        assertThat(refund.path("reason").asString()).isEqualTo("refund");
        assertThat(rules(refund)).containsExactly("borne", "whole_months", "part", "in_proportion");
        assertThat(refund.at("/explanation/steps/2/formula").asString()).isEqualTo("12000 × 7/12 → 7000");
    }

    private static String yuan(JsonNode line) {
        long fen = Math.abs(line.path("amountFen").asLong());
        return "%d.%02d".formatted(fen / 100, fen % 100);
    }

    private static Stream<String> rules(JsonNode line) {
        return line.at("/explanation/steps")
                .valueStream()
                .map(step -> step.path("rule").asString());
    }

    @Test
    void a_refund_names_the_transfer_it_takes_back_from() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 5, 15));
        county.act(contract, "termination", Map.of("reason", "own_wish", "lastDay", "2026-05-15"))
                .isOk();
        JsonNode account =
                county.get("/api/v1/pooling-areas/" + county.area() + "/ledger-accounts/fund:pooled_fund/transfers");
        assertThat(account.path("data")
                        .valueStream()
                        .map(transfer -> transfer.path("reason").asString() + " "
                                + transfer.path("amountFen").asLong()))
                .containsExactly("contract_fee 7000", "refund 4083");
        assertThat(account.at("/data/1/correctsId").asString())
                .isEqualTo(account.at("/data/0/id").asString());
        JsonNode entry = county.get(
                "/api/v1/ledger-entries/" + account.at("/data/1/entryId").asString());
        assertThat(entry.path("data")).hasSize(3);
    }

    /** The resident was found to be 特困 on the day of signing, months later: nobody has to ask for anything. */
    @Test
    void a_waiver_heard_of_late_moves_the_residents_share_to_who_pays_in_their_place() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        String other = county.sign(1, "T001", "基础包", "一般").get(0);
        String review = "/api/v1/contracts/" + contract + "/waiver-review";
        county.post(county.institution(), review, Map.of()).isOk();
        assertThat(county.fee(contract).path("lines")).as("nothing to change").hasSize(3);

        clock.moveTo(LocalDate.of(2026, 3, 1));
        county.category(contract, "2026-02-01", "extreme_poverty");
        assertThat(county.fee(contract).path("lines"))
                .as("not so when it was signed")
                .hasSize(3);
        county.category(contract, "2025-12-01", "extreme_poverty");
        assertThat(county.bears(contract))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 0", "medical_assistance 2000");
        assertThat(county.balances()).containsEntry("receivable:resident", 2000L);
        assertThat(county.fee(contract).path("totalFen").asLong()).isEqualTo(12000);
        assertThat(county.fee(contract).at("/lines/3/explanation/steps/1/text").asString())
                .contains("经济类型");
        county.post(county.institution(), review, Map.of()).isOk();
        assertThat(county.fee(contract).path("lines")).as("done once").hasSize(5);
        assertThat(county.fee(other).path("lines")).as("another resident's").hasSize(3);
    }

    /** What the resident would bear more of needs their consent: recorded it is, charged it is not. */
    @Test
    void a_waiver_that_turns_out_to_be_none_leaves_the_residents_share() {
        String contract = county.sign(1, "T001", "基础包", "特困").get(0);
        county.category(contract, "2025-12-01", "ordinary");
        assertThat(county.bears(contract)).contains("resident 0", "medical_assistance 2000");
        county.post(county.institution(), "/api/v1/contracts/" + contract + "/waiver-review", Map.of())
                .isRefused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
    }

    /** A contract that has ended keeps what was borne of it, and of that the resident's part goes to who pays instead. */
    @Test
    void a_waiver_heard_of_after_the_end_moves_what_is_still_borne() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 6, 30));
        county.act(contract, "termination", Map.of("reason", "own_wish", "lastDay", "2026-06-30"))
                .isOk();
        county.category(contract, "2025-12-01", "extreme_poverty");
        assertThat(county.bears(contract))
                .containsExactly("public_health 1500", "pooled_fund 3500", "resident 0", "medical_assistance 1000");
    }

    /** Who took over half of a fund's share bears half of what the assessment adds to it. */
    @Test
    void an_assessment_charges_who_bears_a_share_now() {
        String contract = county.sign(1, "T001", "儿童包", "一般").get(0);
        change(contract, "pooled_fund", "village_subsidy", 1250).isOk();
        county.assess(Map.of("T001", "75"));
        assertThat(county.bears(contract))
                .containsExactlyInAnyOrder(
                        "resident 1000", "pooled_fund 2000", "public_health 4000", "village_subsidy 2000");
        county.assess(Map.of("T001", "10"));
        assertThat(county.bears(contract))
                .containsExactlyInAnyOrder(
                        "resident 1000", "pooled_fund 1250", "public_health 2500", "village_subsidy 1250");
    }

    /** It moves on with the fee, and is borne by who took it over wherever an assessment adds to it. */
    @Test
    void what_a_payer_took_over_follows_to_the_contracts_that_take_over_the_fee() {
        String first = county.sign(1, "T001", "儿童包", "一般").get(0);
        String late = county.sign(1, "T001", "儿童包", "一般").get(0);
        change(first, "pooled_fund", "village_subsidy", 1250).isOk();
        clock.moveTo(LocalDate.of(2026, 6, 30));
        String second = county.moved(first, "T003", "2026-07-01");
        String apart = county.moved(late, "T003", "2026-07-01");
        change(late, "pooled_fund", "village_subsidy", 1000).isOk();
        assertThat(county.bears(second))
                .containsExactly("resident 500", "pooled_fund 625", "public_health 1250", "village_subsidy 625");
        clock.moveTo(LocalDate.of(2026, 9, 30));
        String third = county.moved(second, "T001", "2026-10-01");
        county.assess(Map.of("T001", "75", "T003", "75"));
        assertThat(county.bears(first))
                .containsExactly("resident 500", "pooled_fund 1000", "public_health 2000", "village_subsidy 1000");
        assertThat(county.bears(third))
                .containsExactly("resident 250", "pooled_fund 501", "public_health 1000", "village_subsidy 499");
        assertThat(county.bears(apart))
                .as("a change after it moved on is not its own")
                .containsExactly("resident 500", "pooled_fund 2000", "public_health 2000");
    }

    @Test
    void a_payer_is_changed_and_the_sum_stays() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        Answer changed =
                change(contract, "pooled_fund", "village_subsidy", 7000).isOk();
        assertThat(changed.body().path("totalFen").asLong()).isEqualTo(12000);
        assertThat(county.bears(contract))
                .containsExactlyInAnyOrder(
                        "public_health 3000", "pooled_fund 0", "resident 2000", "village_subsidy 7000");
        change(contract, "pooled_fund", "village_subsidy", 1).isRefused(RefusalCode.PAYER_BEARS_LESS);
        change(contract, "public_health", "resident", 1).isRefused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
        change(contract, "resident", "resident", 1).isRefused(RefusalCode.INVALID_VALUE);
        change(contract, "public_health", "public_health", 1).isRefused(RefusalCode.INVALID_VALUE);
        change(contract, "public_health", "pooled_fund", 0).isRefused(RefusalCode.INVALID_VALUE);
        change(contract, "public_health", "pooled_fund", Long.MAX_VALUE).isRefused(RefusalCode.INVALID_VALUE);
        assertThat(county.fee(contract).path("lines")).hasSize(5);
    }

    /** It is the resident's own money: a share moves between the two, and from nobody else to either. */
    @Test
    void the_personal_account_takes_over_the_residents_share_and_nobody_elses() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        change(contract, "pooled_fund", "personal_account", 7000).isRefused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
        change(contract, "resident", "personal_account", 2000).isOk();
        change(contract, "personal_account", "resident", 500).isOk();
        assertThat(county.bears(contract))
                .containsExactlyInAnyOrder(
                        "public_health 3000", "pooled_fund 7000", "resident 500", "personal_account 1500");
        change(contract, "personal_account", "pooled_fund", 1500).isOk();
        change(contract, "pooled_fund", "resident", 1500).isRefused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
    }

    private Answer change(String contract, String from, String to, long fen) {
        return county.post(
                county.bureau(),
                "/api/v1/contracts/" + contract + "/payer-change",
                Map.of("fromPayer", from, "toPayer", to, "amountFen", fen, "note", "基金未承担"));
    }

    @Test
    void of_many_who_move_the_same_share_at_once_one_is_heard() throws Exception {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        List<Callable<Answer>> calls = Stream.<Callable<Answer>>generate(
                        () -> () -> change(contract, "pooled_fund", "village_subsidy", 7000))
                .limit(8)
                .toList();
        assertThat(RegistryClient.atOnce(calls))
                .filteredOn(answer -> answer.status() == 200)
                .hasSize(1);
        assertThat(county.fee(contract).path("totalFen").asLong()).isEqualTo(12000);
    }

    @Test
    void one_key_moves_once_and_not_something_else() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        String path = "/api/v1/contracts/" + contract + "/payer-change";
        String key = UUID.randomUUID().toString();
        Map<String, Object> body =
                Map.of("fromPayer", "pooled_fund", "toPayer", "village_subsidy", "amountFen", 100, "note", "调整");
        county.client().post(county.bureau(), path, key, body).isOk();
        assertThat(county.client()
                        .post(county.bureau(), path, key, body)
                        .isOk()
                        .headers()
                        .getFirst("Idempotency-Replayed"))
                .isEqualTo("true");
        county.client()
                .post(
                        county.bureau(),
                        path,
                        key,
                        Map.of(
                                "fromPayer",
                                "pooled_fund",
                                "toPayer",
                                "village_subsidy",
                                "amountFen",
                                101,
                                "note",
                                "调整"))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(county.bears(contract)).contains("village_subsidy 100");
    }

    /** The tier is reached whatever became of the fee before: a part given back, a contract moved on. */
    @Test
    void an_assessment_brings_what_is_still_borne_to_its_tier() {
        String whole = county.sign(1, "T001", "儿童包", "一般").get(0);
        String ended = county.sign(1, "T001", "儿童包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 6, 30));
        county.act(ended, "termination", Map.of("reason", "own_wish", "lastDay", "2026-06-30"))
                .isOk();
        assertThat(county.bears(ended)).containsExactly("resident 500", "pooled_fund 1250", "public_health 1250");
        JsonNode job = county.assess(Map.of("T001", "75"));
        assertThat(job.path("amountFen").asLong()).isEqualTo(3000 + 1500);
        assertThat(county.bears(whole)).containsExactly("resident 1000", "pooled_fund 4000", "public_health 4000");
        assertThat(county.bears(ended)).containsExactly("resident 500", "pooled_fund 2000", "public_health 2000");
        assertThat(county.fee(whole).at("/lines/3/explanation/sentence").asString())
                .contains("考核调整");
        county.assess(Map.of("T001", "10"));
        assertThat(county.bears(whole)).containsExactly("resident 1000", "pooled_fund 2500", "public_health 2500");
        assertThat(county.bears(ended)).containsExactly("resident 500", "pooled_fund 1250", "public_health 1250");
    }

    @Test
    void scores_that_make_no_sense_are_refused() {
        String policy = county.get("/api/v1/pooling-areas/" + county.area() + "/policies")
                .at("/data/0/id")
                .asString();
        String path = "/api/v1/pooling-areas/" + county.area() + "/fee-assessments";
        for (String score : List.of("100.1", "-1", "1e2", "101", "")) {
            county.post(
                            county.bureau(),
                            path,
                            Map.of(
                                    "policyId",
                                    policy,
                                    "scores",
                                    List.of(Map.of("teamId", county.team("T001"), "score", score))))
                    .isRefused(RefusalCode.INVALID_VALUE);
        }
        county.post(
                        county.bureau(),
                        path,
                        Map.of(
                                "policyId",
                                policy,
                                "scores",
                                List.of(Map.of("teamId", county.team("T099"), "score", "1"))))
                .isRefused(RefusalCode.UNKNOWN_TEAM);
    }

    @Test
    void a_draft_is_tried_on_a_resident_and_on_the_roster_beside_the_policy_in_force() {
        county.sign(3, "T001", "基础包", "一般");
        county.sign(1, "T003", "基础包", "特困");
        county.sign(1, "T001", "儿童包", "一般");
        clock.moveTo(LocalDate.of(2026, 1, 10));
        String draft = Objects.requireNonNull(county.county()
                        .draft("chen", DRAFT, "2027-01-01", "")
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .path("id")
                .asString();
        JsonNode trial = county.post(county.bureau(), "/api/v1/policies/" + draft + "/fee-trial", Map.of())
                .isOk()
                .body();
        assertThat(trial.path("contracts").asLong()).isEqualTo(5);
        assertThat(trial.path("withoutPrice").asLong()).isEqualTo(1);
        assertThat(trial.path("payMore").asLong()).isEqualTo(4);
        assertThat(trial.path("payers")
                        .valueStream()
                        .map(payer -> payer.path("payer").asString() + " "
                                + payer.path("triedFen").asLong() + " "
                                + payer.path("inForceFen").asLong()))
                .containsExactlyInAnyOrder(
                        "public_health 40000 " + (4 * 3000 + 2500),
                        "pooled_fund 0 " + (4 * 7000 + 2500),
                        "resident 12000 " + (3 * 2000 + 1000),
                        "medical_assistance 0 2000");
        assertThat(trial.path("institutions")).hasSize(2);

        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        String resident =
                county.get("/api/v1/contracts/" + contract).path("residentId").asString();
        JsonNode one = county.post(
                        county.bureau(),
                        "/api/v1/policies/" + draft + "/fee-trial",
                        Map.of("residentId", resident, "servicePackage", "basic"))
                .isOk()
                .body();
        assertThat(one.path("payMore").asLong()).isEqualTo(1);
        assertThat(one.path("institutions")).isEmpty();
        county.post(county.bureau(), "/api/v1/policies/" + draft + "/fee-trial", Map.of("residentId", resident))
                .isRefused(RefusalCode.INVALID_VALUE);
    }

    /** One whose fee of 12 000 for the year stayed with the first institution in July; the first contract and the second. */
    private List<String> stayed() {
        return stayed(POLICY);
    }

    private List<String> stayed(String policy) {
        county = FeeCounty.open(http, issuer, staying(policy));
        String first = county.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 6, 30));
        String second = county.moved(first, "T003", "2026-07-01");
        assertThat(total(first)).isEqualTo(12000);
        assertThat(total(second)).isZero();
        return List.of(first, second);
    }

    private static String staying(String policy) {
        return policy.replace("\"refund\":", "\"transfer\": \"stays\", \"refund\":");
    }

    /** With a package of 24 000 for a year, charged once or yearly. */
    private static String dearer(String charged) {
        return POLICY.replace("\"refund\":", "\"charged\": \"" + charged + "\", \"refund\":")
                .replace("\"packages\": [", """
                        "packages": [
                           {"servicePackage": "chronic", "listPriceFen": 24000,
                            "shares": [{"payer": "pooled_fund", "fixedFen": 20000}, {"payer": "resident", "fixedFen": 4000}]},
                        """);
    }

    private long total(String contract) {
        return county.fee(contract).path("totalFen").asLong();
    }

    private void death(String contract, String day) {
        county.post(county.bureau(), "/api/v1/residents/" + county.resident(contract) + "/death", Map.of("diedOn", day))
                .isOk();
    }

    private void revoked(String contract) {
        county.post(
                        county.bureau(),
                        "/api/v1/residents/" + county.resident(contract) + "/death/revocation",
                        Map.of(
                                "reason",
                                "wrong_person",
                                "evidenceKind",
                                "police_statement",
                                "evidenceReference",
                                "公户字第7号"))
                .isOk();
    }

    @Test
    void where_the_fee_stayed_the_end_of_what_goes_on_gives_back_of_it() {
        List<String> contracts = stayed();
        clock.moveTo(LocalDate.of(2026, 9, 30));
        county.byHolder(contracts.get(1), "termination", Map.of("reason", "own_wish", "lastDay", "2026-09-30"));
        assertThat(county.bears(contracts.get(0)))
                .containsExactly("public_health 2250", "pooled_fund 5250", "resident 1500");
        assertThat(total(contracts.get(1))).isZero();
        clock.moveTo(LocalDate.of(2026, 10, 8));
        death(contracts.get(1), "2026-05-15");
        assertThat(total(contracts.get(0))).as("7 000 in all").isEqualTo(5000);
        revoked(contracts.get(1));
        assertThat(total(contracts.get(0)))
                .as("what went back for the end stays")
                .isEqualTo(9000);
    }

    @Test
    void where_the_fee_stayed_a_death_before_gives_back_of_the_whole_term() {
        List<String> contracts = stayed();
        clock.moveTo(LocalDate.of(2026, 7, 10));
        death(contracts.get(0), "2026-05-15");
        assertThat(county.bears(contracts.get(0)))
                .containsExactly("public_health 1250", "pooled_fund 2917", "resident 833");
        revoked(contracts.get(0));
        assertThat(county.bears(contracts.get(0)))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000");
    }

    @Test
    void where_the_fee_stayed_what_went_back_for_a_death_after_is_charged_again() {
        List<String> contracts = stayed();
        clock.moveTo(LocalDate.of(2026, 10, 8));
        death(contracts.get(1), "2026-09-30");
        assertThat(total(contracts.get(0))).isEqualTo(9000);
        revoked(contracts.get(1));
        assertThat(total(contracts.get(0))).isEqualTo(12000);
    }

    /** Two thirds went back, the rest came to another tier, and what is charged again comes to it, too. */
    @Test
    void what_is_charged_again_comes_to_the_tier_of_the_assessment_between() {
        String contract = county.sign(1, "T001", "儿童包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 7, 3));
        death(contract, "2026-04-20");
        assertThat(total(contract)).isEqualTo(2000);
        county.assess(Map.of("T001", "75"));
        assertThat(total(contract)).isEqualTo(3000);
        clock.moveTo(LocalDate.of(2026, 7, 10));
        revoked(contract);
        assertThat(county.bears(contract)).containsExactly("resident 1000", "pooled_fund 4000", "public_health 4000");
        assertThat(county.fee(contract)
                        .path("lines")
                        .valueStream()
                        .filter(line -> line.path("reason").asString().equals("assessed"))
                        .map(line -> line.path("amountFen").asLong() + " "
                                + line.at("/explanation/steps/0/text").asString()))
                .hasSize(4)
                .allMatch(line -> line.contains("考核得分 75 "));
        county.assess(Map.of("T001", "75"));
        assertThat(total(contract)).isEqualTo(9000);
    }

    /** Who moved in July was said to have died on the last day with the first institution, which had its half of the fee. */
    @Test
    void a_refund_for_a_death_on_the_last_day_of_an_end_that_stays_is_charged_again() {
        county = FeeCounty.open(http, issuer, POLICY.replace("whole_months", "none_once_served"));
        String first = county.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 6, 30));
        String second = county.moved(first, "T003", "2026-07-01");
        clock.moveTo(LocalDate.of(2026, 7, 3));
        death(first, "2026-06-30");
        assertThat(List.of(total(first), total(second))).containsExactly(0L, 0L);
        clock.moveTo(LocalDate.of(2026, 7, 10));
        revoked(first);
        assertThat(List.of(total(first), total(second))).containsExactly(6000L, 6000L);
    }

    /** Half a year's 6 000 went on; of its six months five go back, and the dearer package is charged for five of twelve. */
    @ParameterizedTest
    @ValueSource(strings = {"once", "yearly"})
    void after_a_transfer_another_package_is_priced_as_a_part_of_the_whole_term(String charged) {
        county = FeeCounty.open(http, issuer, dearer(charged));
        String first = county.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 6, 30));
        String second = county.moved(first, "T003", "2026-07-01");
        clock.moveTo(LocalDate.of(2026, 7, 10));
        String third = county.amended(second, "chronic", "2026-08-01");
        assertThat(List.of(total(first), total(second), total(third))).containsExactly(6000L, 1000L, 10000L);
        assertThat(county.fee(third).at("/lines/0/explanation/steps/3/formula").asString())
                .isEqualTo("24000 × 5/12 → 10000");
    }

    /** The months from which the other package is charged are given back by who has the fee, and the end gives back of that one's. */
    @ParameterizedTest
    @ValueSource(strings = {"once", "yearly"})
    void where_the_fee_stayed_another_package_gives_back_of_it_and_is_charged(String charged) {
        List<String> contracts = stayed(dearer(charged));
        clock.moveTo(LocalDate.of(2026, 9, 30));
        String third = county.amended(contracts.get(1), "chronic", "2026-10-01");
        assertThat(county.bears(contracts.get(0)))
                .containsExactly("public_health 2250", "pooled_fund 5250", "resident 1500");
        assertThat(total(contracts.get(1))).isZero();
        assertThat(county.bears(third)).containsExactly("pooled_fund 5000", "resident 1000");
        clock.moveTo(LocalDate.of(2026, 10, 31));
        county.byHolder(third, "termination", Map.of("reason", "own_wish", "lastDay", "2026-10-31"));
        assertThat(List.of(total(contracts.get(0)), total(third)))
                .as("two of its three months")
                .containsExactly(9000L, 2000L);
    }

    /** What a file's death undoes goes back as if it were undone by a desk; of the days before nothing does, the file does not say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # refund           | served | left
            whole_months       | false  | 6000
            whole_months       | true   | 6000
            none_once_served   | false  | 0
            none_once_served   | true   | 12000
            """)
    void where_the_fee_stayed_a_death_of_a_file_gives_back_the_days_of_what_it_undoes(
            String refund, boolean served, long left) {
        List<String> contracts = stayed(POLICY.replace("whole_months", refund));
        if (served) {
            county.served(contracts.get(0), "2026-03-05");
        }
        clock.moveTo(LocalDate.of(2026, 7, 3));
        county.fileTellsOfDeath("2026-05-15", LocalDate.of(2026, 7, 3));
        assertThat(total(contracts.get(0))).isEqualTo(left);
        clock.moveTo(LocalDate.of(2026, 7, 10));
        revoked(contracts.get(0));
        assertThat(total(contracts.get(0))).isEqualTo(12000);
    }

    /** Six of twenty-four months. */
    @Test
    void where_the_fee_of_two_years_stayed_a_death_of_a_file_gives_back_the_days_of_what_it_undoes() {
        county = FeeCounty.open(http, issuer, staying(POLICY));
        String first = county.signUntil("2027-12-31", "一般");
        clock.moveTo(LocalDate.of(2027, 6, 30));
        county.moved(first, "T003", "2027-07-01");
        clock.moveTo(LocalDate.of(2027, 7, 3));
        county.fileTellsOfDeath("2027-05-15", LocalDate.of(2027, 7, 3));
        assertThat(total(first)).isEqualTo(9000);
        revoked(first);
        assertThat(total(first)).isEqualTo(12000);
    }

    /** Nothing was served, so all of it went back, and the assessment has nothing to add to until it is charged again. */
    @Test
    void what_went_back_whole_comes_to_the_tier_of_the_assessment_between() {
        county = FeeCounty.open(http, issuer, POLICY.replace("whole_months", "none_once_served"));
        String contract = county.sign(1, "T001", "儿童包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 7, 3));
        death(contract, "2026-03-31");
        assertThat(total(contract)).isZero();
        assertThat(county.assess(Map.of("T001", "75")).path("amountFen").asLong())
                .isZero();
        assertThat(total(contract)).isZero();
        clock.moveTo(LocalDate.of(2026, 7, 10));
        revoked(contract);
        assertThat(county.bears(contract)).containsExactly("resident 1000", "pooled_fund 4000", "public_health 4000");
        county.assess(Map.of("T001", "10"));
        assertThat(total(contract)).isEqualTo(6000);
    }

    /** To another institution and back again: each fen is with whoever has the resident in that month. */
    @Test
    void a_fee_moves_on_twice_and_stays_whole() {
        String first = county.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 4, 30));
        String second = county.moved(first, "T003", "2026-05-01");
        clock.moveTo(LocalDate.of(2026, 8, 31));
        String third = county.moved(second, "T001", "2026-09-01");
        assertThat(Stream.of(first, second, third)
                        .map(contract -> county.fee(contract).path("totalFen").asLong()))
                .containsExactly(4000L, 4000L, 4000L);
    }
}
