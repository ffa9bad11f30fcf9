package org.jiayi.app.settlement;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Why a line of a batch comes to what it does: each kind tells its own story. */
@Component
public class LineExplanations {

    private final BatchKinds kinds;

    LineExplanations(BatchKinds kinds) {
        this.kinds = kinds;
    }

    /** The line explained, from what was kept when its batch was computed. */
    public Mono<LineExplanation> of(Batch batch, BatchLine line) {
        return kinds.get(batch.kind()).explain(batch, line);
    }
}
