package org.jiayi.app.progress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a job's events as a browser does; to be closed at any moment, as connections are. */
public final class EventStream implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration HEADERS_WAIT = Duration.ofSeconds(20);

    private final int status;
    private final BufferedReader lines;

    private EventStream(int status, BufferedReader lines) {
        this.status = status;
        this.lines = lines;
    }

    /** One event. */
    public record Event(String id, JsonNode job) {

        /** Such as {@code running 10000/10050}. */
        public String told() {
            return job.get("status").asString() + " " + job.get("done") + "/" + job.get("total");
        }
    }

    /**
     * Opens the events of a job.
     *
     * @param lastEventId of the last event that was seen; empty where there was none
     */
    public static EventStream of(String server, String jobId, String token, String lastEventId)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server + "/api/v1/jobs/" + jobId + "/progress"))
                .timeout(HEADERS_WAIT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        return new EventStream(
                answer.statusCode(), new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    public int status() {
        return status;
    }

    /** The next event, however long it takes; empty where the stream has ended. Comments are no events. */
    public Optional<Event> next() throws IOException {
        String id = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = line.substring(3);
            }
            if (line.startsWith("data:")) {
                return Optional.of(new Event(id, JSON.readTree(line.substring(5))));
            }
        }
        return Optional.empty();
    }

    /** The events up to the first that tells this. */
    public Event until(String told) throws IOException {
        while (true) {
            Event event = next().orElseThrow(() -> new AssertionError("ended before " + told));
            if (event.told().equals(told)) {
                return event;
            }
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
