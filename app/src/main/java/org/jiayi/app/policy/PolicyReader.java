package org.jiayi.app.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * Reads the documents of policies of one kind, those of policies once and not whenever a contract is signed. A document is known
 * by its digest and never edited, so what is remembered is never out of date.
 *
 * @param <T> what a document of the kind says, immutable
 */
public final class PolicyReader<T> {

    private static final int DOCUMENTS_MAX = 200;

    private final Function<String, Decision<T>> reader;
    private final Map<String, T> byDigest = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > DOCUMENTS_MAX;
        }
    };

    private PolicyReader(Function<String, Decision<T>> reader) {
        this.reader = reader;
    }

    /**
     * A reader of the documents of a kind.
     *
     * @param form as its documents are written
     * @param meaning what one of that form says, or why it cannot be followed
     */
    public static <D, T> PolicyReader<T> of(ObjectMapper json, Class<D> form, Function<D, Decision<T>> meaning) {
        return new PolicyReader<>(document -> {
            try {
                return meaning.apply(json.readValue(document, form));
            } catch (JacksonException unreadable) {
                return Decision.refuse(RefusalCode.POLICY_INVALID);
            }
        });
    }

    /** What a document says; the refusal's field is the JSON pointer to the first thing wrong, and empty where it has not the form. */
    public Decision<T> read(String document) {
        return reader.apply(document);
    }

    /** What a policy says that was checked when it was drafted. */
    public T read(Policy policy) {
        synchronized (byDigest) {
            T known = byDigest.get(policy.digestSm3());
            if (known != null) {
                return known;
            }
        }
        T read = Refused.orThrow(read(policy.document()));
        synchronized (byDigest) {
            byDigest.put(policy.digestSm3(), read);
        }
        return read;
    }
}
