package org.jiayi.reports.pdf;

import com.lowagie.text.Font;
import com.lowagie.text.pdf.PdfDate;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfEncryption;
import com.lowagie.text.pdf.PdfName;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.AttributedCharacterIterator.Attribute;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.pdf.classic.ClassicPdfProducer;
import net.sf.jasperreports.pdf.common.PdfDocumentWriter;
import net.sf.jasperreports.pdf.common.PdfProducerContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes the clock and the dice out of a PDF: its date, its identifier and the tags of its font subsets follow from
 * what it shows, so that the same record gives the same bytes and an archive can compare files.
 */
final class DatedPdfProducer extends ClassicPdfProducer {

    private final DocumentFacts facts;

    DatedPdfProducer(PdfProducerContext context, DocumentFacts facts) {
        super(context);
        this.facts = facts;
    }

    @Override
    public Font getFont(Map<Attribute, Object> attributes, @Nullable Locale locale) {
        Font font = super.getFont(attributes, locale);
        font.getBaseFont().setSecureRandom(SameDraw.INSTANCE);
        return font;
    }

    @Override
    public PdfDocumentWriter createWriter(OutputStream out) throws JRException {
        PdfDocumentWriter writer = super.createWriter(out);
        ArchiveFormat.begin(getPdfWriter());
        return writer;
    }

    /** The exporter lets every page blend colours, which archives do not want and no document of ours needs. */
    @Override
    public void initReport() {
        super.initReport();
        getPdfWriter().setRgbTransparencyBlending(false);
    }

    @Override
    public void close() {
        PdfDictionary info = getPdfWriter().getInfo();
        var midnight = GregorianCalendar.from(facts.date().atStartOfDay(ZoneOffset.ofHours(8)));
        info.put(PdfName.CREATIONDATE, new PdfDate(midnight));
        info.put(PdfName.FILEID, PdfEncryption.createInfoId(identifier(), identifier()));
        ArchiveFormat.end(getPdfWriter(), facts);
        super.close();
    }

    private byte[] identifier() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(facts.toString().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Names every font subset alike; the name only has to be unique for subsets of one font within one file. */
    private static final class SameDraw extends SecureRandom {

        private static final long serialVersionUID = 1;
        static final SameDraw INSTANCE = new SameDraw();

        @Override
        public double nextDouble() {
            return 0;
        }
    }
}
