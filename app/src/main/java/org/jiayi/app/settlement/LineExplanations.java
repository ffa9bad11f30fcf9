package org.jiayi.app.settlement;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Why a line of a batch comes to what it does: each kind tells its own story. */
@Component
public class LineExplanations {

    private final Map<String, BatchKind> kinds;

    LineExplanations(List<BatchKind> kinds) {
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(BatchKind::code, Function.identity()));
    }

    /** The line explained, from what was kept when its batch was computed. */
    public Mono<LineExplanation> of(Batch batch, BatchLine line) {
        return Objects.requireNonNull(kinds.get(batch.kind())).explain(batch, line);
    }
}
