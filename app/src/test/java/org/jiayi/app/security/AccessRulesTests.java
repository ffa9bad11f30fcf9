package org.jiayi.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The table of operations and roles speaks of every operation of the API contract, once, and of no other. */
class AccessRulesTests {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    void every_operation_of_the_contract_has_its_line() {
        List<String> inTheTable = AccessRules.RULES.stream()
                .map(rule -> rule.method() + " " + rule.path())
                .toList();
        assertThat(inTheTable)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(operations().toList());
    }

    @Test
    void nobody_is_named_twice_and_no_operation_is_nobodys() {
        assertThat(AccessRules.RULES)
                .allSatisfy(rule -> assertThat(rule.roles()).isNotEmpty().doesNotHaveDuplicates());
    }

    /** Read from the contract itself: its paths, and the methods where each of them points to. */
    private static Stream<String> operations() {
        return members(yaml("openapi.yaml"), "paths").entrySet().stream().flatMap(path -> {
            String[] target =
                    String.valueOf(((Map<?, ?>) path.getValue()).get("$ref")).split("#/");
            return members(yaml(target[0]), target[1]).keySet().stream()
                    .filter(METHODS::contains)
                    .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        });
    }

    private static Map<String, Object> members(Map<String, Map<String, Object>> document, String name) {
        return Objects.requireNonNull(document.get(name), name);
    }

    private static Map<String, Map<String, Object>> yaml(String file) {
        try (var text = new ClassPathResource("openapi/" + file).getInputStream()) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
