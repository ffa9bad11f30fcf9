package org.jiayi.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counties export, and what else people upload. */
class CsvFileTests {

    private static final List<String> COLUMNS = List.of("姓名", "编号");
    private static final String ROWS = "姓名,编号\n张三,1\n㐂䶮𬱖,2\n";

    @TempDir
    private static Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030"})
    void reads_rare_characters_in_both_encodings(String encoding) throws IOException {
        var file = accepted(ROWS.getBytes(encoding));
        assertThat(file.charset()).isEqualTo(Charset.forName(encoding));
        assertThat(lines(file))
                .containsExactly(new CsvLine(2, List.of("张三", "1")), new CsvLine(3, List.of("㐂䶮𬱖", "2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030"})
    void a_byte_order_mark_is_no_part_of_the_first_column(String encoding) throws IOException {
        var file = accepted(("\uFEFF" + ROWS).getBytes(encoding));
        assertThat(file.rows()).isEqualTo(2);
        assertThat(lines(file).get(0)).isEqualTo(new CsvLine(2, List.of("张三", "1")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as written                               | rows as read
            姓名,编号\\r\\n张三,1\\r\\n李四,2\\r\\n     | 2:张三/1 3:李四/2
            姓名,编号\\n张三,1                          | 2:张三/1
            编号,备注,姓名\\n1,x,张三\\n                 | 2:张三/1
            姓名,编号\\n"张,三",1\\n                     | 2:张,三/1
            姓名,编号\\n"张""三",1\\n                    | 2:张"三/1
            姓名,编号\\n"张\\n三",1\\n李四,2\\n           | 2:张\\n三/1 4:李四/2
            姓名,编号\\n张三\\n李四,2,3\\n王五,3\\n       | 2:malformed 3:malformed 4:王五/3
            姓名,编号\\n张三,1\\n\\n李四,2\\n             | 2:张三/1 4:李四/2
            姓名,编号\\n,\\n                             | 2:/
            姓名,编号\\n                                | ''
            """)
    void reads_rows_with_their_place_in_the_file(String written, String expected) throws IOException {
        var file = accepted(unescaped(written).getBytes(StandardCharsets.UTF_8));
        var read = lines(file).stream()
                .map(line -> line.line() + ":" + (line.isMalformed() ? "malformed" : String.join("/", line.fields())))
                .toList();
        assertThat(String.join(" ", read)).isEqualTo(unescaped(expected));
        assertThat(file.rows()).isEqualTo(read.size());
    }

    @Test
    void a_file_in_neither_encoding_is_refused() throws IOException {
        var png = new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0x0d};
        var zip = new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0};
        var half = new ByteArrayOutputStream();
        half.write(ROWS.getBytes(StandardCharsets.UTF_8));
        half.write(0xff);
        for (byte[] bytes : List.of(
                png,
                zip,
                half.toByteArray(),
                ROWS.getBytes(StandardCharsets.UTF_16),
                ROWS.getBytes(StandardCharsets.UTF_16LE),
                (ROWS + "\0").getBytes(StandardCharsets.UTF_8))) {
            assertThat(refusal(bytes).code()).isEqualTo(RefusalCode.UNKNOWN_ENCODING);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as written               | refused with    | because of
            ''                         | COLUMNS_MISSING | 姓名
            姓名\\n张三\\n              | COLUMNS_MISSING | 编号
            "姓 名",编号\\n张三,1\\n    | COLUMNS_MISSING | 姓名
            张三,1\\n                   | COLUMNS_MISSING | 姓名
            姓名,编号\\n"张三,1\\n李四,2\\n | MALFORMED_ROW | ''
            """)
    void a_file_that_cannot_be_read_to_its_end_is_refused_whole(String written, RefusalCode code, String field)
            throws IOException {
        assertThat(refusal(unescaped(written).getBytes(StandardCharsets.UTF_8))).isEqualTo(Refusal.of(code, field));
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    private static List<CsvLine> lines(CsvFile file) {
        try (var lines = file.lines(COLUMNS)) {
            return lines.toList();
        }
    }

    private static CsvFile accepted(byte[] bytes) throws IOException {
        return CsvFile.inspect(written(bytes), COLUMNS)
                .<CsvFile>fold(
                        refusal -> {
                            throw new AssertionError(refusal.toString());
                        },
                        file -> file);
    }

    private static Refusal refusal(byte[] bytes) throws IOException {
        return CsvFile.inspect(written(bytes), COLUMNS).<Refusal>fold(refusal -> refusal, file -> {
            throw new AssertionError("taken: " + file);
        });
    }

    private static Path written(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "upload", ".csv"), bytes);
    }
}
