package org.jiayi.app.resident;

import java.util.List;

/**
 * Who a resident is, in clear: lives in memory only, sealed everywhere else.
 *
 * @param name full name, any characters
 * @param documentNumber in standard form
 * @param phone as given
 * @param guardianName empty where there is none, and so the number and the relationship
 */
public record Identity(
        String name,
        String documentNumber,
        String phone,
        String guardianName,
        String guardianNumber,
        String guardianRelationship) {

    private static final int PHONE_CHARACTERS = 11;
    private static final String SEPARATOR = "\u001f";

    /** The number as it may be shown. */
    public String maskedDocumentNumber() {
        return IdentityNumber.mask(documentNumber);
    }

    /** The name as it may be shown to somebody who only looks whether it is the right person: the first character. */
    public String maskedName() {
        int first = name.offsetByCodePoints(0, Math.min(1, name.codePointCount(0, name.length())));
        return name.substring(0, first) + "*".repeat(name.codePointCount(first, name.length()));
    }

    /** The phone as it may be shown: the first three and the last four digits. */
    public String maskedPhone() {
        return phone.length() < PHONE_CHARACTERS
                ? "*".repeat(phone.length())
                : phone.substring(0, 3) + "*".repeat(phone.length() - 7) + phone.substring(phone.length() - 4);
    }

    /** The same person under another number. */
    Identity numbered(String number) {
        return new Identity(name, number, phone, guardianName, guardianNumber, guardianRelationship);
    }

    /** Whether a county's file named somebody who acts for the resident. */
    boolean namesGuardian() {
        return !guardianName.isEmpty() || !guardianNumber.isEmpty();
    }

    String joined() {
        return String.join(
                SEPARATOR, List.of(name, documentNumber, phone, guardianName, guardianNumber, guardianRelationship));
    }

    static Identity split(String joined) {
        String[] parts = joined.split(SEPARATOR, -1);
        return new Identity(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    @Override
    public String toString() {
        return "Identity[" + maskedDocumentNumber() + "]";
    }
}
