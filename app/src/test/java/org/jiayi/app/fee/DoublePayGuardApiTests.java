package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Objects;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * No service item is paid by basic public health and by the contract fee on the same day, whichever of the two policies comes
 * first (DOMAIN §4). Today is 2026-02-20.
 */
@JiayiTest
class DoublePayGuardApiTests {

    private static final String CATALOGUE = TestCounty.demoPolicy("service-packages");

    /** The fee of the basic package is for the yearly assessment. */
    private static final String FEE = TestCounty.demoPolicy("contract-fee")
            .replaceFirst("\"listPriceFen\": 12000,", "\"listPriceFen\": 12000, \"items\": [\"health_assessment\"],");

    /** Which public health is to pay for. */
    private static final String OTHER_CATALOGUE = CATALOGUE
            .replaceAll("(\"health_assessment\".*\"paidBy\": )\"contract_fee\"", "$1\"public_health\"")
            .replace("示范县", "新");

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private TestCounty county;
    private String catalogue = "";

    DoublePayGuardApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void open_a_county_with_a_catalogue() {
        clock.moveTo(LocalDate.of(2026, 2, 20));
        county = TestCounty.open(http, issuer);
        catalogue = county.publish(CATALOGUE, "2026-01-01", "");
    }

    private String drafted(String document, String from, String until) {
        return Objects.requireNonNull(county.draft("chen", document, from, until)
                        .expectStatus()
                        .isCreated()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .get("id")
                .asString();
    }

    private String validated(String policyId, String supersedes) {
        return TestCounty.told(county.validation("chen", policyId, supersedes));
    }

    @Test
    void a_catalogue_has_public_health_pay_for_nothing_that_a_fee_covers() {
        county.publish(FEE, "2026-01-01", "");
        assertThat(validated(drafted(OTHER_CATALOGUE, "2026-07-01", ""), catalogue))
                .isEqualTo("422 item_paid_twice");
        assertThat(validated(drafted(CATALOGUE.replace("示范县", "新"), "2026-07-01", ""), catalogue))
                .isEqualTo("200");
    }

    @Test
    void a_fee_covers_nothing_that_public_health_pays_for_on_any_of_its_days() {
        var later = drafted(OTHER_CATALOGUE, "2026-07-01", "");
        assertThat(validated(later, catalogue)).isEqualTo("200");
        assertThat(TestCounty.told(county.publication("zhou", later))).isEqualTo("200");
        assertThat(validated(drafted(FEE, "2026-01-01", ""), ""))
                .isEqualTo("422 item_paid_twice at /packages/0/items/0");
        assertThat(validated(drafted(FEE, "2026-01-01", "2026-07-01"), "")).isEqualTo("200");
    }
}
