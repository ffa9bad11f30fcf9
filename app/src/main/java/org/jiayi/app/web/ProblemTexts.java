package org.jiayi.app.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What people read of each refusal code, from the API contract's {@code problems.yaml}: Chinese first, or English. */
@Component
public class ProblemTexts {

    private final Map<String, Map<String, Object>> byCode;

    ProblemTexts() {
        try (Reader yaml = new InputStreamReader(
                new ClassPathResource("openapi/problems.yaml").getInputStream(), StandardCharsets.UTF_8)) {
            byCode = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("the API contract's problems.yaml is missing", e);
        }
    }

    /**
     * One entry in one language.
     *
     * @param title what is wrong
     * @param action what to do next
     */
    public record Text(String title, String action) {}

    /** The text of a code: English where the reader asks for it, Chinese otherwise. */
    public Text of(RefusalCode code, Locale locale) {
        Map<String, Object> entry = Objects.requireNonNull(byCode.get(code.code()), code.code());
        String language = locale.getLanguage().equals("en") ? "en" : "zh";
        List<?> texts = (List<?>) Objects.requireNonNull(entry.get(language), code.code());
        return new Text(String.valueOf(texts.get(0)), String.valueOf(texts.get(1)));
    }

    Map<String, Map<String, Object>> all() {
        return byCode;
    }
}
