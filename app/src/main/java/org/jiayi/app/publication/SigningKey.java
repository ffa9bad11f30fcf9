package org.jiayi.app.publication;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.LocalDate;

/**
 * A key that signs manifests.
 *
 * @param keyId by which manifests and the well-known address name it
 * @param validFrom the first day on which it signs
 */
record SigningKey(
        String keyId, SigningAlgorithm algorithm, LocalDate validFrom, PrivateKey privateKey, PublicKey publicKey) {

    /** The signature in DER. */
    byte[] sign(byte[] content) {
        try {
            Signature signature = algorithm.signature();
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + keyId, e);
        }
    }

    /** Whether the signature is one of this key over that content. */
    boolean verifies(byte[] content, byte[] signed) {
        try {
            Signature signature = algorithm.signature();
            signature.initVerify(publicKey);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }

    /** The public half, as openssl reads it. */
    String publicPem() {
        return Pem.write("PUBLIC KEY", publicKey.getEncoded());
    }
}
