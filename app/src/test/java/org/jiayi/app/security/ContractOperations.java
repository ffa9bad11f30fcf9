package org.jiayi.app.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The operations of the API contract, read from the contract itself: its paths, and the methods where each points to. */
final class ContractOperations {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private ContractOperations() {}

    /**
     * An operation.
     *
     * @param path with its parameters in braces
     */
    record Operation(HttpMethod method, String path) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> all() {
        return members(yaml("openapi.yaml"), "paths").entrySet().stream()
                .flatMap(path -> operations(path.getKey(), String.valueOf(((Map<?, ?>) path.getValue()).get("$ref"))))
                .toList();
    }

    private static Stream<Operation> operations(String path, String reference) {
        String[] target = reference.split("#/");
        return members(yaml(target[0]), target[1]).keySet().stream()
                .filter(METHODS::contains)
                .map(method -> new Operation(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)), path));
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
