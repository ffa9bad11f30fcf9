package org.jiayi.app.payment.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jiayi.api.PaymentNoticesApi;
import org.jiayi.app.payment.PaymentNotices;
import org.jiayi.app.payment.PaymentProvider;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What providers tell, by anybody's hand: only the signature counts. The very bytes are read, since it is over them. */
@RestController
class NoticeController implements PaymentNoticesApi {

    private static final int BODY_BYTES_MAX = 64 << 10;

    private final PaymentNotices notices;

    NoticeController(PaymentNotices notices) {
        this.notices = notices;
    }

    @Override
    public Mono<ResponseEntity<Void>> takePaymentNotice(
            String provider, Mono<Resource> body, ServerWebExchange exchange) {
        return bytes(exchange.getRequest())
                .map(bytes -> new PaymentProvider.Message(headers(exchange.getRequest()), bytes))
                .flatMap(message -> notices.take(provider, message))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static Mono<byte[]> bytes(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), BODY_BYTES_MAX)
                .map(NoticeController::bytes)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Map<String, String> headers(ServerHttpRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }
}
