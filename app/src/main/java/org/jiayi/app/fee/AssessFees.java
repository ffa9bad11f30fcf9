package org.jiayi.app.fee;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.resident.EconomicCategory;
import org.jiayi.app.worker.BackgroundWork;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Brings fees to the tier of their team's score, a team in a transaction, which marks the team as done: killed anywhere, it
 * goes on with the team it was at. Several instances share a job; of two jobs about one team the earlier goes first.
 *
 * <p>Contracts whose fee is still as it was charged, nearly all, are brought there by one statement; the few others are
 * priced one by one.
 */
@Component
class AssessFees extends BackgroundWork {

    private static final Duration POLL = Duration.ofMillis(500);

    private final DatabaseClient database;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final PlainAssessment plain;
    private final BorneFees borneFees;
    private final FeeLines feeLines;
    private final Books books;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    AssessFees(
            DatabaseClient database,
            Policies policies,
            FeePolicyKind documents,
            PlainAssessment plain,
            BorneFees borneFees,
            FeeLines feeLines,
            Books books,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.database = database;
        this.policies = policies;
        this.documents = documents;
        this.plain = plain;
        this.borneFees = borneFees;
        this.feeLines = feeLines;
        this.books = books;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * One team to be assessed.
     *
     * @param entryId what is moved is booked under it
     */
    record Unit(
            String area,
            UUID assessmentId,
            String teamNumber,
            UUID policyId,
            String score,
            UUID entryId,
            String requestedBy) {}

    /** One team a round, and the next at once while there is one. */
    @Override
    protected Mono<Void> round() {
        return transactions
                .run(() -> claim().flatMap(unit -> assess(unit).thenReturn(unit)))
                .flatMap(unit -> round());
    }

    private Mono<Unit> claim() {
        return database.sql("""
                        SELECT t.area, t.assessment_id, t.team_number, a.policy_id, t.score, t.entry_id, a.requested_by
                        FROM fee_assessment_team t JOIN fee_assessment a USING (area, assessment_id)
                        WHERE t.done_at IS NULL AND NOT EXISTS (
                            SELECT FROM fee_assessment_team e WHERE e.area = t.area AND e.team_number = t.team_number
                                AND e.done_at IS NULL AND e.assessment_id < t.assessment_id)
                        ORDER BY t.assessment_id, t.team_number LIMIT 1 FOR UPDATE OF t SKIP LOCKED
                        """).mapProperties(Unit.class).one();
    }

    private Mono<Void> assess(Unit unit) {
        LocalDate today = LocalDate.now(clock);
        return policies.get(unit.area(), unit.policyId())
                .map(documents::read)
                .flatMap(policy -> lockContracts(unit)
                        .then(books.open(unit.area()))
                        .flatMap(book -> otherLines(unit, policy, today)
                                .flatMap(lines -> plain.write(book, unit, policy, today)
                                        .flatMap(written -> feeLines.book(
                                                        book,
                                                        unit.entryId(),
                                                        lines,
                                                        written.transfers(),
                                                        unit.requestedBy())
                                                .then(finish(unit, written, lines))))));
    }

    /** The first versions' rows stand for the contracts, as in {@link BorneFees#lock}. */
    private Mono<Void> lockContracts(Unit unit) {
        return database.sql("""
                        SELECT f.contract_id FROM contract_version f
                        JOIN contract_version h ON h.area = $1 AND h.team_number = $2 AND upper_inf(h.known)
                            AND h.contract_id = f.contract_id
                        WHERE f.area = $1 AND f.version = 1
                        ORDER BY f.contract_id FOR NO KEY UPDATE OF f
                        """).bind(0, unit.area()).bind(1, unit.teamNumber()).then();
    }

    /** The lines of the contracts whose fee is not as it was charged. */
    private Mono<List<FeeLine>> otherLines(Unit unit, FeePolicy policy, LocalDate today) {
        return plain.others(unit, policy)
                .flatMap(contractIds -> borneFees.of(unit.area(), contractIds))
                .map(borne -> borne.values().stream()
                        .flatMap(fee -> lines(unit, policy, fee, today).stream())
                        .toList());
    }

    /** A fee charged before prices were kept with their lines has no tier, and stays as it is. */
    private static List<FeeLine> lines(Unit unit, FeePolicy policy, BorneFees.Borne borne, LocalDate today) {
        return borne.priced()
                .map(priced -> lines(unit, policy, borne, priced, today))
                .orElse(List.of());
    }

    private static List<FeeLine> lines(
            Unit unit, FeePolicy policy, BorneFees.Borne borne, FeeLine.Priced priced, LocalDate today) {
        PackageFee fee = policy.fees().get(priced.price());
        int tier = fee.tiers().tierOf(Fraction.parse(unit.score()));
        TierDifference difference = TierDifference.of(
                fee, EconomicCategory.ofCode(priced.economicCategory()), priced.tier(), tier, borne.split());
        return difference.byPayer().entrySet().stream()
                .map(payer -> new FeeLine(
                        borne.contractId(),
                        FeeLineReason.ASSESSED,
                        borne.policyId(),
                        borne.institutionCode(),
                        payer.getKey(),
                        payer.getValue(),
                        today,
                        Optional.of(new FeeLine.Priced(priced.price(), priced.economicCategory(), tier)),
                        payer.getValue().isNegative() ? borne.chargeOf(payer.getKey()) : Optional.empty()))
                .toList();
    }

    private Mono<Void> finish(Unit unit, PlainAssessment.Written written, List<FeeLine> others) {
        long contracts = written.contracts()
                + others.stream().map(FeeLine::contractId).distinct().count();
        Money amount = written.amount()
                .plus(Money.sum(others.stream().map(FeeLine::amount).toList()));
        return database.sql("""
                        UPDATE fee_assessment_team SET contracts = $4, amount_fen = $5, done_at = $6
                        WHERE area = $1 AND assessment_id = $2 AND team_number = $3
                        """)
                .bind(0, unit.area())
                .bind(1, unit.assessmentId())
                .bind(2, unit.teamNumber())
                .bind(3, contracts)
                .bind(4, amount.fen())
                .bind(5, clock.instant())
                .then();
    }
}
