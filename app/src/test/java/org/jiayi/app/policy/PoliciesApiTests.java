package org.jiayi.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Policies from draft to force over HTTP: DESIGN §6, DOMAIN §4 and §5. Today is 2026-02-20. */
@JiayiTest
class PoliciesApiTests {

    private static final String CONTRACT_FEE = TestCounty.demoPolicy("contract-fee");
    private static final String CAPITATION = TestCounty.demoPolicy("capitation-390");

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;

    PoliciesApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    @BeforeEach
    void today() {
        clock.moveTo(LocalDate.of(2026, 2, 20));
    }

    /** Each row changes one place of a sound document. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # document   | instead of              | it says                            | refused
            contract-fee | "staffShare": "0.725"   | "staffShare": "0.699"              | 422 staff_share_too_low at /staffShare
            contract-fee | "staffShare": "0.725"   | "staffShare": "0.7"                | 201
            contract-fee | "staffShare": "0.725"   | "staffShare": 0.725                | 422 policy_invalid
            contract-fee | "fixedFen": 7000        | "fixedFen": 7001                   | 422 shares_not_whole at /packages/0/shares
            contract-fee | "fixedFen": 9000}       | "fixedFen": 8999}                  | 422 shares_not_whole at /packages/1/shares
            contract-fee | "fixedFen": 7000        | "fixedFen": -7000                  | 422 amount_out_of_range at /packages/0/shares/1/fixedFen
            contract-fee | "fixedFen": 7000        | "fixedFen": 7000.5                 | 422 policy_invalid
            contract-fee | "ratio": "0.3"          | "ratio": "0.31"                    | 422 shares_not_whole at /packages/2/shares
            contract-fee | "refund"                | "staffBonus": "0.1", "refund"      | 422 policy_invalid
            contract-fee | "listPriceFen": 12000   | "listPriceFen": 12000, "tax": "0"  | 422 policy_invalid
            contract-fee | "none_once_served"      | "never"                            | 422 policy_invalid at /refund
            contract-fee | "contract_fee"          | "parking_fee"                      | 422 policy_invalid
            contract-fee | "kind": "contract_fee", |                                    | 422 policy_invalid
            capitation   | "prepaid": "0.9"        | "prepaid": "1.1"                   | 422 policy_invalid at /prepaid
            capitation   | "joinThroughDay": 15    | "joinThroughDay": 29               | 422 policy_invalid at /headCount/joinThroughDay
            capitation   | "fromAge": 7,           | "fromAge": 18,                     | 422 policy_invalid at /ageBands/2/fromAge
            capitation   | "coefficient": "2.35"   | "coefficient": "2.35001"           | 422 policy_invalid at /groups/0/coefficient
            capitation   | "baseQuotaFen": 28650   | "baseQuotaFen": 0                  | 422 amount_out_of_range at /baseQuotaFen
            capitation   | "scheme": "390"         | "scheme": "400"                    | 422 policy_invalid at /scheme
            """)
    void a_document_is_taken_whole_or_refused_at_the_first_thing_wrong(
            String document, String insteadOf, @Nullable String says, String answer) {
        var sound = document.equals("capitation") ? CAPITATION : CONTRACT_FEE;
        assertThat(sound).contains(insteadOf);
        var changed = sound.replaceFirst(Pattern.quote(insteadOf), says == null ? "" : says);
        var county = TestCounty.open(http, issuer);
        assertThat(TestCounty.told(county.draft("chen", changed, "2026-01-01", "")))
                .isEqualTo(answer);
        assertThat(policies(county)).hasSize(answer.equals("201") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # from     | until      | answer
            2026-01-01 | 2025-12-31 | 422 end_before_start
            2026-01-01 | 2026-01-01 | 422 end_before_start
            2026-01-01 | 2026-01-02 | 201
            2026-01-01 |            | 201
            2026-02-30 |            | 400 invalid_value at /effectiveFrom
            """)
    void a_policy_holds_for_at_least_a_day(String from, @Nullable String until, String answer) {
        var county = TestCounty.open(http, issuer);
        assertThat(TestCounty.told(county.draft("chen", CONTRACT_FEE, from, until == null ? "" : until)))
                .isEqualTo(answer);
    }

    @Test
    void the_same_document_for_the_same_days_is_the_same_policy() {
        var county = TestCounty.open(http, issuer);
        var id = drafted(county, "chen", CONTRACT_FEE, "2026-01-01", "2027-01-01");
        assertThat(drafted(county, "zhou", CONTRACT_FEE, "2026-01-01", "2027-01-01"))
                .isEqualTo(id);
        assertThat(drafted(county, "chen", CONTRACT_FEE, "2027-01-01", "2028-01-01"))
                .isNotEqualTo(id);
        assertThat(policies(county)).hasSize(2);
    }

    @Test
    void who_drafted_a_policy_does_not_publish_it_and_nobody_publishes_it_twice() {
        var county = TestCounty.open(http, issuer);
        var id = drafted(county, "chen", CONTRACT_FEE, "2026-01-01", "");
        assertThat(TestCounty.told(county.publication("zhou", id))).isEqualTo("409 policy_not_validated");
        assertThat(policies(county).get(0).get("status").asString()).isEqualTo("draft");
        assertThat(TestCounty.told(county.validation("chen", id, ""))).isEqualTo("200");
        assertThat(TestCounty.told(county.publication("chen", id))).isEqualTo("409 second_person_needed");
        assertThat(policies(county).get(0).get("status").asString()).isEqualTo("validated");
        assertThat(TestCounty.told(county.publication("zhou", id))).isEqualTo("200");
        assertThat(TestCounty.told(county.publication("zhou", id))).isEqualTo("409 policy_published");
        assertThat(TestCounty.told(county.publication("chen", id))).isEqualTo("409 policy_published");
        assertThat(TestCounty.told(county.validation("chen", id, ""))).isEqualTo("409 policy_published");
        var policy = policies(county).get(0);
        assertThat(policy.get("status").asString()).isEqualTo("published");
        assertThat(policy.get("draftedBy").asString()).isEqualTo("chen");
        assertThat(policy.get("publishedBy").asString()).isEqualTo("zhou");
    }

    /** A fee policy of another name is published for 2026; then one with these days is validated. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # document     | from       | until      | validation
            contract-fee   | 2026-12-31 |            | 409 policy_overlaps at /effectiveFrom
            contract-fee   | 2025-01-01 | 2026-01-02 | 409 policy_overlaps at /effectiveFrom
            contract-fee   | 2026-06-01 | 2026-06-02 | 409 policy_overlaps at /effectiveFrom
            contract-fee   | 2027-01-02 |            | 409 policy_leaves_gap at /effectiveFrom
            contract-fee   | 2025-01-01 | 2025-12-31 | 409 policy_leaves_gap at /effectiveFrom
            contract-fee   | 2027-01-01 |            | 200
            contract-fee   | 2025-01-01 | 2026-01-01 | 200
            capitation-390 | 2026-01-01 | 2027-01-01 | 200
            """)
    void one_policy_of_a_kind_and_subject_is_in_force_on_a_day(
            String document, String from, @Nullable String until, String answer) {
        var county = TestCounty.open(http, issuer);
        county.publish(CONTRACT_FEE.replace("示范县", "测试县"), "2026-01-01", "2027-01-01");
        var id = drafted(county, "chen", TestCounty.demoPolicy(document), from, until == null ? "" : until);
        assertThat(TestCounty.told(county.validation("chen", id, ""))).isEqualTo(answer);
    }

    /** A fee policy holds from 2026 until the day given; one with these days is to supersede it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # it holds until | from       | until      | validation
                             | 2026-07-01 |            | 200
            2027-01-01       | 2026-07-01 |            | 200
            2027-01-01       | 2026-07-01 | 2027-01-01 | 200
            2027-01-01       | 2026-07-01 | 2026-12-01 | 409 policy_not_superseded at /supersedesId
                             | 2026-07-01 | 2026-12-01 | 409 policy_not_superseded at /supersedesId
                             | 2026-01-01 |            | 409 policy_not_superseded at /supersedesId
                             | 2025-07-01 |            | 409 policy_not_superseded at /supersedesId
            2027-01-01       | 2027-01-01 |            | 409 policy_not_superseded at /supersedesId
            """)
    void a_version_ends_where_the_one_that_supersedes_it_begins(
            @Nullable String holdsUntil, String from, @Nullable String until, String answer) {
        var county = TestCounty.open(http, issuer);
        var old = county.publish(CONTRACT_FEE, "2026-01-01", holdsUntil == null ? "" : holdsUntil);
        var id = drafted(county, "chen", CONTRACT_FEE.replace("示范县", "测试县"), from, until == null ? "" : until);
        assertThat(TestCounty.told(county.validation("chen", id, old))).isEqualTo(answer);
        if (answer.equals("200")) {
            assertThat(TestCounty.told(county.publication("zhou", id))).isEqualTo("200");
            assertThat(policies(county))
                    .extracting(policy -> policy.get("status").asString() + " from "
                            + policy.get("effectiveFrom").asString() + " until "
                            + policy.path("effectiveUntil").asString("ever"))
                    .containsExactlyInAnyOrder(
                            "superseded from 2026-01-01 until 2026-07-01",
                            "published from 2026-07-01 until " + (until == null ? "ever" : until));
            assertThat(TestCounty.told(county.validation("chen", id, old))).isEqualTo("409 policy_published");
        }
    }

    /** A price was wrong in next year's policy: it is put right before anybody is charged by it. */
    @Test
    void a_published_version_that_has_not_begun_is_replaced_from_its_first_day() {
        var county = TestCounty.open(http, issuer);
        var current = county.publish(CONTRACT_FEE, "2026-01-01", "");
        var wrong = drafted(county, "chen", CONTRACT_FEE.replace("示范县", "错价"), "2026-03-01", "");
        assertThat(TestCounty.told(county.validation("chen", wrong, current))).isEqualTo("200");
        assertThat(TestCounty.told(county.publication("zhou", wrong))).isEqualTo("200");
        var right = drafted(county, "chen", CONTRACT_FEE.replace("示范县", "更正"), "2026-03-01", "");
        assertThat(TestCounty.told(county.validation("chen", right, "")))
                .isEqualTo("409 policy_overlaps at /effectiveFrom");
        assertThat(TestCounty.told(county.validation("chen", right, wrong))).isEqualTo("200");
        clock.moveTo(LocalDate.of(2026, 3, 1));
        assertThat(TestCounty.told(county.publication("zhou", right)))
                .as("once it has begun it has held")
                .isEqualTo("409 policy_not_superseded at /supersedesId");
        clock.moveTo(LocalDate.of(2026, 2, 28));
        assertThat(TestCounty.told(county.publication("zhou", right))).isEqualTo("200");
        assertThat(policies(county))
                .extracting(policy -> policy.get("status").asString() + " from "
                        + policy.get("effectiveFrom").asString() + " until "
                        + policy.path("effectiveUntil").asString("ever"))
                .containsExactlyInAnyOrder(
                        "superseded from 2026-01-01 until 2026-03-01",
                        "withdrawn from 2026-03-01 until ever",
                        "published from 2026-03-01 until ever");
        assertThat(TestCounty.told(county.publication("zhou", wrong))).isEqualTo("409 policy_published");
        assertThat(drafted(county, "chen", CONTRACT_FEE.replace("示范县", "错价"), "2026-03-01", ""))
                .as("may be drafted again")
                .isNotEqualTo(wrong);
    }

    @Test
    void a_policy_leaves_as_yaml_comes_back_as_the_same_policy_and_tells_what_changed() {
        var county = TestCounty.open(http, issuer);
        var id = drafted(county, "chen", CONTRACT_FEE, "2026-01-01", "");
        var yaml = Objects.requireNonNull(http.get()
                .uri("/api/v1/policies/{id}/document", id)
                .headers(headers -> headers.setBearerAuth(county.bureau("chen")))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("application/yaml")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        assertThat(yaml).contains("listPriceFen: 12000").doesNotContain("{");
        var other = TestCounty.open(http, issuer);
        assertThat(TestCounty.told(imported(other, yaml))).isEqualTo("201");
        assertThat(policies(other).get(0).get("digestSm3").asString())
                .isEqualTo(policies(county).get(0).get("digestSm3").asString());

        var changed = body(imported(
                        county,
                        yaml.replace("listPriceFen: 12000", "listPriceFen: 13000")
                                .replace("fixedFen: 7000", "fixedFen: 8000"))
                .expectStatus()
                .isCreated());
        var differences = county.get(
                "/api/v1/policies/" + changed.get("id").asString() + "/differences?with=" + id, county.bureau("chen"));
        assertThat(differences.get("data"))
                .extracting(difference -> difference.get("pointer").asString() + " "
                        + difference.get("before").asString() + " "
                        + difference.get("after").asString())
                .containsExactly("/packages/0/listPriceFen 12000 13000", "/packages/0/shares/1/fixedFen 7000 8000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a list", "just words", "a: [unclosed", "kind: contract_fee", "&a [*a, *a]"})
    void what_is_no_policy_is_not_imported(String text) {
        var county = TestCounty.open(http, issuer);
        assertThat(TestCounty.told(imported(county, text))).startsWith("4");
        assertThat(policies(county)).isEmpty();
    }

    private WebTestClient.ResponseSpec imported(TestCounty county, String yaml) {
        return http.post()
                .uri("/api/v1/pooling-areas/{area}/policy-imports?effectiveFrom=2026-01-01", county.area())
                .headers(headers -> headers.setBearerAuth(county.bureau("chen")))
                .contentType(MediaType.APPLICATION_YAML)
                .bodyValue(yaml)
                .exchange();
    }

    @Test
    void the_two_schemes_have_capitation_policies_side_by_side() {
        var county = TestCounty.open(http, issuer).withDemoPolicies();
        assertThat(policies(county))
                .extracting(policy -> policy.get("kind").asString()
                        + policy.get("subject").asString() + " "
                        + policy.get("status").asString())
                .containsExactlyInAnyOrder(
                        "contract_fee published",
                        "service_packages published",
                        "capitation310 published",
                        "capitation390 published");
    }

    @Test
    void a_policy_of_another_area_is_not_there() {
        var county = TestCounty.open(http, issuer);
        var id = drafted(county, "chen", CONTRACT_FEE, "2026-01-01", "");
        assertThat(TestCounty.told(TestCounty.open(http, issuer).publication("zhou", id)))
                .isEqualTo("404 not_found");
        var another = id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
        assertThat(TestCounty.told(county.publication("zhou", another))).isEqualTo("404 not_found");
    }

    private static String drafted(TestCounty county, String name, String document, String from, String until) {
        return body(county.draft(name, document, from, until).expectStatus().isCreated())
                .get("id")
                .asString();
    }

    private JsonNode policies(TestCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/policies", county.bureau("chen"))
                .get("data");
    }

    private static JsonNode body(WebTestClient.ResponseSpec answer) {
        return Objects.requireNonNull(
                answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }
}
