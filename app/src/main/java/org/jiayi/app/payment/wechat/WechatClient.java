package org.jiayi.app.payment.wechat;

import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * HTTP with the provider: every request signed, every answer verified, times and sizes limited, and a few retries where nothing was answered,
 * which our numbers make harmless. Bodies are never logged.
 */
final class WechatClient {

    /** How long the provider may keep silent, before it answers or in the middle of it. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(8);

    private static final Logger log = LoggerFactory.getLogger(WechatClient.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int RETRIES_MAX = 2;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final int BODY_BYTES_MAX = 64 << 20;
    private static final int TOO_MANY_REQUESTS = 429;

    private final WechatSettings settings;
    private final WechatSignatures signatures;
    private final ObjectMapper json;
    private final WebClient http;

    WechatClient(WechatSettings settings, WechatSignatures signatures, ObjectMapper json, Duration silenceMax) {
        this.settings = settings;
        this.signatures = signatures;
        this.json = json;
        this.http = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create()
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                        .responseTimeout(silenceMax)))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(BODY_BYTES_MAX))
                .build();
    }

    /**
     * A genuine answer.
     *
     * @param code the provider's, where the status is no success
     */
    record Answer(int status, JsonNode body, Optional<String> code) {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        boolean says(String... codes) {
            return code.filter(given -> List.of(codes).contains(given)).isPresent();
        }
    }

    private record Raw(HttpStatusCode status, Map<String, String> headers, byte[] body) {}

    Mono<Answer> get(String path) {
        return exchange(HttpMethod.GET, settings.address().resolve(path), "").map(this::verified);
    }

    Mono<Answer> post(String path, Map<String, ?> body) {
        return exchange(HttpMethod.POST, settings.address().resolve(path), json.writeValueAsString(body))
                .map(this::verified);
    }

    /** The bytes at an address that a verified answer gave; the provider does not sign them, a digest in that answer does. */
    Mono<byte[]> download(URI address) {
        return exchange(HttpMethod.GET, address, "").map(raw -> {
            if (!raw.status().is2xxSuccessful()) {
                throw new Refused(RefusalCode.PROVIDER_REFUSED);
            }
            return raw.body();
        });
    }

    private Mono<Raw> exchange(HttpMethod method, URI address, String body) {
        return Mono.defer(() -> once(method, address, body))
                .flatMap(raw -> raw.status().is5xxServerError() || raw.status().value() == TOO_MANY_REQUESTS
                        ? Mono.<Raw>error(
                                new IOException("answered " + raw.status().value()))
                        : Mono.just(raw))
                .retryWhen(Retry.backoff(RETRIES_MAX, FIRST_BACKOFF)
                        .filter(WechatClient::isPassing)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .onErrorMap(WechatClient::isAway, error -> {
                    log.warn(
                            "{} {} failed: {}",
                            method,
                            address.getPath(),
                            error.getClass().getSimpleName());
                    return new Refused(RefusalCode.PROVIDER_AWAY);
                });
    }

    private static boolean isPassing(Throwable error) {
        return error instanceof IOException
                || error instanceof WebClientRequestException
                || error instanceof ReadTimeoutException;
    }

    private static boolean isAway(Throwable error) {
        return isPassing(error) || error instanceof DataBufferLimitException;
    }

    private Mono<Raw> once(HttpMethod method, URI address, String body) {
        String path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        WebClient.RequestBodySpec request = http.method(method)
                .uri(address)
                .accept(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.USER_AGENT, "Jiayi/1")
                .header(HttpHeaders.AUTHORIZATION, signatures.authorization(method.name(), path, body));
        return (body.isEmpty()
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body))
                .exchangeToMono(WechatClient::raw);
    }

    private static Mono<Raw> raw(ClientResponse response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers()
                .asHttpHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> new Raw(response.statusCode(), headers, body));
    }

    /** An answer that the platform did not sign is not believed, whatever it says. */
    private Answer verified(Raw raw) {
        if (!signatures.isGenuine(raw.headers(), raw.body())) {
            log.warn("An answer of the provider was not signed by its platform's key");
            throw new Refused(RefusalCode.PROVIDER_AWAY);
        }
        try {
            JsonNode body = raw.body().length == 0 ? json.createObjectNode() : json.readTree(raw.body());
            Optional<String> code = raw.status().is2xxSuccessful()
                    ? Optional.empty()
                    : Optional.of(body.path("code").asString(""));
            return new Answer(raw.status().value(), body, code);
        } catch (JacksonException unreadable) {
            throw new Refused(RefusalCode.PROVIDER_AWAY);
        }
    }
}
