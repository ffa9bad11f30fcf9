package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.contract.ContractCharges;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.EconomicCategory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Charges again what was given back for an end that turned out to be none: to each refund its mirror, line by line, each
 * transfer with a link to the one that it takes back.
 */
@Component
class FeeReinstatements {

    private final DatabaseClient database;
    private final FeeLocks locks;
    private final BorneFees borneFees;
    private final FeeLines feeLines;
    private final FeeChanges feeChanges;
    private final ChargingPolicies policies;

    FeeReinstatements(
            DatabaseClient database,
            FeeLocks locks,
            BorneFees borneFees,
            FeeLines feeLines,
            FeeChanges feeChanges,
            ChargingPolicies policies) {
        this.database = database;
        this.locks = locks;
        this.borneFees = borneFees;
        this.feeLines = feeLines;
        this.feeChanges = feeChanges;
        this.policies = policies;
    }

    /**
     * A line of a refund; its amount is negative.
     *
     * @param tier that the fee was in when it was given back; empty where none was kept
     */
    private record Refunded(
            UUID contractId,
            UUID entryId,
            Payer payer,
            UUID policyId,
            String institutionCode,
            Money amount,
            LocalDate month,
            Optional<Term> covers,
            Optional<Integer> tier,
            LocalDate lastDay) {

        private String place(Optional<UUID> corrects) {
            return FeeReinstatements.place(
                    entryId,
                    FeeAccounts.credit(payer, institutionCode).name(),
                    FeeAccounts.debit(payer, institutionCode).name(),
                    month,
                    corrects);
        }
    }

    /** What was given back of one contract, or of one of its years, at once. */
    private record GivenBack(List<Refunded> lines, Optional<BorneFees.Borne> before) {

        private Refunded any() {
            return lines.get(0);
        }

        private FeeChanges.Explained explained() {
            return new FeeChanges.Explained(
                    any().contractId(),
                    FeeChanges.REINSTATE,
                    "",
                    any().lastDay(),
                    Fraction.ONE,
                    before.map(borne -> borne.split().total()).orElse(Money.ZERO),
                    Money.sum(lines.stream().map(Refunded::amount).toList()).negated(),
                    Optional.empty(),
                    "");
        }

        private List<FeeLine> mirrored(Map<String, UUID> transfers, LocalDate today) {
            return lines.stream()
                    .map(line -> new FeeLine(
                            line.contractId(),
                            FeeLineReason.REINSTATED,
                            line.policyId(),
                            line.institutionCode(),
                            line.payer(),
                            line.amount().negated(),
                            today,
                            Optional.empty(),
                            line.covers(),
                            Optional.ofNullable(
                                    transfers.get(line.place(before.flatMap(borne -> borne.chargeOf(line.payer())))))))
                    .toList();
        }

        /** What an assessment since would have changed of it, had it not been given back. */
        private List<FeeLine> assessedSince(Map<UUID, FeePolicy> policies, Set<UUID> changedPayers, LocalDate today) {
            return before.flatMap(borne -> borne.priced()
                            .flatMap(priced -> any().tier()
                                    .filter(tier -> tier.intValue() != priced.tier())
                                    .map(tier -> difference(
                                                    borne,
                                                    priced,
                                                    tier,
                                                    Objects.requireNonNull(policies.get(borne.policyId())),
                                                    changedPayers.contains(borne.contractId()))
                                            .byPayer()
                                            .entrySet()
                                            .stream()
                                            .map(more -> borne.assessed(priced, more.getKey(), more.getValue(), today))
                                            .toList())))
                    .orElse(List.of());
        }

        private TierDifference difference(
                BorneFees.Borne borne, FeeLine.Priced priced, int tier, FeePolicy policy, boolean payersChanged) {
            FeeSplit given = new FeeSplit(lines.stream()
                    .map(line -> new FeeShare(line.payer(), line.amount().negated()))
                    .toList());
            return TierDifference.of(
                    policy.fees().get(priced.price()),
                    EconomicCategory.ofCode(priced.economicCategory()),
                    tier,
                    priced.tier(),
                    given,
                    payersChanged);
        }
    }

    /** Does that for contracts that go on, of which each is named once; those of which nothing was given back stay as they are. */
    Mono<Void> charge(String area, List<ContractCharges.Reinstated> contracts, LocalDate today, String recordedBy) {
        if (contracts.isEmpty()) {
            return Mono.empty();
        }
        List<UUID> goingOn =
                contracts.stream().map(ContractCharges.Reinstated::contractId).toList();
        return feeChanges
                .bearers(area, goingOn)
                .collectList()
                .flatMap(bearers -> chargeAll(area, withBearers(contracts, bearers), today, recordedBy));
    }

    /** The same, and the contracts with which the fee of those stayed: it is for the days of these, too. */
    private static List<ContractCharges.Reinstated> withBearers(
            List<ContractCharges.Reinstated> contracts, List<FeeChanges.Bearer> bearers) {
        Map<UUID, ContractCharges.Reinstated> all = new LinkedHashMap<>();
        contracts.forEach(contract -> all.put(contract.contractId(), contract));
        Map<UUID, ContractCharges.Reinstated> followers = Map.copyOf(all);
        for (FeeChanges.Bearer bearer : bearers) {
            ContractCharges.Reinstated follower = Objects.requireNonNull(followers.get(bearer.followerId()));
            all.merge(
                    bearer.contractId(),
                    new ContractCharges.Reinstated(bearer.contractId(), follower.lastDay(), follower.endedEarly()),
                    (own, later) -> own.lastDay().isBefore(later.lastDay()) ? later : own);
        }
        return List.copyOf(all.values());
    }

    private Mono<Void> chargeAll(
            String area, List<ContractCharges.Reinstated> contracts, LocalDate today, String recordedBy) {
        List<UUID> ids =
                contracts.stream().map(ContractCharges.Reinstated::contractId).toList();
        return locks.takeContracts(area, ids)
                .then(Mono.defer(() -> refunded(area, contracts).collectList()))
                .filter(lines -> !lines.isEmpty())
                .flatMap(lines -> Mono.zip(borneFees.of(area, ids), transfers(area, lines))
                        .flatMap(facts -> {
                            List<GivenBack> refunds = refunds(lines, facts.getT1());
                            return book(area, refunds, facts.getT2(), today, recordedBy)
                                    .then(Mono.defer(() -> assess(area, refunds, facts.getT1(), today, recordedBy)));
                        }));
    }

    /** What was given back and is charged again comes to the tier that the rest was brought to meanwhile. */
    private Mono<Void> assess(
            String area,
            List<GivenBack> refunds,
            Map<UUID, List<BorneFees.Borne>> borne,
            LocalDate today,
            String recordedBy) {
        return Mono.zip(
                        policies.of(area, BorneFees.policies(borne)),
                        feeChanges.withChangedPayers(area, borne.keySet()))
                .flatMap(facts -> {
                    List<FeeLines.Posting> postings = refunds.stream()
                            .map(refund -> refund.assessedSince(facts.getT1(), facts.getT2(), today))
                            .filter(lines -> !lines.isEmpty())
                            .map(lines -> new FeeLines.Posting(UuidCreator.getTimeOrderedEpoch(), lines, List.of()))
                            .toList();
                    return Flux.fromIterable(postings)
                            .concatMap(posting -> keepScore(area, posting))
                            .then(Mono.defer(() -> feeLines.book(area, postings, recordedBy)));
                });
    }

    /** The score that explains those lines is that of the assessment by which the rest of the fee came to its tier. */
    private Mono<Void> keepScore(String area, FeeLines.Posting posting) {
        FeeLine line = posting.lines().get(0);
        return database.sql("""
                        INSERT INTO fee_assessment_year (area, entry_id, assessment_id, team_number)
                        SELECT $1, $2, t.assessment_id, t.team_number
                        FROM fee_line l
                        JOIN LATERAL (
                            SELECT a.assessment_id, a.team_number FROM fee_assessment_team a
                            WHERE a.area = $1 AND a.entry_id = l.entry_id
                            UNION ALL
                            SELECT y.assessment_id, y.team_number FROM fee_assessment_year y
                            WHERE y.area = $1 AND y.entry_id = l.entry_id) t ON true
                        WHERE l.area = $1 AND l.contract_id = $3 AND l.reason = 'assessed'
                            AND coalesce(lower(l.covers), '-infinity') = coalesce($4::date, '-infinity')
                        ORDER BY l.entry_id DESC LIMIT 1
                        """)
                .bind(0, area)
                .bind(1, posting.entryId())
                .bind(2, line.contractId())
                .bind(3, Columns.orNull(line.covers().map(Term::from), LocalDate.class))
                .then();
    }

    /**
     * What is to be mirrored: refunds for a last day before the one that holds again, and for that one unless it is itself an
     * end before its time: then those that came after what happened to the fee for that end. What was mirrored once is over: later
     * entries only.
     */
    private Flux<Refunded> refunded(String area, List<ContractCharges.Reinstated> contracts) {
        return database.sql("""
                        SELECT l.contract_id, l.entry_id, l.payer, l.policy_id, l.institution_code, l.amount_fen, l.month,
                            lower(l.covers) AS covers_from, upper(l.covers) AS covers_until, p.tier, going_on.last_day
                        FROM unnest($2::uuid[], $3::date[], $4::boolean[]) AS going_on (contract_id, last_day, ended_early)
                        JOIN fee_change c ON c.area = $1 AND c.contract_id = going_on.contract_id
                            AND c.kind IN ('refund', 'return_all') AND c.last_day <= going_on.last_day
                        JOIN fee_line l ON l.area = $1 AND l.contract_id = c.contract_id AND l.entry_id = c.entry_id
                            AND l.reason = 'refund' AND l.amount_fen < 0
                        LEFT JOIN LATERAL (SELECT n.tier FROM fee_line n
                            WHERE n.area = $1 AND n.contract_id = l.contract_id
                                AND n.covers IS NOT DISTINCT FROM l.covers AND n.price IS NOT NULL
                                AND n.entry_id < l.entry_id
                            ORDER BY n.entry_id DESC LIMIT 1) p ON true
                        WHERE (c.last_day < going_on.last_day OR NOT going_on.ended_early
                                OR EXISTS (SELECT FROM fee_change stays WHERE stays.area = $1
                                    AND stays.contract_id = c.contract_id AND stays.last_day = c.last_day
                                    AND stays.kind IN ('refund', 'return_all', 'follow', 'reprice') AND stays.rule <> 'stays'
                                    AND stays.entry_id < c.entry_id
                                    AND (l.covers IS NULL OR EXISTS (SELECT FROM fee_line m WHERE m.area = $1
                                        AND m.contract_id = stays.contract_id AND m.entry_id = stays.entry_id
                                        AND m.covers = l.covers))))
                            AND NOT EXISTS (SELECT FROM fee_change again WHERE again.area = $1
                            AND again.contract_id = c.contract_id AND again.kind = $5 AND again.entry_id > c.entry_id)
                        ORDER BY l.contract_id, l.entry_id, l.payer
                        """)
                .bind(0, area)
                .bind(1, Columns.array(contracts, UUID[]::new, ContractCharges.Reinstated::contractId))
                .bind(2, Columns.array(contracts, LocalDate[]::new, ContractCharges.Reinstated::lastDay))
                .bind(3, Columns.array(contracts, Boolean[]::new, ContractCharges.Reinstated::endedEarly))
                .bind(4, FeeChanges.REINSTATE)
                .map(FeeReinstatements::line)
                .all();
    }

    private static Refunded line(Readable row) {
        return new Refunded(
                Columns.get(row, "contract_id", UUID.class),
                Columns.get(row, "entry_id", UUID.class),
                Payer.of(Columns.text(row, "payer")),
                Columns.get(row, "policy_id", UUID.class),
                Columns.text(row, "institution_code"),
                Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                Columns.get(row, "month", LocalDate.class),
                Columns.find(row, "covers_from", LocalDate.class)
                        .map(from -> new Term(from, Columns.get(row, "covers_until", LocalDate.class))),
                Columns.find(row, "tier", Integer.class),
                Columns.get(row, "last_day", LocalDate.class));
    }

    private static List<GivenBack> refunds(List<Refunded> lines, Map<UUID, List<BorneFees.Borne>> borne) {
        Map<String, List<Refunded>> together = new LinkedHashMap<>();
        lines.forEach(
                line -> together.computeIfAbsent(line.contractId() + " " + line.entryId(), fresh -> new ArrayList<>())
                        .add(line));
        return together.values().stream()
                .map(all -> new GivenBack(
                        all,
                        borne.getOrDefault(all.get(0).contractId(), List.of()).stream()
                                .filter(year -> year.covers().equals(all.get(0).covers()))
                                .findFirst()))
                .toList();
    }

    /** The transfers of those refunds, by what tells them apart. */
    private Mono<Map<String, UUID>> transfers(String area, List<Refunded> lines) {
        return database.sql("""
                        SELECT transfer_id, entry_id, debit_account, credit_account, month, corrects
                        FROM ledger_transfer WHERE area = $1 AND entry_id = ANY ($2)
                        """)
                .bind(0, area)
                .bind(1, lines.stream().map(Refunded::entryId).distinct().toArray(UUID[]::new))
                .map(row -> Map.entry(
                        place(
                                Columns.get(row, "entry_id", UUID.class),
                                Columns.text(row, "debit_account"),
                                Columns.text(row, "credit_account"),
                                Columns.get(row, "month", LocalDate.class),
                                Columns.find(row, "corrects", UUID.class)),
                        Columns.get(row, "transfer_id", UUID.class)))
                .all()
                .collect(HashMap::new, (all, place) -> all.put(place.getKey(), place.getValue()));
    }

    private static String place(UUID entryId, String debit, String credit, LocalDate month, Optional<UUID> corrects) {
        return String.join(" ", entryId.toString(), debit, credit, month.toString(), corrects.toString());
    }

    /** To each refund an entry, so that each has its own explanation. */
    private Mono<Void> book(
            String area, List<GivenBack> refunds, Map<String, UUID> transfers, LocalDate today, String recordedBy) {
        Map<UUID, GivenBack> entries = new LinkedHashMap<>();
        refunds.forEach(refund -> entries.put(UuidCreator.getTimeOrderedEpoch(), refund));
        List<FeeLines.Posting> postings = entries.entrySet().stream()
                .map(entry ->
                        new FeeLines.Posting(entry.getKey(), entry.getValue().mirrored(transfers, today), List.of()))
                .toList();
        return Flux.fromIterable(entries.entrySet())
                .concatMap(entry -> feeChanges.keep(
                        area, entry.getKey(), List.of(entry.getValue().explained())))
                .then(Mono.defer(() -> feeLines.book(area, postings, recordedBy)));
    }
}
