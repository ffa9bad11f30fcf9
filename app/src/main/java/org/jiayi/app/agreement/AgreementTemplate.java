package org.jiayi.app.agreement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The clauses of an agreement, in a version that is never changed once it was used: a new wording is a new file.
 *
 * @param clauses one paragraph each; one that begins with {@code # } is a heading
 */
record AgreementTemplate(String version, List<String> clauses) {

    /** The version that is signed today. */
    static final AgreementTemplate CURRENT = load("v1");

    AgreementTemplate {
        clauses = List.copyOf(clauses);
    }

    private static AgreementTemplate load(String version) {
        String file = "/agreement/" + version + ".zh.txt";
        try (InputStream text = AgreementTemplate.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException("there is no template " + file);
            }
            String content = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            return new AgreementTemplate(
                    version, content.lines().filter(line -> !line.isBlank()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
