package org.jiayi.app.fulfilment;

import java.util.Optional;

/**
 * 履约率: of the services that were due, how many were delivered.
 *
 * <p>A service is due when the last day of its window has come, on a day of the contract. The n-th record that counts
 * fulfils the n-th window of its item, early or late, as long as it lies within the contract and not after the day asked
 * about; more records than windows add nothing. Spacing decides which records count, see {@link Counting}.
 *
 * @param delivered never more than due
 */
public record FulfilmentRate(long delivered, long due) {

    /** Nothing was due yet. */
    public static final FulfilmentRate NOTHING_DUE = new FulfilmentRate(0, 0);

    private static final int PER_MILLE = 1000;

    public FulfilmentRate {
        if (delivered < 0 || delivered > due) {
            throw new IllegalArgumentException("what is delivered is a part of what is due");
        }
    }

    /** Both together. */
    public FulfilmentRate plus(FulfilmentRate other) {
        return new FulfilmentRate(delivered + other.delivered, due + other.due);
    }

    /** In percent with one decimal, HALF_UP, such as {@code 66.7%}; empty where nothing was due. */
    public Optional<String> percent() {
        if (due == 0) {
            return Optional.empty();
        }
        long tenths = (2 * delivered * PER_MILLE + due) / (2 * due);
        return Optional.of(tenths / 10 + "." + tenths % 10 + "%");
    }
}
