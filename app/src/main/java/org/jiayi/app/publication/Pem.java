package org.jiayi.app.publication;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text (RFC 7468). */
final class Pem {

    private static final int LINE_CHARACTERS = 64;

    private Pem() {}

    static String write(String label, byte[] content) {
        byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE_CHARACTERS, lineEnd).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    /** The content of the block with that label; fails where there is none. */
    static byte[] read(String label, String text) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----(.*?)-----END " + label + "-----", Pattern.DOTALL)
                .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no " + label);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }
}
