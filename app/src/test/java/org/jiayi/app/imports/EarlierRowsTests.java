package org.jiayi.app.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.imports.EarlierRows.Standing.NEW;
import static org.jiayi.app.imports.EarlierRows.Standing.REPEATED;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlierRowsTests {

    private static final UUID THIS_FILE = new UUID(0, 1);
    private static final UUID EARLIER_FILE = new UUID(0, 2);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # known from    | saying | now says | stands as
            nowhere         |        | a        | NEW
            an earlier file | a      | a        | UNCHANGED
            an earlier file | a      | b        | OTHER_FACTS
            this file       | a      | a        | REPEATED
            this file       | a      | b        | REPEATED
            """)
    void tells_where_a_row_stands(String knownFrom, String said, String says, EarlierRows.Standing standing) {
        var known = switch (knownFrom) {
            case "an earlier file" -> List.of(new EarlierRows.Earlier("key", EARLIER_FILE, said));
            case "this file" -> List.of(new EarlierRows.Earlier("key", THIS_FILE, said));
            default -> List.<EarlierRows.Earlier>of();
        };
        assertThat(new EarlierRows(THIS_FILE, known).place("key", says)).isEqualTo(standing);
    }

    @Test
    void a_new_row_is_remembered_by_its_key() {
        var rows = new EarlierRows(THIS_FILE, List.of());
        assertThat(rows.place("one", "a")).isEqualTo(NEW);
        assertThat(rows.place("two", "a")).isEqualTo(NEW);
        assertThat(rows.place("one", "a")).isEqualTo(REPEATED);
        assertThat(rows.place("two", "b")).isEqualTo(REPEATED);
    }
}
