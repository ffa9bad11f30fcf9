package org.jiayi.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** The clock of a test: it stands still until it is moved. It starts on {@link #START}, nine in the morning. */
public final class MovableClock extends Clock {

    public static final LocalDate START = LocalDate.of(2026, 1, 15);

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private volatile Instant now = nineOn(START);

    /** Moves to nine in the morning of that day, forward or back. */
    public void moveTo(LocalDate day) {
        now = nineOn(day);
    }

    /** Moves forward by so much. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZONE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }

    private static Instant nineOn(LocalDate day) {
        return day.atTime(LocalTime.of(9, 0)).atZone(ZONE).toInstant();
    }
}
