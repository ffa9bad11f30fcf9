package org.jiayi.reports.pdf;

import com.lowagie.text.ExceptionConverter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JRParameter;
import net.sf.jasperreports.engine.JRRuntimeException;
import net.sf.jasperreports.engine.JRTemplate;
import net.sf.jasperreports.engine.JRVirtualizer;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.JasperReport;
import net.sf.jasperreports.engine.fill.JRGzipVirtualizer;
import net.sf.jasperreports.engine.util.JRLoader;
import net.sf.jasperreports.engine.xml.JRXmlTemplateLoader;
import net.sf.jasperreports.export.SimpleExporterInput;
import net.sf.jasperreports.export.SimpleOutputStreamExporterOutput;
import net.sf.jasperreports.pdf.JRPdfExporter;
import net.sf.jasperreports.pdf.SimplePdfExporterConfiguration;
import net.sf.jasperreports.pdf.common.PdfProducerFactory;

/**
 * A compiled template that renders PDFs.
 *
 * <p>Load it once and share it: rendering reads it only, so any number of threads may render at a time.
 */
public final class PdfTemplate {

    /** More pages than these are packed while they wait to be written; in memory, because a file would show people's names. */
    private static final int PAGES_HELD_MAX = 100;

    private final JasperReport report;
    private final JRTemplate styles;
    private final EmbeddedFont font;

    private PdfTemplate(JasperReport report, JRTemplate styles, EmbeddedFont font) {
        this.report = report;
        this.styles = styles;
        this.font = font;
    }

    /**
     * Loads a template that the build compiled.
     *
     * @param document the class beside which the template lies
     * @param name the name of the template's file without its ending
     * @return the template, ready to render
     */
    public static PdfTemplate load(Class<?> document, String name) {
        try (var ours = ClassLoading.ours();
                InputStream compiled = resource(document, name + ".jasper");
                InputStream office = resource(PdfTemplate.class, "office.jrtx")) {
            var report = (JasperReport) JRLoader.loadObject(compiled);
            return new PdfTemplate(report, JRXmlTemplateLoader.load(office), EmbeddedFont.loaded());
        } catch (IOException | JRException e) {
            throw new IllegalStateException("the template " + name + " cannot be loaded", e);
        }
    }

    private static InputStream resource(Class<?> beside, String name) throws IOException {
        InputStream stream = beside.getResourceAsStream(name);
        if (stream == null) {
            throw new IOException("there is no " + name + " beside " + beside.getName());
        }
        return stream;
    }

    /**
     * Renders a document. Characters that the font lacks are marked, in parameters and rows alike.
     *
     * @param facts what the file says about itself
     * @param parameters the values of the template's parameters
     * @param rows the values of the template's fields, taken one row at a time
     * @param out receives the PDF; it is not closed
     * @throws IOException if {@code out} fails
     */
    public void render(DocumentFacts facts, Parameters parameters, Iterator<Map<String, Object>> rows, OutputStream out)
            throws IOException {
        var pages = new JRGzipVirtualizer(PAGES_HELD_MAX);
        try (var ours = ClassLoading.ours()) {
            export(JasperFillManager.fillReport(report, filled(parameters, pages), new Rows(rows, font)), facts, out);
        } catch (ExceptionConverter | JRException | JRRuntimeException e) {
            requireWhole(e);
            throw new IllegalStateException("the template " + report.getName() + " cannot be rendered", e);
        } finally {
            pages.cleanup();
        }
    }

    /** Passes on that the stream broke, however it was wrapped on the way. */
    private static void requireWhole(Throwable thrown) throws IOException {
        Throwable inner = thrown;
        while (inner != null) {
            if (inner instanceof IOException broken) {
                throw broken;
            }
            inner = inner instanceof ExceptionConverter wrapped ? wrapped.getException() : inner.getCause();
        }
    }

    private Map<String, Object> filled(Parameters parameters, JRVirtualizer pages) {
        var filled = new HashMap<>(parameters.values());
        filled.replaceAll((name, value) -> value instanceof String text ? font.printable(text) : value);
        filled.put(JRParameter.REPORT_VIRTUALIZER, pages);
        filled.put(JRParameter.REPORT_LOCALE, Locale.SIMPLIFIED_CHINESE);
        filled.put(JRParameter.REPORT_TEMPLATES, List.of(styles));
        return filled;
    }

    private static void export(JasperPrint pages, DocumentFacts facts, OutputStream out) throws JRException {
        var exporter = new JRPdfExporter() {
            @Override
            protected PdfProducerFactory getPdfProducerFactory() {
                return context -> new DatedPdfProducer(context, facts);
            }
        };
        exporter.setExporterInput(new SimpleExporterInput(pages));
        exporter.setExporterOutput(new SimpleOutputStreamExporterOutput(out));
        exporter.setConfiguration(metadata(facts));
        exporter.exportReport();
    }

    private static SimplePdfExporterConfiguration metadata(DocumentFacts facts) {
        var metadata = new SimplePdfExporterConfiguration();
        metadata.setMetadataTitle(facts.title());
        metadata.setDisplayMetadataTitle(true);
        metadata.setMetadataAuthor(facts.author());
        metadata.setMetadataSubject(facts.batchNumber());
        metadata.setMetadataKeywords("SM3 " + facts.digestSm3());
        metadata.setMetadataCreator("Jiayi");
        metadata.setTagLanguage("zh-CN");
        return metadata;
    }
}
