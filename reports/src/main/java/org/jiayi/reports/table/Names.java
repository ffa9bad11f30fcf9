package org.jiayi.reports.table;

/** The names under which a template and what fills it know each other. */
final class Names {

    static final String SECTION = "section";
    static final String PAGES = "pages";
    static final String EMPTY = "empty";
    static final String RUNNING_HEAD = "runningHead";
    static final String FILE_NUMBER = "fileNumber";
    static final String DIGEST = "digest";
    static final String QR_CODE = "qrCode";

    /** What the row that prints amounts and signatures has for its section. */
    static final String CLOSING = "closing";

    private Names() {}

    static String section(int section) {
        return Integer.toString(section);
    }

    static String number(int section) {
        return "number" + section;
    }

    static String cell(int section, int column) {
        return "cell" + section + "_" + column;
    }

    static String onPage(int section, int column) {
        return "onPage" + section + "_" + column;
    }

    static String linesOnPage(int section) {
        return "linesOnPage" + section;
    }

    static String total(int section, int column) {
        return "total" + section + "_" + column;
    }

    static String fact(int fact) {
        return "fact" + fact;
    }

    static String amount(int amount) {
        return "amount" + amount;
    }

    static String signer(int signer) {
        return "signer" + signer;
    }
}
