package org.jiayi.reports.pdf;

import com.lowagie.text.ExceptionConverter;
import com.lowagie.text.pdf.PdfArray;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfICCBased;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfObject;
import com.lowagie.text.pdf.PdfString;
import com.lowagie.text.pdf.PdfWriter;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes a PDF one for archives (PDF/A-1b): it says what its colours mean, and says about itself in XMP what it says in its
 * information dictionary. The colour profile is the one that every Java platform brings.
 */
final class ArchiveFormat {

    private static final String COLOURS = "sRGB IEC61966-2.1";

    private ArchiveFormat() {}

    /** Has to be called before the document is opened. */
    static void begin(PdfWriter writer) {
        writer.setPDFXConformance(PdfWriter.PDFA1B);
    }

    /** Has to be called when the information is complete, before the document is closed. */
    static void end(PdfWriter writer, DocumentFacts facts) {
        writer.setXmpMetadata(metadata(writer.getInfo(), facts).getBytes(StandardCharsets.UTF_8));
        try {
            writer.getExtraCatalog().put(PdfName.OUTPUTINTENTS, new PdfArray(colours(writer)));
        } catch (IOException e) {
            throw new ExceptionConverter(e);
        }
    }

    private static PdfDictionary colours(PdfWriter writer) throws IOException {
        var profile = new PdfICCBased(ICC_Profile.getInstance(ColorSpace.CS_sRGB));
        profile.remove(PdfName.ALTERNATE);
        var colours = new PdfDictionary(PdfName.OUTPUTINTENT);
        colours.put(PdfName.OUTPUTCONDITIONIDENTIFIER, new PdfString(COLOURS));
        colours.put(PdfName.INFO, new PdfString(COLOURS));
        colours.put(PdfName.S, PdfName.GTS_PDFA1);
        colours.put(PdfName.DESTOUTPUTPROFILE, writer.addToBody(profile).getIndirectReference());
        return colours;
    }

    private static String metadata(PdfDictionary info, DocumentFacts facts) {
        return """
                <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
                <pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
                <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>
                <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
                <dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
                <dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description></rdf:Description>
                <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
                <pdf:Keywords>%s</pdf:Keywords><pdf:Producer>%s</pdf:Producer></rdf:Description>
                <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
                <xmp:CreatorTool>%s</xmp:CreatorTool><xmp:CreateDate>%sT00:00:00+08:00</xmp:CreateDate></rdf:Description>
                </rdf:RDF></x:xmpmeta>
                <?xpacket end="r"?>""".formatted(
                        text(info, PdfName.TITLE),
                        text(info, PdfName.AUTHOR),
                        text(info, PdfName.SUBJECT),
                        text(info, PdfName.KEYWORDS),
                        text(info, PdfName.PRODUCER),
                        text(info, PdfName.CREATOR),
                        facts.date());
    }

    private static String text(PdfDictionary info, PdfName name) {
        PdfObject value = info.get(name);
        String text = value instanceof PdfString string ? string.toUnicodeString() : "";
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
