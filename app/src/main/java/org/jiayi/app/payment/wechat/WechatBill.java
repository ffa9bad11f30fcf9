package org.jiayi.app.payment.wechat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.PaymentProvider.BillLine;

/**
 * Reads a trade bill (交易账单): CSV with a header in Chinese, every field behind a backtick, amounts in yuan, and at the end a
 * header and a line of totals that have to agree with what was read.
 */
final class WechatBill {

    private static final String ORDER = "商户订单号";
    private static final String SERIAL = "微信订单号";
    private static final String STATE = "交易状态";
    private static final String AMOUNT = "订单金额";
    private static final String REFUND = "商户退款单号";
    private static final String REFUND_SERIAL = "微信退款单号";
    private static final String REFUND_AMOUNT = "申请退款金额";
    private static final String REFUND_STATE = "退款状态";
    private static final String TOTAL_LINES = "总交易单数";

    private WechatBill() {}

    /**
     * The lines of a bill.
     *
     * @throws IllegalArgumentException for a file that is no bill, or whose totals are not those of its lines
     */
    static List<BillLine> read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<List<String>> rows = (text.startsWith("\uFEFF") ? text.substring(1) : text)
                .lines()
                .filter(line -> !line.isBlank())
                .map(WechatBill::fields)
                .toList();
        int totals = rows.size() - 2;
        if (totals < 1 || !rows.get(totals).get(0).equals(TOTAL_LINES)) {
            throw new IllegalArgumentException("the bill has no totals");
        }
        Map<String, Integer> columns = columns(rows.get(0));
        List<BillLine> lines = rows.subList(1, totals).stream()
                .flatMap(row -> line(row, columns).stream())
                .toList();
        requireTotals(rows.get(totals), rows.get(totals + 1), totals - 1, lines);
        return lines;
    }

    /** A field begins with a backtick and ends before a comma and the next: a comma alone belongs to a name. */
    private static List<String> fields(String line) {
        String[] fields = line.startsWith("`") ? line.substring(1).split(",`", -1) : line.split(",", -1);
        return Arrays.stream(fields).map(String::strip).toList();
    }

    private static Map<String, Integer> columns(List<String> header) {
        Map<String, Integer> columns = new HashMap<>();
        for (int place = 0; place < header.size(); place++) {
            columns.put(header.get(place), place);
        }
        return columns;
    }

    /** A revoked order moved nothing. */
    private static List<BillLine> line(List<String> row, Map<String, Integer> columns) {
        return switch (field(row, columns, STATE)) {
            case "SUCCESS" ->
                List.of(new BillLine(
                        BillLine.Kind.PAYMENT,
                        field(row, columns, ORDER),
                        field(row, columns, SERIAL),
                        Money.parseYuan(field(row, columns, AMOUNT)),
                        true));
            case "REFUND" ->
                List.of(new BillLine(
                        BillLine.Kind.REFUND,
                        field(row, columns, REFUND),
                        field(row, columns, REFUND_SERIAL),
                        Money.parseYuan(field(row, columns, REFUND_AMOUNT)),
                        field(row, columns, REFUND_STATE).equals("SUCCESS")));
            default -> List.of();
        };
    }

    private static String field(List<String> row, Map<String, Integer> columns, String name) {
        Integer place = columns.get(name);
        if (place == null || place >= row.size()) {
            throw new IllegalArgumentException("the bill lacks " + name);
        }
        return row.get(place);
    }

    private static void requireTotals(List<String> header, List<String> totals, int rows, List<BillLine> lines) {
        Map<String, Integer> columns = columns(header);
        boolean agrees = field(totals, columns, TOTAL_LINES).equals(Integer.toString(rows))
                && sum(lines, BillLine.Kind.PAYMENT).equals(Money.parseYuan(field(totals, columns, "订单总金额")))
                && sum(lines, BillLine.Kind.REFUND).equals(Money.parseYuan(field(totals, columns, "申请退款总金额")));
        if (!agrees) {
            throw new IllegalArgumentException("the bill's totals are not those of its lines");
        }
    }

    private static Money sum(List<BillLine> lines, BillLine.Kind kind) {
        return Money.sum(lines.stream()
                .filter(line -> line.kind() == kind)
                .map(BillLine::amount)
                .toList());
    }
}
