package org.jiayi.app.settlement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;

/** The kinds of batches that there are. */
@Component
class BatchKinds {

    private final Map<String, BatchKind> kinds;

    BatchKinds(List<BatchKind> kinds) {
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(BatchKind::code, Function.identity()));
    }

    /** The kind of that code; refused where there is none. */
    BatchKind get(String code) {
        return Optional.ofNullable(kinds.get(code))
                .orElseThrow(() -> new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/kind")));
    }
}
