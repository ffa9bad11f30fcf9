package org.jiayi.app.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;

/** 收款方汇总: what each payee of a batch gets, as machines read it; the last line holds the batch's own sums. */
final class PayeeLines {

    static final String FILE = "payees.csv.gz";

    static final List<Column> COLUMNS = List.of(
            Column.text("payee", "收款方", "payee: institution or team"),
            Column.text("institution_code", "机构医保代码", "institution"),
            Column.text("institution_name", "机构名称", "name of the institution"),
            Column.text("note", "调整原因", "why, of an adjustment"),
            Column.count(
                    "heads",
                    "人月数（签约服务费为份数，绩效分配为人数）",
                    "person-months of the month; contracts of fees; members of staff",
                    ""),
            Column.count("corrected_heads", "更正人月数", "person-months of earlier months", "person-month"),
            Column.yuan("entitlement_yuan", "应付金额", "due"),
            Column.yuan("prepayment_yuan", "预付金额", "prepaid"),
            Column.yuan("retention_yuan", "预留金额", "held back"),
            Column.yuan("deducted_yuan", "外院就诊扣减金额", "taken off the prepayment for visits elsewhere"),
            Column.yuan("due_yuan", "应拨金额", "to be paid: prepayment less deduction"),
            Column.yuan(
                    "cumulative_entitlement_yuan",
                    "本年累计应付",
                    "due of the year so far, of a capitation month; empty elsewhere"),
            Column.yuan(
                    "cumulative_prepayment_yuan",
                    "本年累计预付",
                    "paid of the year so far, of a capitation month; empty elsewhere"));

    private PayeeLines() {}

    static CsvPage page(Batch batch, List<BatchLine> lines) {
        List<List<String>> records = new ArrayList<>();
        records.add(COLUMNS.stream().map(Column::code).toList());
        lines.forEach(line -> records.add(fields(batch, line)));
        return CsvPage.of(records, batch.dueFen());
    }

    private static List<String> fields(Batch batch, BatchLine line) {
        return List.of(
                line.payee(),
                line.institutionCode(),
                line.institutionName(),
                line.note(),
                Long.toString(line.heads()),
                Long.toString(line.correctedHeads()),
                yuan(line.entitlementFen()),
                yuan(line.prepaymentFen()),
                yuan(line.retentionFen()),
                yuan(line.deductedFen()),
                yuan(line.dueFen()),
                toDate(batch, line.cumulativeEntitlementFen()),
                toDate(batch, line.cumulativePrepaymentFen()));
    }

    static String total(Batch batch, List<BatchLine> lines) {
        return String.join(
                ",",
                "#TOTAL",
                Integer.toString(lines.size()),
                Long.toString(batch.heads()),
                Long.toString(batch.correctedHeads()),
                yuan(batch.entitlementFen()),
                yuan(batch.prepaymentFen()),
                yuan(batch.retentionFen()),
                yuan(batch.deductedFen()),
                yuan(batch.dueFen()),
                toDate(batch, sum(lines, BatchLine::cumulativeEntitlementFen)),
                toDate(batch, sum(lines, BatchLine::cumulativePrepaymentFen)) + "\r\n");
    }

    /** Only months of capitation are booked as a difference of years to date. */
    private static String toDate(Batch batch, long fen) {
        return batch.isCapitationMonth() ? yuan(fen) : "";
    }

    private static long sum(List<BatchLine> lines, ToLongFunction<BatchLine> fen) {
        return lines.stream().mapToLong(fen).reduce(0, Math::addExact);
    }

    private static String yuan(long fen) {
        return Money.ofFen(fen).toYuan();
    }
}
