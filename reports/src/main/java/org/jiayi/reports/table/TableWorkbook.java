package org.jiayi.reports.table;

import static org.jiayi.reports.sheet.Cell.count;
import static org.jiayi.reports.sheet.Cell.heading;
import static org.jiayi.reports.sheet.Cell.text;
import static org.jiayi.reports.sheet.Cell.yuan;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.sheet.Cell;
import org.jiayi.reports.sheet.Sheet;
import org.jiayi.reports.sheet.Spreadsheet;
import org.jiayi.reports.text.ChineseAmount;

/** The workbook of a document: a sheet of what is said as a whole, and one for each section. */
final class TableWorkbook {

    private static final int POINTS_PER_CHARACTER = 5;
    private static final int NARROWEST_CHARACTERS = 10;

    private TableWorkbook() {}

    static <D> void write(TableLayout<D> layout, D document, OutputStream out) throws IOException {
        DocumentFacts about = layout.about(document);
        var workbook = new Spreadsheet(about.title(), about.date());
        whole(layout, document, workbook.sheet("汇总", 26, 60, 20));
        for (Section<D, ?> section : layout.sections()) {
            lines(section, document, workbook.sheet(section.heading(), widths(section)));
        }
        workbook.writeTo(out);
    }

    private static int[] widths(Section<?, ?> section) {
        return IntStream.concat(
                        IntStream.of(8),
                        section.columns().stream()
                                .mapToInt(column ->
                                        Math.max(NARROWEST_CHARACTERS, column.width() / POINTS_PER_CHARACTER)))
                .toArray();
    }

    private static <D> void whole(TableLayout<D> layout, D document, Sheet sheet) throws IOException {
        DocumentFacts about = layout.about(document);
        sheet.title(layout.title());
        sheet.frozenHeadings("项目", "内容", "金额（元）");
        for (TableLayout.Fact<D> fact : layout.facts()) {
            sheet.row(heading(fact.label()), text(fact.value().apply(document)));
        }
        sheet.row(heading("编号"), text(about.batchNumber()));
        sheet.row(heading("摘要（SM3）"), text(about.digestSm3()));
        for (TableLayout.Fact<D> signer : layout.signers()) {
            sheet.row(heading(signer.label()), text(signer.value().apply(document)));
        }
        for (TableLayout.Amount<D> amount : layout.amounts()) {
            long fen = amount.fen().applyAsLong(document);
            sheet.row(heading(amount.label()), text(ChineseAmount.of(fen)), yuan(fen));
        }
    }

    private static <D, L> void lines(Section<D, L> section, D document, Sheet sheet) throws IOException {
        List<Column<D, L>> columns = section.columns();
        sheet.frozenHeadings(Stream.concat(Stream.of("序号"), columns.stream().map(Column::heading))
                .toArray(String[]::new));
        long number = 0;
        for (Iterator<L> lines = section.lines(document); lines.hasNext(); ) {
            L line = lines.next();
            number++;
            sheet.row(cells(
                    count(number),
                    columns.stream()
                            .map(column -> column.kind().cell(column.value().apply(line)))));
        }
        if (section.isAddedUp()) {
            sheet.row(cells(heading("合计"), columns.stream().map(column -> total(column, document))));
        }
    }

    private static Cell[] cells(Cell first, Stream<Cell> rest) {
        return Stream.concat(Stream.of(first), rest).toArray(Cell[]::new);
    }

    private static <D> Cell total(Column<D, ?> column, D document) {
        return column.total()
                .map(total -> column.kind().cell(total.applyAsLong(document)))
                .orElseGet(() -> text(""));
    }
}
