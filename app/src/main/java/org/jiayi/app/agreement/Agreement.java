package org.jiayi.app.agreement;

import java.util.UUID;
import org.jiayi.app.digest.ContentDigest;

/**
 * A concluded agreement.
 *
 * @param digest of its canonical text
 */
public record Agreement(String area, UUID agreementId, AgreementTerms terms, ContentDigest digest) {}
