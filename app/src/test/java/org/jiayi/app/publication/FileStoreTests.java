package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.WebClient;

/** Every store keeps files alike. */
@Timeout(60)
class FileStoreTests {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-20T01:00:00Z"), ZoneOffset.UTC);
    private static final String KEY = "439901/0192f0c1-0000-7000-8000-000000000001/detail-001.csv.gz";

    @TempDir
    Path directory;

    @Test
    void a_directory_keeps_what_it_was_given_for_its_owner_only() throws IOException {
        var home = directory.resolve("files");
        keeps(new DirectoryFileStore(home), () -> Files.write(home.resolve(KEY), new byte[] {1}));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("439901"))))
                .isEqualTo("rwx------");
        assertThatThrownBy(() -> new DirectoryFileStore(home).read("../../outside", 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_bucket_keeps_what_it_was_given_when_it_is_signed() throws IOException {
        try (var bucket = new SmallBucket()) {
            var store = new S3FileStore(WebClient.create(), bucket.url(), SmallBucket.SIGNATURE, CLOCK);
            keeps(store, () -> bucket.objects().put(KEY, new byte[] {1}));
            var stranger = new S3FileStore(
                    WebClient.create(), bucket.url(), new S3Signature("somebody", "a guess", "cn-test-1"), CLOCK);
            assertThatThrownBy(() -> stranger.version(KEY).block(WAIT)).hasMessageContaining("403");
        }
    }

    /** Touches the file that is kept. */
    private interface Touch {
        void now() throws IOException;
    }

    private void keeps(FileStore store, Touch touch) throws IOException {
        var bytes = new byte[200_000];
        new Random(20_261_126).nextBytes(bytes);
        var local = Files.write(directory.resolve("made"), bytes);
        store.put(KEY, local).block(WAIT);
        assertThat(bytes(store, 0, bytes.length)).isEqualTo(bytes);
        assertThat(bytes(store, 100_001, 70_000)).isEqualTo(Arrays.copyOfRange(bytes, 100_001, 170_001));
        assertThat(bytes(store, bytes.length - 1, 1)).isEqualTo(new byte[] {bytes[bytes.length - 1]});
        var version = store.version(KEY).block(WAIT);
        assertThat(store.version(KEY).block(WAIT)).isEqualTo(version);
        touch.now();
        assertThat(store.version(KEY).block(WAIT)).isNotEqualTo(version);
        assertThatThrownBy(() -> store.version("439901/nothing").block(WAIT)).isInstanceOf(Exception.class);
    }

    private static byte[] bytes(FileStore store, long first, long count) {
        DataBuffer all = Objects.requireNonNull(
                DataBufferUtils.join(store.read(KEY, first, count)).block(WAIT));
        var bytes = new byte[all.readableByteCount()];
        all.read(bytes);
        DataBufferUtils.release(all);
        return bytes;
    }
}
