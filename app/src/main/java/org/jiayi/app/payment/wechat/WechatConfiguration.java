package org.jiayi.app.payment.wechat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import tools.jackson.databind.ObjectMapper;

/** The provider {@code wechat}, where its address is configured; then everything else has to be too. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("jiayi.payments.wechat.address")
class WechatConfiguration {

    private static final String PREFIX = "jiayi.payments.wechat.";

    @Bean
    Wechat wechat(Environment environment, ObjectMapper json) throws IOException {
        var settings = new WechatSettings(
                URI.create(get(environment, "address")),
                get(environment, "app-id"),
                get(environment, "merchant-id"),
                get(environment, "merchant-serial"),
                WechatSettings.privateKey(Path.of(get(environment, "merchant-key-file"))),
                get(environment, "platform-serial"),
                WechatSettings.publicKey(Path.of(get(environment, "platform-key-file"))),
                get(environment, "api-v3-key").getBytes(StandardCharsets.UTF_8),
                URI.create(environment.getRequiredProperty("jiayi.public-url") + "/api/v1/payment-notices/"
                        + Wechat.CODE));
        // the provider compares our timestamps with its own wall clock, and so do we with its
        var signatures = new WechatSignatures(settings, InstantSource.system());
        var client = new WechatClient(settings, signatures, json, WechatClient.SILENCE_MAX);
        return new Wechat(settings, signatures, client, json);
    }

    private static String get(Environment environment, String name) {
        return environment.getRequiredProperty(PREFIX + name);
    }
}
