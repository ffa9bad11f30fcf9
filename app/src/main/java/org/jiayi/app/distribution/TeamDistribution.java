package org.jiayi.app.distribution;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;

/**
 * A team's income of some months, distributed (绩效分配).
 *
 * @param cuts what was taken off for what funds have cut, by policy; negative where they took it back
 * @param income after the cuts
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
        Map<UUID, Money> cuts,
        Money income,
        Money pool,
        String status,
        String preparedBy,
        Optional<String> resolvedBy,
        List<Part> parts) {

    /** What a member gets. */
    public record Part(UUID practitionerId, String name, String points, Money amount) {}

    /** What was taken off for what funds have cut. */
    public Money cut() {
        return Money.sum(cuts.values());
    }

    public Month firstMonth() {
        return Month.containing(from);
    }

    public Month lastMonth() {
        return Month.containing(until.minusDays(1));
    }

    /** Its canonical text: who gets what, and nothing that ever changes about it. Of what nothing was cut of, nothing is said. */
    public String content() {
        return Stream.of(
                        Stream.of(
                                "staff_distribution",
                                area,
                                distributionId.toString(),
                                teamNumber,
                                from + "/" + until,
                                Long.toString(income.fen()),
                                Long.toString(pool.fen())),
                        Stream.of("cut " + cut().fen()).filter(line -> !cut().isZero()),
                        parts.stream()
                                .map(part -> part.practitionerId() + " " + part.points() + " "
                                        + part.amount().fen())
                                .sorted())
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    Term months() {
        return new Term(from, until);
    }

    /** What the institution keeps. */
    public Money institutionPart() {
        return income.minus(pool);
    }
}
