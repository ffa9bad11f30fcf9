package org.jiayi.reports.text;

import java.util.function.IntPredicate;

/**
 * Makes characters visible that a document cannot show.
 *
 * <p>A name from which a character vanished looks like another person's name. So the character is replaced by the
 * printers' mark for a missing type and its code point, as in {@code 〓[U+20BB7]}, and an officer can look it up.
 */
public final class Unprintable {

    private Unprintable() {}

    /**
     * Replaces what cannot be shown.
     *
     * @param text the text as it was recorded
     * @param printable answers for a code point whether the document can show it
     * @return the text itself if everything can be shown
     */
    public static String marked(String text, IntPredicate printable) {
        if (text.codePoints().allMatch(printable)) {
            return text;
        }
        var marked = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (printable.test(codePoint)) {
                marked.appendCodePoint(codePoint);
            } else {
                marked.append("〓[U+%04X]".formatted(codePoint));
            }
        });
        return marked.toString();
    }
}
