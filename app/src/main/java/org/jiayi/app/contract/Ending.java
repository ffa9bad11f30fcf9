package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * The end of a contract before its time.
 *
 * @param version the version that is closed by it
 * @param lastDay the last day of the contract (最后服务日)
 * @param recordedOn the day on which it was recorded (登记日期)
 * @param knownFrom the moment from which it is known
 */
public record Ending(
        UUID contractId,
        int version,
        ContractEventKind kind,
        LocalDate lastDay,
        LocalDate recordedOn,
        Instant knownFrom) {}
