package org.jiayi.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The application in a process of its own, without a trace of the tests: as an administrator runs it. */
public final class ChildApplication implements AutoCloseable {

    private static final int START_WAIT_SECONDS = 50;
    private static final int STOP_WAIT_SECONDS = 20;
    private static final int LOAD_WAIT_SECONDS = 120;
    /** Compiled no further than a short life needs; a test that is asked for at length may want it otherwise. */
    private static final List<String> OPTIONS =
            List.of(System.getProperty("jiayi.child", "-XX:TieredStopAtLevel=1 -Xmx256m")
                    .split(" "));

    private static final String STARTED = "Started JiayiApplication";

    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended;

    private ChildApplication(Process process) {
        this.process = process;
        this.ended = CompletableFuture.runAsync(this::read);
    }

    /** Starts it on a free port with these arguments, and does not wait. */
    public static ChildApplication start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                classPath(),
                JiayiApplication.class.getName(),
                "--server.port=0"));
        command.addAll(1, OPTIONS);
        command.addAll(List.of(arguments));
        return new ChildApplication(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.contains(STARTED)) {
                    started.complete(null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it has started; fails where it ends instead, or is too slow and then killed. */
    public ChildApplication awaitStart() throws InterruptedException {
        try {
            CompletableFuture.anyOf(started, ended).get(START_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            throw new AssertionError(output.toString(), e);
        }
        if (!started.isDone()) {
            throw new AssertionError("ended instead of starting:\n" + output);
        }
        return this;
    }

    /** Waits until it has printed {@code words}; fails where it ends instead. */
    public void await(String words) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(LOAD_WAIT_SECONDS))
                .pollInterval(Duration.ofMillis(20))
                .failFast(
                        "it ended instead",
                        () -> !isAlive() && !output.toString().contains(words))
                .until(() -> output.toString().contains(words));
    }

    /** Waits until it has ended by itself, and answers with the exit code. */
    public int awaitExit() throws InterruptedException {
        try {
            ended.get(START_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(output.toString(), e);
        }
        return process.waitFor();
    }

    /** All that it has printed. */
    public String output() {
        return output.toString();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a chance to tidy up, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, and waits until it has. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_WAIT_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("did not stop when asked:\n" + output);
        }
    }
}
