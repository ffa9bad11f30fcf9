package org.jiayi.app.capitation;

/**
 * How institutions agree to a month's list (a local setting).
 *
 * @param days for objections, after the day of publication
 * @param silenceConsents whether who has said nothing by then has agreed
 */
public record RosterRule(int days, boolean silenceConsents) {

    /** Of a list that is published although its policy asks for no agreement any more. */
    public static final RosterRule NONE = new RosterRule(0, true);
}
