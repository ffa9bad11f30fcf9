package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.digest.ContentDigest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines are cut into parts, each with its own total, and the same lines give the same bytes. */
class DetailPartsTests {

    private static final DetailLayout LAYOUT = layout(Column.count("b", "乙", "b", ""));

    @Test
    void a_part_ends_before_it_has_too_many_lines(@TempDir Path directory) throws IOException {
        var parts =
                write(directory, page("1,x\r\n2,x\r\n", 2, 2), page("3,x\r\n", 1, -1), page("4,x\r\n5,x\r\n", 2, 0));
        assertThat(parts)
                .extracting(part -> part.file().name())
                .containsExactly("detail-001.csv.gz", "detail-002.csv.gz");
        assertThat(parts).extracting(part -> part.file().rows()).containsExactly(3L, 2L);
        assertThat(unpacked(parts.get(0).path())).isEqualTo("a,b\r\n1,x\r\n2,x\r\n3,x\r\n#TOTAL,3,1\r\n");
        assertThat(unpacked(parts.get(1).path())).isEqualTo("a,b\r\n4,x\r\n5,x\r\n#TOTAL,2,0\r\n");
    }

    @Test
    void without_lines_there_is_one_part_that_says_so(@TempDir Path directory) throws IOException {
        var parts = write(directory);
        assertThat(parts).hasSize(1);
        assertThat(unpacked(parts.get(0).path())).isEqualTo("a,b\r\n#TOTAL,0,0\r\n");
    }

    @Test
    void digests_are_those_of_the_bytes_and_the_same_lines_are_the_same_bytes(
            @TempDir Path directory, @TempDir Path another) throws IOException {
        var one = write(directory, page("1,青石\r\n", 1, 1)).get(0);
        var two = write(another, page("1,青石\r\n", 1, 1)).get(0);
        var packed = Files.readAllBytes(one.path());
        assertThat(one.file().packed()).isEqualTo(new StatementFile.Content(packed.length, ContentDigest.of(packed)));
        var raw = unpacked(one.path()).getBytes(StandardCharsets.UTF_8);
        assertThat(one.file().raw()).isEqualTo(new StatementFile.Content(raw.length, ContentDigest.of(raw)));
        assertThat(Files.readAllBytes(two.path())).isEqualTo(packed);
    }

    @Test
    void amounts_are_summed_in_fen_and_written_in_yuan(@TempDir Path directory) throws IOException {
        var parts = new DetailParts(directory, layout(Column.yuan("b", "金额", "amount")), 3);
        parts.write(page("x,0.35\r\ny,-12.40\r\n", 2, 35 - 1240));
        assertThat(unpacked(parts.finish(-1205).get(0).path())).endsWith("#TOTAL,2,-12.05\r\n");
    }

    @Test
    void lines_that_do_not_come_to_their_batch_are_no_statement(@TempDir Path directory) {
        var parts = new DetailParts(directory, LAYOUT, 3);
        parts.write(page("1,x\r\n", 1, 1));
        assertThatThrownBy(() -> parts.finish(2)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            decimal | 0.05                | 5
            decimal | -0.05               | -5
            decimal | -12.40              | -1240
            decimal | 1234567890123.45    | 123456789012345
            decimal | 12345678901234.00   | -
            decimal | 5                   | -
            decimal | 0.5                 | -
            decimal | 0.005               | -
            integer | -1                  | -1
            integer | 0.05                | -
            integer | 1234567890          | -
            """)
    void a_number_is_read_as_it_is_written(String type, String text, @Nullable Long number) {
        assertThat(new Column("a", "甲", "a", type, "").number(text)).isEqualTo(Optional.ofNullable(number));
    }

    private static DetailLayout layout(Column summed) {
        return new DetailLayout(List.of(Column.text("a", "甲", "a"), summed), List.of("a"), summed.code());
    }

    private static List<MadeFile> write(Path directory, CsvPage... pages) {
        var parts = new DetailParts(directory, LAYOUT, 3);
        for (var page : pages) {
            parts.write(page);
        }
        return parts.finish(Stream.of(pages).mapToLong(CsvPage::sum).sum());
    }

    private static CsvPage page(String text, long lines, long sum) {
        return new CsvPage(text.getBytes(StandardCharsets.UTF_8), lines, sum);
    }

    private static String unpacked(Path path) throws IOException {
        try (var bytes = new GZIPInputStream(Files.newInputStream(path))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
