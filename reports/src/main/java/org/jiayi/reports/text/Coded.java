package org.jiayi.reports.text;

/** Shows what has both a name and a code. */
public final class Coded {

    private Coded() {}

    /**
     * Writes a name followed by its code, as in 云岭市（530100）.
     *
     * @param name the name
     * @param code the code
     * @return both
     */
    public static String of(String name, String code) {
        return name + "（" + code + "）";
    }
}
