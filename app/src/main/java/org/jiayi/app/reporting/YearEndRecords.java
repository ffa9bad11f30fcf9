package org.jiayi.app.reporting;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.yearend.AllianceSplit;
import org.jiayi.app.yearend.PayeeYearEnd;
import org.jiayi.app.yearend.Reconciliation;
import org.jiayi.app.yearend.YearEnd;
import org.jiayi.reports.yearend.AllianceShareLine;
import org.jiayi.reports.yearend.PayeeYearLine;
import org.jiayi.reports.yearend.YearEndStatement;

/** Fills the record of the printed year end with what was reconciled. */
final class YearEndRecords {

    private YearEndRecords() {}

    static YearEndStatement of(
            Reconciliation found,
            List<PayeeYearEnd> lines,
            PublicId number,
            String areaName,
            Map<String, String> names,
            String verificationAddress) {
        return new YearEndStatement(
                areaName,
                found.area(),
                found.scheme().code(),
                found.scheme().label(),
                found.through().value(),
                found.knownOn(),
                number.toString(),
                found.policy().name() + "（" + found.policy().effectiveFrom() + "）",
                status(found.status()),
                found.digest().sm3(),
                verificationAddress,
                lines.stream().map(line -> payee(line, names)).toList(),
                lines.stream().flatMap(line -> shares(line, names)).toList(),
                found.computedBy(),
                found.approvedBy().orElse(null));
    }

    /** What all lines come to: paid out in the end, or recovered where negative. */
    static long balanceFen(List<PayeeYearEnd> lines) {
        return Money.sum(lines.stream().map(line -> line.result().balance()).toList())
                .fen();
    }

    private static String status(Reconciliation.Status status) {
        return switch (status) {
            case DRY_RUN -> "试算";
            case DRAFT -> "测算，未经批准";
            case APPROVED -> "已批准";
        };
    }

    private static PayeeYearLine payee(PayeeYearEnd line, Map<String, String> names) {
        var year = line.year();
        var result = line.result();
        var sharing = result.sharing();
        boolean overspent = sharing.side() == YearEnd.Side.OVERSPEND;
        return new PayeeYearLine(
                year.payee(),
                name(names, year.institutionCode()),
                year.personMonths(),
                line.score(),
                result.coefficient().toString(),
                year.entitlement().fen(),
                result.spending().own().fen(),
                result.spending().elsewhere().fen(),
                signed(sharing.amount(), overspent),
                signed(sharing.institution(), overspent),
                signed(sharing.fund(), overspent),
                result.retention().margin().fen(),
                result.retention().released().fen(),
                result.retention().forfeited().fen(),
                result.paid().fen(),
                result.finalDue().fen(),
                result.balance().fen(),
                line.carriedIn().fen(),
                line.carriedOut().fen());
    }

    private static long signed(Money amount, boolean negative) {
        return (negative ? amount.negated() : amount).fen();
    }

    private static Stream<AllianceShareLine> shares(PayeeYearEnd line, Map<String, String> names) {
        return line.shares().stream()
                .map(share -> new AllianceShareLine(
                        line.year().payee(),
                        share.institutionCode(),
                        name(names, share.institutionCode()),
                        role(share.role()),
                        share.amount().fen()));
    }

    private static String role(AllianceSplit.Role role) {
        return switch (role) {
            case LEAD -> "牵头医院";
            case TOWNSHIP -> "乡镇机构";
            case VILLAGE -> "村卫生室";
        };
    }

    private static String name(Map<String, String> names, String institutionCode) {
        return names.getOrDefault(institutionCode, institutionCode);
    }
}
