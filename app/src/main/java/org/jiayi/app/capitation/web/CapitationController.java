package org.jiayi.app.capitation.web;

import java.util.List;
import java.util.stream.IntStream;
import org.jiayi.api.CapitationApi;
import org.jiayi.api.model.CapitationSimulation;
import org.jiayi.api.model.CapitationSimulationOrder;
import org.jiayi.api.model.CapitationTariff;
import org.jiayi.api.model.CapitationTariffDifference;
import org.jiayi.api.model.CapitationTariffDifferenceList;
import org.jiayi.api.model.CapitationTariffEntry;
import org.jiayi.api.model.CapitationTariffRow;
import org.jiayi.api.model.PayeeSimulation;
import org.jiayi.api.model.SimulationBucket;
import org.jiayi.app.capitation.Simulation;
import org.jiayi.app.capitation.TariffRow;
import org.jiayi.app.capitation.TariffTable;
import org.jiayi.app.capitation.Tariffs;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class CapitationController implements CapitationApi {

    private static final int LOWEST_PERCENT = -50;
    private static final int HIGHEST_PERCENT = 50;
    private static final int STEP_PERCENT = 10;

    private final Simulation simulation;
    private final Tariffs tariffs;

    CapitationController(Simulation simulation, Tariffs tariffs) {
        this.simulation = simulation;
        this.tariffs = tariffs;
    }

    @Override
    public Mono<ResponseEntity<CapitationTariff>> getTariff(String policyId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, policyId));
        return tariffs.of(id.area(), id.uuid())
                .map(shown -> ResponseEntity.ok(new CapitationTariff(
                                shown.rows().stream()
                                        .map(CapitationController::row)
                                        .toList(),
                                shown.table().entries().stream()
                                        .map(CapitationController::entry)
                                        .toList(),
                                shown.table().digestSm3())
                        .signedDigestSm3(shown.signedSm3().orElse(null))));
    }

    @Override
    public Mono<ResponseEntity<CapitationTariffDifferenceList>> compareTariffs(
            String with, String policyId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, policyId));
        PublicId other = Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, with));
        if (!other.area().equals(id.area())) {
            return Mono.error(new Refused(RefusalCode.NOT_FOUND));
        }
        return tariffs.differences(id.area(), id.uuid(), other.uuid())
                .map(differences -> ResponseEntity.ok(new CapitationTariffDifferenceList(differences.stream()
                        .map(CapitationController::difference)
                        .toList())));
    }

    private static CapitationTariffEntry entry(TariffTable.Entry entry) {
        return new CapitationTariffEntry(entry.part(), entry.key(), entry.label(), entry.value());
    }

    private static CapitationTariffDifference difference(TariffTable.Difference difference) {
        return new CapitationTariffDifference(difference.part(), difference.key(), difference.label())
                .before(difference.before())
                .after(difference.after());
    }

    private static CapitationTariffRow row(TariffRow row) {
        return new CapitationTariffRow(
                row.number(),
                row.label(),
                row.ageBand(),
                row.sex(),
                row.coefficient().toString(),
                row.annualQuotaFen().toString(),
                row.overridden());
    }

    @Override
    public Mono<ResponseEntity<CapitationSimulation>> simulateCapitation(
            String area, Mono<CapitationSimulationOrder> order, ServerWebExchange exchange) {
        return order.flatMap(wanted -> {
                    PublicId policy = Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, wanted.getPolicyId()));
                    return policy.area().equals(area)
                            ? simulation.of(area, policy.uuid(), wanted.getYear(), wanted.getKnownOn())
                            : Mono.<List<Simulation.PayeeYear>>error(new Refused(RefusalCode.NOT_FOUND));
                })
                .map(years -> ResponseEntity.ok(answer(years)));
    }

    private static CapitationSimulation answer(List<Simulation.PayeeYear> years) {
        List<PayeeSimulation> payees = years.stream()
                .map(year -> new PayeeSimulation(
                        year.payee(),
                        year.personMonths(),
                        year.simulated().fen(),
                        year.booked().fen(),
                        year.difference().fen()))
                .toList();
        return new CapitationSimulation(
                years.stream().mapToLong(Simulation.PayeeYear::personMonths).reduce(0, Math::addExact),
                Money.sum(years.stream().map(Simulation.PayeeYear::simulated).toList())
                        .fen(),
                Money.sum(years.stream().map(Simulation.PayeeYear::booked).toList())
                        .fen(),
                count(years.stream()
                        .map(Simulation.PayeeYear::difference)
                        .filter(won -> won.fen() > 0)
                        .count()),
                count(years.stream()
                        .map(Simulation.PayeeYear::difference)
                        .filter(Money::isNegative)
                        .count()),
                histogram(years),
                payees);
    }

    private static List<SimulationBucket> histogram(List<Simulation.PayeeYear> years) {
        return IntStream.rangeClosed(LOWEST_PERCENT / STEP_PERCENT, HIGHEST_PERCENT / STEP_PERCENT)
                .map(step -> step * STEP_PERCENT)
                .mapToObj(from -> new SimulationBucket(
                        from,
                        count(years.stream()
                                .filter(year -> bucket(year) == from)
                                .count())))
                .toList();
    }

    /** The change in per cent, rounded down to a step and kept within the ends; of nothing booked it is the highest. */
    private static int bucket(Simulation.PayeeYear year) {
        if (year.booked().fen() <= 0) {
            return year.simulated().isZero() ? 0 : HIGHEST_PERCENT;
        }
        Fraction steps =
                Fraction.of(year.difference().fen(), year.booked().fen()).times(Fraction.of(100, STEP_PERCENT));
        int percent = steps.floor().intValueExact() * STEP_PERCENT;
        return Math.max(LOWEST_PERCENT, Math.min(HIGHEST_PERCENT, percent));
    }

    private static int count(long payees) {
        return Math.toIntExact(payees);
    }
}
