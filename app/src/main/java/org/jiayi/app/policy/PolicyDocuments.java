package org.jiayi.app.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A policy as a document that people keep, read and compare: the same content as JSON or as YAML. */
@Component
public class PolicyDocuments {

    private static final Pattern KIND = Pattern.compile("[a-z_]+");

    private final ObjectMapper json;
    private final YAMLMapper yaml = new YAMLMapper();

    PolicyDocuments(ObjectMapper json) {
        this.json = json;
    }

    /** The document as YAML. */
    public String yaml(Policy policy) {
        return yaml.writeValueAsString(json.readTree(policy.document()));
    }

    /** A document written as YAML, which JSON is too, as the JSON that is kept; refused where it is neither. */
    public String json(String text) {
        return json.writeValueAsString(tree(text));
    }

    /** The kind that a document says it is of; empty text where it says none. */
    public String kind(String text) {
        return tree(text).path("kind").asString("");
    }

    private JsonNode tree(String text) {
        try {
            JsonNode tree = yaml.readTree(text);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JacksonException unreadable) {
            throw new Refused(RefusalCode.POLICY_INVALID);
        }
        throw new Refused(RefusalCode.POLICY_INVALID);
    }

    /** The JSON Schema of a kind; refused as unknown where there is none. */
    public String schema(String kind) {
        var file = new ClassPathResource("policy-schemas/" + kind + ".json");
        if (!KIND.matcher(kind).matches() || !file.exists()) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the second policy says otherwise than the first, value by value. */
    public List<PolicyDifference> differences(Policy first, Policy second) {
        return PolicyDifference.between(json.readTree(first.document()), json.readTree(second.document()));
    }
}
