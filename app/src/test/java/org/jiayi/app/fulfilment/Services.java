package org.jiayi.app.fulfilment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.PopulationGroup;

/** Contracts, items and records in few words. */
final class Services {

    static final UUID RESIDENT = new UUID(0, 1);
    static final Term YEAR_2026 = new Term(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1));

    private Services() {}

    static ServiceItem item(String code, int timesPerYear, int spacing, PopulationGroup... groups) {
        return new ServiceItem(
                code,
                code,
                timesPerYear,
                spacing,
                Set.of(ServiceMode.CLINIC),
                Set.of(groups),
                ItemPayer.CONTRACT_FEE,
                0);
    }

    static PlannedContract contract(Term agreed, Term term) {
        UUID id = new UUID(0, 9);
        return new PlannedContract(
                "439901",
                id,
                RESIDENT,
                "T001",
                "H43990100003",
                ServicePackage.BASIC,
                agreed.from(),
                agreed,
                List.of(id),
                term,
                0);
    }

    /** Half an hour at the clinic from that local time. */
    static ServiceRecord record(int id, String start) {
        return record(id, start, 30, RESIDENT, ServiceMode.CLINIC, "门诊");
    }

    static ServiceRecord record(int id, String start, int minutes, UUID resident, ServiceMode mode, String place) {
        Instant begin = LocalDateTime.parse(start).atZone(ServiceRecord.ZONE).toInstant();
        return new ServiceRecord(
                "439901",
                new UUID(0, id),
                new UUID(0, 9),
                resident,
                "visit",
                mode,
                begin,
                begin.plus(Duration.ofMinutes(minutes)),
                "D1",
                new ServiceRecord.Details(place, ""),
                List.of(),
                0,
                "team-T001",
                begin,
                Optional.empty(),
                Optional.empty());
    }

    /** The same, delivered by somebody else. */
    static ServiceRecord by(String practitioner, ServiceRecord record) {
        return new ServiceRecord(
                record.area(),
                record.recordId(),
                record.contractId(),
                record.residentId(),
                record.itemCode(),
                record.mode(),
                record.startedAt(),
                record.endedAt(),
                practitioner,
                record.details(),
                record.evidence(),
                record.repeat(),
                record.recordedBy(),
                record.recordedAt(),
                record.voidedFor(),
                record.answer());
    }

    static ServiceRecord voided(ServiceRecord record) {
        return with(record, Optional.of(ServiceRecord.VoidReason.OTHER), Optional.empty());
    }

    static ServiceRecord answered(ServiceRecord record, boolean confirmed) {
        return with(
                record,
                Optional.empty(),
                Optional.of(new ServiceRecord.Answer(confirmed, confirmed ? "" : "未到访", record.endedAt())));
    }

    private static ServiceRecord with(
            ServiceRecord record, Optional<ServiceRecord.VoidReason> voided, Optional<ServiceRecord.Answer> answer) {
        return new ServiceRecord(
                record.area(),
                record.recordId(),
                record.contractId(),
                record.residentId(),
                record.itemCode(),
                record.mode(),
                record.startedAt(),
                record.endedAt(),
                record.practitionerCode(),
                record.details(),
                record.evidence(),
                record.repeat(),
                record.recordedBy(),
                record.recordedAt(),
                voided,
                answer);
    }
}
