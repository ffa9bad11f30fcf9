package org.jiayi.reports.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.pdf.Parameters;
import org.jiayi.reports.pdf.PdfTemplate;
import org.jiayi.reports.pdf.QrCode;

/**
 * A document that is laid out as an office table.
 *
 * <p>The template is loaded when the document is made; make one and share it between threads. The same record always gives the
 * same bytes, in both formats. A record whose lines are streamed can be rendered once.
 *
 * @param <D> the document's record of data
 */
public class TableDocument<D> {

    private final TableLayout<D> layout;
    private final PdfTemplate template;

    /**
     * Loads the template that the build has made of a layout.
     *
     * @param layout what the document looks like
     */
    public TableDocument(TableLayout<D> layout) {
        this.layout = layout;
        this.template = PdfTemplate.load(TableDocument.class, layout.name());
    }

    /**
     * Renders a document for reading and stamping.
     *
     * @param document the figures
     * @param out receives the PDF; it is not closed
     * @throws IOException if {@code out} fails
     */
    public final void pdf(D document, OutputStream out) throws IOException {
        template.render(layout.about(document), parameters(document), rows(document), out);
    }

    /**
     * Renders a document for reckoning on: one sheet of what is said as a whole, and one for each section.
     *
     * @param document the figures
     * @param out receives the XLSX; it is not closed
     * @throws IOException if {@code out} fails
     */
    public final void xlsx(D document, OutputStream out) throws IOException {
        TableWorkbook.write(layout, document, out);
    }

    private Parameters parameters(D document) {
        DocumentFacts about = layout.about(document);
        var parameters = new Parameters()
                .text(Names.RUNNING_HEAD, about.title())
                .text(Names.FILE_NUMBER, "编号 " + about.batchNumber())
                .text(Names.DIGEST, digest(about));
        String address = layout.verification(document);
        if (!address.isEmpty()) {
            parameters.drawing(Names.QR_CODE, new QrCode(address));
        }
        for (int fact = 0; fact < layout.facts().size(); fact++) {
            parameters.text(Names.fact(fact), layout.facts().get(fact).value().apply(document));
        }
        for (int amount = 0; amount < layout.amounts().size(); amount++) {
            parameters.amount(
                    Names.amount(amount), layout.amounts().get(amount).fen().applyAsLong(document));
        }
        for (int signer = 0; signer < layout.signers().size(); signer++) {
            parameters.text(
                    Names.signer(signer), layout.signers().get(signer).value().apply(document));
        }
        for (int section = 0; section < layout.sections().size(); section++) {
            totals(parameters, section, layout.sections().get(section), document);
        }
        return parameters;
    }

    private static String digest(DocumentFacts about) {
        return about.digestSm3().isEmpty() ? "" : "摘要（SM3）" + about.digestSm3();
    }

    private static <D> void totals(Parameters parameters, int index, Section<D, ?> section, D document) {
        for (int column = 0; column < section.columns().size(); column++) {
            String name = Names.total(index, column);
            Kind kind = section.columns().get(column).kind();
            section.columns()
                    .get(column)
                    .total()
                    .ifPresent(total -> parameters.figure(name, kind.printed(total.applyAsLong(document))));
        }
    }

    private Iterator<Map<String, Object>> rows(D document) {
        return new TableRows<>(layout, document);
    }
}
