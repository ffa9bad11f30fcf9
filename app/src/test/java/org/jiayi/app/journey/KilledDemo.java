package org.jiayi.app.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiayi.app.ChildApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A demo in a process of its own that may be killed at any moment; whoever asks it waits for the next start and asks again. */
final class KilledDemo implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("is ready: (http://\\S+)");
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);
    /** Whoever asks without a pause takes the processors from the start that is waited for. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private static final Duration RESTART_WAIT = Duration.ofSeconds(120);
    private static final int BUSY = 503;
    private static final int TOKEN_OF_ANOTHER_START = 401;

    private final Path home;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private ChildApplication process;
    private volatile String url;

    private KilledDemo(Path home, ChildApplication process) {
        this.home = home;
        this.process = process;
        this.url = ready(process);
    }

    static KilledDemo start(Path home) throws IOException {
        return new KilledDemo(home, process(home));
    }

    private static ChildApplication process(Path home) throws IOException {
        return ChildApplication.start("--spring.profiles.active=demo", "--jiayi.demo=empty", "--jiayi.data=" + home);
    }

    private static String ready(ChildApplication process) {
        process.await("is ready");
        Matcher ready = READY.matcher(process.output());
        if (!ready.find()) {
            throw new AssertionError(process.output());
        }
        return ready.group(1);
    }

    /** Ends it without a chance to tidy up, and starts it again on what it left. */
    void kill() throws IOException, InterruptedException {
        process.kill();
        process = process(home);
        tokens.clear();
        url = ready(process);
    }

    /** An answer as it came. */
    record Answer(int status, String etag, String text) {}

    /** Asks until somebody answers; the same request each time. */
    Answer send(String caller, String method, String path, Map<String, String> headers, String body)
            throws InterruptedException {
        long until = System.nanoTime() + RESTART_WAIT.toNanos();
        while (System.nanoTime() < until) {
            try {
                HttpResponse<String> answer = once(caller, method, path, headers, body);
                if (answer.statusCode() != BUSY && answer.statusCode() != TOKEN_OF_ANOTHER_START) {
                    return new Answer(
                            answer.statusCode(),
                            answer.headers().firstValue("ETag").orElse(""),
                            answer.body());
                }
                tokens.clear();
            } catch (IOException killed) {
                tokens.clear();
            }
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
        }
        throw new AssertionError(method + " " + path + " was never answered");
    }

    private HttpResponse<String> once(
            String caller, String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER_WAIT)
                .header("Authorization", "Bearer " + token(caller))
                .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** @param caller a role of the demo's issuer and what it is asked for, such as {@code bureau?area=439901} */
    private String token(String caller) throws IOException, InterruptedException {
        String known = tokens.get(caller);
        if (known != null) {
            return known;
        }
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/demo/tokens/" + caller))
                        .timeout(ANSWER_WAIT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().startsWith("ey")) {
            throw new IOException("no token yet, or somebody else at the port of the process that was killed");
        }
        tokens.put(caller, answer.body().strip());
        return answer.body().strip();
    }

    /** What the process has printed since it was started last. */
    String printed() {
        return process.output();
    }

    JsonNode read(Answer answer) {
        return json.readTree(answer.text());
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
