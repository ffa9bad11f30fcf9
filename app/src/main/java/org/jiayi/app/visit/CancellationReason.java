package org.jiayi.app.visit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a visit is cancelled. */
public enum CancellationReason {
    /** The insurer took the settlement back, to settle it anew or not at all. */
    SETTLEMENT_REVERSED("退费冲销", "the insurer took the settlement back"),
    /** Somebody else was seen than the visit says. */
    WRONG_PERSON("人员有误", "somebody else was seen"),
    /** The same visit is in under another serial. */
    ENTERED_TWICE("重复录入", "it was entered twice"),
    /** Whatever the note says. */
    OTHER("其他", "for another reason");

    private final String label;
    private final String labelEn;

    CancellationReason(String label, String labelEn) {
        this.label = label;
        this.labelEn = labelEn;
    }

    /** The name in Chinese, as files have it. */
    public String label() {
        return label;
    }

    String labelEn() {
        return labelEn;
    }

    /** The code in columns and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of that code. */
    public static CancellationReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The reason that a file names so; empty where there is none. */
    static Optional<CancellationReason> find(String label) {
        return Arrays.stream(values())
                .filter(reason -> reason.label.equals(label))
                .findFirst();
    }
}
