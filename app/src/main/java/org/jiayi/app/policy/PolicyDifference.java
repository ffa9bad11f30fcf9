package org.jiayi.app.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One value that two policy documents say differently.
 *
 * @param pointer the JSON pointer to it
 * @param before the value as text; null where the first document has none
 * @param after the value as text; null where the second document has none
 */
public record PolicyDifference(
        String pointer, @Nullable String before, @Nullable String after) {

    /** All of them, in the order of the pointers. */
    static List<PolicyDifference> between(JsonNode before, JsonNode after) {
        Map<String, String> first = values(before);
        Map<String, String> second = values(after);
        Map<String, String> all = new TreeMap<>(first);
        all.putAll(second);
        List<PolicyDifference> differences = new ArrayList<>();
        for (String pointer : all.keySet()) {
            String was = first.get(pointer);
            String is = second.get(pointer);
            if (was == null || !was.equals(is)) {
                differences.add(new PolicyDifference(pointer, was, is));
            }
        }
        return differences;
    }

    private static Map<String, String> values(JsonNode document) {
        Map<String, String> values = new TreeMap<>();
        collect(document, "", values);
        return values;
    }

    private static void collect(JsonNode node, String pointer, Map<String, String> values) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(field.getValue(), pointer + "/" + field.getKey(), values));
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                collect(node.get(index), pointer + "/" + index, values);
            }
        } else {
            values.put(pointer, node.asString(""));
        }
    }
}
