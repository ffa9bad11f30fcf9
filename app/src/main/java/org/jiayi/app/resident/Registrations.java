package org.jiayi.app.resident;

/** People who are registered more than once, for the questions of the modules that ask for what is a person's. */
public final class Registrations {

    /** A query of the ids of all registrations of the person whom resident $2 of area $1 is, $2 among them. */
    public static final String OF_PERSON = ofPerson("$1", "$2::uuid");

    /** A query of pairs: each of residents $2 of area $1 as {@code asked}, with every registration of the person as {@code held_by}. */
    public static final String OF_PEOPLE = """
            SELECT DISTINCT this.resident_id AS asked, other.resident_id AS held_by FROM resident_person this
            JOIN resident_person other ON other.area = this.area AND other.person_id = this.person_id
                AND upper_inf(other.known)
            WHERE this.area = $1 AND this.resident_id = ANY ($2) AND upper_inf(this.known)
            """;

    private Registrations() {}

    /** The same where the query around it says by these expressions of which area and resident. */
    public static String ofPerson(String area, String residentId) {
        return """
                SELECT %2$s AS resident_id
                UNION
                SELECT other.resident_id FROM resident_person this
                JOIN resident_person other ON other.area = this.area AND other.person_id = this.person_id
                    AND upper_inf(other.known)
                WHERE this.area = %1$s AND this.resident_id = %2$s AND upper_inf(this.known)
                """.formatted(area, residentId);
    }
}
