package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.Origin;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a package costs a resident: the row of the published policy's table for their groups and category on that day. */
@Component
class FeePrices {

    /**
     * The groups of a resident {@code r} with the circumstance {@code c} on {@code %1$s}, as a mask: the recorded ones, and
     * those by age as {@link org.jiayi.app.resident.PopulationGroup#on} tells them: 65 and older, or younger than 7.
     */
    static final String GROUPS_ON = """
            (c.population_groups & ~3) | CASE
                WHEN r.birth_date <= (%1$s - interval '65 years')::date THEN 1
                WHEN r.birth_date <= %1$s AND r.birth_date > (%1$s - interval '7 years')::date THEN 2
                ELSE 0 END""";

    /** The first price of {@code %1$s}'s policy and package that fits its groups. */
    static final String PRICE_OF = """
            (SELECT min(f.price) FROM fee_price f WHERE f.area = $1 AND f.policy_id = %1$s.policy_id
                AND f.service_package = %1$s.service_package
                AND (f.group_mask = 0 OR f.group_mask & %1$s.groups <> 0))""";

    /** What a contract comes from that is charged no price of its own. */
    private static final String[] WITHIN_A_TERM = Arrays.stream(Origin.values())
            .filter(origin -> !origin.isCharged())
            .map(Origin::code)
            .toArray(String[]::new);

    private final DatabaseClient database;

    FeePrices(DatabaseClient database) {
        this.database = database;
    }

    /**
     * One payer's share by one price of one policy.
     *
     * @param yearly whether it is paid for each year of a contract, or once for its whole term
     */
    record Priced(UUID policyId, int price, String economicCategory, boolean yearly, FeeShare share) {}

    Flux<Priced> of(String area, NewContract contract) {
        return of(area, contract.servicePackage(), contract.residentId(), contract.signedOn());
    }

    /** In the order of the policy; empty where the package has no price on that day. */
    Flux<Priced> of(String area, ServicePackage servicePackage, UUID residentId, LocalDate signedOn) {
        return database.sql("""
                        WITH resident AS (
                            SELECT p.policy_id, $2::text AS service_package, c.economic_category, %s AS groups
                            FROM policy_policy p
                            JOIN resident_resident r ON r.area = $1 AND r.resident_id = $3
                            JOIN resident_circumstance c ON c.area = $1 AND c.resident_id = $3
                                AND (c.effective @> $4::date) IS TRUE AND upper_inf(c.known)
                            WHERE p.area = $1 AND p.kind = 'contract_fee' AND p.status IN ('published', 'superseded')
                                AND p.effective @> $4::date
                        ), priced AS (
                            SELECT resident.*, %s AS price FROM resident
                        )
                        SELECT p.policy_id, p.price, p.economic_category, f.yearly, s.payer, s.amount_fen
                        FROM priced p
                        JOIN fee_price f ON f.area = $1 AND f.policy_id = p.policy_id AND f.price = p.price
                        JOIN fee_split s ON s.area = $1 AND s.policy_id = p.policy_id AND s.price = p.price AND s.tier = 0
                            AND s.economic_category = p.economic_category
                        ORDER BY s.ordinal
                        """.formatted(GROUPS_ON.formatted("$4::date"), PRICE_OF.formatted("resident")))
                .bind(0, area)
                .bind(1, servicePackage.code())
                .bind(2, residentId)
                .bind(3, signedOn)
                .map(row -> new Priced(
                        Columns.get(row, "policy_id", UUID.class),
                        Columns.get(row, "price", Integer.class),
                        Columns.text(row, "economic_category"),
                        Columns.get(row, "yearly", Boolean.class),
                        new FeeShare(
                                Payer.of(Columns.text(row, "payer")),
                                Money.ofFen(Columns.get(row, "amount_fen", Long.class)))))
                .all();
    }

    /**
     * By contract the days for which it was agreed, from those of the contract that was signed or renewed before any other went
     * on with its term; without those that never did but wait for a payment.
     */
    Mono<Map<UUID, Term>> agreedTerms(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        WITH RECURSIVE line AS (
                            SELECT contract_id AS asked_id, contract_id FROM unnest($2::uuid[]) AS row (contract_id)
                            UNION ALL
                            SELECT l.asked_id, v.follows FROM line l
                            JOIN contract_version v ON v.area = $1 AND v.contract_id = l.contract_id AND v.version = 1
                                AND v.origin = ANY ($3)
                        )
                        SELECT l.asked_id, min(lower(v.term)) AS first_day, max(upper(v.term)) AS day_after
                        FROM line l
                        JOIN contract_version v ON v.area = $1 AND v.contract_id = l.contract_id AND v.pay_until IS NULL
                        GROUP BY l.asked_id
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .bind(2, WITHIN_A_TERM)
                .map(row -> Map.entry(
                        Columns.get(row, "asked_id", UUID.class),
                        new Term(
                                Columns.get(row, "first_day", LocalDate.class),
                                Columns.get(row, "day_after", LocalDate.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** What of a resident decides on the price and its split. */
    record Person(String economicCategory, int groups) {}

    /** What is known now of the resident on a day; empty where nothing is. */
    Mono<Person> person(String area, UUID residentId, LocalDate on) {
        return database.sql("""
                        SELECT c.economic_category, %s AS groups FROM resident_resident r
                        JOIN resident_circumstance c ON c.area = r.area AND c.resident_id = r.resident_id
                            AND (c.effective @> $3::date) IS TRUE AND upper_inf(c.known)
                        WHERE r.area = $1 AND r.resident_id = $2
                        """.formatted(GROUPS_ON.formatted("$3::date")))
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, on)
                .mapProperties(Person.class)
                .one();
    }
}
