package org.jiayi.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import reactor.core.publisher.Mono;

class RememberedTokensTests {

    private static final Instant START = Instant.parse("2026-10-10T02:00:00Z");

    private final AtomicInteger verified = new AtomicInteger();
    private Instant now = START;
    private Instant end = START.plus(Duration.ofHours(1));
    private final RememberedTokens tokens = new RememberedTokens(this::verify, () -> now);

    private Mono<Jwt> verify(String token) {
        return Mono.fromSupplier(() -> {
            verified.incrementAndGet();
            if (token.startsWith("forged") || !now.isBefore(end)) {
                throw new BadJwtException("not believed");
            }
            return Jwt.withTokenValue(token)
                    .header("alg", "RS256")
                    .expiresAt(end)
                    .build();
        });
    }

    private String read(String token) {
        return Objects.requireNonNull(tokens.decode(token).block()).getTokenValue();
    }

    @Test
    void a_token_is_verified_once() {
        assertThat(read("a")).isEqualTo("a");
        assertThat(read("a")).isEqualTo("a");
        assertThat(verified).hasValue(1);
    }

    @Test
    void each_token_is_its_own() {
        assertThat(read("a")).isEqualTo("a");
        assertThat(read("b")).isEqualTo("b");
        assertThat(verified).hasValue(2);
    }

    @Test
    void what_is_refused_is_asked_again() {
        assertThatThrownBy(() -> read("forged")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> read("forged")).isInstanceOf(BadJwtException.class);
        assertThat(verified).hasValue(2);
    }

    @Test
    void no_token_outlives_its_end() {
        end = START.plusSeconds(30);
        read("a");
        now = end.minusMillis(1);
        assertThat(read("a")).isEqualTo("a");
        now = end;
        assertThatThrownBy(() -> read("a")).isInstanceOf(BadJwtException.class);
    }

    @Test
    void a_withdrawn_key_is_noticed() {
        read("a");
        now = START.plus(RememberedTokens.REMEMBERED_MAX);
        read("a");
        assertThat(verified).hasValue(2);
    }

    @Test
    void only_so_many_are_remembered_and_the_least_used_goes_first() {
        read("first");
        read("second");
        for (int i = 0; i < RememberedTokens.TOKENS_MAX - 1; i++) {
            read("first");
            read("other-" + i);
        }
        int before = verified.get();
        read("first");
        assertThat(verified).hasValue(before);
        read("second");
        assertThat(verified).hasValue(before + 1);
    }
}
