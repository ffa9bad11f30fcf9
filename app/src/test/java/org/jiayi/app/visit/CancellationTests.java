package org.jiayi.app.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.kernel.decision.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a visit may be cancelled, and which rows of a serial are heard again. */
class CancellationTests {

    private static final UUID EARLIER_FILE = new UUID(0, 1);
    private static final UUID THIS_FILE = new UUID(0, 2);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SETTLEMENT_REVERSED | ''     | 'settlement_reversed|'
            WRONG_PERSON        | ' 录错' | 'wrong_person|录错'
            OTHER               | 核对   | 'other|核对'
            OTHER               | ' '    | reason_needs_note
            """)
    void another_reason_is_told_in_a_note(CancellationReason reason, String note, String answer) {
        assertThat(told(Cancellation.because(reason, note, "/note"))).isEqualTo(answer);
    }

    @Test
    void a_note_has_an_end() {
        assertThat(told(Cancellation.because(CancellationReason.OTHER, "长".repeat(200), "/note")))
                .startsWith("other|");
        assertThat(told(Cancellation.because(CancellationReason.OTHER, "长".repeat(201), "/note")))
                .isEqualTo("invalid_value");
    }

    private static String told(Decision<Cancellation> decision) {
        return decision.fold(refusal -> refusal.code().code(), Cancellation::digest);
    }

    /** What is in: words, and an x where they were cancelled since; the latest comes last. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | li   | NEW         | 0
            li        | li   | UNCHANGED   | 1
            li        | wang | OTHER_FACTS | 1
            lix       | li   | UNCHANGED   | 1
            lix       | wang | NEW         | 1
            lix wang  | li   | UNCHANGED   | 2
            lix wang  | wang | UNCHANGED   | 2
            lix wang  | zhao | OTHER_FACTS | 2
            lix wangx | li   | UNCHANGED   | 2
            lix wangx | wang | UNCHANGED   | 2
            lix wangx | zhao | NEW         | 2
            """)
    void a_row_is_new_where_nothing_stands_and_it_was_never_said(
            String known, String words, EarlierRows.Standing standing, int next) {
        assertThat(visits(known).place("V1", words)).isEqualTo(standing);
        assertThat(visits(known).revision("V1")).isEqualTo(next);
    }

    @Test
    void a_row_that_comes_twice_in_a_file_is_taken_once() {
        var known = visits("lix");
        assertThat(known.place("V1", "wang")).isEqualTo(EarlierRows.Standing.NEW);
        assertThat(known.place("V1", "wang")).isEqualTo(EarlierRows.Standing.REPEATED);
        assertThat(known.place("V1", "li")).isEqualTo(EarlierRows.Standing.UNCHANGED);
    }

    private static KnownVisits visits(String known) {
        List<String> said = known.isEmpty() ? List.of() : List.of(known.split(" "));
        List<KnownVisits.Row> rows = new ArrayList<>();
        for (var revision = 0; revision < said.size(); revision++) {
            var words = said.get(revision);
            var cancelled = words.endsWith("x");
            var digest = cancelled ? words.substring(0, words.length() - 1) : words;
            rows.add(new KnownVisits.Row("V1", revision, EARLIER_FILE, digest, cancelled));
        }
        return new KnownVisits(THIS_FILE, rows);
    }
}
