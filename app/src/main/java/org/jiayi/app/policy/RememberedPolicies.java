package org.jiayi.app.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refused;

/**
 * What the documents of policies of one kind say, each read once and not whenever a contract is signed. A document is known by
 * its digest and never edited, so what is remembered is never out of date.
 *
 * @param <T> what a document of the kind says, immutable
 */
public final class RememberedPolicies<T> {

    static final int DOCUMENTS_MAX = 200;

    private final Function<String, Decision<T>> reader;
    private final Map<String, T> byDigest = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > DOCUMENTS_MAX;
        }
    };

    /**
     * @param reader reads a document's text
     */
    public RememberedPolicies(Function<String, Decision<T>> reader) {
        this.reader = reader;
    }

    /** What a policy says that was checked when it was drafted. */
    public T read(Policy policy) {
        synchronized (byDigest) {
            T known = byDigest.get(policy.digestSm3());
            if (known != null) {
                return known;
            }
        }
        T read = Refused.orThrow(reader.apply(policy.document()));
        synchronized (byDigest) {
            byDigest.put(policy.digestSm3(), read);
        }
        return read;
    }
}
