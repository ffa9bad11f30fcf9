package org.jiayi.app.reporting;

import org.jiayi.app.kernel.id.PublicId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where anybody can check a document: what its QR code says. */
@Component
class VerificationAddresses {

    private final String publicUrl;

    VerificationAddresses(@Value("${jiayi.public-url}") String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Of the whole. */
    String of(PublicId document, String digestSm3, long totalFen) {
        return publicUrl + "/api/v1/verifications/" + document + "?digest=" + digestSm3 + "&totalFen=" + totalFen;
    }

    /** Of one payee's part, or one institution's. */
    String of(PublicId document, String digestSm3, long totalFen, String payee) {
        return of(document, digestSm3, totalFen) + "&payee=" + payee;
    }
}
