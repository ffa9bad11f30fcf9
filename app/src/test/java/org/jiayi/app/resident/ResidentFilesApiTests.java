package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What counties' files of residents and enrolments say that is not so, or not yet. Today is 2026-01-15. */
@JiayiTest
class ResidentFilesApiTests {

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private TestCounty county;

    ResidentFilesApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.county = TestCounty.open(http, issuer);
    }

    @BeforeEach
    void open_a_county_in_january() {
        clock.moveTo(MovableClock.START);
        county = TestCounty.open(http, issuer);
    }

    /** At one in the morning of the 16th in Shanghai, when it is the 15th in London. */
    @Test
    void nobody_comes_in_who_is_not_born_yet() {
        clock.pass(Duration.ofHours(16));
        var job = county.importFile(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + born(LocalDate.of(2026, 1, 16))
                        + born(LocalDate.of(2026, 1, 17))
                        + born(LocalDate.of(2062, 1, 1)));
        assertThat(job.path("accepted").asInt()).isEqualTo(1);
        assertThat(job.path("refused").path("impossible_date").asInt()).isEqualTo(2);
        assertThat(refusedRows(job.path("id").asString()))
                .containsExactly("3,impossible_date,出生日期", "4,impossible_date,出生日期");
    }

    private static String born(LocalDate day) {
        return TestCounty.resident("李", TestCounty.identityNumber(day, 1), "390", "", "一般") + "\n";
    }

    private List<String> refusedRows(String importId) {
        var rows = http.get()
                .uri("/api/v1/imports/" + importId + "/refused-rows")
                .headers(headers -> headers.setBearerAuth(issuer.administrator()))
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return String.valueOf(rows)
                .lines()
                .skip(1)
                .map(row -> row.substring(0, row.indexOf(",\"")))
                .toList();
    }
}
