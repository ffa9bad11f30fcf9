package org.jiayi.app.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the API writes what every module has: moments in China's time, and nothing where there is nothing. For mappers. */
public final class ApiValues {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private ApiValues() {}

    /** A moment, in China's time. */
    public static OffsetDateTime moment(Instant moment) {
        return moment.atZone(ZONE).toOffsetDateTime();
    }

    /** A moment, or null where there is none. */
    public static @Nullable OffsetDateTime momentOrNull(Optional<Instant> moment) {
        return moment.map(ApiValues::moment).orElse(null);
    }

    /** A text, or null where there is none. */
    public static @Nullable String textOrNull(Optional<String> text) {
        return text.orElse(null);
    }
}
