package org.jiayi.app.publication;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
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

    /** The lines of a batch; empty where its kind rests on payees only. */
    Optional<StatementDetail> find(Batch batch) {
        return Optional.ofNullable(byKind.get(batch.kind()));
    }

    /** The lines of a batch, to be compared with; refused where it has none. */
    StatementDetail get(Batch batch) {
        return find(batch).orElseThrow(() -> new Refused(RefusalCode.OTHER_COLUMNS));
    }
}
