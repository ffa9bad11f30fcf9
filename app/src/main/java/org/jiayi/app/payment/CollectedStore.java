package org.jiayi.app.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.period.Month;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was collected, month by month, as it is kept. */
public interface CollectedStore {

    /** One payer's shares of one month. */
    record Period(String area, SharePayer payer, Month month) {}

    /** Whether the month is kept. */
    Mono<Boolean> isKept(Period period);

    /**
     * A month that stands in the way: a later one that is kept, or an earlier one that is not, in which the payer's lines, payments or
     * refunds were booked; empty for none.
     */
    Mono<LocalDate> inTheWay(Period period);

    /** Keeps the month, after all that are kept. */
    Mono<Void> addMonth(Period period, Instant at);

    /** The contracts of which the payer's lines, payments or refunds were booked in the month. */
    Flux<UUID> touched(Period period);

    /** The shares of those contracts and their chains at the end of the month, those of a chain together. */
    Mono<List<Collected.Share>> shares(Period period, List<UUID> contractIds);

    /** Adds what the month changes, in one statement. */
    Mono<Void> add(Period period, List<Collected.Part> parts);

    /** What the month brings the institutions, by their codes. */
    Flux<CollectedMonths.Line> lines(Period period);

    /** What of it came, and what of it was lost again. */
    Flux<CollectedMonths.Group> groups(Period period, String institutionCode);
}
