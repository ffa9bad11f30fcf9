package org.jiayi.app.outbox.web;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jiayi.api.EventsApi;
import org.jiayi.api.model.Event;
import org.jiayi.api.model.EventPage;
import org.jiayi.api.model.Page;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class EventController implements EventsApi {

    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    private final Outbox outbox;
    private final OutboxMapper mapper;

    EventController(Outbox outbox, OutboxMapper mapper) {
        this.outbox = outbox;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<EventPage>> listEvents(
            String area, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        return outbox.visibleAfter(
                        area, position(after), limit + 1, Callers.of(exchange).scope())
                .map(event -> mapper.toApi(event, area))
                .collectList()
                .map(events -> ResponseEntity.ok(page(events, limit)));
    }

    private static long position(@Nullable String after) {
        return Optional.ofNullable(after)
                .map(text -> {
                    if (!POSITION.matcher(text).matches()) {
                        throw new Refused(RefusalCode.INVALID_VALUE);
                    }
                    return Long.parseLong(text);
                })
                .orElse(0L);
    }

    private static EventPage page(List<Event> events, int limit) {
        Page page = new Page(limit);
        List<Event> data = events.stream().limit(limit).toList();
        if (events.size() > limit) {
            page.setNext(Long.toString(data.get(limit - 1).getPosition()));
        }
        return new EventPage(data, page);
    }
}
