package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;

/** What happened to a contract, and who recorded it when. */
public record ContractHistoryEvent(
        String kind,
        LocalDate effectiveOn,
        LocalDate recordedOn,
        String recordedBy,
        Optional<String> reason,
        Optional<String> basis) {}
