package org.jiayi.app.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiayi.app.ChildApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.ObjectMapper;

/** The demo in a process of its own, used with the tools of {@code infra} as the README tells a stranger to. */
@Timeout(600)
class ToolsJourneyTests {

    private static final Path INFRA = Path.of("..", "infra");
    private static final Pattern READY = Pattern.compile("is ready: (http://\\S+)");
    private static final int TOOL_WAIT_SECONDS = 300;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void the_tools_need_a_shell_curl_and_openssl() {
        boolean present = List.of("bash", "curl", "openssl").stream().allMatch(ToolsJourneyTests::isOnPath);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(present).as("bash, curl and openssl").isTrue();
        }
        assumeThat(present).as("bash, curl and openssl").isTrue();
    }

    /** Killed while it takes its files in, and again while it counts: nothing is lost, nothing is there twice. */
    @Test
    void a_demo_killed_twice_while_it_loads_ends_with_the_right_counts_and_a_complete_tour(@TempDir Path home)
            throws Exception {
        for (String moment : List.of("residents finished", "of 390 in 439901 is computed")) {
            try (var demo = start(home)) {
                demo.await(moment);
                demo.kill();
            }
        }
        try (var demo = start(home)) {
            demo.await("is ready");
            String url = url(demo.output());

            Tool county = run(
                    url,
                    "county",
                    Path.of("src", "main", "resources", "demo", "county").toString());
            assertThat(county.exitCode()).as(county.errors()).isZero();
            assertThat(json.readTree(county.output()))
                    .isEqualTo(json.readTree(new ClassPathResource("county/answers.json").getContentAsByteArray()));

            Tool tour = run(url, "tour");
            assertThat(tour.exitCode()).as(tour.output() + tour.errors()).isZero();
            assertThat(run(url, "token", "emperor").exitCode()).isNotZero();
        }
    }

    private static ChildApplication start(Path home) throws IOException {
        return ChildApplication.start("--spring.profiles.active=demo", "--jiayi.data=" + home);
    }

    private static String url(String output) {
        Matcher ready = READY.matcher(output);
        assertThat(ready.find()).as(output).isTrue();
        return ready.group(1);
    }

    /** What a tool answered. */
    private record Tool(int exitCode, String output, String errors) {}

    private static Tool run(String url, String tool, String... arguments) throws Exception {
        Path output = Files.createTempFile("tool", ".out");
        Path errors = Files.createTempFile("tool", ".err");
        var command = new ArrayList<>(List.of(INFRA.resolve(tool).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(Map.of("JIAYI_URL", url));
        Process process = builder.start();
        assertThat(process.waitFor(TOOL_WAIT_SECONDS, TimeUnit.SECONDS))
                .as(tool)
                .isTrue();
        Tool answer = new Tool(process.exitValue(), Files.readString(output), Files.readString(errors));
        Files.delete(output);
        Files.delete(errors);
        return answer;
    }

    private static boolean isOnPath(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
