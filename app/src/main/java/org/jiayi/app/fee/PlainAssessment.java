package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.resident.EconomicCategory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings the fees that are still as they were charged, and whole, to the tier of their team's score: Java works out the
 * difference for each score, price and economic category; one statement looks at all contracts of some teams once, writes the
 * lines of those, counts them by what they have in common, and names the others.
 */
@Component
class PlainAssessment {

    private final DatabaseClient database;

    PlainAssessment(DatabaseClient database) {
        this.database = database;
    }

    /** The whole charge of a price for a category. */
    private record Charged(int price, EconomicCategory category, FeeSplit charged) {}

    /** What a contract's fee has in common with others': the score of its team, its price and its category. */
    private record Kind(String score, int price, String category) {}

    /** What one payer bears more of a fee of that kind. */
    private record Difference(Kind kind, int tier, Payer payer, Money amount) {}

    /**
     * Contracts of a team whose fees are alike, or one whose fee is not as it was charged.
     *
     * @param other that contract; empty for those that are alike
     */
    private record Row(
            Optional<UUID> other, String team, String institutionCode, int price, String category, long contracts) {}

    /**
     * What became of a team's contracts.
     *
     * @param contracts to how many fees a line was added
     * @param amount what these lines come to
     * @param transfers what they add up to by payer and institution; still to be posted
     * @param others the contracts to whose fee something happened since it was charged
     */
    record Written(long contracts, Money amount, List<Transfer> transfers, List<UUID> others) {}

    /** Writes the lines, booked on that day. By team; one without contracts is absent. */
    Mono<Map<String, Written>> write(Book book, AssessFees.Chunk chunk, FeePolicy policy, LocalDate today) {
        List<Charged> bases = bases(policy);
        List<Difference> differences = chunk.teams().stream()
                .map(AssessFees.Team::score)
                .distinct()
                .flatMap(score -> differences(policy, bases, score).stream())
                .toList();
        return rows(book, chunk, bases, differences, today)
                .collectList()
                .map(rows -> byTeam(chunk, rows, differences, today));
    }

    private static List<Charged> bases(FeePolicy policy) {
        List<Charged> bases = new ArrayList<>();
        for (int price = 0; price < policy.fees().size(); price++) {
            for (EconomicCategory category : EconomicCategory.values()) {
                bases.add(new Charged(
                        price, category, policy.fees().get(price).split(PackageFee.LOWEST_TIER, Set.of(category))));
            }
        }
        return bases;
    }

    private static List<Difference> differences(FeePolicy policy, List<Charged> bases, String score) {
        List<Difference> differences = new ArrayList<>();
        for (Charged base : bases) {
            PackageFee fee = policy.fees().get(base.price());
            int tier = fee.tiers().tierOf(Fraction.parse(score));
            Kind kind = new Kind(score, base.price(), base.category().code());
            TierDifference.of(fee, base.category(), PackageFee.LOWEST_TIER, tier, base.charged(), false)
                    .byPayer()
                    .forEach((payer, amount) -> differences.add(new Difference(kind, tier, payer, amount)));
        }
        return differences;
    }

    /** A difference for a team of the score. */
    private record Entered(AssessFees.Team team, Difference difference) {}

    /**
     * The work memory holds what is known of a chunk's contracts. A plan made for any chunk would not know how many teams it
     * has, and one that believes in slow disks reads all lines of the area instead of the chunk's. The statement ends that
     * mode before its rows are checked against their foreign keys, or each check would be planned anew.
     */
    private Flux<Row> rows(
            Book book, AssessFees.Chunk chunk, List<Charged> bases, List<Difference> differences, LocalDate today) {
        List<Entered> entered = chunk.teams().stream()
                .flatMap(team -> differences.stream()
                        .filter(difference -> difference.kind().score().equals(team.score()))
                        .map(difference -> new Entered(team, difference)))
                .toList();
        return database.sql("""
                        SELECT set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true),
                            set_config('plan_cache_mode', 'force_custom_plan', true)
                        """)
                .then()
                .thenMany(withDifferences(entered, withCharges(bases, database.sql("""
                        WITH base AS (
                            SELECT * FROM unnest($1::int[], $2::text[], $3::bigint[]) AS row (price, economic_category, base_fen)
                        ), difference AS (
                            SELECT * FROM unnest($4::text[], $5::uuid[], $6::int[], $7::text[], $8::int[], $9::text[],
                                $10::bigint[])
                                AS row (team_number, entry_id, price, economic_category, tier, payer, amount_fen)
                        ), line AS (
                            SELECT h.contract_id, h.team_number, l.*
                            FROM contract_version h
                            CROSS JOIN LATERAL (
                                SELECT min(l.institution_code) AS institution_code, min(l.price) AS price,
                                    min(l.economic_category) AS economic_category, sum(l.amount_fen) AS borne_fen,
                                    bool_and(l.reason = 'contract_fee' AND l.price IS NOT NULL AND l.covers IS NULL)
                                        AS charged_only
                                FROM fee_line l WHERE l.area = $11 AND l.contract_id = h.contract_id AND l.policy_id = $12
                                HAVING count(*) > 0) l
                            WHERE h.area = $11 AND h.team_number = ANY ($13) AND upper_inf(h.known)
                        ), state AS MATERIALIZED (
                            SELECT l.*, (l.charged_only AND l.borne_fen = b.base_fen) IS TRUE AS plain
                            FROM line l LEFT JOIN base b USING (price, economic_category)
                        ), written AS (
                            INSERT INTO fee_line (area, contract_id, entry_id, payer, policy_id, institution_code, amount_fen,
                                reason, month, price, economic_category, tier)
                            SELECT $11, s.contract_id, d.entry_id, d.payer, $12, s.institution_code, d.amount_fen, 'assessed',
                                $14, s.price, s.economic_category, d.tier
                            FROM state s JOIN difference d USING (team_number, price, economic_category)
                            WHERE s.plain ORDER BY s.contract_id
                        )
                        SELECT NULL::uuid AS other, team_number, institution_code, price, economic_category,
                            count(*) AS contracts
                        FROM state WHERE plain AND (SELECT set_config('plan_cache_mode', 'auto', true)) = 'auto'
                        GROUP BY team_number, institution_code, price, economic_category
                        UNION ALL
                        SELECT contract_id, team_number, institution_code, coalesce(price, 0), coalesce(economic_category, ''), 1
                        FROM state WHERE NOT plain
                        ORDER BY team_number, institution_code, price, economic_category, other
                        """)))
                        .bind(10, chunk.area())
                        .bind(11, chunk.policyId())
                        .bind(12, Columns.array(chunk.teams(), String[]::new, AssessFees.Team::teamNumber))
                        .bind(13, book.monthOf(today).firstDay())
                        .map(PlainAssessment::row)
                        .all());
    }

    private static Row row(Readable row) {
        return new Row(
                Columns.find(row, "other", UUID.class),
                Columns.text(row, "team_number"),
                Columns.text(row, "institution_code"),
                Columns.get(row, "price", Integer.class),
                Columns.text(row, "economic_category"),
                Columns.get(row, "contracts", Long.class));
    }

    private static GenericExecuteSpec withCharges(List<Charged> bases, GenericExecuteSpec statement) {
        return statement
                .bind(0, Columns.array(bases, Integer[]::new, Charged::price))
                .bind(
                        1,
                        Columns.array(
                                bases, String[]::new, base -> base.category().code()))
                .bind(
                        2,
                        Columns.array(
                                bases,
                                Long[]::new,
                                base -> base.charged().total().fen()));
    }

    private static GenericExecuteSpec withDifferences(List<Entered> entered, GenericExecuteSpec statement) {
        List<Difference> differences = entered.stream().map(Entered::difference).toList();
        return statement
                .bind(3, Columns.array(entered, String[]::new, row -> row.team().teamNumber()))
                .bind(4, Columns.array(entered, UUID[]::new, row -> row.team().entryId()))
                .bind(
                        5,
                        Columns.array(
                                differences, Integer[]::new, row -> row.kind().price()))
                .bind(
                        6,
                        Columns.array(
                                differences, String[]::new, row -> row.kind().category()))
                .bind(7, Columns.array(differences, Integer[]::new, Difference::tier))
                .bind(
                        8,
                        Columns.array(
                                differences, String[]::new, row -> row.payer().code()))
                .bind(
                        9,
                        Columns.array(
                                differences, Long[]::new, row -> row.amount().fen()));
    }

    private static Map<String, Written> byTeam(
            AssessFees.Chunk chunk, List<Row> rows, List<Difference> differences, LocalDate today) {
        Map<Kind, List<Difference>> byKind = new HashMap<>();
        differences.forEach(row ->
                byKind.computeIfAbsent(row.kind(), kind -> new ArrayList<>()).add(row));
        Map<String, List<Row>> byTeam = new HashMap<>();
        rows.forEach(row ->
                byTeam.computeIfAbsent(row.team(), team -> new ArrayList<>()).add(row));
        Map<String, Written> written = new HashMap<>();
        for (AssessFees.Team team : chunk.teams()) {
            written.put(
                    team.teamNumber(), written(team, byTeam.getOrDefault(team.teamNumber(), List.of()), byKind, today));
        }
        return written;
    }

    /** Where money goes: the lines of one payer for one institution, what is more and what is less apart. */
    private record Way(Payer payer, String institutionCode, boolean back) {}

    private static Written written(
            AssessFees.Team team, List<Row> rows, Map<Kind, List<Difference>> byKind, LocalDate today) {
        Map<Way, Money> sums = new LinkedHashMap<>();
        long contracts = 0;
        for (Row row : rows) {
            Kind kind = new Kind(team.score(), row.price(), row.category());
            List<Difference> differences = row.other().isPresent() ? List.of() : byKind.getOrDefault(kind, List.of());
            contracts += differences.isEmpty() ? 0 : row.contracts();
            for (Difference difference : differences) {
                Way way = new Way(
                        difference.payer(),
                        row.institutionCode(),
                        difference.amount().isNegative());
                sums.merge(way, difference.amount().times(row.contracts()), Money::plus);
            }
        }
        return new Written(
                contracts,
                Money.sum(sums.values()),
                sums.entrySet().stream()
                        .map(sum -> transfer(team, sum.getKey(), sum.getValue(), today))
                        .toList(),
                rows.stream().flatMap(row -> row.other().stream()).toList());
    }

    private static Transfer transfer(AssessFees.Team team, Way way, Money amount, LocalDate today) {
        String businessKey = String.join(
                ":",
                "assessed",
                team.entryId().toString(),
                "charged",
                way.payer().code(),
                way.institutionCode(),
                way.back() ? "back" : "on");
        return FeeLines.transfer(
                FeeLineReason.ASSESSED, way.payer(), way.institutionCode(), amount, businessKey, today);
    }
}
