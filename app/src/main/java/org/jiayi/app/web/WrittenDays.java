package org.jiayi.app.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.WrittenDay;
import org.jspecify.annotations.Nullable;

/** Days in the query of an address. */
public final class WrittenDays {

    private WrittenDays() {}

    /** The day that was written, empty where none was; refused where it is no day. */
    public static Optional<LocalDate> find(@Nullable String text, String parameter) {
        return Optional.ofNullable(text)
                .map(written -> WrittenDay.read(written)
                        .orElseThrow(() -> new Refused(Refusal.of(RefusalCode.INVALID_VALUE, parameter))));
    }

    /** The end of the day that {@code knownOn} names; a moment by which all that is known now is known, where it names none. */
    public static Instant knownAt(@Nullable String knownOn) {
        return find(knownOn, "knownOn").map(KnowledgeTime::endOf).orElse(KnowledgeTime.ALL);
    }
}
