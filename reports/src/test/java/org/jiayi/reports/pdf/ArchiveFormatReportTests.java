package org.jiayi.reports.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Iterator;
import java.util.List;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.parser.PreflightParser;
import org.jiayi.reports.RenderedPdf;
import org.jiayi.reports.coverage.CoverageDocument;
import org.jiayi.reports.coverage.CoverageSheet;
import org.jiayi.reports.coverage.GroupLine;
import org.jiayi.reports.coverage.InstitutionLine;
import org.jiayi.reports.personmonths.PersonMonthDetail;
import org.jiayi.reports.personmonths.PersonMonthDetailDocument;
import org.jiayi.reports.personmonths.PersonMonthLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every document goes the same way into its file, so two of them stand for all: one with a QR code, one with bars. */
class ArchiveFormatReportTests {

    @TempDir
    private Path directory;

    private List<String> problems(RenderedPdf.Writing writing) throws IOException {
        Path file = directory.resolve("document.pdf");
        Files.write(file, RenderedPdf.bytesOf(writing));
        try (var document = (PreflightDocument) new PreflightParser(file.toFile()).parse()) {
            return document.validate().getErrorsList().stream()
                    .map(error -> error.getErrorCode() + " " + error.getDetails())
                    .toList();
        }
    }

    @Test
    void aDocumentWithACodeIsForArchives() throws IOException {
        Iterator<PersonMonthLine> persons = List.of(new PersonMonthLine(
                        "胡㐂䶮", "5301**0019", "T1", "65岁以上<&>", 1, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)))
                .iterator();
        var detail = new PersonMonthDetail(
                "云岭市",
                "530100",
                "卫生院",
                "H53010200017",
                "390",
                "城乡居民",
                YearMonth.of(2026, 3),
                LocalDate.of(2026, 3, 31),
                "B-1",
                "66c7f0f4",
                "https://jiayi.example/1",
                1,
                100,
                persons);

        assertThat(problems(out -> new PersonMonthDetailDocument().pdf(detail, out)))
                .isEmpty();
    }

    @Test
    void aDocumentWithBarsIsForArchives() throws IOException {
        var sheet = new CoverageSheet(
                "云岭<&>市",
                "530100",
                LocalDate.of(2026, 3, 31),
                2,
                1,
                1,
                "50.00%",
                List.of(new GroupLine("全部居民", 2, 1, 5_000)),
                List.of(new InstitutionLine("H53010200017", "卫生院", 1, 1, 10_000)));

        assertThat(problems(out -> new CoverageDocument().pdf(sheet, out))).isEmpty();
    }
}
