package org.jiayi.app.publication;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.settlement.Batch;
import org.springframework.stereotype.Component;

/** Who knows the lines of a batch: of every kind there is somebody. */
@Component
class StatementDetails {

    private final Map<String, StatementDetail> byKind;

    StatementDetails(List<StatementDetail> details) {
        this.byKind =
                details.stream().collect(Collectors.toUnmodifiableMap(StatementDetail::batchKind, Function.identity()));
    }

    /** The lines of a batch. */
    StatementDetail get(Batch batch) {
        return Objects.requireNonNull(byKind.get(batch.kind()), batch.kind());
    }
}
