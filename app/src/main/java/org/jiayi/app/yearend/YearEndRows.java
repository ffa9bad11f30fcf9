package org.jiayi.app.yearend;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.VisitCharges.ClassTotal;
import org.jiayi.app.visit.VisitClass;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads year ends as they were kept. */
@Component
class YearEndRows {

    private final DatabaseClient database;
    private final Policies policies;
    private final YearEndPolicyKind kind;

    YearEndRows(DatabaseClient database, Policies policies, YearEndPolicyKind kind) {
        this.database = database;
        this.policies = policies;
        this.kind = kind;
    }

    /** A year end without its lines and policies. */
    private record Head(
            InsuranceScheme scheme,
            Month first,
            Month through,
            LocalDate knownOn,
            UUID policyId,
            UUID visitsPolicyId,
            UUID batchId,
            ContentDigest digest,
            Reconciliation.Status status,
            String computedBy,
            Optional<String> approvedBy) {}

    Mono<Reconciliation> find(String area, UUID yearEndId) {
        return database.sql("SELECT * FROM yearend_year_end WHERE area = $1 AND year_end_id = $2")
                .bind(0, area)
                .bind(1, yearEndId)
                .map(YearEndRows::head)
                .one()
                .flatMap(head -> Mono.zip(
                                policies.get(area, head.policyId()), policies.get(area, head.visitsPolicyId()))
                        .flatMap(both -> lines(area, yearEndId, both.getT1())
                                .map(lines -> whole(area, yearEndId, head, both.getT1(), both.getT2(), lines))));
    }

    private static Head head(Readable row) {
        return new Head(
                InsuranceScheme.find(Columns.text(row, "scheme")).orElseThrow(),
                Month.containing(Columns.get(row, "first_month", LocalDate.class)),
                Month.containing(Columns.get(row, "through_month", LocalDate.class)),
                Columns.get(row, "known_on", LocalDate.class),
                Columns.get(row, "policy_id", UUID.class),
                Columns.get(row, "visits_policy_id", UUID.class),
                Columns.get(row, "batch_id", UUID.class),
                new ContentDigest(Columns.text(row, "digest_sha256"), Columns.text(row, "digest_sm3")),
                Reconciliation.Status.of(Columns.text(row, "status")),
                Columns.text(row, "computed_by"),
                Columns.find(row, "approved_by", String.class));
    }

    private static Reconciliation whole(
            String area, UUID yearEndId, Head head, Policy policy, Policy visitsPolicy, List<PayeeYearEnd> lines) {
        return new Reconciliation(
                area,
                Optional.of(yearEndId),
                head.scheme(),
                head.first(),
                head.through(),
                head.knownOn(),
                policy,
                visitsPolicy,
                head.batchId(),
                head.digest(),
                head.status(),
                head.computedBy(),
                head.approvedBy(),
                lines);
    }

    private Mono<List<PayeeYearEnd>> lines(String area, UUID yearEndId, Policy policy) {
        YearEndPolicy rules = kind.read(policy);
        return Mono.zip(visits(area, yearEndId), shares(area, yearEndId))
                .flatMap(parts -> database.sql(
                                "SELECT * FROM yearend_line WHERE area = $1 AND year_end_id = $2 ORDER BY payee")
                        .bind(0, area)
                        .bind(1, yearEndId)
                        .map(row -> line(row, rules, parts.getT1(), parts.getT2()))
                        .all()
                        .collectList());
    }

    private static PayeeYearEnd line(
            Readable row,
            YearEndPolicy rules,
            Map<String, List<ClassTotal>> visits,
            Map<String, List<AllianceSplit.Share>> shares) {
        String payee = Columns.text(row, "payee");
        String score = Columns.text(row, "score");
        SettledYears.PayeeYear year = new SettledYears.PayeeYear(
                payee,
                Columns.text(row, "institution_code"),
                Columns.get(row, "person_months", Long.class),
                Columns.get(row, "own_person_months", Long.class),
                money(row, "entitlement_fen"),
                money(row, "prepaid_fen"),
                money(row, "deducted_fen"),
                money(row, "adjusted_fen"));
        return new PayeeYearEnd(
                year,
                score,
                visits.getOrDefault(payee, List.of()),
                Columns.get(row, "served", Boolean.class),
                result(row, year, rules.rules().score().coefficient(Fraction.parse(score))),
                money(row, "carried_in_fen"),
                money(row, "carried_out_fen"),
                shares.getOrDefault(payee, List.of()));
    }

    private static YearEnd result(Readable row, SettledYears.PayeeYear year, Fraction coefficient) {
        YearEnd.Side side = Columns.text(row, "side").equals("surplus") ? YearEnd.Side.SURPLUS : YearEnd.Side.OVERSPEND;
        return new YearEnd(
                year.entitlement(),
                year.paid(),
                new YearEnd.Spending(money(row, "own_fen"), money(row, "elsewhere_fen")),
                coefficient,
                new YearEnd.Sharing(
                        side, money(row, "difference_fen"), money(row, "institution_fen"), money(row, "fund_fen")),
                new YearEnd.Retention(
                        money(row, "margin_fen"), money(row, "released_fen"), money(row, "forfeited_fen")),
                money(row, "final_due_fen"),
                money(row, "balance_fen"));
    }

    private Mono<Map<String, List<ClassTotal>>> visits(String area, UUID yearEndId) {
        Flux<Map.Entry<String, ClassTotal>> rows = database.sql("""
                        SELECT payee, visit_class, visits, amount_fen, weight FROM yearend_visits
                        WHERE area = $1 AND year_end_id = $2
                        """)
                .bind(0, area)
                .bind(1, yearEndId)
                .map(row -> Map.entry(
                        Columns.text(row, "payee"),
                        new ClassTotal(
                                VisitClass.of(Columns.text(row, "visit_class")),
                                Columns.get(row, "visits", Long.class),
                                money(row, "amount_fen"),
                                Fraction.parse(Columns.text(row, "weight")))))
                .all();
        return byPayee(rows)
                .doOnNext(all ->
                        all.values().forEach(totals -> totals.sort(Comparator.comparing(ClassTotal::visitClass))));
    }

    private Mono<Map<String, List<AllianceSplit.Share>>> shares(String area, UUID yearEndId) {
        return byPayee(database.sql("""
                        SELECT payee, institution_code, role, amount_fen FROM yearend_share
                        WHERE area = $1 AND year_end_id = $2 ORDER BY array_position(ARRAY['lead', 'township', 'village'], role),
                            institution_code
                        """)
                .bind(0, area)
                .bind(1, yearEndId)
                .map(row -> Map.entry(
                        Columns.text(row, "payee"),
                        new AllianceSplit.Share(
                                Columns.text(row, "institution_code"),
                                AllianceSplit.Role.of(Columns.text(row, "role")),
                                money(row, "amount_fen"))))
                .all());
    }

    private static <T> Mono<Map<String, List<T>>> byPayee(Flux<Map.Entry<String, T>> rows) {
        return rows.collect(
                HashMap::new,
                (all, row) -> all.computeIfAbsent(row.getKey(), payee -> new ArrayList<>())
                        .add(row.getValue()));
    }

    private static Money money(Readable row, String column) {
        return Money.ofFen(Columns.get(row, column, Long.class));
    }
}
