package org.jiayi.app.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** Turns every refusal and every fault into one problem+json answer: a stable code, what is wrong, what to do next. */
@Component
@Order(-2)
public class ProblemAnswers implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

    private static final long DRAIN_BYTES_MAX = 16L << 20;

    private final ProblemTexts texts;
    private final ObjectMapper json;

    ProblemAnswers(ProblemTexts texts, ObjectMapper json) {
        this.texts = texts;
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        Refusal refusal = FaultRefusals.of(error);
        if (refusal.code() == RefusalCode.INTERNAL_ERROR) {
            log.error("{} {}", exchange.getLogPrefix(), exchange.getRequest().getMethod(), error);
        }
        if (refusal.code() == RefusalCode.TRY_AGAIN_LATER) {
            log.warn("{} {} {}", exchange.getLogPrefix(), exchange.getRequest().getMethod(), error.toString());
        }
        return write(exchange, refusal);
    }

    /** Answers with a refusal of the whole request. */
    public Mono<Void> write(ServerWebExchange exchange, RefusalCode code) {
        return write(exchange, Refusal.of(code));
    }

    private Mono<Void> write(ServerWebExchange exchange, Refusal refusal) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(refusal.code().status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        if (refusal.code() == RefusalCode.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (refusal.code() == RefusalCode.TRY_AGAIN_LATER) {
            headers.set(HttpHeaders.RETRY_AFTER, "2");
        }
        if (refusal.code() == RefusalCode.RENDERING_BUSY) {
            headers.set(HttpHeaders.RETRY_AFTER, "5");
        }
        byte[] body = json.writeValueAsBytes(body(exchange, refusal));
        return drained(exchange)
                .then(Mono.defer(() ->
                        response.writeWith(Mono.just(response.bufferFactory().wrap(body)))));
    }

    /**
     * Takes in the rest of the request first. A refusal is quicker than most answers, and an answer that overtakes the end
     * of its request leaves the connection of some callers without an answer to their next one. What is longer than we
     * are ready to read is cut off with its connection.
     */
    private static Mono<Void> drained(ServerWebExchange exchange) {
        AtomicLong bytes = new AtomicLong();
        return exchange.getRequest()
                .getBody()
                .map(ProblemAnswers::released)
                .takeUntil(read -> bytes.addAndGet(read) > DRAIN_BYTES_MAX)
                .then()
                .onErrorComplete()
                .doOnSuccess(end -> {
                    if (bytes.get() > DRAIN_BYTES_MAX) {
                        exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
                    }
                });
    }

    private static int released(DataBuffer buffer) {
        int read = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return read;
    }

    private Map<String, Object> body(ServerWebExchange exchange, Refusal refusal) {
        Locale locale = exchange.getLocaleContext().getLocale();
        ProblemTexts.Text text = texts.of(refusal.code(), locale == null ? Locale.CHINA : locale);
        List<Map<String, String>> errors =
                refusal.field().isEmpty() ? List.of() : List.of(Map.of("pointer", refusal.field()));
        return Map.of(
                "type", "urn:jiayi:problem:" + refusal.code().code(),
                "title", text.title(),
                "status", refusal.code().status(),
                "code", refusal.code().code(),
                "detail", detail(text, refusal),
                "action", text.action(),
                "traceId", exchange.getRequest().getId(),
                "errors", errors);
    }

    private static String detail(ProblemTexts.Text text, Refusal refusal) {
        StringBuilder detail = new StringBuilder(text.title());
        refusal.facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact ->
                        detail.append("；").append(fact.getKey()).append('=').append(fact.getValue()));
        return detail.toString();
    }
}
