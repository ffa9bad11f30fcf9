package org.jiayi.app.publication;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jiayi.app.digest.ContentDigest;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Keeps files in a bucket of whatever speaks S3, addressed by path. Three requests are all that is asked of it. */
final class S3FileStore implements FileStore {

    private static final String NOTHING = ContentDigest.of("").sha256();

    private final WebClient http;
    private final String bucket;
    private final S3Signature signature;
    private final Clock clock;

    /**
     * @param bucket its address, such as {@code https://s3.example.org/jiayi}
     * @param clock that of the world, which the other side compares with its own
     */
    S3FileStore(WebClient http, String bucket, S3Signature signature, Clock clock) {
        this.http = http;
        this.bucket = bucket;
        this.signature = signature;
        this.clock = clock;
    }

    /** The other side checks the digest that is signed, so what arrives otherwise is not kept. */
    @Override
    public Mono<Void> put(String key, Path local) {
        return Mono.fromCallable(() -> sha256(local))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(sha256 -> request(HttpMethod.PUT, key, Map.of(), sha256)
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .body(BodyInserters.fromResource(new FileSystemResource(local)))
                        .retrieve()
                        .toBodilessEntity())
                .then();
    }

    @Override
    public Flux<DataBuffer> read(String key, long first, long bytes) {
        Map<String, String> range = Map.of("range", "bytes=" + first + "-" + (first + bytes - 1));
        return request(HttpMethod.GET, key, range, NOTHING).retrieve().bodyToFlux(DataBuffer.class);
    }

    @Override
    public Mono<String> version(String key) {
        return request(HttpMethod.HEAD, key, Map.of(), NOTHING)
                .exchangeToMono(answer -> answer.statusCode().is2xxSuccessful()
                        ? answer.releaseBody().thenReturn(traces(answer))
                        : answer.createError());
    }

    private static String traces(ClientResponse answer) {
        HttpHeaders headers = answer.headers().asHttpHeaders();
        return headers.getFirst(HttpHeaders.ETAG) + " " + headers.getFirst(HttpHeaders.LAST_MODIFIED) + " "
                + headers.getContentLength();
    }

    private WebClient.RequestBodySpec request(HttpMethod method, String key, Map<String, String> more, String sha256) {
        URI address = URI.create(bucket + "/" + key);
        Map<String, String> signed = signature.headers(method.name(), address, more, sha256, clock.instant());
        return http.method(method).uri(address).headers(headers -> signed.forEach(headers::set));
    }

    private static String sha256(Path local) {
        ContentDigest.Sink sink = new ContentDigest.Sink();
        try (InputStream bytes = Files.newInputStream(local)) {
            bytes.transferTo(sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sink.digest().sha256();
    }
}
