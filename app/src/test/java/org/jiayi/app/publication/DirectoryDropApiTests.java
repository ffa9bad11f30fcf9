package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** For offices that use SFTP: the folder is whole when the {@code .ok} appears, and is laid down once. */
@JiayiTest
@Timeout(120)
class DirectoryDropApiTests {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    static Path drop;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    DirectoryDropApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        clock.moveTo(LocalDate.of(2026, 2, 20));
    }

    @DynamicPropertySource
    static void dropThere(DynamicPropertyRegistry properties) {
        properties.add("jiayi.publication.drop", drop::toString);
    }

    @Test
    void a_statement_is_laid_down_whole_and_once() throws IOException {
        var month = PublishedMonth.of(http, issuer, 1);
        var name = month.statement().get("number").asString() + "-r1";
        var home = drop.resolve(month.county().area());
        var ok = home.resolve(name + ".ok");
        await().atMost(WAIT).until(() -> Files.exists(ok));
        assertThat(Files.readString(ok).strip())
                .isEqualTo(month.statement().get("manifestSm3").asString());
        assertThat(home.resolve(name).resolve("manifest.json")).hasBinaryContent(month.manifest());
        assertThat(home.resolve(name).resolve("manifest.sm2")).hasBinaryContent(month.signature("sm2"));
        assertThat(home.resolve(name).resolve("manifest.rsa")).hasBinaryContent(month.signature("rsa"));
        for (JsonNode file : month.files()) {
            var each = file.get("name").asString();
            assertThat(home.resolve(name).resolve(each)).hasBinaryContent(month.file(each));
        }
        Files.delete(ok); // the office has fetched it
        var next = PublishedMonth.of(http, issuer, 1);
        var nextOk = drop.resolve(next.county().area())
                .resolve(next.statement().get("number").asString() + "-r1.ok");
        await().atMost(WAIT).until(() -> Files.exists(nextOk));
        assertThat(ok).doesNotExist();
    }

    /** The first is to be laid down once more, and something else lies where its folder is to be. */
    @Test
    void one_that_cannot_be_laid_down_keeps_no_other_back() throws IOException, SQLException {
        var stuck = PublishedMonth.of(http, issuer, 1);
        var home = drop.resolve(stuck.county().area());
        var number = stuck.statement().get("number").asString();
        await().atMost(WAIT).until(() -> Files.exists(home.resolve(number + "-r1.ok")));
        Files.move(home, drop.resolve("before"));
        Files.createFile(home);
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM publication_drop WHERE area = '" + stuck.county().area() + "'");
        }
        var next = PublishedMonth.of(http, issuer, 1);
        var nextOk = drop.resolve(next.county().area())
                .resolve(next.statement().get("number").asString() + "-r1.ok");
        await().atMost(WAIT).until(() -> Files.exists(nextOk));
        Files.delete(home);
        await().atMost(WAIT).until(() -> Files.exists(home.resolve(number + "-r1.ok")));
    }
}
