package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The manifest's signatures hold, by our own code and by the openssl program, and break with any byte. */
@JiayiTest
@Timeout(180)
class SignedManifestApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 2, 20);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    SignedManifestApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        clock.moveTo(TODAY);
    }

    @Test
    void both_signatures_hold_and_one_flipped_byte_breaks_them(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        var month = PublishedMonth.of(http, issuer, 1);
        var manifest = month.manifest();
        for (var algorithm : SigningAlgorithm.values()) {
            var signature = month.signature(algorithm.code());
            var pem = pem(new JsonMapper()
                    .readTree(manifest)
                    .get(algorithm.code() + "KeyId")
                    .asString());
            assertThat(verifies(algorithm, pem, manifest, signature)).isTrue();
            assertThat(openssl(directory, algorithm, pem, manifest, signature))
                    .as("openssl, %s", algorithm)
                    .isTrue();
            for (var at : List.of(0, manifest.length / 2, manifest.length - 1)) {
                var flipped = manifest.clone();
                flipped[at] ^= 1;
                assertThat(verifies(algorithm, pem, flipped, signature)).isFalse();
                assertThat(openssl(directory, algorithm, pem, flipped, signature))
                        .isFalse();
            }
        }
    }

    @Test
    void a_key_that_is_too_old_gives_way_and_stays_published() {
        var before = PublishedMonth.of(http, issuer, 1);
        clock.moveTo(TODAY.plusDays(365));
        var after = PublishedMonth.of(http, issuer, 1);
        for (var algorithm : SigningAlgorithm.values()) {
            var old = keyId(before, algorithm.code());
            var fresh = keyId(after, algorithm.code());
            assertThat(fresh).isNotEqualTo(old);
            assertThat(key(old).get("validUntil").asString())
                    .isEqualTo(TODAY.plusDays(365).toString());
            assertThat(key(fresh).has("validUntil")).isFalse();
            assertThat(pem(old)).isEqualTo(key(old).get("publicKey").asString());
        }
    }

    private JsonNode key(String keyId) {
        return keys().valueStream()
                .filter(key -> key.get("keyId").asString().equals(keyId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void private_keys_lie_outside_the_database_for_the_application_only() throws IOException {
        keys();
        var directory = database.data().resolve("keys/publication");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        try (var files = Files.list(directory)) {
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(keys().toString()).doesNotContain("PRIVATE");
    }

    private JsonNode keys() {
        return Objects.requireNonNull(http.get()
                        .uri("/.well-known/jiayi-keys")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .get("data");
    }

    private String pem(String keyId) {
        return Objects.requireNonNull(http.get()
                .uri("/.well-known/jiayi-keys/{id}", keyId)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static String keyId(PublishedMonth month, String algorithm) {
        return new JsonMapper()
                .readTree(month.manifest())
                .get(algorithm + "KeyId")
                .asString();
    }

    private static boolean verifies(SigningAlgorithm algorithm, String pem, byte[] content, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = algorithm.signature();
        signature.initVerify(algorithm.reader().generatePublic(new X509EncodedKeySpec(Pem.read("PUBLIC KEY", pem))));
        signature.update(content);
        return signature.verify(signed);
    }

    private static boolean openssl(
            Path directory, SigningAlgorithm algorithm, String pem, byte[] content, byte[] signature)
            throws IOException, InterruptedException {
        var key = Files.writeString(directory.resolve("key"), pem, StandardCharsets.US_ASCII);
        var text = Files.write(directory.resolve("content"), content);
        var signed = Files.write(directory.resolve("signature"), signature);
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                key.toString(),
                "-in",
                text.toString(),
                "-sigfile",
                signed.toString(),
                "-digest",
                algorithm == SigningAlgorithm.SM2 ? "sm3" : "sha256"));
        if (algorithm == SigningAlgorithm.SM2) {
            command.addAll(List.of("-pkeyopt", "distid:1234567812345678"));
        }
        var openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).containsAnyOf("Signature Verified Successfully", "Signature Verification Failure");
        return openssl.exitValue() == 0;
    }
}
