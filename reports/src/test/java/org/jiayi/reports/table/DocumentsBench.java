package org.jiayi.reports.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import net.sf.jasperreports.engine.JRDataSource;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JRField;
import net.sf.jasperreports.engine.JRParameter;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.JasperReport;
import net.sf.jasperreports.engine.util.JRLoader;
import net.sf.jasperreports.engine.xml.JRXmlTemplateLoader;
import net.sf.jasperreports.export.SimpleExporterInput;
import net.sf.jasperreports.export.SimpleOutputStreamExporterOutput;
import net.sf.jasperreports.pdf.JRPdfExporter;
import org.jiayi.reports.pdf.PdfTemplate;
import org.jiayi.reports.personmonths.PersonMonthDetail;
import org.jiayi.reports.personmonths.PersonMonthDetailDocument;
import org.jiayi.reports.personmonths.PersonMonthLine;
import org.jspecify.annotations.Nullable;

/**
 * Measures documents; started by {@code infra/bench/documents}. Ours is the whole of a rendering from its record; the floor fills
 * and exports the same compiled template with the same rows, made beforehand, and nothing else.
 */
public final class DocumentsBench {

    private static final TableLayout<PersonMonthDetail> LAYOUT = PersonMonthDetailDocument.LAYOUT;
    private static final long NANOS = 1_000_000_000;
    private static final long MEGABYTE = 1 << 20;

    private final PersonMonthDetailDocument document = new PersonMonthDetailDocument();
    private final int rows;

    private DocumentsBench(int rows) {
        this.rows = rows;
    }

    /** Takes the mode, {@code pages} or {@code large}, the rows of a document and the rounds. */
    public static void main(String[] args) throws IOException, JRException {
        var bench = new DocumentsBench(Integer.parseInt(args[1]));
        if (args[0].equals("pages")) {
            bench.pages(Integer.parseInt(args[2]));
        } else {
            bench.large();
        }
    }

    private void pages(int rounds) throws IOException, JRException {
        JasperReport report = report();
        List<Map<String, Object>> made = new ArrayList<>();
        new TableRows<>(LAYOUT, detail()).forEachRemaining(made::add);
        int pages = bare(report, made);
        ours();
        long[] ours = new long[rounds];
        long[] floor = new long[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            ours();
            ours[round] = System.nanoTime() - start;
            start = System.nanoTime();
            bare(report, made);
            floor[round] = System.nanoTime() - start;
        }
        long ourPages = pages * NANOS / median(ours);
        long floorPages = pages * NANOS / median(floor);
        System.out.printf(
                Locale.ROOT,
                "{\"measure\":\"documents_pages\",\"ours\":%d,\"floor\":%d,\"unit\":\"pages/s\",\"ratio\":%d.%02d,\"goal\":\">=0.8\"}%n",
                ourPages,
                floorPages,
                ourPages / floorPages,
                ourPages * 100 / floorPages % 100);
    }

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void ours() throws IOException {
        document.pdf(detail(), new ByteArrayOutputStream());
    }

    private static JasperReport report() throws IOException, JRException {
        try (InputStream compiled = TableDocument.class.getResourceAsStream(LAYOUT.name() + ".jasper")) {
            return (JasperReport) JRLoader.loadObject(Objects.requireNonNull(compiled));
        }
    }

    private int bare(JasperReport report, List<Map<String, Object>> made) throws IOException, JRException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(JRParameter.REPORT_LOCALE, Locale.SIMPLIFIED_CHINESE);
        try (InputStream office = PdfTemplate.class.getResourceAsStream("office.jrtx")) {
            parameters.put(JRParameter.REPORT_TEMPLATES, List.of(JRXmlTemplateLoader.load(office)));
        }
        JasperPrint print = JasperFillManager.fillReport(report, parameters, new MadeRows(made.iterator()));
        var exporter = new JRPdfExporter();
        exporter.setExporterInput(new SimpleExporterInput(print));
        exporter.setExporterOutput(new SimpleOutputStreamExporterOutput(new ByteArrayOutputStream()));
        exporter.exportReport();
        return print.getPages().size();
    }

    /** Rows that are there already. */
    private static final class MadeRows implements JRDataSource {

        private final Iterator<Map<String, Object>> rows;
        private Map<String, Object> row = Map.of();

        MadeRows(Iterator<Map<String, Object>> rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            if (!rows.hasNext()) {
                return false;
            }
            row = rows.next();
            return true;
        }

        @Override
        public @Nullable Object getFieldValue(JRField field) {
            return row.get(field.getName());
        }
    }

    /** Writes both forms with their rows made on the way, as they come from the database. */
    private void large() throws IOException {
        large("documents_large_pdf", out -> document.pdf(detail(), out));
        large("documents_large_xlsx", out -> document.xlsx(detail(), out));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private void large(String measure, Writing writing) throws IOException {
        long start = System.nanoTime();
        var out = new ByteArrayOutputStream();
        writing.to(out);
        System.out.printf(
                Locale.ROOT,
                "{\"measure\":\"%s\",\"ours\":%d,\"unit\":\"ms\",\"rows\":%d,\"bytes\":%d,\"heap_mb\":%d}%n",
                measure,
                (System.nanoTime() - start) / 1_000_000,
                rows,
                out.size(),
                Runtime.getRuntime().maxMemory() / MEGABYTE);
    }

    private PersonMonthDetail detail() {
        return new PersonMonthDetail(
                "云岭市",
                "530100",
                "云岭市青石桥街道社区卫生服务中心",
                "H53010200017",
                "390",
                "城乡居民基本医疗保险",
                YearMonth.of(2026, 3),
                LocalDate.of(2026, 3, 31),
                "bat_530100_019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                "https://jiayi.example/api/v1/verifications/bat_530100_019a1b2c?digest=66c7f0f4&totalFen=1",
                rows,
                101_000_005,
                IntStream.rangeClosed(1, rows).mapToObj(DocumentsBench::person).iterator());
    }

    private static PersonMonthLine person(int number) {
        return new PersonMonthLine(
                "居民" + number,
                "530102********%04d".formatted(number % 10_000),
                "T%03d".formatted(number % 40),
                "65岁及以上·女·高血压",
                1,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 12, 31));
    }
}
