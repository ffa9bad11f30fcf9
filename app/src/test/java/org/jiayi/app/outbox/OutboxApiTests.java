package org.jiayi.app.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.database.ShieldedTransactions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Events come in order, each once, whoever commits when; and everybody sees their own. */
@JiayiTest
class OutboxApiTests {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final LocalDate DAY = LocalDate.of(2026, 1, 15);
    private static final int WRITERS = 12;
    private static final int ROUNDS = 40;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final Outbox outbox;
    private final ShieldedTransactions transactions;
    private final DatabaseClient client;
    private final TestDatabase database;
    private final Instant now;

    OutboxApiTests(
            WebTestClient http,
            TestIssuer issuer,
            Outbox outbox,
            ShieldedTransactions transactions,
            DatabaseClient client,
            TestDatabase database,
            Clock clock) {
        this.http = http;
        this.issuer = issuer;
        this.outbox = outbox;
        this.transactions = transactions;
        this.client = client;
        this.database = database;
        this.now = clock.instant();
    }

    @Test
    @Timeout(120)
    void a_reader_who_follows_the_cursor_loses_nothing_and_sees_nothing_twice() {
        var area = TestCounty.open(http, issuer).area();
        var random = new Random(20260115);
        Set<UUID> written = Collections.synchronizedSet(new HashSet<>());
        List<Mono<Void>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> Flux.range(0, ROUNDS)
                        .concatMap(round -> write(area, random.nextInt(1, 4), written))
                        .then())
                .toList();
        List<PositionedEvent> read = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Mono<Void> writing = Flux.merge(writers).then().doFinally(end -> over.set(true));
        Mono<Void> reading = Mono.defer(() -> {
                    boolean last = over.get();
                    int before = read.size();
                    return readOn(area, read).then(Mono.fromCallable(() -> !last || read.size() > before));
                })
                .repeat()
                .takeWhile(more -> more)
                .then();
        Mono.when(writing, reading, sequencing(area)).block(WAIT);

        assertThat(read.stream().map(event -> event.event().eventId())).containsExactlyInAnyOrderElementsOf(written);
        assertThat(read.stream().map(PositionedEvent::position))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, written.size()).boxed().toList());
    }

    /** Writes some events and commits a while later; one in eight rolls back. */
    private Mono<Void> write(String area, int count, Set<UUID> written) {
        List<OutboxEvent> events =
                IntStream.range(0, count).mapToObj(i -> event(area, "", "")).toList();
        boolean fails = ThreadLocalRandom.current().nextInt(8) == 0;
        return transactions
                .run(() -> outbox.append(area, events, now)
                        .then(Mono.delay(
                                Duration.ofMillis(ThreadLocalRandom.current().nextInt(30))))
                        .flatMap(waited -> fails
                                ? Mono.<Boolean>error(new IllegalStateException("rolled back on purpose"))
                                : Mono.just(true)))
                .doOnNext(committed -> events.forEach(event -> written.add(event.eventId())))
                .onErrorResume(IllegalStateException.class, planned -> Mono.empty())
                .then();
    }

    private Mono<Void> readOn(String area, List<PositionedEvent> read) {
        long last = read.isEmpty() ? 0 : read.get(read.size() - 1).position();
        return outbox.sequence(area)
                .thenMany(outbox.after(area, last, 7, Optional.empty()))
                .doOnNext(read::add)
                .then();
    }

    /** Another instance that sequences at the same time. */
    private Mono<Void> sequencing(String area) {
        return outbox.sequence(area).repeat(200).then();
    }

    /** The planted bug: numbers drawn while the transaction is open, read as they are, lose what commits late. */
    @Test
    @Timeout(120)
    void numbers_drawn_at_the_insert_would_lose_events() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE canary (number bigint GENERATED ALWAYS AS IDENTITY, at timestamptz)");
            statement.execute("GRANT SELECT, INSERT ON canary TO " + TestDatabase.APPLICATION_ROLE);
        }
        List<Long> read = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Mono<Void>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> Flux.range(0, ROUNDS)
                        .concatMap(round -> transactions.run(() -> client.sql("INSERT INTO canary (at) VALUES (now())")
                                .then()
                                .then(Mono.delay(Duration.ofMillis(
                                        ThreadLocalRandom.current().nextInt(30))))))
                        .then())
                .toList();
        Mono<Void> reading = Mono.defer(() -> {
                    boolean last = over.get();
                    return client.sql("SELECT number FROM canary WHERE number > $1 ORDER BY number")
                            .bind(0, read.isEmpty() ? 0L : read.get(read.size() - 1))
                            .mapValue(Long.class)
                            .all()
                            .doOnNext(read::add)
                            .then(Mono.just(!last));
                })
                .repeat()
                .takeWhile(more -> more)
                .then();
        Mono.when(Flux.merge(writers).then().doFinally(end -> over.set(true)), reading)
                .block(WAIT);
        assertThat(read).as("of %s written", WRITERS * ROUNDS).hasSizeLessThan(WRITERS * ROUNDS);
    }

    /** In the order in which they were told: whoever waited for a lock has an earlier moment than those who had it. */
    @Test
    void ten_thousand_that_statistics_know_nothing_of_are_in_order_of_their_ids() throws SQLException {
        var area = TestCounty.open(http, issuer).area();
        var other = TestCounty.open(http, issuer).area();
        append(
                other,
                IntStream.range(0, 100).mapToObj(i -> event(other, "", "")).toList(),
                now);
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("ANALYZE outbox_event");
        }
        List<OutboxEvent> first =
                IntStream.range(0, 10_000).mapToObj(i -> event(area, "", "")).toList();
        OutboxEvent last = event(area, "", "");
        append(area, first, now);
        append(area, List.of(last), now.minusSeconds(1));
        outbox.sequence(area).block(WAIT);
        var read = Objects.requireNonNull(
                outbox.after(area, 0, 20_000, Optional.empty()).collectList().block(WAIT));
        assertThat(read).hasSize(10_001);
        assertThat(read.get(10_000).event()).isEqualTo(last);
        assertThat(read.subList(0, 10_000).stream().map(event -> event.event().eventId()))
                .isEqualTo(first.stream()
                        .map(OutboxEvent::eventId)
                        .sorted(byText())
                        .toList());
    }

    private static Comparator<UUID> byText() {
        return Comparator.comparing(UUID::toString);
    }

    @Test
    void a_rolled_back_transaction_has_told_nothing() {
        var area = TestCounty.open(http, issuer).area();
        transactions
                .run(() -> outbox.append(area, List.of(event(area, "", "")), now)
                        .then(Mono.error(new IllegalStateException("rolled back on purpose"))))
                .onErrorComplete()
                .block(WAIT);
        assertThat(events(area, issuer.bureau(area, "wu"), "").path("data")).isEmpty();
    }

    @Test
    void everybody_sees_their_own_events_and_pages_through_them() {
        var county = TestCounty.open(http, issuer).withTeams();
        var area = county.area();
        append(
                area,
                List.of(
                        event(area, TestCounty.FIRST_INSTITUTION, "T001"),
                        event(area, TestCounty.FIRST_INSTITUTION, "T002"),
                        event(area, TestCounty.SECOND_INSTITUTION, "T003"),
                        event(area, "", "")),
                now);
        assertThat(owners(events(area, issuer.team(area, "T001"), ""))).containsExactly("T001");
        assertThat(owners(events(area, issuer.institution(area, TestCounty.FIRST_INSTITUTION), "")))
                .containsExactlyInAnyOrder("T001", "T002");
        assertThat(owners(events(area, issuer.institution(area, TestCounty.SECOND_INSTITUTION), "")))
                .containsExactly("T003");
        assertThat(owners(events(area, issuer.commission(area), ""))).hasSize(4);
        assertThat(owners(events(area, issuer.token("team-9", "team", area, claims -> {}), "")))
                .isEmpty();

        var first = events(area, issuer.bureau(area, "wu"), "?limit=3");
        assertThat(first.path("data")).hasSize(3);
        var rest = events(
                area,
                issuer.bureau(area, "wu"),
                "?limit=3&after=" + first.path("page").path("next").asString());
        assertThat(rest.path("data")).hasSize(1);
        assertThat(rest.path("page").has("next")).isFalse();
        assertThat(rest.path("data").path(0).path("position").asLong()).isEqualTo(4);
        assertThat(rest.path("data").path(0).path("occurredAt").asString()).isEqualTo("2026-01-15T09:00:00+08:00");
    }

    @Test
    void a_cursor_that_is_none_is_refused() {
        var area = TestCounty.open(http, issuer).area();
        for (String cursor : List.of("x", "-1", "9999999999999999999", "1.0")) {
            var answer = http.get()
                    .uri("/api/v1/pooling-areas/{area}/events?after={after}", area, cursor)
                    .headers(headers -> headers.setBearerAuth(issuer.bureau(area, "wu")))
                    .exchange();
            assertThat(TestCounty.told(answer)).isEqualTo("400 invalid_value");
        }
    }

    private static List<String> owners(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(event -> event.path("teamId").asString("").replaceFirst("tem_[0-9]+_", ""))
                .collect(Collectors.toList());
    }

    private JsonNode events(String area, String token, String query) {
        return Objects.requireNonNull(http.get()
                .uri("/api/v1/pooling-areas/" + area + "/events" + query)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private void append(String area, List<OutboxEvent> events, Instant at) {
        transactions.run(() -> outbox.append(area, events, at)).block(WAIT);
    }

    private static OutboxEvent event(String area, String institution, String team) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return new OutboxEvent(id, "contract.signed", "ctr_" + area + "_" + id, institution, team, DAY);
    }
}
