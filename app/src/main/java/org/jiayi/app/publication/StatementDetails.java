package org.jiayi.app.publication;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.settlement.Batch;
import org.springframework.stereotype.Component;

/** Who knows the lines of a batch. */
@Component
class StatementDetails {

    private final Map<String, StatementDetail> byKind;

    StatementDetails(List<StatementDetail> details) {
        this.byKind =
                details.stream().collect(Collectors.toUnmodifiableMap(StatementDetail::batchKind, Function.identity()));
    }

    /** Whether anybody knows the lines of such a batch. */
    boolean know(Batch batch) {
        return byKind.containsKey(batch.kind());
    }

    /** The lines of a batch; fails for a kind of batch that nobody knows, which is then not published. */
    StatementDetail of(Batch batch) {
        return Optional.ofNullable(byKind.get(batch.kind()))
                .orElseThrow(() -> new IllegalStateException("nobody knows the lines of " + batch.kind()));
    }
}
