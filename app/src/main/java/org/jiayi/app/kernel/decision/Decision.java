package org.jiayi.app.kernel.decision;

import java.util.function.Function;

/**
 * What a rule answers: accepted with a value, or refused. It can only be opened by {@link #fold}, so nobody reads a
 * "no" as a "yes".
 *
 * @param <T> what acceptance yields
 */
public abstract sealed class Decision<T> {

    private Decision() {}

    /** Accepts with {@code value}. */
    public static <T> Decision<T> accept(T value) {
        return new Accepted<>(value);
    }

    /** Refuses for the reason given. */
    public static <T> Decision<T> refuse(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** Refuses the whole request with {@code code}. */
    public static <T> Decision<T> refuse(RefusalCode code) {
        return refuse(Refusal.of(code));
    }

    /** Refuses with {@code code} because of {@code field}. */
    public static <T> Decision<T> refuse(RefusalCode code, String field) {
        return refuse(Refusal.of(code, field));
    }

    /** Opens the decision: exactly one of the two functions is called. */
    public abstract <R> R fold(
            Function<? super Refusal, ? extends R> refused, Function<? super T, ? extends R> accepted);

    /** The decision of {@code next} on the accepted value; a refusal stays as it is. */
    public <R> Decision<R> then(Function<? super T, Decision<R>> next) {
        return fold(Decision::refuse, next::apply);
    }

    private static final class Accepted<T> extends Decision<T> {
        private final T value;

        private Accepted(T value) {
            this.value = value;
        }

        @Override
        public <R> R fold(Function<? super Refusal, ? extends R> refused, Function<? super T, ? extends R> accepted) {
            return accepted.apply(value);
        }
    }

    private static final class Refused<T> extends Decision<T> {
        private final Refusal refusal;

        private Refused(Refusal refusal) {
            this.refusal = refusal;
        }

        @Override
        public <R> R fold(Function<? super Refusal, ? extends R> refused, Function<? super T, ? extends R> accepted) {
            return refused.apply(refusal);
        }
    }
}
