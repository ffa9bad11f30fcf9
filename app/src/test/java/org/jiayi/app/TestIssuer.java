package org.jiayi.app;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/** The issuer whose tokens a tested application believes: real RSA signatures with a key made for the test. */
public final class TestIssuer {

    static final String ISSUER = "https://issuer.test";

    private static final int KEY_BITS = 2048;
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Clock clock;
    private final KeyPair keys = keys();

    TestIssuer(Clock clock) {
        this.clock = clock;
    }

    /** An issuer that nobody believes: its tokens look right, but the key is another. */
    public TestIssuer forger() {
        return new TestIssuer(clock);
    }

    /** The token of an administrator, who is not tied to a pooling area. */
    public String administrator() {
        return token("administrator-1", "administrator", "*", claims -> {});
    }

    /** The token of somebody at the insurance bureau; another name is another person. */
    public String bureau(String area, String name) {
        return token(name, "bureau", area, claims -> {});
    }

    /** The token of somebody at the health commission. */
    public String commission(String area) {
        return token("commission-1", "commission", area, claims -> {});
    }

    /** The token of an institution. */
    public String institution(String area, String code) {
        return token("institution-" + code, "institution", area, claims -> claims.claim("institution", code));
    }

    /** The token of a team. */
    public String team(String area, String number) {
        return token("team-" + number, "team", area, claims -> claims.claim("team", number));
    }

    /** The token of a resident. */
    public String resident(String area, UUID residentId) {
        return token("resident-1", "resident", area, claims -> claims.claim("resident", residentId.toString()));
    }

    /** An administrator's token that ended an hour ago. */
    public String expired() {
        return token(
                "administrator-1",
                "administrator",
                "*",
                claims -> claims.issuedAt(clock.instant().minus(TOKEN_LIFE.multipliedBy(2)))
                        .expiresAt(clock.instant().minus(TOKEN_LIFE)));
    }

    /** A signed token with these claims and whatever {@code more} adds or replaces. */
    public String token(String subject, String role, String area, Consumer<JwtClaimsSet.Builder> more) {
        JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
                .issuer(ISSUER)
                .subject(subject)
                .claim("roles", List.of(role))
                .claim("area", area)
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(TOKEN_LIFE));
        more.accept(claims);
        RSAKey key = new RSAKey.Builder((RSAPublicKey) keys.getPublic())
                .privateKey(keys.getPrivate())
                .build();
        return new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)))
                .encode(JwtEncoderParameters.from(
                        JwsHeader.with(SignatureAlgorithm.RS256).build(), claims.build()))
                .getTokenValue();
    }

    ReactiveJwtDecoder decoder() {
        JwtTimestampValidator time = new JwtTimestampValidator();
        time.setClock(clock);
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withPublicKey((RSAPublicKey) keys.getPublic())
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(time, new JwtIssuerValidator(ISSUER)));
        return decoder;
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
