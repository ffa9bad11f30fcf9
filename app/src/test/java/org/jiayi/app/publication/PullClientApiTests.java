package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The shell client against the real server, over a line that is cut twice. */
@JiayiTest
@Timeout(180)
class PullClientApiTests {

    private static final int CUT_AFTER_BYTES = 20_000;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final int port;

    PullClientApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock, @LocalServerPort int port) {
        this.http = http;
        this.issuer = issuer;
        this.port = port;
        clock.moveTo(LocalDate.of(2026, 2, 20));
    }

    @Test
    void a_statement_is_pulled_verified_and_acknowledged_though_the_line_is_cut_twice(@TempDir Path directory)
            throws IOException, InterruptedException {
        var month = PublishedMonth.of(http, issuer, 3);
        try (var line = new CutLine(port, 2, CUT_AFTER_BYTES)) {
            var first = PullClient.pull(month.county().area(), month.bureau(), line.url(), directory);
            assertThat(first.exit()).as(first.said()).isZero();
            assertThat(line.cutsLeft()).as("cut as often as it should be").isZero();
            assertThat(first.said())
                    .contains(month.statement().get("number").asString() + " revision 1: 3 lines verified")
                    .contains("broke");
            var again = PullClient.pull(month.county().area(), month.bureau(), line.url(), directory);
            assertThat(again.said()).as("nothing is pulled twice").isEmpty();
        }
        var pulled = directory.resolve(month.statement().get("id").asString());
        for (JsonNode file : month.files()) {
            var name = file.get("name").asString();
            assertThat(Files.readAllBytes(pulled.resolve(name))).as(name).isEqualTo(month.file(name));
        }
        assertThat(month.county()
                        .get(month.path() + "/totals-receipts", month.bureau())
                        .at("/data/0/matched")
                        .asBoolean())
                .isTrue();
        assertThat(month.county()
                        .get(month.path() + "/downloads?limit=200", month.bureau())
                        .get("data"))
                .as("what was missing was asked for from its first byte on")
                .anyMatch(download -> download.get("firstByte").asLong() > 0);
    }

    @Test
    void one_flipped_byte_is_found(@TempDir Path directory) throws IOException, InterruptedException {
        var month = PublishedMonth.of(http, issuer, 1);
        var url = "http://127.0.0.1:" + port;
        assertThat(PullClient.pull(month.county().area(), month.bureau(), url, directory)
                        .exit())
                .isZero();
        var pulled = directory.resolve(month.statement().get("id").asString());
        for (var name : new String[] {"payees.csv.gz", "schema.json"}) {
            Files.deleteIfExists(pulled.resolve("receipt.json"));
            flip(pulled.resolve(name));
            var refused = PullClient.pull(month.county().area(), month.bureau(), url, directory);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.said()).contains("SHA-256 of").contains(name);
            flip(pulled.resolve(name));
        }
        try (var keys = Files.list(directory.resolve("keys"))) {
            Files.writeString(keys.findFirst().orElseThrow(), "another key");
        }
        assertThat(PullClient.pull(month.county().area(), month.bureau(), url, directory)
                        .said())
                .contains("the signature of")
                .contains("is wrong");
    }

    private static void flip(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
