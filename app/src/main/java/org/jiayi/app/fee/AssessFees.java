package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.resident.EconomicCategory;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings fees to the tier of their team's score, some teams of a job in a transaction, which marks them as done: killed
 * anywhere, it goes on with the teams it was at. Several lanes and instances share a job.
 *
 * <p>Contracts whose fee is still as it was charged, nearly all, are brought there by one statement; the few others are
 * priced one by one. Where some teams together fail, each is tried alone: one that fails says so in the job, is tried again
 * later, and holds up nobody else.
 */
@Component
class AssessFees extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(AssessFees.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int TEAMS_AT_ONCE_MAX = 50;
    private static final int LANES = 2;

    private final Policies policies;
    private final FeePolicyKind documents;
    private final AssessedTeams teams;
    private final PlainAssessment plain;
    private final FeeLocks locks;
    private final BorneFees borneFees;
    private final FeeChanges feeChanges;
    private final FeeLines feeLines;
    private final Books books;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    AssessFees(
            Policies policies,
            FeePolicyKind documents,
            AssessedTeams teams,
            PlainAssessment plain,
            FeeLocks locks,
            BorneFees borneFees,
            FeeChanges feeChanges,
            FeeLines feeLines,
            Books books,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.policies = policies;
        this.documents = documents;
        this.teams = teams;
        this.plain = plain;
        this.locks = locks;
        this.borneFees = borneFees;
        this.feeChanges = feeChanges;
        this.feeLines = feeLines;
        this.books = books;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Some teams of one job, to be assessed together. */
    record Chunk(String area, UUID assessmentId, UUID policyId, String requestedBy, List<Team> teams) {

        /** The same teams with entries of now, later than all that their contracts' fees were charged and changed by. */
        private Chunk entered() {
            return new Chunk(
                    area,
                    assessmentId,
                    policyId,
                    requestedBy,
                    teams.stream()
                            .map(team -> new Team(team.teamNumber(), team.score(), UuidCreator.getTimeOrderedEpoch()))
                            .toList());
        }
    }

    /**
     * One team of a job.
     *
     * @param score 0 to 100, as it was given
     * @param entryId what is moved is booked under it; of a team that waits, the one it was ordered with, which nothing is booked
     *     under
     */
    record Team(String teamNumber, String score, UUID entryId) {}

    /** What was done for a team. */
    record Done(Team team, long contracts, Money amount) {

        private Done plus(List<FeeLine> lines) {
            long more = lines.stream().map(FeeLine::contractId).distinct().count();
            Money sum = Money.sum(lines.stream().map(FeeLine::amount).toList());
            return new Done(team, contracts + more, amount.plus(sum));
        }
    }

    /** Tells which teams the transaction was about that failed. */
    private static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Chunk chunk;

        Failed(Chunk chunk, Throwable cause) {
            super(cause);
            this.chunk = chunk;
        }
    }

    @Override
    protected Mono<Void> round() {
        return Flux.range(0, LANES).flatMap(lane -> lane(), LANES).then();
    }

    /** Some teams, and the next at once while there are any. */
    private Mono<Void> lane() {
        return assess(teams.claim(TEAMS_AT_ONCE_MAX, clock.instant()))
                .onErrorResume(Failed.class, failed -> each(failed.chunk).thenReturn(failed.chunk))
                .flatMap(chunk -> lane());
    }

    private Mono<Void> each(Chunk chunk) {
        return Flux.fromIterable(chunk.teams())
                .concatMap(team -> assess(teams.claim(chunk.area(), team))
                        .then()
                        .onErrorResume(Failed.class, failed -> failed(chunk, team, failed)))
                .then();
    }

    private Mono<Void> failed(Chunk chunk, Team team, Failed failed) {
        log.warn("Team {} of assessment {} failed and is tried again", team.teamNumber(), chunk.assessmentId(), failed);
        return teams.fail(chunk, team, Objects.requireNonNull(failed.getCause()), clock.instant());
    }

    private Mono<Chunk> assess(Mono<Chunk> claim) {
        return transactions.run(() -> claim.flatMap(chunk ->
                assess(chunk).onErrorMap(error -> new Failed(chunk, error)).thenReturn(chunk)));
    }

    private Mono<Void> assess(Chunk chunk) {
        LocalDate today = LocalDate.now(clock);
        return policies.get(chunk.area(), chunk.policyId())
                .map(documents::read)
                .flatMap(policy -> locks.takeTeams(
                                chunk.area(),
                                chunk.teams().stream().map(Team::teamNumber).toList())
                        .then(books.open(chunk.area()))
                        .flatMap(book -> assess(book, chunk.entered(), policy, today)))
                .flatMap(done -> teams.finish(chunk, done, clock.instant()));
    }

    private Mono<List<Done>> assess(Book book, Chunk chunk, FeePolicy policy, LocalDate today) {
        return plain.write(book, chunk, policy, today)
                .flatMap(written -> book(book, chunk, written)
                        .thenMany(Flux.fromIterable(chunk.teams())
                                .concatMap(team -> others(book, chunk, team, written(written, team), policy, today)))
                        .collectList());
    }

    private static PlainAssessment.Written written(Map<String, PlainAssessment.Written> written, Team team) {
        return Objects.requireNonNull(written.get(team.teamNumber()));
    }

    private Mono<Void> book(Book book, Chunk chunk, Map<String, PlainAssessment.Written> written) {
        List<FeeLines.Posting> postings = chunk.teams().stream()
                .map(team -> new FeeLines.Posting(
                        team.entryId(), List.of(), written(written, team).transfers()))
                .toList();
        return feeLines.book(book, postings, chunk.requestedBy());
    }

    /** The contracts of a team whose fee is not as it was charged. */
    private Mono<Done> others(
            Book book, Chunk chunk, Team team, PlainAssessment.Written written, FeePolicy policy, LocalDate today) {
        Done done = new Done(team, written.contracts(), written.amount());
        if (written.others().isEmpty()) {
            return Mono.just(done);
        }
        return Mono.zip(
                        borneFees.of(chunk.area(), written.others()),
                        feeChanges.withChangedPayers(chunk.area(), written.others()))
                .map(facts -> postings(
                        team,
                        facts.getT1().values().stream()
                                .map(years -> years.stream()
                                        .filter(fee -> fee.policyId().equals(chunk.policyId()))
                                        .map(fee -> lines(
                                                team, policy, fee, facts.getT2().contains(fee.contractId()), today))
                                        .filter(lines -> !lines.isEmpty())
                                        .toList())
                                .toList()))
                .flatMap(postings -> teams.keepYears(
                                chunk,
                                team,
                                postings.stream()
                                        .skip(1)
                                        .map(FeeLines.Posting::entryId)
                                        .toList())
                        .then(Mono.defer(() -> feeLines.book(book, postings, chunk.requestedBy())))
                        .thenReturn(done.plus(postings.stream()
                                .flatMap(posting -> posting.lines().stream())
                                .toList())));
    }

    /**
     * What is booked together: of each contract one year at most. The first is booked under the team's entry, and is there even
     * where it is nothing.
     *
     * @param contracts of each contract the lines of its years
     */
    private static List<FeeLines.Posting> postings(Team team, List<List<List<FeeLine>>> contracts) {
        int years = contracts.stream().mapToInt(List::size).max().orElse(0);
        List<FeeLines.Posting> postings = new ArrayList<>();
        for (int year = 0; year < Math.max(1, years); year++) {
            List<FeeLine> lines = new ArrayList<>();
            for (List<List<FeeLine>> contract : contracts) {
                if (year < contract.size()) {
                    lines.addAll(contract.get(year));
                }
            }
            UUID entryId = year == 0 ? team.entryId() : UuidCreator.getTimeOrderedEpoch();
            postings.add(new FeeLines.Posting(entryId, lines, List.of()));
        }
        return postings;
    }

    /** A fee charged before prices were kept with their lines has no tier, and stays as it is. */
    private static List<FeeLine> lines(
            Team team, FeePolicy policy, BorneFees.Borne borne, boolean payersChanged, LocalDate today) {
        return borne.priced()
                .map(priced -> lines(team, policy, borne, priced, payersChanged, today))
                .orElse(List.of());
    }

    /** What went back whole has a line of nothing: it says in which tier it is, should it be charged again. */
    private static List<FeeLine> lines(
            Team team,
            FeePolicy policy,
            BorneFees.Borne borne,
            FeeLine.Priced priced,
            boolean payersChanged,
            LocalDate today) {
        PackageFee fee = policy.fees().get(priced.price());
        int tier = fee.tiers().tierOf(Fraction.parse(team.score()));
        TierDifference difference = TierDifference.of(
                fee,
                EconomicCategory.ofCode(priced.economicCategory()),
                priced.tier(),
                tier,
                borne.split(),
                payersChanged);
        FeeLine.Priced assessed = new FeeLine.Priced(priced.price(), priced.economicCategory(), tier);
        return tier != priced.tier() && borne.isNothingLeft()
                ? List.of(borne.assessed(
                        assessed, assessed.split(fee).shares().get(0).payer(), Money.ZERO, today))
                : difference.byPayer().entrySet().stream()
                        .map(payer -> borne.assessed(assessed, payer.getKey(), payer.getValue(), today))
                        .toList();
    }
}
