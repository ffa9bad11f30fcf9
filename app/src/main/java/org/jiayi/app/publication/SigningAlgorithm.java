package org.jiayi.app.publication;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Locale;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The two ways in which every manifest is signed. */
public enum SigningAlgorithm {
    /** SM2 over SM3 (GB/T 32918), with the default signer id 1234567812345678. */
    SM2("EC", new ECGenParameterSpec("sm2p256v1"), "SM3withSM2"),
    /** RSA-SHA256 (PKCS #1 v1.5), for everybody else. */
    RSA("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4), "SHA256withRSA");

    private static final Provider PROVIDER = new BouncyCastleProvider();

    private final String family;
    private final AlgorithmParameterSpec parameters;
    private final String signature;

    SigningAlgorithm(String family, AlgorithmParameterSpec parameters, String signature) {
        this.family = family;
        this.parameters = parameters;
        this.signature = signature;
    }

    /** As addresses and manifests write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(family, PROVIDER);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    KeyFactory reader() throws GeneralSecurityException {
        return KeyFactory.getInstance(family, PROVIDER);
    }

    Signature signature() throws GeneralSecurityException {
        return Signature.getInstance(signature, PROVIDER);
    }
}
