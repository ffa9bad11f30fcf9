package org.jiayi.app.policy;

import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import reactor.core.publisher.Mono;

/** One kind of policy: what its document must say, and the finite table it compiles to. */
public interface PolicyKind {

    /** The {@code kind} in its documents. */
    String code();

    /** Checks a document by itself; the refusal's field is the JSON pointer to the first thing wrong. */
    Decision<Heading> check(String document);

    /** Checks a sound policy against what else holds in its area, when it is validated and when it is published; an error where it does not fit. */
    default Mono<Void> validate(Policy policy) {
        return Mono.empty();
    }

    /** Stores the table that a checked document compiles to, in the transaction that publishes it; some are their own table. */
    default Mono<Void> compile(String area, UUID policyId, String document) {
        return Mono.empty();
    }

    /**
     * What identifies a policy among its kind.
     *
     * @param name as people call it
     * @param subject what it is about, so that two may be in force at once for different subjects; may be empty
     */
    record Heading(String name, String subject) {}
}
