package org.jiayi.app.fulfilment;

import java.util.Locale;

/** What makes a record doubtful. A flag is a question to a person; only {@link #TOO_SOON} keeps a record from counting. */
public enum RecordFlag {
    /** It lies too close after the one before that counts. */
    TOO_SOON,
    /** The practitioner was with another resident at the same time. */
    OVERLAPPING_PRACTITIONER,
    /** More records of the practitioner begin within an hour than are believed. */
    CLUSTERED,
    /**
     * Its contract had ended by its day, it began between two and five in the morning, there was no time to get there from the place
     * before, or the resident is said to have been at another place at the time.
     */
    IMPOSSIBLE_TIME;

    /** The code in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
