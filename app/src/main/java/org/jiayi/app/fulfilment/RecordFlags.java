package org.jiayi.app.fulfilment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds what is doubtful about a record. Flags are derived whenever a record is shown: what is entered later may raise one. */
final class RecordFlags {

    /** How far around a record the practitioner's other records matter. */
    static final Duration NEIGHBOURHOOD = Duration.ofHours(25);

    private static final LocalTime NIGHT_FROM = LocalTime.of(2, 0);
    private static final LocalTime NIGHT_UNTIL = LocalTime.of(5, 0);

    private final ServiceCatalogue catalogue;

    RecordFlags(ServiceCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The flags of a record that stands; what does not stand has none.
     *
     * @param lastDay of its contract, as known now
     * @param tooSoon whether spacing keeps it from counting
     * @param near records that stand of the same practitioner, at least those of the neighbourhood, and of the same person
     * @param person the registrations of the person whom the record is of
     */
    Set<RecordFlag> of(
            ServiceRecord record,
            LocalDate lastDay,
            boolean tooSoon,
            Collection<ServiceRecord> near,
            Set<UUID> person) {
        Set<RecordFlag> flags = EnumSet.noneOf(RecordFlag.class);
        if (!record.stands()) {
            return flags;
        }
        List<ServiceRecord> others = near.stream()
                .filter(other -> other.practitionerCode().equals(record.practitionerCode()))
                .filter(other -> !other.recordId().equals(record.recordId()))
                .toList();
        if (tooSoon) {
            flags.add(RecordFlag.TOO_SOON);
        }
        if (others.stream().anyMatch(other -> !person.contains(other.residentId()) && other.overlaps(record))) {
            flags.add(RecordFlag.OVERLAPPING_PRACTITIONER);
        }
        if (isClustered(record, others)) {
            flags.add(RecordFlag.CLUSTERED);
        }
        if (record.day().isAfter(lastDay)
                || isAtNight(record)
                || others.stream().anyMatch(other -> isOutOfReach(record, other))
                || near.stream()
                        .filter(other -> person.contains(other.residentId()))
                        .anyMatch(other -> isElsewhere(record, other))) {
            flags.add(RecordFlag.IMPOSSIBLE_TIME);
        }
        return flags;
    }

    /** Whether some hour that holds the record's beginning holds too many; the fullest such hour begins with a record. */
    private boolean isClustered(ServiceRecord record, List<ServiceRecord> others) {
        Instant start = record.startedAt();
        Instant hourBefore = start.minus(Duration.ofHours(1));
        List<Instant> starts = others.stream().map(ServiceRecord::startedAt).toList();
        return Stream.concat(starts.stream(), Stream.of(start))
                .filter(first -> first.isAfter(hourBefore) && !first.isAfter(start))
                .anyMatch(first -> 1
                                + starts.stream()
                                        .filter(other -> !other.isBefore(first)
                                                && other.isBefore(first.plus(Duration.ofHours(1))))
                                        .count()
                        > catalogue.clusteredPerHourMax());
    }

    private static boolean isAtNight(ServiceRecord record) {
        LocalTime start = LocalTime.ofInstant(record.startedAt(), ServiceRecord.ZONE);
        return !start.isBefore(NIGHT_FROM) && start.isBefore(NIGHT_UNTIL);
    }

    /** Whether the other one, of the same person, says that they were at another place at the time. */
    private static boolean isElsewhere(ServiceRecord record, ServiceRecord other) {
        return other.overlaps(record) && areApart(record, other);
    }

    /** Whether two services took people to different places; a call takes nobody anywhere. */
    private static boolean areApart(ServiceRecord one, ServiceRecord other) {
        return one.mode() != ServiceMode.PHONE
                && other.mode() != ServiceMode.PHONE
                && !one.details().place().equals(other.details().place());
    }

    /** Whether one of the two is a home visit, they are at different places, and too little time lies between them. */
    private boolean isOutOfReach(ServiceRecord record, ServiceRecord other) {
        if ((record.mode() != ServiceMode.HOME && other.mode() != ServiceMode.HOME) || !areApart(record, other)) {
            return false;
        }
        Duration gap = record.startedAt().isBefore(other.startedAt())
                ? Duration.between(record.endedAt(), other.startedAt())
                : Duration.between(other.endedAt(), record.startedAt());
        return gap.compareTo(Duration.ofMinutes(catalogue.homeVisitGapMinutesMin())) < 0;
    }
}
