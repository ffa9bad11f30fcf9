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
     * The clock of the business.
     *
     * @param startsOn demo and sandbox only: the day on which the clock stands when the application starts
     */
    @Bean
    Clock clock(
            @Value("${jiayi.zone}") ZoneId zone,
            @Value("${jiayi.business-date:#{null}}") Optional<LocalDate> startsOn) {
        Clock wall = Clock.system(zone);
        return startsOn.map(day -> Clock.offset(
                        wall,
                        Duration.ofDays(day.toEpochDay() - LocalDate.now(wall).toEpochDay())))
                .orElse(wall);
    }
}
