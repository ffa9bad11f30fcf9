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

    private static final String SEPARATOR = "\u001f";

    /** The number as it may be shown. */
    public String maskedDocumentNumber() {
        return IdentityNumber.mask(documentNumber);
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
