package org.jiayi.app.publication;

/**
 * A column of a file, as {@code schema.json} tells it.
 *
 * @param code in the header
 * @param type {@code text}, {@code integer}, {@code decimal}, {@code date} or {@code month}
 * @param unit such as {@code yuan}; empty where it has none
 */
record Column(String code, String name, String nameEn, String type, String unit) {

    static Column text(String code, String name, String nameEn) {
        return new Column(code, name, nameEn, "text", "");
    }

    static Column count(String code, String name, String nameEn, String unit) {
        return new Column(code, name, nameEn, "integer", unit);
    }

    static Column yuan(String code, String name, String nameEn) {
        return new Column(code, name, nameEn, "decimal", "yuan");
    }
}
