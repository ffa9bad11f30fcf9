package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The client that a bureau's machine runs, as a process of its own. */
public final class PullClient {

    private static final Path CLIENT = Path.of("../infra/pull");

    private PullClient() {}

    /** How it ended, and what it said. */
    public record Run(int exit, String said) {}

    /** Pulls what an area has published into a directory. */
    public static Run pull(String area, String token, String url, Path directory)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(CLIENT.toAbsolutePath().normalize().toString(), area, directory.toString())
                .redirectErrorStream(true);
        builder.environment().put("JIAYI_URL", url);
        builder.environment().put("JIAYI_TOKEN", token);
        var client = builder.start();
        var said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(client.exitValue(), said);
    }
}
