package org.jiayi.app.organisation;

/** The unified social credit code (统一社会信用代码, GB 32100): 18 characters, the last one a check character. */
final class Uscc {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int LENGTH = 18;

    private Uscc() {}

    /** Whether form and check character are right: weights are 3^i modulo 31. */
    static boolean isValid(String code) {
        if (code.length() != LENGTH) {
            return false;
        }
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < LENGTH; i++) {
            int value = ALPHABET.indexOf(code.charAt(i));
            if (value < 0) {
                return false;
            }
            if (i == LENGTH - 1) {
                return value == (ALPHABET.length() - sum) % ALPHABET.length();
            }
            sum = (sum + value * weight) % ALPHABET.length();
            weight = weight * 3 % ALPHABET.length();
        }
        return false;
    }
}
