package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.util.Objects;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Callers who hang up never break double entry (RELIABILITY §1). The transaction that comes with the stack goes through
 * the same storm and must be caught by the same checks, or they would prove nothing.
 */
@JiayiTest
@Import({CancelStormTests.Posting.class, CancelStormTests.Door.class})
class CancelStormTests {

    private static final Logger log = LoggerFactory.getLogger(CancelStormTests.class);
    private static final long SEED = Long.getLong("jiayi.storm.seed", 20260115);
    private static final int REQUESTS = Integer.getInteger("jiayi.storm.requests", 10_000);
    private static final int CANARY_REQUESTS = 2_000;
    private static final int CANARY_ROUNDS_MAX = 8;
    private static final int CANARY_POOL_SIZE = 8;

    private final CancelStorm storm;
    private final StormEntries entries;
    private final ConnectionPool pool;
    private final int poolSize;
    private final Posting posting;

    CancelStormTests(
            @LocalServerPort int port,
            TestIssuer issuer,
            TestDatabase database,
            ConnectionPool pool,
            @Value("${spring.r2dbc.pool.max-size}") int poolSize,
            Posting posting) {
        this.storm = new CancelStorm(port, issuer.administrator());
        this.entries = new StormEntries(database);
        this.pool = pool;
        this.poolSize = poolSize;
        this.posting = posting;
    }

    @Test
    @Timeout(180)
    void a_shielded_transaction_is_whole_whoever_hangs_up() throws Exception {
        entries.createTable();
        var seen = storm.rage("/storm/shielded", 1, REQUESTS, SEED);
        log.info("storm of {} with seed {}: {} cut", REQUESTS, SEED, seen.cut().size());

        assertThat(seen.failed()).as("seed %s", SEED).isEmpty();
        assertThat(seen.cut()).as("callers who hung up").hasSizeGreaterThan(REQUESTS / 5);
        assertThat(seen.acknowledged()).hasSizeGreaterThan(REQUESTS / 5);
        assertThat(entries.harm(pool, poolSize, seen.acknowledged()))
                .as("seed %s", SEED)
                .isEqualTo(StormEntries.Harm.NONE);
    }

    @Test
    @Timeout(180)
    void the_transaction_that_comes_with_the_stack_is_caught_by_the_same_checks() throws Exception {
        var harm = StormEntries.Harm.NONE;
        for (int round = 0; round < CANARY_ROUNDS_MAX && harm.equals(StormEntries.Harm.NONE); round++) {
            harm = canaryRound(round);
            log.info("canary with seed {}: {}", SEED + round, harm);
        }
        assertThat(harm).as("harm within %s rounds", CANARY_ROUNDS_MAX).isNotEqualTo(StormEntries.Harm.NONE);
    }

    /** A pool and a database of its own each time, because the harm lasts. */
    private StormEntries.Harm canaryRound(int round) throws Exception {
        var database = TestDatabase.create();
        var entries = new StormEntries(database);
        entries.createTable();
        var victim = new ConnectionPool(ConnectionPoolConfiguration.builder(database.connections())
                .initialSize(CANARY_POOL_SIZE)
                .maxSize(CANARY_POOL_SIZE)
                .build());
        try {
            posting.stock = new Stock(
                    TransactionalOperator.create(new R2dbcTransactionManager(victim)), DatabaseClient.create(victim));
            var seen = storm.rage("/storm/stock", 1, CANARY_REQUESTS, SEED + round);
            return entries.harm(victim, CANARY_POOL_SIZE, seen.acknowledged());
        } finally {
            victim.dispose();
        }
    }

    /** Spring's own transaction, as every tutorial has it. */
    private record Stock(TransactionalOperator transaction, DatabaseClient client) {}

    /** What is in no table of operations is nobody's: the storm's address has a door of its own. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Door {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        SecurityWebFilterChain stormChain(ServerHttpSecurity http) {
            return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/storm/**"))
                    .csrf(ServerHttpSecurity.CsrfSpec::disable)
                    .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                    .build();
        }
    }

    @RestController
    static class Posting {

        private final ShieldedTransactions transactions;
        private final DatabaseClient client;
        private volatile @Nullable Stock stock;

        Posting(ShieldedTransactions transactions, DatabaseClient client) {
            this.transactions = transactions;
            this.client = client;
        }

        @PostMapping("/storm/shielded/{entry}")
        Mono<Void> shielded(@PathVariable long entry) {
            return transactions.run(() -> post(client, entry));
        }

        @PostMapping("/storm/stock/{entry}")
        Mono<Void> stock(@PathVariable long entry) {
            Stock now = Objects.requireNonNull(stock);
            return now.transaction().transactional(post(now.client(), entry));
        }

        private static Mono<Void> post(DatabaseClient client, long entry) {
            return line(client, entry, 1, 100).then(line(client, entry, 2, -100));
        }

        private static Mono<Void> line(DatabaseClient client, long entry, int line, long amountFen) {
            return client.sql(StormEntries.INSERT)
                    .bind(0, entry)
                    .bind(1, line)
                    .bind(2, amountFen)
                    .then();
        }
    }
}
