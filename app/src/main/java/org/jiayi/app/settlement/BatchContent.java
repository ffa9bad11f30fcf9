package org.jiayi.app.settlement;

import java.util.Comparator;
import java.util.stream.Collectors;
import org.jiayi.app.capitation.CapitationMonths;
import org.jiayi.app.capitation.PayeeMonth;

/**
 * The canonical text of a capitation month, whose digests stand for it everywhere. It holds what was counted and what it comes to,
 * and nothing that differs from one machine or run to another: same inputs and policy, same text.
 */
final class BatchContent {

    private BatchContent() {}

    static String of(BatchKind.Order order, CapitationMonths.Result result) {
        String head = String.join(
                "|",
                "jiayi-batch-2",
                order.area(),
                order.fund(),
                order.month().toString(),
                result.policy().digestSm3());
        return result.payees().stream()
                .sorted(Comparator.comparing(PayeeMonth::payee))
                .map(BatchContent::line)
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String line(PayeeMonth payee) {
        var booking = payee.booking();
        return String.join(
                "|",
                payee.payee(),
                payee.cellsText(),
                Long.toString(booking.entitlement().fen()),
                Long.toString(booking.prepayment().fen()),
                Long.toString(booking.retention().fen()));
    }
}
