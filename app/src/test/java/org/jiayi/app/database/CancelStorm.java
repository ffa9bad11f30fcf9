package org.jiayi.app.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;

/**
 * Many callers at once, half of whom hang up while they are being served: each request has a connection of its own, and a
 * caller who hangs up resets it without a goodbye.
 *
 * @param port where the application listens
 * @param token that it believes
 */
public record CancelStorm(int port, String token) {

    private static final int IN_FLIGHT = 12;
    private static final int PATIENCE_MILLIS_MAX = 15;
    private static final int ANSWER_WAIT_MILLIS = 20_000;
    private static final int STORM_WAIT_SECONDS = 150;

    /**
     * What the callers saw.
     *
     * @param acknowledged requests answered with a 2xx
     * @param cut requests whose caller hung up before any answer
     * @param failed everything else
     */
    public record Seen(Set<Long> acknowledged, Set<Long> cut, List<String> failed) {}

    /**
     * A request of the storm.
     *
     * @param path where it is posted
     * @param headers lines that end with CRLF, beside the token
     * @param body may be empty
     */
    public record Post(String path, String headers, String body) {}

    /** Posts to {@code path/n} for each n from {@code firstEntry} on; about half of the callers wait for at most 15 ms. */
    Seen rage(String path, long firstEntry, int requests, long seed) throws InterruptedException {
        return rage(firstEntry, requests, seed, PATIENCE_MILLIS_MAX, entry -> new Post(path + "/" + entry, "", ""));
    }

    /** Posts one request for each n from {@code firstEntry} on; about half of the callers wait for at most so long. */
    public Seen rage(long firstEntry, int requests, long seed, int patienceMillisMax, LongFunction<Post> post)
            throws InterruptedException {
        Seen seen = new Seen(new ConcurrentSkipListSet<>(), new ConcurrentSkipListSet<>(), new ArrayList<>());
        ExecutorService callers = Executors.newFixedThreadPool(IN_FLIGHT);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            Random random = new Random(seed);
            for (int i = 0; i < requests; i++) {
                long entry = firstEntry + i;
                int patience = random.nextBoolean() ? random.nextInt(patienceMillisMax + 1) : ANSWER_WAIT_MILLIS;
                calls.add(() -> call(post.apply(entry), entry, patience, seen));
            }
            for (Future<Void> call : callers.invokeAll(calls, STORM_WAIT_SECONDS, TimeUnit.SECONDS)) {
                collect(call, seen);
            }
        } finally {
            callers.shutdownNow();
        }
        return seen;
    }

    private static void collect(Future<Void> call, Seen seen) throws InterruptedException {
        try {
            call.get(0, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            seen.failed().add(e.toString());
        }
    }

    private Void call(Post post, long entry, int patienceMillis, Seen seen) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(request(post));
            int status = patienceMillis == 0 ? 0 : status(socket, patienceMillis);
            if (status == 0) {
                socket.setSoLinger(true, 0);
                seen.cut().add(entry);
            } else if (status / 100 == 2) {
                seen.acknowledged().add(entry);
            } else {
                throw new IOException(entry + " was answered " + status);
            }
        }
        return null;
    }

    /** The status of the answer, or 0 where patience ended first. */
    private static int status(Socket socket, int patienceMillis) throws IOException {
        socket.setSoTimeout(patienceMillis);
        try {
            InputStream answer = socket.getInputStream();
            String line = new String(answer.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            return Integer.parseInt(line.substring(line.length() - 3));
        } catch (SocketTimeoutException outOfPatience) {
            if (patienceMillis == ANSWER_WAIT_MILLIS) {
                throw outOfPatience;
            }
            return 0;
        }
    }

    private byte[] request(Post post) {
        byte[] body = post.body().getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + post.path() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                        + post.headers() + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }
}
