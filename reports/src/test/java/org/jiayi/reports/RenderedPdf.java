package org.jiayi.reports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;

/** A PDF as its reader finds it. */
public record RenderedPdf(byte[] bytes) {

    /** Writes a document. */
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException;
    }

    public static byte[] bytesOf(Writing writing) throws IOException {
        var out = new ByteArrayOutputStream();
        writing.to(out);
        return out.toByteArray();
    }

    public static RenderedPdf of(Writing writing) throws IOException {
        return new RenderedPdf(bytesOf(writing));
    }

    public List<String> pages() throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            var pages = new ArrayList<String>();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                var stripper = new PDFTextStripper();
                stripper.setSortByPosition(true);
                stripper.setLineSeparator("\n");
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                pages.add(stripper.getText(document));
            }
            return pages;
        }
    }

    public String text() throws IOException {
        return String.join("----\n", pages());
    }

    public String textWithoutBlanks() throws IOException {
        return text().replaceAll("\\s", "");
    }

    public String property(String name) throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            return "Language".equals(name)
                    ? document.getDocumentCatalog().getLanguage()
                    : document.getDocumentInformation()
                            .getPropertyStringValue(name)
                            .toString();
        }
    }

    public List<PDFont> fonts() throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            var fonts = new ArrayList<PDFont>();
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    fonts.add(page.getResources().getFont(name));
                }
            }
            return fonts;
        }
    }
}
