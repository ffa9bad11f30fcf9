package org.jiayi.app.capitation;

import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.money.Fraction;

/**
 * What part of the quota is paid for a head, whatever its risk group: less above a team's panel limit (超签约上限分级支付),
 * less without contact (N 个月无接触). Both are local settings.
 *
 * <p>A grade's number is {@code panel band × 2 + (without contact ? 1 : 0)}; 0 is paid in full. It is stored with every head.
 *
 * @param panel in ascending order; empty where a team's size does not matter
 */
record Grades(List<PanelBand> panel, Optional<NoContact> noContact) {

    /** Everybody in full. */
    static final Grades NONE = new Grades(List.of(), Optional.empty());

    /**
     * The heads of a team beyond a number, by day of signing.
     *
     * @param above so many heads are paid better
     * @param rate 0 to 1
     */
    record PanelBand(int above, Fraction rate) {}

    /**
     * Heads without a service record.
     *
     * @param months up to the snapshot day
     * @param rate 0 to 1
     */
    record NoContact(int months, Fraction rate) {}

    Grades {
        panel = List.copyOf(panel);
    }

    /** How many grades there are; they are numbered from 0. */
    int count() {
        return 2 * (panel.size() + 1);
    }

    /** The part that is paid, 0 to 1. */
    Fraction rate(int grade) {
        Fraction ofPanel = grade < 2 ? Fraction.ONE : panel.get(grade / 2 - 1).rate();
        return isWithoutContact(grade)
                ? ofPanel.times(noContact.map(NoContact::rate).orElse(Fraction.ONE))
                : ofPanel;
    }

    /** What people read; empty for heads that are paid in full. */
    String label(int grade) {
        String ofPanel = grade < 2 ? "" : "·超" + panel.get(grade / 2 - 1).above() + "人部分";
        return isWithoutContact(grade)
                ? ofPanel + noContact.map(rule -> "·" + rule.months() + "个月无接触").orElse("")
                : ofPanel;
    }

    /** Whether some head can have it: without a rule for it, nobody is without contact. */
    boolean isReachable(int grade) {
        return !isWithoutContact(grade) || noContact.isPresent();
    }

    /** What it is for, the same in every policy that has it: heads above a number, and months without contact. */
    String key(int grade) {
        int above = grade < 2 ? 0 : panel.get(grade / 2 - 1).above();
        int months = isWithoutContact(grade) ? noContact.map(NoContact::months).orElse(0) : 0;
        return "above " + above + (months == 0 ? "" : " without contact in " + months);
    }

    private static boolean isWithoutContact(int grade) {
        return grade % 2 == 1;
    }
}
