package org.jiayi.app.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Remembers for a while which tokens were verified, since reading and verifying one costs as much as a simple question to
 * the database. A token is never remembered beyond its end, and never so long that one whose key was withdrawn would be
 * believed for more than {@link #REMEMBERED_MAX}. What was refused is not remembered.
 */
final class RememberedTokens implements ReactiveJwtDecoder {

    static final Duration REMEMBERED_MAX = Duration.ofMinutes(5);
    static final int TOKENS_MAX = 10_000;

    private final ReactiveJwtDecoder verifier;
    private final InstantSource wall;
    private final Map<ByteBuffer, Remembered> byDigest = Collections.synchronizedMap(new LatestUsed());

    RememberedTokens(ReactiveJwtDecoder verifier, InstantSource wall) {
        this.verifier = verifier;
        this.wall = wall;
    }

    @Override
    public Mono<Jwt> decode(String token) {
        ByteBuffer digest = digest(token);
        Remembered remembered = byDigest.get(digest);
        if (remembered != null && wall.instant().isBefore(remembered.until())) {
            return Mono.just(remembered.token());
        }
        return verifier.decode(token).doOnNext(verified -> remember(digest, verified));
    }

    private void remember(ByteBuffer digest, Jwt verified) {
        Instant longest = wall.instant().plus(REMEMBERED_MAX);
        Instant end = verified.getExpiresAt();
        byDigest.put(digest, new Remembered(verified, end == null || end.isAfter(longest) ? longest : end));
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private record Remembered(Jwt token, Instant until) {}

    /** Forgets the one that was not asked for longest when there are too many. */
    private static final class LatestUsed extends LinkedHashMap<ByteBuffer, Remembered> {

        private static final long serialVersionUID = 1L;

        LatestUsed() {
            super(TOKENS_MAX, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Remembered> eldest) {
            return size() > TOKENS_MAX;
        }
    }
}
