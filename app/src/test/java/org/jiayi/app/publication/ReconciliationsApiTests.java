package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The bureau's own detail file is compared with ours line by line. */
@JiayiTest
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconciliationsApiTests {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private PublishedMonth month;
    private String header = "";
    private List<String> ours = List.of();

    ReconciliationsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        clock.moveTo(LocalDate.of(2026, 2, 20));
    }

    @BeforeAll
    void publish_a_month_of_six() {
        month = PublishedMonth.of(http, issuer, 6);
        var lines = Arrays.asList(month.text("detail-001.csv.gz").split("\r\n"));
        header = lines.get(0);
        ours = lines.subList(1, 7);
    }

    @Test
    void our_own_file_matches_line_by_line_and_is_one_job_however_often_it_comes() {
        var job = finished(file(ours));
        assertThat(result(job)).isEqualTo("matched 6, different 0, only ours 0, only theirs 0, duplicate 0");
        assertThat(job.get("done")).isEqualTo(job.get("total"));
        assertThat(differences(job)).isEmpty();
        assertThat(finished(file(ours)).get("id")).isEqualTo(job.get("id"));
    }

    @Test
    void every_kind_of_difference_is_found_and_shown() {
        List<String> theirs = new ArrayList<>(ours.subList(0, 4)); // without the last two
        theirs.set(1, theirs.get(1).replace("T001", "T009"));
        theirs.add(theirs.get(0));
        theirs.add(ours.get(0).replaceFirst("res_[0-9]+_.{8}", "res_439901_00000000"));
        var job = finished(file(theirs));
        assertThat(result(job)).isEqualTo("matched 3, different 1, only ours 2, only theirs 1, duplicate 1");
        var kinds = differences(job)
                .valueStream()
                .map(difference -> difference.get("kind").asString())
                .sorted()
                .toList();
        assertThat(kinds).containsExactly("different", "duplicate", "only_ours", "only_ours", "only_theirs");
        var different = differences(job)
                .valueStream()
                .filter(difference -> difference.get("kind").asString().equals("different"))
                .findFirst()
                .orElseThrow();
        assertThat(different.get("ours").asString()).contains("T001");
        assertThat(different.get("theirs").asString()).contains("T009");
        var page = month.county().get(path(job) + "/differences?limit=2", month.bureau());
        var next = month.county()
                .get(
                        path(job) + "/differences?limit=200&after="
                                + page.at("/page/next").asString(),
                        month.bureau());
        assertThat(page.get("data").size() + next.get("data").size()).isEqualTo(5);
    }

    @Test
    void a_file_that_cannot_be_compared_is_refused() {
        var whole = file(ours);
        var withoutTotal = whole.substring(0, whole.indexOf("#TOTAL"));
        var without = whole.replace(ours.get(2) + "\r\n", "");
        assertThat(told(withoutTotal)).as("cut off before its end").isEqualTo("422 file_truncated");
        assertThat(told(without)).as("a line lost on the way").isEqualTo("422 file_truncated");
        assertThat(told(whole + ours.get(0) + "\r\n")).as("more after the end").isEqualTo("422 file_truncated");
        assertThat(told(whole.replace("team_number", "team"))).isEqualTo("422 other_columns");
        assertThat(told("")).isEqualTo("422 other_columns");
        assertThat(told(whole.replaceFirst(",T001,", ","))).isEqualTo("422 malformed_row at line 2");
        assertThat(told(whole.getBytes(Charset.forName("GB18030")))).isEqualTo("422 not_utf8");
        var row = ours.get(0);
        var rows = (int) Reconciliations.EXTRA_ROWS_MAX + 7;
        var endless = IntStream.range(0, rows).mapToObj(at -> row + "\r\n").collect(Collectors.joining());
        assertThat(told(header + "\r\n" + endless + "#TOTAL," + rows + "," + rows + "\r\n"))
                .isEqualTo("422 too_many_rows");
    }

    private String file(List<String> lines) {
        return header + "\r\n" + String.join("\r\n", lines) + "\r\n#TOTAL," + lines.size() + "," + lines.size()
                + "\r\n";
    }

    private WebTestClient.ResponseSpec upload(byte[] file) {
        return http.post()
                .uri(month.path() + "/reconciliations")
                .headers(headers -> headers.setBearerAuth(month.bureau()))
                .contentType(new MediaType("text", "csv"))
                .bodyValue(file)
                .exchange();
    }

    private String told(String file) {
        return told(file.getBytes(StandardCharsets.UTF_8));
    }

    private String told(byte[] file) {
        return TestCounty.told(upload(file));
    }

    private JsonNode finished(String file) {
        var job = PublishedMonth.body(upload(file.getBytes(StandardCharsets.UTF_8)));
        return await().atMost(WAIT)
                .until(
                        () -> month.county().get(path(job), month.bureau()),
                        now -> now.get("stage").asString().equals("finished"));
    }

    private static String path(JsonNode job) {
        return "/api/v1/reconciliations/" + job.get("id").asString();
    }

    private JsonNode differences(JsonNode job) {
        return month.county().get(path(job) + "/differences", month.bureau()).get("data");
    }

    private static String result(JsonNode job) {
        var result = job.get("result");
        return "matched " + result.get("matched") + ", different " + result.get("different") + ", only ours "
                + result.get("onlyOurs") + ", only theirs " + result.get("onlyTheirs") + ", duplicate "
                + result.get("duplicate");
    }
}
