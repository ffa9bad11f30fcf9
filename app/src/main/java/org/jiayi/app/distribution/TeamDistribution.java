package org.jiayi.app.distribution;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;

/**
 * A team's income of some months, distributed.
 *
 * @param pool what goes to the members
 * @param status pending, posted or void
 * @param parts in the order of the members' names
 */
public record TeamDistribution(
        String area,
        UUID distributionId,
        String teamNumber,
        String institutionCode,
        LocalDate from,
        LocalDate until,
        Money income,
        Money pool,
        String status,
        String preparedBy,
        Optional<String> resolvedBy,
        List<Part> parts) {

    /** What a member gets. */
    public record Part(UUID practitionerId, String name, String points, Money amount) {}

    public Month firstMonth() {
        return Month.containing(from);
    }

    public Month lastMonth() {
        return Month.containing(until.minusDays(1));
    }

    /** What the institution keeps. */
    public Money institutionPart() {
        return income.minus(pool);
    }
}
