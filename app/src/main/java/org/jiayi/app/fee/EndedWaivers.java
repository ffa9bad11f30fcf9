package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.resident.EconomicCategory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds the contracts that {@link WaiverReviews} leaves as they are because their residents would bear more. It is told from the
 * lines and the register each time, so that nothing has to be marked or unmarked.
 */
@Component
public class EndedWaivers {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /**
     * The years {@code l} of contracts where the price {@code p} would leave the resident more for the category {@code c} that is
     * known now than for the one it is split by, and where whoever bears it in their place still does.
     */
    private static final String WAITING = """
            FROM (SELECT DISTINCT contract_id, covers FROM fee_line
                WHERE area = $1 AND economic_category <> 'ordinary' AND %s) l
            JOIN contract_version v ON v.area = $1 AND v.contract_id = l.contract_id AND upper_inf(v.known)
            CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS (SELECT FROM fee_line e
                    WHERE e.area = $1 AND e.contract_id = l.contract_id AND e.covers < l.covers)
                THEN lower(l.covers) ELSE v.signed_on END AS decided_on) d
            CROSS JOIN LATERAL (SELECT n.policy_id, n.price, n.tier, n.economic_category FROM fee_line n
                WHERE n.area = $1 AND n.contract_id = l.contract_id AND n.covers IS NOT DISTINCT FROM l.covers
                    AND n.price IS NOT NULL
                ORDER BY n.entry_id DESC LIMIT 1) p
            JOIN resident_circumstance c ON c.area = $1 AND c.resident_id = v.resident_id
                AND (c.effective @> d.decided_on) IS TRUE AND upper_inf(c.known)
                AND c.economic_category <> p.economic_category
            JOIN fee_split before ON before.area = $1 AND before.policy_id = p.policy_id AND before.price = p.price
                AND before.tier = p.tier AND before.economic_category = p.economic_category AND before.payer = 'resident'
            JOIN fee_split after ON after.area = $1 AND after.policy_id = p.policy_id AND after.price = p.price
                AND after.tier = p.tier AND after.economic_category = c.economic_category AND after.payer = 'resident'
                AND after.amount_fen > before.amount_fen
            WHERE EXISTS (SELECT FROM fee_split s
                LEFT JOIN fee_split less ON less.area = $1 AND less.policy_id = s.policy_id AND less.price = s.price
                    AND less.tier = s.tier AND less.economic_category = c.economic_category AND less.payer = s.payer
                WHERE s.area = $1 AND s.policy_id = p.policy_id AND s.price = p.price AND s.tier = p.tier
                    AND s.economic_category = p.economic_category AND s.amount_fen > coalesce(less.amount_fen, 0)
                    AND (SELECT sum(b.amount_fen) FROM fee_line b WHERE b.area = $1 AND b.contract_id = l.contract_id
                        AND b.covers IS NOT DISTINCT FROM l.covers AND b.payer = s.payer) > 0)
            """;

    private final DatabaseClient database;
    private final BorneFees borneFees;
    private final Policies policies;
    private final FeePolicyKind documents;

    EndedWaivers(DatabaseClient database, BorneFees borneFees, Policies policies, FeePolicyKind documents) {
        this.database = database;
        this.borneFees = borneFees;
        this.policies = policies;
        this.documents = documents;
    }

    /** A year of a contract that waits. */
    private record Waiting(
            UUID contractId,
            Optional<Term> covers,
            String institutionCode,
            String teamNumber,
            UUID policyId,
            FeeLine.Priced priced,
            EndedWaiver.Year year) {

        /** What the resident would bear more of it. */
        private Money more(FeePolicy policy, List<BorneFees.Borne> years) {
            PackageFee fee = policy.fees().get(priced.price());
            FeeSplit after = priced.of(year.known().code()).split(fee);
            return Money.sum(years.stream()
                    .filter(borne -> borne.covers().equals(covers))
                    .map(borne -> Resplit.between(borne.split(), priced.split(fee), after)
                            .personal())
                    .toList());
        }
    }

    /**
     * Some of them, by their ids.
     *
     * @param institutionCode the only institution whose contracts are told of; empty for all
     */
    public Mono<List<EndedWaiver>> page(
            String area, Optional<String> institutionCode, Optional<UUID> after, int count) {
        return waiting(area, institutionCode, after, count)
                .collectList()
                .flatMap(years -> Mono.zip(
                                borneFees.of(
                                        area,
                                        years.stream()
                                                .map(Waiting::contractId)
                                                .distinct()
                                                .toList()),
                                policies(area, years))
                        .map(facts -> told(years, facts.getT1(), facts.getT2())));
    }

    private Flux<Waiting> waiting(String area, Optional<String> institutionCode, Optional<UUID> after, int count) {
        return database.sql("""
                        WITH page AS MATERIALIZED (SELECT DISTINCT l.contract_id %s ORDER BY l.contract_id LIMIT $4)
                        SELECT l.contract_id, lower(l.covers) AS covers_from, upper(l.covers) AS covers_until,
                            v.institution_code, v.team_number, d.decided_on, p.policy_id, p.price, p.tier,
                            p.economic_category AS charged, c.economic_category AS known,
                            (SELECT max(upper(o.known)) FROM resident_circumstance o
                                WHERE o.area = $1 AND o.resident_id = v.resident_id AND NOT upper_inf(o.known)
                                    AND (o.effective @> d.decided_on) IS TRUE
                                    AND o.economic_category <> c.economic_category) AS known_since
                        %s
                        ORDER BY l.contract_id, l.covers
                        """.formatted(
                                WAITING.formatted("contract_id > $2 AND ($3::text IS NULL OR institution_code = $3)"),
                                WAITING.formatted("contract_id = ANY (ARRAY(SELECT contract_id FROM page))")))
                .bind(0, area)
                .bind(1, after.orElse(BEFORE_ALL))
                .bind(2, Columns.orNull(institutionCode, String.class))
                .bind(3, count)
                .map(EndedWaivers::row)
                .all();
    }

    private static Waiting row(Readable row) {
        String charged = Columns.text(row, "charged");
        return new Waiting(
                Columns.get(row, "contract_id", UUID.class),
                Columns.find(row, "covers_from", LocalDate.class)
                        .map(from -> new Term(from, Columns.get(row, "covers_until", LocalDate.class))),
                Columns.text(row, "institution_code"),
                Columns.text(row, "team_number"),
                Columns.get(row, "policy_id", UUID.class),
                new FeeLine.Priced(
                        Columns.get(row, "price", Integer.class), charged, Columns.get(row, "tier", Integer.class)),
                new EndedWaiver.Year(
                        Columns.get(row, "decided_on", LocalDate.class),
                        EconomicCategory.ofCode(charged),
                        EconomicCategory.ofCode(Columns.text(row, "known")),
                        Columns.find(row, "known_since", Instant.class)));
    }

    private Mono<Map<UUID, FeePolicy>> policies(String area, List<Waiting> years) {
        return Flux.fromIterable(years)
                .map(Waiting::policyId)
                .distinct()
                .concatMap(policyId -> policies.get(area, policyId))
                .collectMap(policy -> policy.policyId(), documents::read);
    }

    private static List<EndedWaiver> told(
            List<Waiting> waiting, Map<UUID, List<BorneFees.Borne>> borne, Map<UUID, FeePolicy> policies) {
        Map<UUID, List<Waiting>> byContract = new LinkedHashMap<>();
        waiting.forEach(year -> byContract
                .computeIfAbsent(year.contractId(), fresh -> new ArrayList<>())
                .add(year));
        return byContract.values().stream()
                .map(years -> {
                    Waiting first = years.get(0);
                    List<BorneFees.Borne> all = Objects.requireNonNull(borne.get(first.contractId()));
                    Money bears = Money.sum(
                            all.stream().map(year -> year.split().personal()).toList());
                    Money more = Money.sum(years.stream()
                            .map(year -> year.more(Objects.requireNonNull(policies.get(year.policyId())), all))
                            .toList());
                    return new EndedWaiver(
                            first.contractId(),
                            first.institutionCode(),
                            first.teamNumber(),
                            bears,
                            bears.plus(more),
                            years.stream().map(Waiting::year).toList());
                })
                .toList();
    }
}
