package org.jiayi.app.capitation;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Identity;
import org.jiayi.app.resident.IdentityVault;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The counted heads (人月), one row each. */
@Component
public class PersonMonths {

    /** How many heads a reader is sent before it asks for more. */
    private static final int ROWS_AT_ONCE = 1_000;

    private final DatabaseClient database;
    private final CountedMonths months;
    private final TariffPolicies policies;
    private final IdentityVault vault;

    PersonMonths(DatabaseClient database, CountedMonths months, TariffPolicies policies, IdentityVault vault) {
        this.database = database;
        this.months = months;
        this.policies = policies;
        this.vault = vault;
    }

    /**
     * One head: whose, under which contract, for which payee, in which tariff row.
     *
     * @param forMonth the first day of the month it counts in: an earlier one than the batch's where it is a correction
     * @param heads 1, or −1 where a correction takes it back
     * @param reason of a correction; empty where it counts in the batch's own month
     */
    public record PersonMonth(
            UUID residentId,
            UUID contractId,
            String teamNumber,
            String institutionCode,
            LocalDate forMonth,
            int heads,
            String reason,
            int tariffRow,
            int grade,
            String tariffLabel) {}

    /**
     * One head as a payee's statement shows it.
     *
     * @param rate what it comes to
     */
    public record Detail(PersonMonth personMonth, Rate rate, Identity resident, Term term) {}

    /**
     * What a head comes to in a year, by the policy of its month.
     *
     * @param label of the tariff's row and grade, and what is added for
     * @param annual fen, exact, top-ups included; of a shared pool the weight
     */
    public record Rate(String label, Fraction annual, boolean isWeight) {

        static Rate of(PersonMonth head, CapitationPolicy policy) {
            String added = policy.payees().topUpNames(head.institutionCode());
            return new Rate(
                    head.tariffLabel() + (added.isEmpty() ? "" : "（含" + added + "）"),
                    policy.annual(head.institutionCode(), head.tariffRow(), head.grade()),
                    policy.pool().isPresent());
        }
    }

    /** What a row and a grade of the tariff say; joined to a head {@code p} by the policy of its month {@code m}. */
    static final String PRICE = """
            JOIN capitation_month m ON m.area = p.area AND m.scheme = p.scheme AND m.month = p.for_month
            JOIN capitation_tariff_row t ON t.area = m.area AND t.policy_id = m.policy_id AND t.number = p.tariff_row
            JOIN capitation_grade g ON g.area = m.area AND g.policy_id = m.policy_id AND g.grade = p.grade
            """;

    static final String HEAD = """
            p.resident_id, p.contract_id, p.team_number, p.institution_code, p.for_month, p.heads, p.reason, p.tariff_row,
            p.grade, t.label || g.label AS tariff_label
            """;

    /**
     * At most {@code limit} heads of a month within the caller's reach, by resident, after the given one: an institution sees those
     * it has under contract and those it is paid for.
     */
    public Flux<PersonMonth> page(
            String area, String scheme, Month month, Scope scope, Optional<UUID> after, int limit) {
        return database.sql("""
                        SELECT %s
                        FROM (SELECT area, scheme, resident_id, contract_id, team_number, institution_code,
                                month AS for_month, 1 AS heads, '' AS reason, tariff_row, grade
                            FROM capitation_person_month
                            WHERE area = $1 AND scheme = $2 AND month = $3
                                AND ($4::uuid IS NULL OR resident_id > $4)
                                AND ($5::text IS NULL OR $5 IN (institution_code, payee))
                            ORDER BY resident_id LIMIT $6) p
                        %s
                        ORDER BY p.resident_id
                        """.formatted(HEAD, PRICE))
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, month.firstDay())
                .bind(3, Columns.orNull(after, UUID.class))
                .bind(4, Columns.orNull(scope.institution(), String.class))
                .bind(5, limit)
                .map((row, metadata) -> personMonth(row))
                .all();
    }

    /** How a resident counts in a month; empty where not. */
    public Mono<PersonMonth> find(String area, String scheme, Month month, UUID residentId) {
        return database.sql("""
                        SELECT %s
                        FROM (SELECT area, scheme, resident_id, contract_id, team_number, institution_code,
                                month AS for_month, 1 AS heads, '' AS reason, tariff_row, grade
                            FROM capitation_person_month
                            WHERE area = $1 AND scheme = $2 AND month = $3 AND resident_id = $4) p
                        %s
                        """.formatted(HEAD, PRICE))
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, month.firstDay())
                .bind(3, residentId)
                .map((row, metadata) -> personMonth(row))
                .one();
    }

    /**
     * All that a payee's month rests on, with the people's names: its heads in the order of contract numbers, then the
     * corrections of earlier months. The heads are found first: the planner takes them for one and would look for
     * each price among all heads of the month.
     */
    public Flux<Detail> details(String area, String scheme, Month month, String payee) {
        return months.policies(area, scheme, month)
                .collectList()
                .flatMap(ids -> policies.all(area, ids.stream()))
                .flatMapMany(known -> details(area, scheme, month, payee, known));
    }

    private Flux<Detail> details(
            String area, String scheme, Month month, String payee, Map<UUID, CapitationPolicy> known) {
        return database.sql("""
                        WITH p AS MATERIALIZED (
                            SELECT area, scheme, resident_id, contract_id, version, team_number, institution_code,
                                month AS for_month, 1 AS heads, '' AS reason, tariff_row, grade
                            FROM capitation_person_month
                            WHERE area = $1 AND scheme = $2 AND month = $3 AND payee = $4
                            UNION ALL SELECT area, scheme, resident_id, contract_id, version, team_number, institution_code,
                                for_month, heads, reason, tariff_row, grade
                            FROM capitation_correction
                            WHERE area = $1 AND scheme = $2 AND month = $3 AND payee = $4)
                        SELECT %s, m.policy_id, r.sealed_identity, lower(v.term) AS first_day, upper(v.term) AS day_after
                        FROM p
                        JOIN contract_version v ON v.area = p.area AND v.contract_id = p.contract_id
                            AND v.version = p.version
                        JOIN resident_resident r ON r.area = p.area AND r.resident_id = p.resident_id
                        %s
                        ORDER BY p.for_month DESC, p.team_number, p.contract_id, p.heads
                        """.formatted(HEAD, PRICE))
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, month.firstDay())
                .bind(3, payee)
                .filter(statement -> statement.fetchSize(ROWS_AT_ONCE))
                .map((row, metadata) -> detail(area, row, known))
                .all();
    }

    private Detail detail(String area, Readable row, Map<UUID, CapitationPolicy> known) {
        PersonMonth personMonth = personMonth(row);
        CapitationPolicy policy = Objects.requireNonNull(known.get(Columns.get(row, "policy_id", UUID.class)));
        Term term = new Term(
                Columns.get(row, "first_day", LocalDate.class), Columns.get(row, "day_after", LocalDate.class));
        byte[] sealedIdentity = Columns.get(row, "sealed_identity", byte[].class);
        return new Detail(
                personMonth,
                Rate.of(personMonth, policy),
                vault.open(area, personMonth.residentId(), sealedIdentity),
                term);
    }

    static PersonMonth personMonth(Readable row) {
        return new PersonMonth(
                Columns.get(row, "resident_id", UUID.class),
                Columns.get(row, "contract_id", UUID.class),
                Columns.text(row, "team_number"),
                Columns.text(row, "institution_code"),
                Columns.get(row, "for_month", LocalDate.class),
                Columns.get(row, "heads", Integer.class),
                Columns.text(row, "reason"),
                Columns.get(row, "tariff_row", Integer.class),
                Columns.get(row, "grade", Integer.class),
                Columns.text(row, "tariff_label"));
    }
}
