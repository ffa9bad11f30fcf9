package org.jiayi.app.architecture.violations;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.function.Supplier;

class ReadsTheWallClock {

    LocalDate today() {
        return LocalDate.now();
    }

    Supplier<Instant> byReference() {
        return Instant::now;
    }

    long millis() {
        return System.currentTimeMillis();
    }

    Clock systemClock() {
        return Clock.systemUTC();
    }

    Date date() {
        return new Date();
    }

    LocalDate allowed(Clock clock) {
        return LocalDate.now(clock);
    }
}
