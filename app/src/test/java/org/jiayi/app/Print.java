package org.jiayi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A document as it was downloaded. */
public record Print(HttpHeaders headers, byte[] content) {

    /** Downloads a document; anything but 200 fails. */
    public static Print of(WebTestClient http, String token, String path) {
        var result = http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult();
        return new Print(result.getResponseHeaders(), Objects.requireNonNull(result.getResponseBody()));
    }

    /** What anybody is told who checks a paper. */
    public static String verified(WebTestClient http, String address) {
        return new String(
                Objects.requireNonNull(http.get()
                        .uri(address)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody()),
                StandardCharsets.UTF_8);
    }

    /** The name that a browser would save it under. */
    public String name() {
        String disposition = Objects.requireNonNull(headers.getFirst(HttpHeaders.CONTENT_DISPOSITION));
        return URLDecoder.decode(disposition.replaceFirst(".*filename\\*=UTF-8''", ""), StandardCharsets.UTF_8);
    }

    /** The text of a PDF, without line breaks and blanks. */
    public String text() {
        assertThat(headers.getContentType()).isEqualTo(MediaType.APPLICATION_PDF);
        try (var document = Loader.loadPDF(content)) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document).replaceAll("\\s", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the parts of a workbook. */
    public List<String> parts() {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            var names = Stream.<String>builder();
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                names.add(part.getName());
            }
            return names.build().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
