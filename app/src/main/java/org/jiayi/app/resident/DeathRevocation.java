package org.jiayi.app.resident;

import java.util.Locale;

/**
 * 撤销死亡登记: that a recorded death is none, and what shows it.
 *
 * @param evidenceReference the number of the document, or where it is kept
 */
public record DeathRevocation(Reason reason, Evidence evidence, String evidenceReference) {

    /** Why a death was recorded of somebody who lives. */
    public enum Reason {
        /** Somebody else was meant. */
        WRONG_PERSON("登记对象有误"),
        /** Whoever told of it was wrong: a list, a file, a neighbour. */
        WRONG_REPORT("死亡信息有误"),
        /** It was another person's, whose registration had been merged with this one. */
        WRONG_MERGE("误与他人登记合并"),
        /** A court had declared the resident dead, and took it back (民法典 §50). */
        DECLARATION_REVOKED("法院撤销死亡宣告");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** The code in the API and in the database. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What shows that the resident lives. */
    public enum Evidence {
        POLICE_STATEMENT("公安机关证明"),
        HOUSEHOLD_REGISTER("户口簿"),
        COURT_RULING("法院裁判"),
        /** An officer or a doctor has seen them; the record of it is named. */
        SEEN_ALIVE("在世核实记录");

        private final String label;

        Evidence(String label) {
            this.label = label;
        }

        /** The code in the API and in the database. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why and by what, as people read it; without the reference, which may lead to a person. */
    public String basis() {
        return reason.label + "（" + evidence.label + "）";
    }

    /** All that it says, to be digested. */
    public String content() {
        return String.join("|", reason.code(), evidence.code(), evidenceReference);
    }

    @Override
    public String toString() {
        return "DeathRevocation[" + reason + ", " + evidence + "]";
    }
}
