package org.jiayi.app.demo;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jiayi.app.kernel.access.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/** Signs the demo's tokens with a key made at start, which no other start will believe. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoIssuer {

    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final int KEY_BITS = 2048;
    private static final String ISSUER = "urn:jiayi:demo";

    private final KeyPair key;

    DemoIssuer() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        this.key = generator.generateKeyPair();
    }

    @Bean
    ReactiveJwtDecoder demoTokenDecoder() {
        return NimbusReactiveJwtDecoder.withPublicKey((RSAPublicKey) key.getPublic())
                .build();
    }

    @Bean
    DemoTokens demoTokens() {
        RSAKey signing = new RSAKey.Builder((RSAPublicKey) key.getPublic())
                .privateKey(key.getPrivate())
                .build();
        return new DemoTokens(new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(signing))));
    }

    /** Mints tokens. Their life is real time, whatever day the demo's business clock shows. */
    static final class DemoTokens {

        private final NimbusJwtEncoder encoder;
        private final InstantSource wall = InstantSource.system();

        private DemoTokens(NimbusJwtEncoder encoder) {
            this.encoder = encoder;
        }

        String mint(Role role, String subject, Map<String, String> claims) {
            var now = wall.instant();
            JwtClaimsSet.Builder content = JwtClaimsSet.builder()
                    .issuer(ISSUER)
                    .subject(subject)
                    .issuedAt(now)
                    .expiresAt(now.plus(TOKEN_LIFE))
                    .claim("roles", List.of(role.code()));
            claims.forEach(content::claim);
            JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).build();
            return encoder.encode(JwtEncoderParameters.from(header, content.build()))
                    .getTokenValue();
        }
    }
}
