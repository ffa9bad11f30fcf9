package org.jiayi.app.kernel.decision;

import java.util.Map;

/**
 * A business "no": the stable code, the field it is about, and the facts a reader needs.
 *
 * @param code what is wrong; its Javadoc is the manual
 * @param field the field or column at fault, empty where the whole request is
 * @param facts figures and names for the message; never an identity number, a phone or a name
 */
public record Refusal(RefusalCode code, String field, Map<String, String> facts) {

    public Refusal {
        facts = Map.copyOf(facts);
    }

    /** A refusal of the request as a whole. */
    public static Refusal of(RefusalCode code) {
        return new Refusal(code, "", Map.of());
    }

    /** A refusal because of one field. */
    public static Refusal of(RefusalCode code, String field) {
        return new Refusal(code, field, Map.of());
    }
}
