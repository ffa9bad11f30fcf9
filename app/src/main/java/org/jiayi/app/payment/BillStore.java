package org.jiayi.app.payment;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reconciliations, as they are kept, and our side of them. */
public interface BillStore {

    /**
     * Our payments and refunds with a provider: those whose money moved on that day by the provider's word, and those of these numbers
     * however they stand; none that the bank gave back. A refund that arrives days later was in the bill of the day on which the
     * provider took it up, and is in no other.
     */
    Flux<BillComparison.Ours> ours(String area, String provider, LocalDate day, List<String> numbers);

    /** The last version of a day's bill. */
    Mono<PaymentBill> findLast(String area, String provider, LocalDate day);

    Mono<Void> add(PaymentBill bill, String fetchedBy, List<BillComparison.Entry> entries);

    /** Empty where there is none of that id. */
    Mono<PaymentBill> find(String area, UUID billId);

    /** The area's bills, the newest first. */
    Flux<PaymentBill> list(String area);

    /** A page of a bill's lines, by number; with an outcome only lines of that outcome. */
    Flux<NumberedEntry> entries(String area, UUID billId, Optional<String> outcome, int after, int limit);

    /** A line with its number, from 1. */
    record NumberedEntry(int number, BillComparison.Entry entry) {}

    /** What the lines of one outcome sum to, payments less refunds. */
    record Total(String outcome, long lines, Money ours, Money theirs) {}

    /** The totals of a bill by outcome. */
    Flux<Total> totals(String area, UUID billId);
}
