package org.jiayi.app;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one place that reads the wall clock; everybody else is given this clock or a date. */
@Configuration(proxyBeanMethods = false)
class BusinessClock {

    /**
     * PostgreSQL keeps microseconds. Of a finer moment one way of writing it rounds and another cuts off, so that where one
     * state of knowledge ends at it and the next begins, the two would overlap.
     */
    private static final Duration DATABASE_RESOLUTION = Duration.ofNanos(1_000);

    /**
     * The clock of the business.
     *
     * @param startsOn demo and sandbox only: the day on which the clock stands when the application starts
     */
    @Bean
    Clock clock(
            @Value("${jiayi.zone}") ZoneId zone,
            @Value("${jiayi.business-date:#{null}}") Optional<LocalDate> startsOn) {
        Clock wall = Clock.tick(Clock.system(zone), DATABASE_RESOLUTION);
        return startsOn.map(day -> Clock.offset(
                        wall,
                        Duration.ofDays(day.toEpochDay() - LocalDate.now(wall).toEpochDay())))
                .orElse(wall);
    }
}
