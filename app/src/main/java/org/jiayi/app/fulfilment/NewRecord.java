package org.jiayi.app.fulfilment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A delivered service as a team enters it. */
public record NewRecord(
        String area,
        UUID contractId,
        String itemCode,
        ServiceMode mode,
        Instant startedAt,
        Instant endedAt,
        String practitionerCode,
        ServiceRecord.Details details,
        List<ServiceRecord.Evidence> evidence) {

    public NewRecord {
        evidence = List.copyOf(evidence);
    }

    /** What identifies the content of the request, with all its words. */
    String content() {
        return String.join(
                "\u001f",
                contractId.toString(),
                itemCode,
                mode.code(),
                startedAt.toString(),
                endedAt.toString(),
                practitionerCode,
                details.place(),
                details.note(),
                evidence.toString());
    }

    boolean saysTheSameAs(ServiceRecord record) {
        return record.itemCode().equals(itemCode)
                && record.mode() == mode
                && record.startedAt().equals(startedAt)
                && record.endedAt().equals(endedAt)
                && record.practitionerCode().equals(practitionerCode);
    }
}
