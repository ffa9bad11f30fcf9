package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the payers of contracts bear now: the sums of their lines. */
@Component
class BorneFees {

    /** Joins {@code p} to lines {@code l}: the price, category and tier that hold now for their contract and days. */
    static final String PRICE_NOW = """
            LEFT JOIN LATERAL (SELECT n.price, n.economic_category, n.tier FROM fee_line n
                WHERE n.area = $1 AND n.contract_id = l.contract_id AND n.covers IS NOT DISTINCT FROM l.covers
                    AND n.price IS NOT NULL
                ORDER BY n.entry_id DESC LIMIT 1) p ON true""";

    /** The place of the payer of {@code l} in the price {@code p}: it decides who bears an odd fen. */
    static final String PLACE = """
            (SELECT min(s.ordinal) FROM fee_split s WHERE s.area = $1 AND s.policy_id = l.policy_id AND s.payer = l.payer
                AND (p.price IS NULL OR s.price = p.price))""";

    private final DatabaseClient database;

    BorneFees(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What the payers of one contract bear, in the order of the policy; where it is charged by year, of one of its years.
     *
     * @param covers the days of that year; empty where the fee is for the whole term
     * @param priced the price, category and tier that hold now; empty for what was charged before they were kept
     * @param charges for each payer, the transfer by which it was first charged; the let-off's and every payer's alike
     */
    record Borne(
            UUID contractId,
            UUID policyId,
            String institutionCode,
            Optional<Term> covers,
            FeeSplit split,
            Optional<FeeLine.Priced> priced,
            Map<Payer, UUID> charges) {

        /** The transfer that a line taking something back from this payer corrects. */
        Optional<UUID> chargeOf(Payer payer) {
            return Optional.ofNullable(charges.get(payer));
        }

        /** What an assessment changes of a payer's share: more is charged, less is taken from what was. */
        FeeLine assessed(FeeLine.Priced tier, Payer payer, Money amount, LocalDate today) {
            return new FeeLine(
                    contractId,
                    FeeLineReason.ASSESSED,
                    policyId,
                    institutionCode,
                    payer,
                    amount,
                    today,
                    Optional.of(tier),
                    covers,
                    amount.isNegative() ? chargeOf(payer) : Optional.empty());
        }

        /** Whether all that was charged went back or on. */
        boolean isNothingLeft() {
            return split.present().isEmpty() && !charges.isEmpty();
        }
    }

    private record Row(
            UUID contractId,
            UUID policyId,
            String institutionCode,
            Optional<Term> covers,
            Payer payer,
            Money amount,
            Optional<Charge> charge,
            Optional<FeeLine.Priced> priced) {}

    /** Where the first charge of a payer is booked. */
    private record Charge(UUID entryId, LocalDate month) {}

    /** By contract, its years in their order; contracts without lines are absent. */
    Mono<Map<UUID, List<Borne>>> of(String area, Collection<UUID> contractIds) {
        return database.sql("""
                        SELECT l.contract_id, l.policy_id, l.institution_code, lower(l.covers) AS covers_from,
                            upper(l.covers) AS covers_until, l.payer, sum(l.amount_fen)::bigint AS amount_fen,
                            (array_agg(l.entry_id ORDER BY l.entry_id) FILTER (WHERE l.amount_fen > 0))[1] AS charged_by,
                            (array_agg(l.month ORDER BY l.entry_id) FILTER (WHERE l.amount_fen > 0))[1] AS charged_in,
                            p.price, p.economic_category, p.tier
                        FROM fee_line l
                        %s
                        WHERE l.area = $1 AND l.contract_id = ANY ($2)
                        GROUP BY l.contract_id, l.policy_id, l.institution_code, l.covers, l.payer, p.price,
                            p.economic_category, p.tier
                        ORDER BY l.contract_id, l.covers, %s, l.payer
                        """.formatted(PRICE_NOW, PLACE))
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(BorneFees::row)
                .all()
                .collectList()
                .flatMap(rows -> transfers(area, rows).map(transfers -> borne(rows, transfers)));
    }

    private static Row row(Readable row) {
        return new Row(
                Columns.get(row, "contract_id", UUID.class),
                Columns.get(row, "policy_id", UUID.class),
                Columns.text(row, "institution_code"),
                Columns.find(row, "covers_from", LocalDate.class)
                        .map(from -> new Term(from, Columns.get(row, "covers_until", LocalDate.class))),
                Payer.of(Columns.text(row, "payer")),
                Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                Columns.find(row, "charged_by", UUID.class)
                        .map(entry -> new Charge(entry, Columns.get(row, "charged_in", LocalDate.class))),
                Columns.find(row, "price", Integer.class)
                        .map(price -> new FeeLine.Priced(
                                price,
                                Columns.text(row, "economic_category"),
                                Columns.get(row, "tier", Integer.class))));
    }

    /** The policies by which they were charged. */
    static Stream<UUID> policies(Map<UUID, List<Borne>> borne) {
        return borne.values().stream().flatMap(List::stream).map(Borne::policyId);
    }

    /** The transfers of the entries by which something was charged, by entry, accounts and month. */
    private Mono<Map<String, UUID>> transfers(String area, List<Row> rows) {
        UUID[] entries = rows.stream()
                .flatMap(row -> row.charge().map(Charge::entryId).stream())
                .distinct()
                .toArray(UUID[]::new);
        return database.sql("""
                        SELECT entry_id || ' ' || debit_account || ' ' || credit_account || ' ' || month AS place, transfer_id
                        FROM ledger_transfer WHERE area = $1 AND entry_id = ANY ($2)
                        """)
                .bind(0, area)
                .bind(1, entries)
                .map(row -> Map.entry(Columns.text(row, "place"), Columns.get(row, "transfer_id", UUID.class)))
                .all()
                .collect(HashMap::new, (all, place) -> all.put(place.getKey(), place.getValue()));
    }

    /** A contract and, where it is charged by year, one of its years. */
    private record Part(UUID contractId, Optional<Term> covers) {}

    private static Map<UUID, List<Borne>> borne(List<Row> rows, Map<String, UUID> transfers) {
        Map<Part, List<Row>> byPart = new LinkedHashMap<>();
        rows.forEach(row -> byPart.computeIfAbsent(new Part(row.contractId(), row.covers()), fresh -> new ArrayList<>())
                .add(row));
        Map<UUID, List<Borne>> borne = new LinkedHashMap<>();
        byPart.forEach((part, own) -> borne.computeIfAbsent(part.contractId(), fresh -> new ArrayList<>())
                .add(borne(part, own, transfers)));
        return borne;
    }

    private static Borne borne(Part part, List<Row> rows, Map<String, UUID> transfers) {
        Map<Payer, UUID> charges = new HashMap<>();
        for (Row row : rows) {
            row.charge()
                    .map(charge -> transfers.get(String.join(
                            " ",
                            charge.entryId().toString(),
                            FeeAccounts.debit(row.payer(), row.institutionCode())
                                    .name(),
                            FeeAccounts.credit(row.payer(), row.institutionCode())
                                    .name(),
                            charge.month().toString())))
                    .ifPresent(transfer -> charges.put(row.payer(), transfer));
        }
        FeeSplit split = new FeeSplit(rows.stream()
                .filter(row -> !row.amount().isZero())
                .map(row -> new FeeShare(row.payer(), row.amount()))
                .toList());
        Row first = rows.get(0);
        return new Borne(
                part.contractId(),
                first.policyId(),
                first.institutionCode(),
                part.covers(),
                split,
                first.priced(),
                charges);
    }
}
