package org.jiayi.app.publication.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.publication.Downloads;
import org.jiayi.app.publication.Statement;
import org.jiayi.app.publication.StatementFile;
import org.jiayi.app.web.Callers;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Writes a published file to HTTP: whole or one range of it, only the head, or nothing where the caller has it already.
 * Spring's own writer of resources would open the file itself and has no word in what was sent.
 */
@Component
class FileAnswers {

    private final Downloads downloads;

    FileAnswers(Downloads downloads) {
        this.downloads = downloads;
    }

    /** Answers with the file, once it is known to be what was published. */
    Mono<Void> write(Statement statement, StatementFile file, ServerWebExchange exchange) {
        return downloads.check(statement, file).then(downloads.inPlace(Mono.defer(() -> {
            ServerHttpResponse response = exchange.getResponse();
            Optional<Downloads.Slice> range = range(exchange, file);
            describe(response.getHeaders(), file);
            if (exchange.checkNotModified(etag(file))) {
                return response.setComplete();
            }
            Downloads.Slice slice =
                    range.orElseGet(() -> new Downloads.Slice(0, file.packed().bytes()));
            range.ifPresent(part -> {
                response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
                long last = part.first() + part.bytes() - 1;
                response.getHeaders()
                        .set(
                                HttpHeaders.CONTENT_RANGE,
                                "bytes " + part.first() + "-" + last + "/"
                                        + file.packed().bytes());
            });
            response.getHeaders().setContentLength(slice.bytes());
            return exchange.getRequest().getMethod() == HttpMethod.HEAD
                    ? response.setComplete()
                    : response.writeWith(downloads.send(statement, file, slice, Callers.of(exchange)));
        })));
    }

    private static void describe(HttpHeaders headers, StatementFile file) {
        headers.setContentType(MediaType.parseMediaType(file.mediaType()));
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.setETag(etag(file));
        byte[] sha256 = HexFormat.of().parseHex(file.packed().digest().sha256());
        headers.set("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
        headers.setContentDisposition(ContentDisposition.attachment()
                .filename(file.name(), StandardCharsets.UTF_8)
                .build());
    }

    private static String etag(StatementFile file) {
        return '"' + file.packed().digest().sha256() + '"';
    }

    /**
     * The range asked for; empty where the whole file is to be sent: none asked for, several at once, or one of another
     * version (If-Range).
     */
    private static Optional<Downloads.Slice> range(ServerWebExchange exchange, StatementFile file) {
        ServerHttpRequest request = exchange.getRequest();
        String ifRange = request.getHeaders().getFirst(HttpHeaders.IF_RANGE);
        if (ifRange != null && !ifRange.equals(etag(file))) {
            return Optional.empty();
        }
        long length = file.packed().bytes();
        try {
            List<HttpRange> ranges = request.getHeaders().getRange();
            if (ranges.size() != 1) {
                return Optional.empty();
            }
            long first = ranges.get(0).getRangeStart(length);
            if (first < length) {
                return Optional.of(new Downloads.Slice(first, ranges.get(0).getRangeEnd(length) - first + 1));
            }
        } catch (IllegalArgumentException notARange) {
            // told below, like one beyond the end
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.CONTENT_RANGE, "bytes */" + length);
        throw new Refused(RefusalCode.RANGE_NOT_SATISFIABLE);
    }
}
