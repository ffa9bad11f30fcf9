package org.jiayi.app.yearend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jiayi.app.kernel.money.Money;

/**
 * One component of what a year end moves on a payee's account; those of a payee add up to its line of the batch.
 *
 * @param component a stable code
 * @param from whose year it comes from: another payee's, of what an alliance shares
 * @param amount to be paid; negative where it is set off or recovered
 */
record YearEndMovement(String payee, String institutionCode, String component, String from, Money amount) {

    /** The components that are not zero, by payee. */
    static List<YearEndMovement> of(Reconciliation yearEnd) {
        List<YearEndMovement> movements = new ArrayList<>();
        yearEnd.lines().forEach(line -> add(movements, line));
        movements.removeIf(movement -> movement.amount().isZero());
        movements.sort(Comparator.comparing(YearEndMovement::payee)
                .thenComparing(YearEndMovement::component)
                .thenComparing(YearEndMovement::from));
        return movements;
    }

    private static void add(List<YearEndMovement> movements, PayeeYearEnd line) {
        var year = line.year();
        var result = line.result();
        var sharing = result.sharing();
        boolean isSurplus = sharing.side() == YearEnd.Side.SURPLUS;
        add(movements, year, "own_spending", result.spending().own());
        add(
                movements,
                year,
                isSurplus ? "surplus_kept" : "overspend_borne",
                isSurplus ? sharing.institution() : sharing.institution().negated());
        add(movements, year, "forfeited", result.retention().forfeited().negated());
        add(movements, year, "paid", result.paid().negated());
        add(movements, year, "carried_in", line.carriedIn());
        add(movements, year, "carried_out", line.carriedOut().negated());
        for (var share : line.shares()) {
            if (share.role() != AllianceSplit.Role.TOWNSHIP) {
                movements.add(new YearEndMovement(
                        year.payee(),
                        year.institutionCode(),
                        "alliance_given",
                        share.institutionCode(),
                        share.amount().negated()));
                movements.add(new YearEndMovement(
                        share.institutionCode(),
                        share.institutionCode(),
                        "alliance_received",
                        year.payee(),
                        share.amount()));
            }
        }
    }

    private static void add(
            List<YearEndMovement> movements, SettledYears.PayeeYear year, String component, Money amount) {
        movements.add(new YearEndMovement(year.payee(), year.institutionCode(), component, year.payee(), amount));
    }

    /** The component in Chinese. */
    String text() {
        return switch (component) {
            case "own_spending" -> "本机构就诊";
            case "surplus_kept" -> "结余留用";
            case "overspend_borne" -> "分担超支";
            case "forfeited" -> "保证金扣减";
            case "paid" -> "减：已付";
            case "carried_in" -> "以前年度结转待收回";
            case "carried_out" -> "结转下年";
            case "alliance_given" -> "医共体内分出至 " + from;
            case "alliance_received" -> "医共体内自 " + from + " 分得";
            default -> throw new IllegalStateException("no component is " + component);
        };
    }

    /** The component in English. */
    String textEn() {
        return component.replace('_', ' ') + (from.equals(payee) ? "" : " (" + from + ")");
    }
}
