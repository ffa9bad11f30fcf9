package org.jiayi.app.kernel.decision;

/**
 * Carries a {@link Refusal} through a reactive pipeline, so that the transaction it is in rolls back. It has no stack
 * trace, because it is an answer and not a fault.
 */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.code().code(), null, false, false);
        this.refusal = refusal;
    }

    public Refused(RefusalCode code) {
        this(Refusal.of(code));
    }

    /** The "no". */
    public Refusal refusal() {
        return refusal;
    }

    /** The accepted value, or the refusal thrown: for the places where a pipeline must stop at a "no". */
    public static <T> T orThrow(Decision<T> decision) {
        return decision.fold(
                refusal -> {
                    throw new Refused(refusal);
                },
                value -> value);
    }
}
