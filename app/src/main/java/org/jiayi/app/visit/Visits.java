package org.jiayi.app.visit;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.IdentityVault;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows visits one by one, by all that is known now. */
@Component
public class Visits {

    private static final int DECEMBER = 12;

    private final DatabaseClient database;
    private final CancellationStore cancellations;
    private final Policies policies;
    private final VisitsPolicyKind kind;
    private final PayeeLevels levels;
    private final SettledMonths settled;
    private final ChargedYears charged;
    private final IdentityVault vault;
    private final Clock clock;

    Visits(
            DatabaseClient database,
            CancellationStore cancellations,
            Policies policies,
            VisitsPolicyKind kind,
            PayeeLevels levels,
            SettledMonths settled,
            ChargedYears charged,
            IdentityVault vault,
            Clock clock) {
        this.database = database;
        this.cancellations = cancellations;
        this.policies = policies;
        this.kind = kind;
        this.levels = levels;
        this.settled = settled;
        this.charged = charged;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * Which visits.
     *
     * @param ofTeam whether {@code payee} is the number of a team, and not the code of an institution
     * @param after the serial after which the page begins
     */
    public record Wanted(
            String area, InsuranceScheme scheme, Month month, boolean ofTeam, String payee, Optional<String> after) {}

    /** At most {@code limit} visits of a payee's residents in a month that are not cancelled, by serial. */
    public Flux<Visit> page(Wanted wanted, int limit) {
        LocalDate lastDay = wanted.month().lastDay();
        return Mono.zip(
                        policy(wanted.area(), wanted.scheme(), lastDay),
                        levels.on(wanted.area(), wanted.scheme(), lastDay))
                .flatMapMany(rules -> page(wanted, limit, kind.read(rules.getT1()), rules.getT2()));
    }

    private Flux<Visit> page(Wanted wanted, int limit, VisitsPolicy policy, PayeeLevel level) {
        String payee = wanted.ofTeam() ? "payee_team" : "payee_institution";
        String sql = "SELECT c.*, p.sealed_identity FROM ("
                + ClassedVisits.SELECT
                + " AND v.visited_on BETWEEN $7 AND $8 AND v.serial > $11"
                + ") AS c JOIN resident_resident p ON p.area = $1 AND p.resident_id = c.resident_id"
                + " WHERE c.scheme = $9 AND c." + payee + " = $10 ORDER BY c.serial LIMIT $12";
        return ClassedVisits.bind(database.sql(sql), wanted.area(), clock.instant(), policy, level)
                .bind(6, wanted.month().firstDay())
                .bind(7, wanted.month().lastDay())
                .bind(8, wanted.scheme().code())
                .bind(9, wanted.payee())
                .bind(10, wanted.after().orElse(""))
                .bind(11, limit)
                .map(row -> visit(row, wanted.area()))
                .all();
    }

    private Mono<Policy> policy(String area, InsuranceScheme scheme, LocalDate on) {
        return policies.findInForce(area, VisitsPolicy.KIND, scheme.code(), on)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_VISITS_POLICY)));
    }

    /**
     * Why a visit within the caller's reach is charged as it is, by its latest revision; refused as unknown otherwise. Who is reached by an
     * earlier revision alone, such as the wrong person, is told nothing of who was right.
     */
    public Mono<VisitExplanation> explain(String area, String serial, Scope scope) {
        return cancellations
                .revisions(area, List.of(serial))
                .collectList()
                .filter(latestFirst -> !latestFirst.isEmpty())
                .flatMap(latestFirst -> explained(area, latestFirst.get(0), scope)
                        .map(told -> told.after(latestFirst.subList(1, latestFirst.size()))))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<VisitExplanation> explained(String area, VisitRevision revision, Scope scope) {
        return stamped(area, revision)
                .filterWhen(visit -> isReached(visit, revision, scope))
                .flatMap(visit -> revision.cancelled()
                        .map(cancelled -> explainedCancelled(visit, revision, cancelled))
                        .orElseGet(() -> explained(visit, revision)));
    }

    /** What an approved year end has charged stays charged, whatever is cancelled after it. */
    private Mono<VisitExplanation> explainedCancelled(
            Visit visit, VisitRevision revision, VisitRevision.Cancelled cancelled) {
        return Mono.justOrEmpty(visit.scheme().flatMap(InsuranceScheme::find))
                .flatMap(scheme ->
                        charged.find(visit.area(), scheme, visit.visitedOn().getYear()))
                .filter(year -> year.knownAt().isBefore(cancelled.at()))
                .flatMap(year -> explained(visit, revision).map(told -> told.cancelledAfterYear(cancelled)))
                .defaultIfEmpty(VisitExplanation.ofCancelled(visit, cancelled));
    }

    /** By whom the contract is with, and by whom it is charged to: the institution above, where parents are paid. */
    private Mono<Boolean> isReached(Visit visit, VisitRevision revision, Scope scope) {
        Optional<InsuranceScheme> scheme = visit.scheme().flatMap(InsuranceScheme::find);
        if (visit.isReachedBy(scope) || scheme.isEmpty()) {
            return Mono.just(visit.isReachedBy(scope));
        }
        return levels.on(visit.area(), scheme.get(), visit.visitedOn())
                .flatMap(level -> read(visit.area(), revision, VisitsPolicy.STRICT, level, clock.instant()))
                .map(charged -> charged.isReachedBy(scope))
                .defaultIfEmpty(false);
    }

    /** Which scheme and contract it is stamped with; the class is of no policy yet. */
    private Mono<Visit> stamped(String area, VisitRevision revision) {
        return read(area, revision, VisitsPolicy.STRICT, PayeeLevel.INSTITUTION, clock.instant());
    }

    /** Empty where it had not been taken in by that moment. */
    private Mono<Visit> read(
            String area, VisitRevision revision, VisitsPolicy policy, PayeeLevel level, Instant knownAt) {
        return ClassedVisits.bind(
                        database.sql("SELECT c.*, p.sealed_identity FROM ("
                                + ClassedVisits.WITH_CANCELLED
                                + " AND v.serial = $7 AND v.revision = $8"
                                + ") AS c JOIN resident_resident p ON p.area = $1 AND p.resident_id = c.resident_id"),
                        area,
                        knownAt,
                        policy,
                        level)
                .bind(6, revision.serial())
                .bind(7, revision.revision())
                .map(row -> visit(row, area))
                .one();
    }

    private Mono<VisitExplanation> explained(Visit visit, VisitRevision revision) {
        Optional<InsuranceScheme> scheme = visit.scheme().flatMap(InsuranceScheme::find);
        if (scheme.isEmpty() || visit.attribution().isEmpty()) {
            return Mono.just(VisitExplanation.ofNobody(visit));
        }
        return settled.findFirstDay(
                        visit.area(), scheme.get(), visit.visitedOn().getYear())
                .filter(first -> visit.visitedOn().isBefore(first))
                .map(first -> VisitExplanation.ofNoMonth(visit, first))
                .switchIfEmpty(Mono.defer(() -> explained(visit, revision, scheme.get())));
    }

    private Mono<VisitExplanation> explained(Visit visit, VisitRevision revision, InsuranceScheme scheme) {
        return charged.find(visit.area(), scheme, visit.visitedOn().getYear())
                .flatMap(year -> year.lastDay().isBefore(visit.visitedOn())
                        ? Mono.just(VisitExplanation.ofClosedYear(visit, year.lastDay()))
                        : policies.get(visit.area(), year.policyId())
                                .flatMap(policy -> explained(
                                        visit.area(), revision, scheme, policy, year.lastDay(), year.knownAt()))
                                .defaultIfEmpty(VisitExplanation.ofHeardLate(visit, year.lastDay())))
                .switchIfEmpty(Mono.defer(() -> lastAskedWith(visit.area(), scheme, visit.visitedOn())
                        .flatMap(on -> policy(visit.area(), scheme, on)
                                .flatMap(policy ->
                                        explained(visit.area(), revision, scheme, policy, on, clock.instant())))));
    }

    private Mono<VisitExplanation> explained(
            String area, VisitRevision revision, InsuranceScheme scheme, Policy policy, LocalDate on, Instant knownAt) {
        VisitsPolicy rules = kind.read(policy);
        return levels.on(area, scheme, on)
                .flatMap(level -> read(area, revision, rules, level, knownAt))
                .map(classed ->
                        classed.scheme().isEmpty() || classed.attribution().isEmpty()
                                ? VisitExplanation.ofNobody(classed)
                                : VisitExplanation.of(classed, policy, rules, on));
    }

    /**
     * The last of the days that are asked about together with that one, whose policy holds for all of them, as {@link VisitCharges}
     * charges them where the year has no approved end yet: of the months that are approved, or of the year so far.
     */
    private Mono<LocalDate> lastAskedWith(String area, InsuranceScheme scheme, LocalDate day) {
        LocalDate today = LocalDate.now(clock);
        LocalDate yearEnd = Month.of(day.getYear(), DECEMBER).lastDay();
        return settled.findLastDay(area, scheme, day.getYear())
                .filter(last -> !last.isBefore(day))
                .defaultIfEmpty(today.isBefore(yearEnd) ? today : yearEnd);
    }

    private Visit visit(Readable row, String area) {
        UUID residentId = Columns.get(row, "resident_id", UUID.class);
        return new Visit(
                area,
                Columns.text(row, "serial"),
                residentId,
                vault.open(area, residentId, Columns.get(row, "sealed_identity", byte[].class)),
                Columns.text(row, "institution_code"),
                Columns.get(row, "visited_on", LocalDate.class),
                new Visit.Paid(money(row, "pooled_fund_fen"), money(row, "account_fen"), money(row, "cash_fen")),
                Columns.find(row, "referral_number", String.class),
                Columns.find(row, "referral_until", LocalDate.class),
                Columns.find(row, "scheme", String.class),
                Columns.find(row, "contract_id", UUID.class)
                        .map(contractId -> new Visit.Attribution(
                                contractId, Columns.text(row, "payee_team"), Columns.text(row, "payee_institution"))),
                VisitClass.of(Columns.text(row, "visit_class")));
    }

    private static Money money(Readable row, String column) {
        return Money.ofFen(Columns.get(row, column, Long.class));
    }
}
