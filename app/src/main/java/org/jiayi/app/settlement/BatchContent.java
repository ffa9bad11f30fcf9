package org.jiayi.app.settlement;

import java.util.Comparator;
import java.util.stream.Collectors;
import org.jiayi.app.capitation.CapitationMonths;
import org.jiayi.app.kernel.period.Month;

/**
 * The canonical text of a batch, whose digests stand for it everywhere. It holds what was counted and what it comes to,
 * and nothing that differs from one machine or run to another: same inputs and policy, same text.
 */
final class BatchContent {

    private BatchContent() {}

    static String of(String area, String scheme, Month month, CapitationMonths.Result result) {
        String head = String.join(
                "|",
                "jiayi-batch-1",
                area,
                scheme,
                month.toString(),
                result.policy().digestSm3());
        return result.payees().stream()
                .sorted(Comparator.comparing(CapitationMonths.PayeeMonth::institutionCode))
                .map(BatchContent::line)
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String line(CapitationMonths.PayeeMonth payee) {
        String heads = payee.headsByRow().entrySet().stream()
                .map(cell -> cell.getKey() + ":" + cell.getValue())
                .collect(Collectors.joining(","));
        var booking = payee.booking();
        return String.join(
                "|",
                payee.institutionCode(),
                heads,
                Long.toString(booking.entitlement().fen()),
                Long.toString(booking.prepayment().fen()),
                Long.toString(booking.retention().fen()));
    }
}
