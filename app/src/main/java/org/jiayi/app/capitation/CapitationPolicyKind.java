package org.jiayi.app.capitation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.jiayi.app.policy.PolicyReader;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** The capitation policy: its document, and the tariff it compiles to. */
@Component
class CapitationPolicyKind implements PolicyKind {

    private final DatabaseClient database;
    private final Policies policies;
    private final PolicyReader<CapitationPolicy> reader;

    CapitationPolicyKind(DatabaseClient database, Policies policies, ObjectMapper json) {
        this.database = database;
        this.policies = policies;
        this.reader = PolicyReader.of(json, CapitationPolicyDocument.class, CapitationPolicy::of);
    }

    @Override
    public String code() {
        return CapitationPolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return reader.read(document)
                .then(policy -> Decision.accept(
                        new Heading(policy.name(), policy.scheme().code())));
    }

    /** A policy that was checked when it was drafted. */
    CapitationPolicy read(Policy policy) {
        return reader.read(policy);
    }

    /**
     * A payee's year is reconciled as a whole, so a version that goes on within one pays the same payees, and by heads or out of a
     * pool as the one beside it.
     */
    @Override
    public Mono<Void> validate(Policy policy) {
        CapitationPolicy own = read(policy);
        return Flux.fromStream(beside(policy))
                .concatMap(day -> policies.findInForce(policy.area(), code(), policy.subject(), day))
                .map(this::read)
                .filter(other -> !own.settlesLike(other))
                .count()
                .flatMap(unlike -> unlike == 0
                        ? Mono.empty()
                        : Mono.error(new Refused(Refusal.of(RefusalCode.POLICY_SPLITS_YEAR, "/effectiveFrom"))));
    }

    /** The day before its first and the one after its last, where they belong to the same year. */
    private static Stream<LocalDate> beside(Policy policy) {
        Predicate<LocalDate> withinYear = day -> day.getDayOfYear() > 1;
        return Stream.concat(
                Stream.of(policy.effectiveFrom()).filter(withinYear).map(first -> first.minusDays(1)),
                policy.effectiveUntil().stream().filter(withinYear));
    }

    @Override
    public Mono<Void> compile(String area, UUID policyId, String document) {
        CapitationPolicy policy = Refused.orThrow(reader.read(document));
        return keepRows(area, policyId, policy.tariff().rows())
                .then(keepGrades(area, policyId, policy.grades()))
                .then(keepTable(area, policyId, TariffTable.of(policy)));
    }

    /** The whole of it as one text, with its digest: whoever publishes the policy signs this. */
    private Mono<Void> keepTable(String area, UUID policyId, TariffTable table) {
        return database.sql("""
                        INSERT INTO capitation_table (area, policy_id, content, digest_sm3) VALUES ($1, $2, $3, $4)
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, table.text())
                .bind(3, table.digestSm3())
                .then();
    }

    private Mono<Void> keepRows(String area, UUID policyId, List<TariffRow> rows) {
        return database.sql("""
                        INSERT INTO capitation_tariff_row (area, policy_id, number, label, annual_fen_numerator,
                            annual_fen_denominator)
                        SELECT $1, $2, row.* FROM unnest($3::int[], $4::text[], $5::numeric[], $6::numeric[]) AS row
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, Columns.array(rows, Integer[]::new, TariffRow::number))
                .bind(3, Columns.array(rows, String[]::new, TariffRow::label))
                .bind(
                        4,
                        Columns.array(
                                rows,
                                BigDecimal[]::new,
                                row -> new BigDecimal(row.annualQuotaFen().numerator())))
                .bind(
                        5,
                        Columns.array(
                                rows,
                                BigDecimal[]::new,
                                row -> new BigDecimal(row.annualQuotaFen().denominator())))
                .then();
    }

    private Mono<Void> keepGrades(String area, UUID policyId, Grades grades) {
        List<Integer> numbers = IntStream.range(0, grades.count()).boxed().toList();
        return database.sql("""
                        INSERT INTO capitation_grade (area, policy_id, grade, label, rate_numerator, rate_denominator)
                        SELECT $1, $2, row.* FROM unnest($3::int[], $4::text[], $5::numeric[], $6::numeric[]) AS row
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, Columns.array(numbers, Integer[]::new, grade -> grade))
                .bind(3, Columns.array(numbers, String[]::new, grades::label))
                .bind(
                        4,
                        Columns.array(
                                numbers,
                                BigDecimal[]::new,
                                grade -> new BigDecimal(grades.rate(grade).numerator())))
                .bind(
                        5,
                        Columns.array(
                                numbers,
                                BigDecimal[]::new,
                                grade -> new BigDecimal(grades.rate(grade).denominator())))
                .then();
    }
}
