package org.jiayi.app.payment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;

/** Compares a provider's bill with our books, line by line (对账): plain values, in an order that does not depend on the bill's. */
public final class BillComparison {

    private static final String CONFIRMED = "confirmed";
    private static final String OPEN = "open";

    private BillComparison() {}

    /** How a line came out. */
    public enum Outcome {
        MATCHED,
        /** We have booked it, the bill lacks it. */
        ONLY_OURS,
        /** The bill has it, we do not know it. */
        ONLY_THEIRS,
        /** Both know it, with another amount or state. */
        DIFFERENT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What we know.
     *
     * @param number the order's or the refund's
     * @param state {@code confirmed} where the money has moved
     */
    public record Ours(
            PaymentProvider.BillLine.Kind kind,
            String number,
            Optional<String> serial,
            UUID paymentId,
            Money amount,
            String state) {}

    /** One side of a compared line. */
    public record Side(Money amount, String state) {}

    /** A compared line. */
    public record Entry(
            PaymentProvider.BillLine.Kind kind,
            Outcome outcome,
            String number,
            Optional<String> serial,
            Optional<UUID> paymentId,
            Optional<Side> ours,
            Optional<Side> theirs) {}

    private record Key(PaymentProvider.BillLine.Kind kind, String number) {}

    /** Every line of both sides, once; a line that stands in the bill a second time is only theirs. */
    static List<Entry> of(List<Ours> ours, List<PaymentProvider.BillLine> theirs) {
        Map<Key, Ours> unmatched = new LinkedHashMap<>();
        ours.forEach(line -> unmatched.put(new Key(line.kind(), line.number()), line));
        List<Entry> entries = new ArrayList<>();
        for (PaymentProvider.BillLine line : theirs) {
            Ours known = unmatched.remove(new Key(line.kind(), line.number()));
            entries.add(entry(Optional.ofNullable(known), line));
        }
        unmatched.values().forEach(line -> entries.add(onlyOurs(line)));
        entries.sort(Comparator.comparing(Entry::kind)
                .thenComparing(Entry::number)
                .thenComparing(entry -> entry.serial().orElse(""))
                .thenComparing(Entry::outcome));
        return entries;
    }

    private static Entry entry(Optional<Ours> known, PaymentProvider.BillLine line) {
        Side theirs = new Side(line.amount(), line.done() ? CONFIRMED : OPEN);
        Optional<Side> ours = known.map(one -> new Side(one.amount(), one.state()));
        Outcome outcome = ours.map(side -> side.equals(theirs) ? Outcome.MATCHED : Outcome.DIFFERENT)
                .orElse(Outcome.ONLY_THEIRS);
        return new Entry(
                line.kind(),
                outcome,
                line.number(),
                Optional.of(line.serial()),
                known.map(Ours::paymentId),
                ours,
                Optional.of(theirs));
    }

    private static Entry onlyOurs(Ours line) {
        return new Entry(
                line.kind(),
                Outcome.ONLY_OURS,
                line.number(),
                line.serial(),
                Optional.of(line.paymentId()),
                Optional.of(new Side(line.amount(), line.state())),
                Optional.empty());
    }
}
