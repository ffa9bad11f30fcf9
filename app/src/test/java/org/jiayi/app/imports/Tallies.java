package org.jiayi.app.imports;

/** Lets tests of other modules read a {@link Tally} that one row was counted in. */
public final class Tallies {

    private Tallies() {}

    /** What became of the one row: {@code accepted}, {@code unchanged} or {@code refused} with its code. */
    public static String told(Tally tally) {
        if (tally.rows() != 1) {
            throw new AssertionError("one row was counted " + tally.rows() + " times");
        }
        if (tally.accepted() == 1) {
            return "accepted";
        }
        return tally.unchanged() == 1
                ? "unchanged"
                : "refused " + tally.refused().get(0).refusal().code().code();
    }
}
