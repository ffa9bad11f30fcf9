package org.jiayi.app.reporting;

import java.util.Arrays;
import java.util.Locale;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;

/** The forms that a document comes in. */
public enum DocumentFormat {
    /** For reading and stamping. */
    PDF("application/pdf"),
    /** For reckoning on. */
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String mediaType;

    DocumentFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The ending of a file's name, which is also the code in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form of that code; refused where there is no such form. */
    public static DocumentFormat of(String code) {
        return Arrays.stream(values())
                .filter(format -> format.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/format")));
    }
}
