package org.jiayi.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Months that close, balances of any day as known at any moment, and entries that wait for a second person. */
@JiayiTest
class BooksApiTests {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Account FUND = Account.fund("pooled_fund");
    private static final Account PAYABLE = Account.payable("H43990100003");

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final Ledger ledger;
    private final Books books;
    private final PendingEntries entries;
    private final ShieldedTransactions transactions;
    private final RegistryClient client;
    private TestCounty county;

    BooksApiTests(
            WebTestClient http,
            TestIssuer issuer,
            MovableClock clock,
            Ledger ledger,
            Books books,
            PendingEntries entries,
            ShieldedTransactions transactions) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.ledger = ledger;
        this.books = books;
        this.entries = entries;
        this.transactions = transactions;
        this.client = new RegistryClient(http);
    }

    @BeforeEach
    void open_a_county() {
        clock.moveTo(LocalDate.of(2026, 4, 2));
        county = TestCounty.open(http, issuer);
    }

    private static Transfer transfer(long fen, String day) {
        return new Transfer(
                FUND,
                PAYABLE,
                Money.ofFen(fen),
                "contract_fee",
                UUID.randomUUID().toString(),
                LocalDate.parse(day));
    }

    private Mono<Void> posted(Transfer transfer) {
        return transactions.run(
                () -> ledger.post(county.area(), UuidCreator.getTimeOrderedEpoch(), List.of(transfer), "test"));
    }

    private void post(long fen, String day) {
        posted(transfer(fen, day)).block(WAIT);
    }

    private Answer close(String month) {
        return client.post(
                county.bureau("chen"),
                "/api/v1/pooling-areas/" + county.area() + "/ledger-closings",
                Map.of("month", month));
    }

    /** What the fund was charged with, by the question asked. */
    private long charged(String question) {
        JsonNode trial = county.get(
                "/api/v1/pooling-areas/" + county.area() + "/trial-balance" + question, county.bureau("chen"));
        assertThat(trial.path("debitFen").asLong())
                .isEqualTo(trial.path("creditFen").asLong());
        return trial.path("debitFen").asLong();
    }

    @Test
    void what_belongs_to_a_closed_month_is_booked_in_the_first_open_one() {
        post(100, "2026-02-10");
        post(20, "2026-03-10");
        JsonNode closed = close("2026-02").isOk().body();
        assertThat(closed.path("transfers").asLong()).isEqualTo(1);
        assertThat(closed.path("amountFen").asLong()).isEqualTo(100);
        assertThat(closed.path("digestSm3").asString())
                .isEqualTo(ContentDigest.of("fund:pooled_fund,100,0\npayable:H43990100003,0,100\n")
                        .sm3());
        post(3, "2026-02-11");
        assertThat(charged("?month=2026-02")).isEqualTo(100);
        assertThat(charged("?month=2026-03")).isEqualTo(23);
        assertThat(charged("?on=2026-02-28"))
                .as("what belongs to February, whenever booked")
                .isEqualTo(103);
        assertThat(client.get(county.bureau("chen"), "/api/v1/pooling-areas/" + county.area() + "/ledger-closings")
                        .body()
                        .at("/data/0"))
                .isEqualTo(closed);
    }

    @Test
    void months_are_closed_in_order_once_and_after_their_end() {
        post(100, "2026-01-10");
        close("2026-04").isRefused(RefusalCode.MONTH_NOT_OVER);
        close("2026-12").isRefused(RefusalCode.MONTH_NOT_OVER);
        close("2026-02").isRefused(RefusalCode.EARLIER_MONTH_OPEN);
        close("2026-01").isOk();
        close("2026-01").isRefused(RefusalCode.MONTH_CLOSED);
        close("2025-12").isRefused(RefusalCode.MONTH_CLOSED);
        close("2026-03").isOk();
        close("2026-13").isRefused(RefusalCode.INVALID_VALUE);
    }

    @Test
    void a_balance_is_told_as_it_was_known() {
        post(100, "2026-02-10");
        clock.pass(Duration.ofHours(1));
        post(20, "2026-02-10");
        assertThat(charged("?on=2026-02-10&knownAt=2026-04-02T01:30:00Z")).isEqualTo(100);
        assertThat(charged("?on=2026-02-10&knownAt=2026-04-02T02:00:00Z")).isEqualTo(120);
        assertThat(charged("?on=2026-02-09")).isZero();
        client.get(
                        county.bureau("chen"),
                        "/api/v1/pooling-areas/" + county.area() + "/trial-balance?knownAt=2026-04-02T02:00:01Z")
                .isRefused(RefusalCode.IN_THE_FUTURE);
    }

    /** A posting has its moment before its commit; told meanwhile, what was known at that moment would change afterwards. */
    @Test
    void what_was_known_at_a_moment_is_told_when_all_of_it_is_there() throws Exception {
        post(100, "2026-02-10");
        var posted = new CountDownLatch(1);
        var slow = transactions
                .run(() -> ledger.post(
                                county.area(),
                                UuidCreator.getTimeOrderedEpoch(),
                                List.of(transfer(20, "2026-02-10")),
                                "test")
                        .then(Mono.fromRunnable(posted::countDown))
                        .then(Mono.delay(Duration.ofSeconds(2)))
                        .then())
                .toFuture();
        assertThat(posted.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        clock.pass(Duration.ofMinutes(1));
        assertThat(charged("?knownAt=2026-04-02T00:59:59Z")).as("before all").isZero();
        assertThat(charged("?knownAt=2026-04-02T01:00:30Z")).isEqualTo(120);
        slow.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(charged("?knownAt=2026-04-02T01:00:30Z")).isEqualTo(120);
    }

    @Test
    void an_accounts_transfers_come_page_by_page_and_link_to_their_entries() {
        for (int fen = 1; fen <= 5; fen++) {
            post(fen, "2026-02-10");
        }
        String path = "/api/v1/pooling-areas/" + county.area() + "/ledger-accounts/fund:pooled_fund/transfers";
        JsonNode first = county.get(path + "?limit=3", county.bureau("chen"));
        JsonNode second =
                county.get(path + "?limit=3&after=" + first.at("/page/next").asString(), county.bureau("chen"));
        assertThat(first.path("data")
                        .valueStream()
                        .map(row -> row.path("amountFen").asLong()))
                .containsExactly(1L, 2L, 3L);
        assertThat(second.path("data")
                        .valueStream()
                        .map(row -> row.path("amountFen").asLong()))
                .containsExactly(4L, 5L);
        assertThat(second.path("page").has("next")).isFalse();
        String entry = second.at("/data/0/entryId").asString();
        assertThat(county.get("/api/v1/ledger-entries/" + entry, county.bureau("chen"))
                        .path("data"))
                .hasSize(1);
        client.get(issuer.bureau("439800", "chen"), "/api/v1/ledger-entries/" + entry)
                .isRefused(RefusalCode.NOT_FOUND);
        client.get(county.bureau("chen"), path + "?after=nonsense").isRefused(RefusalCode.NOT_FOUND);
    }

    /** Postings to February against the closing of February: whatever the order, the closed month never changes. */
    @RepeatedTest(10)
    void nothing_slips_into_a_month_while_it_is_closed() {
        post(1, "2026-02-01");
        Flux<Void> postings = Flux.range(0, 40).flatMap(number -> posted(transfer(1, "2026-02-10")), 16);
        Mono<Books.Closing> closing = Mono.delay(Duration.ofMillis(5))
                .then(books.close(county.area(), Month.parse("2026-02"), caller("chen")));
        Books.Closing closed = Mono.zip(closing, postings.then(Mono.just(true)))
                .blockOptional(WAIT)
                .orElseThrow()
                .getT1();
        assertThat(charged("?month=2026-02")).isEqualTo(closed.amountFen());
        assertThat(charged("")).isEqualTo(41);
        assertThat(charged("?month=2026-03")).isEqualTo(41 - closed.amountFen());
    }

    private Caller caller(String name) {
        return new Caller(
                name,
                Set.of(Role.BUREAU),
                new Scope(county.area(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private String outcome(Mono<Void> act) {
        return transactions
                .run(() -> act.thenReturn("done"))
                .onErrorResume(error -> Mono.just(
                        error instanceof Refused refused
                                ? refused.refusal().code().name()
                                : ConstraintRefusals.of(error)
                                        .map(Refusal::code)
                                        .map(Enum::name)
                                        .orElse(error.toString())))
                .blockOptional(WAIT)
                .orElseThrow();
    }

    @Test
    void a_pending_entry_is_in_no_balance_and_is_posted_once_by_another() throws Exception {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        outcome(entries.propose(
                county.area(),
                entryId,
                "test",
                "",
                List.of(transfer(70, "2026-03-01"), transfer(7, "2026-03-01")),
                "wang"));
        assertThat(charged("")).isZero();
        assertThat(outcome(entries.post(county.area(), entryId, caller("wang"))))
                .isEqualTo("SECOND_PERSON_NEEDED");
        List<Callable<String>> racers = IntStream.range(0, 8)
                .mapToObj(number -> (Callable<String>)
                        () -> outcome(entries.post(county.area(), entryId, caller("officer" + number))))
                .toList();
        List<String> outcomes = racers.parallelStream()
                .map(racer -> {
                    try {
                        return racer.call();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.toList());
        assertThat(outcomes).filteredOn("done"::equals).hasSize(1);
        assertThat(outcomes).containsOnly("done", "ENTRY_RESOLVED");
        assertThat(charged("")).isEqualTo(77);
        assertThat(outcome(entries.makeVoid(county.area(), entryId, caller("li"))))
                .isEqualTo("ENTRY_RESOLVED");
        assertThat(outcome(entries.post(county.area(), UUID.randomUUID(), caller("li"))))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void what_is_made_void_is_never_posted() {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        outcome(entries.propose(county.area(), entryId, "test", "", List.of(transfer(70, "2026-03-01")), "wang"));
        assertThat(outcome(entries.makeVoid(county.area(), entryId, caller("wang"))))
                .isEqualTo("done");
        assertThat(outcome(entries.post(county.area(), entryId, caller("li")))).isEqualTo("ENTRY_RESOLVED");
        assertThat(charged("")).isZero();
    }
}
