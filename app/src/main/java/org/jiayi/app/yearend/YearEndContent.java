package org.jiayi.app.yearend;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.VisitCharges.ClassTotal;

/**
 * The canonical text of a year end, whose digests stand for it everywhere: what was counted, and what it comes to, and nothing
 * that differs from one machine or run to another.
 */
final class YearEndContent {

    private YearEndContent() {}

    static String of(
            String area,
            InsuranceScheme scheme,
            Month through,
            Policy policy,
            Policy visitsPolicy,
            SettledYears.Settled settled,
            List<PayeeYearEnd> lines) {
        String head = String.join(
                "|",
                "jiayi-year-end-2",
                area,
                scheme.code(),
                through.toString(),
                policy.digestSm3(),
                visitsPolicy.digestSm3(),
                settled.digestSm3());
        return lines.stream().map(YearEndContent::line).collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String line(PayeeYearEnd line) {
        var year = line.year();
        return String.join(
                "|",
                year.payee(),
                year.institutionCode(),
                Long.toString(year.personMonths()),
                line.score(),
                Boolean.toString(line.served()),
                line.visits().stream().map(YearEndContent::visits).collect(Collectors.joining(",")),
                fen(year.entitlement(), year.prepaid(), year.deducted(), year.adjusted()),
                result(line.result()),
                fen(line.carriedIn(), line.carriedOut()),
                line.shares().stream()
                        .map(share -> share.institutionCode() + ":"
                                + share.role().code() + ":" + share.amount().fen())
                        .collect(Collectors.joining(",")));
    }

    private static String result(YearEnd result) {
        var sharing = result.sharing();
        return String.join(
                "|",
                fen(result.spending().own(), result.spending().elsewhere()),
                sharing.side().code(),
                fen(
                        sharing.amount(),
                        sharing.institution(),
                        sharing.fund(),
                        result.retention().margin(),
                        result.retention().released(),
                        result.retention().forfeited(),
                        result.finalDue(),
                        result.balance()));
    }

    private static String visits(ClassTotal total) {
        return total.visitClass().code() + ":" + total.visits() + ":"
                + total.amount().fen() + ":" + total.weight();
    }

    private static String fen(Money... amounts) {
        return Arrays.stream(amounts).map(amount -> Long.toString(amount.fen())).collect(Collectors.joining(","));
    }
}
