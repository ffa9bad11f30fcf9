package org.jiayi.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares what was rendered with a text that someone has read and found right. */
public final class Golden {

    private Golden() {}

    /** Compares a document's text, and leaves the document beside it, whose pages can be looked at. */
    public static void assertMatches(Class<?> test, String name, RenderedPdf rendered) throws IOException {
        Path copy = Files.createDirectories(Path.of("target", "golden")).resolve(name.replace(".txt", ".pdf"));
        Files.write(copy, rendered.bytes());
        assertMatches(test, name, rendered.text());
    }

    /** Fails on any difference, and leaves the new text in {@code target/golden} to be read and, if right, copied. */
    public static void assertMatches(Class<?> test, String name, String rendered) {
        try (InputStream golden = test.getResourceAsStream(name)) {
            Path copy = Files.createDirectories(Path.of("target", "golden")).resolve(name);
            Files.writeString(copy, rendered);
            assertThat(golden).as("the golden text %s; see %s", name, copy).isNotNull();
            assertThat(rendered).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
