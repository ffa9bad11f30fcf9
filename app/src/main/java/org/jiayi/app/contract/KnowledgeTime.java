package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** From when a fact of a county's file is known: what was recorded on a day, from the beginning of that day. */
final class KnowledgeTime {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private KnowledgeTime() {}

    static Instant from(LocalDate recordedOn) {
        return recordedOn.atStartOfDay(ZONE).toInstant();
    }
}
