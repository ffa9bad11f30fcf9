package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.policy.Policies;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives back, moves on or prices anew the fees of contracts that changed: new lines and mirrored transfers; what was posted
 * stays as it is.
 */
@Component
class FeeAdjustments {

    private final DatabaseClient database;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final Ledger ledger;

    FeeAdjustments(DatabaseClient database, Policies policies, FeePolicyKind documents, Ledger ledger) {
        this.database = database;
        this.policies = policies;
        this.documents = documents;
        this.ledger = ledger;
    }

    /** What the payers of a contract bear, by which policy, for which institution. */
    private record Borne(UUID policyId, String institutionCode, List<FeeShare> shares) {}

    /** Where new lines go. */
    private record Place(UUID contractId, FeeLineReason reason, UUID policyId, String institutionCode) {}

    /** One new line. */
    private record Line(Place place, Payer payer, Money amount, LocalDate recordedOn) {

        FeeLineReason reason() {
            return place.reason();
        }

        String institutionCode() {
            return place.institutionCode();
        }
    }

    /** Moves the money of those changes; a contract without lines has none to move. */
    Mono<Void> adjust(String area, List<FeeChange> changes, String recordedBy) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        return borne(area, changes.stream().map(FeeChange::contractId).toList())
                .flatMap(borne -> Mono.zip(Mono.just(borne), policies(area, borne.values()), prices(area, changes)))
                .map(facts -> lines(changes, facts.getT1(), facts.getT2(), facts.getT3()))
                .flatMap(lines -> post(area, lines, recordedBy));
    }

    private Mono<Map<UUID, Borne>> borne(String area, List<UUID> contractIds) {
        return database.sql("""
                        SELECT l.contract_id, l.policy_id, l.institution_code, l.payer, sum(l.amount_fen)::bigint AS amount_fen
                        FROM fee_line l
                        LEFT JOIN (SELECT policy_id, payer, min(ordinal) AS ordinal FROM fee_split
                            WHERE area = $1 GROUP BY policy_id, payer) s ON s.policy_id = l.policy_id AND s.payer = l.payer
                        WHERE l.area = $1 AND l.contract_id = ANY ($2)
                        GROUP BY l.contract_id, l.policy_id, l.institution_code, l.payer, s.ordinal
                        ORDER BY l.contract_id, s.ordinal, l.payer
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(row -> Map.entry(
                        Columns.get(row, "contract_id", UUID.class),
                        new Borne(
                                Columns.get(row, "policy_id", UUID.class),
                                Columns.text(row, "institution_code"),
                                List.of(share(row)))))
                .all()
                .collect(
                        LinkedHashMap::new,
                        (all, row) -> all.merge(row.getKey(), row.getValue(), FeeAdjustments::together));
    }

    private static Borne together(Borne one, Borne next) {
        List<FeeShare> shares = new ArrayList<>(one.shares());
        shares.addAll(next.shares());
        return new Borne(one.policyId(), one.institutionCode(), shares);
    }

    private static FeeShare share(Readable row) {
        return new FeeShare(
                Payer.of(Columns.text(row, "payer")), Money.ofFen(Columns.get(row, "amount_fen", Long.class)));
    }

    private Mono<Map<UUID, FeePolicy>> policies(String area, Collection<Borne> borne) {
        return Flux.fromIterable(borne)
                .map(Borne::policyId)
                .distinct()
                .concatMap(policyId -> policies.get(area, policyId))
                .collectMap(policy -> policy.policyId(), policy -> documents.read(policy));
    }

    /** What a whole term of the contracts that are priced anew costs: the policy's row for the package and the resident. */
    private Mono<Map<UUID, List<FeePrices.Priced>>> prices(String area, List<FeeChange> changes) {
        List<NewContract> repriced = changes.stream()
                .filter(change -> change.kind() == FeeChange.Kind.REPRICE)
                .flatMap(change -> change.successor().stream())
                .toList();
        return Flux.fromIterable(repriced)
                .concatMap(contract -> FeePrices.of(database, area, contract)
                        .collectList()
                        .map(priced -> Map.entry(contract.contractId(), priced)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static List<Line> lines(
            List<FeeChange> changes,
            Map<UUID, Borne> borne,
            Map<UUID, FeePolicy> policies,
            Map<UUID, List<FeePrices.Priced>> prices) {
        List<Line> lines = new ArrayList<>();
        for (FeeChange change : changes) {
            Borne before = borne.get(change.contractId());
            if (before == null) {
                continue;
            }
            List<FeePrices.Priced> priced = change.successor()
                    .map(next -> prices.getOrDefault(next.contractId(), List.of()))
                    .orElse(List.of());
            FeeSplit price = FeeMovement.split(
                    priced.stream().map(FeePrices.Priced::share).toList());
            UUID newPolicy =
                    priced.stream().findFirst().map(FeePrices.Priced::policyId).orElse(before.policyId());
            FeePolicy policy = Objects.requireNonNull(policies.get(before.policyId()));
            FeeMovement movement = FeeMovement.of(change, FeeMovement.split(before.shares()), policy, price);
            addLines(
                    lines,
                    new Place(change.contractId(), movement.backReason(), before.policyId(), before.institutionCode()),
                    movement.back(),
                    change);
            change.successor()
                    .ifPresent(next -> addLines(
                            lines,
                            new Place(next.contractId(), movement.onReason(), newPolicy, next.institutionCode()),
                            movement.on(),
                            change));
        }
        return lines;
    }

    private static void addLines(List<Line> lines, Place place, FeeSplit split, FeeChange change) {
        for (FeeShare share : split.shares()) {
            if (!share.amount().isZero()) {
                lines.add(new Line(place, share.payer(), share.amount(), change.recordedOn()));
            }
        }
    }

    private Mono<Void> post(String area, List<Line> lines, String recordedBy) {
        if (lines.isEmpty()) {
            return Mono.empty();
        }
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return insert(area, entryId, lines).then(ledger.post(area, entryId, transfers(entryId, lines), recordedBy));
    }

    private Mono<Void> insert(String area, UUID entryId, List<Line> lines) {
        return database.sql("""
                        INSERT INTO fee_line (area, contract_id, entry_id, payer, policy_id, institution_code, amount_fen,
                            reason)
                        SELECT $1, contract_id, $2, payer, policy_id, institution_code, amount_fen, reason
                        FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::bigint[], $8::text[])
                            AS row (contract_id, payer, policy_id, institution_code, amount_fen, reason)
                        """)
                .bind(0, area)
                .bind(1, entryId)
                .bind(2, Columns.array(lines, UUID[]::new, line -> line.place().contractId()))
                .bind(
                        3,
                        Columns.array(lines, String[]::new, line -> line.payer().code()))
                .bind(4, Columns.array(lines, UUID[]::new, line -> line.place().policyId()))
                .bind(5, Columns.array(lines, String[]::new, Line::institutionCode))
                .bind(6, Columns.array(lines, Long[]::new, FeeAdjustments::signedFen))
                .bind(
                        7,
                        Columns.array(
                                lines, String[]::new, line -> line.reason().code()))
                .then();
    }

    private static Long signedFen(Line line) {
        return line.reason().isNegative()
                ? line.amount().negated().fen()
                : line.amount().fen();
    }

    /** One transfer per reason, payer and institution; what is taken away goes the way back. */
    private static List<Transfer> transfers(UUID entryId, List<Line> lines) {
        Map<String, List<Line>> together = new TreeMap<>();
        for (Line line : lines) {
            String key = String.join(
                    ":", line.reason().code(), entryId.toString(), line.payer().code(), line.institutionCode());
            together.computeIfAbsent(key, fresh -> new ArrayList<>()).add(line);
        }
        return together.entrySet().stream()
                .map(sum -> transfer(sum.getKey(), sum.getValue()))
                .toList();
    }

    private static Transfer transfer(String businessKey, List<Line> lines) {
        Line first = lines.get(0);
        var charged = FeeAccounts.debit(first.payer(), first.institutionCode());
        var received = FeeAccounts.credit(first.payer(), first.institutionCode());
        boolean back = first.reason().isNegative();
        return new Transfer(
                back ? received : charged,
                back ? charged : received,
                Money.sum(lines.stream().map(Line::amount).toList()),
                first.reason().code(),
                businessKey,
                first.recordedOn());
    }
}
