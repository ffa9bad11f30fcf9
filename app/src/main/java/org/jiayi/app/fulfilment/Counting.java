package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which records of one item count ("4 a year, 3 months apart"): in the order of their times, each that lies at least the
 * minimum spacing after the last one that counts. A record entered late may therefore change which of the others count;
 * nothing is overwritten by that.
 */
final class Counting {

    private static final Comparator<ServiceRecord> BY_TIME = Comparator.comparing(ServiceRecord::startedAt)
            .thenComparing(record -> record.recordId().toString());

    private Counting() {}

    /**
     * The records that count, in order of time.
     *
     * @param records of one item, of a contract and those that it follows; those that do not stand are passed over
     */
    static List<ServiceRecord> of(Collection<ServiceRecord> records, int minimumSpacingDays) {
        List<ServiceRecord> counting = new ArrayList<>();
        LocalDate next = LocalDate.MIN;
        for (ServiceRecord record :
                records.stream().filter(ServiceRecord::stands).sorted(BY_TIME).toList()) {
            if (!record.day().isBefore(next)) {
                counting.add(record);
                next = record.day().plusDays(minimumSpacingDays);
            }
        }
        return counting;
    }
}
