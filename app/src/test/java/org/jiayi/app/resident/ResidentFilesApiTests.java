package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What counties' files of residents and enrolments say that is not so, or not in order. Today is 2026-01-15. */
@JiayiTest
class ResidentFilesApiTests {

    private static final AtomicInteger PEOPLE = new AtomicInteger();
    private static final LocalDate BIRTH = LocalDate.of(1975, 3, 1);
    private static final String ENROLMENT_COLUMNS = "证件号码,险种,起始日期\n";
    private static final int CHUNK_ROWS = 10_000;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private TestCounty county;

    ResidentFilesApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
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

    /** A resident whom a file brought, insured in that scheme on all days. */
    private String insured(String scheme) {
        var number = TestCounty.identityNumber(BIRTH.plusDays(PEOPLE.incrementAndGet()), 1);
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number, scheme, "", "一般"));
        return number;
    }

    @Test
    void a_file_in_no_order_says_what_the_same_file_in_order_says() throws SQLException {
        var one = insured("390");
        var other = insured("390");
        var third = insured("");
        var job = county.importFile(
                "enrolments",
                ENROLMENT_COLUMNS
                        + one + ",310,2026-03-01\n"
                        + one + ",,2026-09-01\n"
                        + other + ",390,2026-03-01\n" // as is known already
                        + third + ",390,2026-01-01\n"
                        + "X1,390,2026-01-01\n".repeat(CHUNK_ROWS)
                        + one + ",310,2026-03-01\n" // once more
                        + one + ",390,2026-06-01\n"
                        + one + ",310,2026-01-01\n"
                        + other + ",310,2026-02-01\n"
                        + third + ",310,2026-02-01\n");
        assertThat(job.path("refused").path("unknown_resident").asInt()).isEqualTo(CHUNK_ROWS);
        assertThat(job.path("refused").path("duplicate_row").asInt()).isEqualTo(1);
        assertThat(job.path("unchanged").asInt()).isEqualTo(1);
        assertThat(job.path("accepted").asInt()).isEqualTo(7);
        assertThat(enrolments(one))
                .containsExactly("390", "2026-01-01 310", "2026-03-01 310", "2026-06-01 390", "2026-09-01");
        assertThat(enrolments(other)).containsExactly("390", "2026-02-01 310", "2026-03-01 390");
        assertThat(enrolments(third)).containsExactly("", "2026-01-01 390", "2026-02-01 310");
        assertThat(texts("SELECT count(*)::text FROM resident_enrolment_day"))
                .as("kept of the file when it is over")
                .containsExactly("0");
    }

    /** What is known now of a resident's insurance, and from which day on. */
    private List<String> enrolments(String number) throws SQLException {
        return texts("""
                SELECT concat_ws(' ', lower(effective), scheme) FROM resident_circumstance c
                WHERE upper_inf(known) AND area = '%s' AND (SELECT birth_date FROM resident_resident r
                    WHERE r.area = c.area AND r.resident_id = c.resident_id) = '%s'
                ORDER BY lower(effective) NULLS FIRST
                """.formatted(county.area(), number.substring(6, 14)));
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
