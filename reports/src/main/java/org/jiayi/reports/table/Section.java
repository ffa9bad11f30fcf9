package org.jiayi.reports.table;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A table of a document: numbered lines under headings that every page repeats, added up on every page.
 *
 * <p>A column with a total is added up to what the document says it is; the document has to make sure that it is the sum.
 *
 * @param <D> the document
 * @param <L> a line
 */
public final class Section<D, L> {

    private final String heading;
    private final Function<D, Iterator<L>> lines;
    private final List<Column<D, L>> columns = new ArrayList<>();
    private boolean brief;
    private boolean appendix;

    private Section(String heading, Function<D, Iterator<L>> lines) {
        this.heading = heading;
        this.lines = lines;
    }

    /**
     * A section without columns yet.
     *
     * @param heading what it is called, which is also the name of its sheet
     * @param lines gives the lines in their order
     */
    public static <D, L> Section<D, L> of(String heading, Function<D, List<L>> lines) {
        return new Section<>(heading, document -> lines.apply(document).iterator());
    }

    /**
     * A section of too many lines to be held.
     *
     * @param heading what it is called, which is also the name of its sheet
     * @param lines gives the lines in their order, one at a time and once
     */
    public static <D, L> Section<D, L> streamed(String heading, Function<D, Iterator<L>> lines) {
        return new Section<>(heading, lines);
    }

    /** Makes it a few lines that need neither a page of their own nor subtotals of pages. */
    public Section<D, L> brief() {
        brief = true;
        return this;
    }

    /** Puts it behind the signatures, from a new page on. */
    public Section<D, L> appendix() {
        appendix = true;
        return this;
    }

    /** Adds a column of text that wraps. */
    public Section<D, L> text(String heading, int width, Function<L, String> value) {
        return column(heading, width, Kind.TEXT, value::apply, Optional.empty());
    }

    /** Adds a column of codes. */
    public Section<D, L> code(String heading, int width, Function<L, String> value) {
        return column(heading, width, Kind.CODE, value::apply, Optional.empty());
    }

    /** Adds a column of numbers that come as text, because they may be fractions. */
    public Section<D, L> figure(String heading, int width, Function<L, String> value) {
        return column(heading, width, Kind.FIGURE, value::apply, Optional.empty());
    }

    /** Adds a column of days. */
    public Section<D, L> day(String heading, int width, Function<L, LocalDate> value) {
        return column(heading, width, Kind.DAY, value::apply, Optional.empty());
    }

    /** Adds a column of whole numbers that are not added up. */
    public Section<D, L> count(String heading, int width, ToLongFunction<L> value) {
        return column(heading, width, Kind.COUNT, value::applyAsLong, Optional.empty());
    }

    /** Adds a column of whole numbers. */
    public Section<D, L> count(String heading, int width, ToLongFunction<L> value, ToLongFunction<D> total) {
        return column(heading, width, Kind.COUNT, value::applyAsLong, Optional.of(total));
    }

    /** Adds a column of amounts in fen, shown in yuan. */
    public Section<D, L> amount(String heading, int width, ToLongFunction<L> value, ToLongFunction<D> total) {
        return column(heading, width, Kind.AMOUNT, value::applyAsLong, Optional.of(total));
    }

    /** Adds a column of rates in hundredths of a percent. */
    public Section<D, L> rate(String heading, int width, ToLongFunction<L> value) {
        return column(heading, width, Kind.RATE, value::applyAsLong, Optional.empty());
    }

    /** Adds a column that draws rates in hundredths of a percent as bars from 0 to 100 %. */
    public Section<D, L> bar(String heading, int width, ToLongFunction<L> value) {
        return column(heading, width, Kind.BAR, value::applyAsLong, Optional.empty());
    }

    private Section<D, L> column(
            String columnHeading, int width, Kind kind, Function<L, Object> value, Optional<ToLongFunction<D>> total) {
        columns.add(new Column<>(columnHeading, width, kind, value, total));
        return this;
    }

    String heading() {
        return heading;
    }

    Iterator<L> lines(D document) {
        return lines.apply(document);
    }

    List<Column<D, L>> columns() {
        return columns;
    }

    boolean isAppendix() {
        return appendix;
    }

    boolean isAddedUp() {
        return columns.stream().anyMatch(column -> column.total().isPresent());
    }

    /** Whether its pages are its own, and added up. */
    boolean isPaged() {
        return appendix || !brief && isAddedUp();
    }
}
