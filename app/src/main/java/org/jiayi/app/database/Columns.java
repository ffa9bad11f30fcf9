package org.jiayi.app.database;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Values on their way into columns and out of them. */
public final class Columns {

    private Columns() {}

    /** One field of all rows, to be unnested by a set-based statement. */
    public static <R, T> T[] array(List<R> rows, IntFunction<T[]> array, Function<? super R, ? extends T> field) {
        return rows.stream().map(field).toArray(array);
    }

    /** The value, or NULL of its type. */
    public static <T> Parameter orNull(Optional<T> value, Class<T> type) {
        return value.map(Parameters::in).orElseGet(() -> Parameters.in(type));
    }

    /** The value of a column that is never NULL. */
    public static <T> T get(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** The text of a column that is never NULL. */
    public static String text(Readable row, String column) {
        return get(row, column, String.class);
    }

    /** The value of a column that may be NULL. */
    public static <T> Optional<T> find(Readable row, String column, Class<T> type) {
        return Optional.ofNullable(row.get(column, type));
    }

    /** A day as PostgreSQL reads it in an array of texts, where nothing stands for NULL; years may have five digits. */
    public static String dayOrNothing(Optional<LocalDate> day) {
        return day.map(LocalDate::toString)
                .map(text -> text.startsWith("+") ? text.substring(1) : text)
                .orElse("");
    }
}
