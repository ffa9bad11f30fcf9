package org.jiayi.app.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/** What became of the rows of a chunk: each one is accepted, unchanged or refused, never nothing. */
public final class Tally {

    /** A refused row. */
    record RefusedRow(long line, Refusal refusal) {}

    private long accepted;
    private long unchanged;
    private final List<RefusedRow> refused = new ArrayList<>();
    private final Map<String, Long> normalised = new TreeMap<>();

    /** One more row is in. */
    public void accept() {
        accepted++;
    }

    /** One more row says what an earlier file has said already. */
    public void leaveUnchanged() {
        unchanged++;
    }

    /** One more row is refused. */
    public void refuse(CsvLine line, Refusal refusal) {
        refused.add(new RefusedRow(line.line(), refusal));
    }

    /** One more row is refused because of a column. */
    public void refuse(CsvLine line, RefusalCode code, String column) {
        refuse(line, Refusal.of(code, column));
    }

    /** The value that a check accepted; a row that it refused is counted as refused. */
    public <T> Optional<T> sound(CsvLine line, Decision<T> checked) {
        return checked.fold(
                refusal -> {
                    refuse(line, refusal);
                    return Optional.empty();
                },
                Optional::of);
    }

    /** Whether a sound row is a new one; it is counted as accepted, unchanged or refused by where it stands. */
    public boolean isNew(CsvLine line, EarlierRows.Standing standing, RefusalCode repeated, String keyColumn) {
        switch (standing) {
            case NEW -> accept();
            case UNCHANGED -> leaveUnchanged();
            case REPEATED -> refuse(line, repeated, keyColumn);
            case OTHER_FACTS -> refuse(line, RefusalCode.KNOWN_WITH_OTHER_FACTS, keyColumn);
        }
        return standing == EarlierRows.Standing.NEW;
    }

    /** An accepted row had to be put into a standard form in this way. */
    public void normalise(String step) {
        normalised.merge(step, 1L, Long::sum);
    }

    long accepted() {
        return accepted;
    }

    long unchanged() {
        return unchanged;
    }

    long rows() {
        return accepted + unchanged + refused.size();
    }

    List<RefusedRow> refused() {
        return refused;
    }

    Map<String, Long> normalised() {
        return normalised;
    }
}
