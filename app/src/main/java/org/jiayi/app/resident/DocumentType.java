package org.jiayi.app.resident;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of identity documents (证件类型). */
enum DocumentType {
    RESIDENT_ID("居民身份证", true),
    HK_MACAO_TAIWAN_PERMIT("港澳台居民居住证", true),
    FOREIGN_PERMANENT_RESIDENT("外国人永久居留身份证", true),
    PASSPORT("护照", false),
    BIRTH_CERTIFICATE("出生医学证明", false);

    private final String label;
    private final boolean checked;

    DocumentType(String label, boolean checked) {
        this.label = label;
        this.checked = checked;
    }

    /** Whether its number carries a check character, a birth date and a sex. */
    boolean isChecked() {
        return checked;
    }

    static Optional<DocumentType> find(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
