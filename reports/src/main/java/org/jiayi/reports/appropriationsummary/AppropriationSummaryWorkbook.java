package org.jiayi.reports.appropriationsummary;

import static org.jiayi.reports.sheet.Cell.count;
import static org.jiayi.reports.sheet.Cell.day;
import static org.jiayi.reports.sheet.Cell.heading;
import static org.jiayi.reports.sheet.Cell.text;
import static org.jiayi.reports.sheet.Cell.yuan;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jiayi.reports.sheet.Cell;
import org.jiayi.reports.sheet.Sheet;
import org.jiayi.reports.sheet.Spreadsheet;
import org.jiayi.reports.text.ChineseAmount;
import org.jiayi.reports.text.Period;
import org.jspecify.annotations.Nullable;

/** The workbook of a summary. */
final class AppropriationSummaryWorkbook {

    private AppropriationSummaryWorkbook() {}

    static void write(AppropriationSummary summary, OutputStream out) throws IOException {
        var workbook = new Spreadsheet(AppropriationSummaryDocument.titleOf(summary), summary.knownOn());
        figures(summary, workbook.sheet("汇总", 26, 44, 18));
        payees(summary, workbook.sheet("机构明细", 8, 20, 44, 12, 18, 18, 18));
        workbook.writeTo(out);
    }

    private static void figures(AppropriationSummary summary, Sheet sheet) throws IOException {
        sheet.title(AppropriationSummaryDocument.TITLE);
        sheet.frozenHeadings("项目", "内容", "数额");
        sheet.row(heading("统筹区"), text(summary.poolingAreaName()), text(summary.poolingAreaCode()));
        sheet.row(heading("险种"), text(summary.schemeName()), text(summary.schemeCode()));
        sheet.row(heading("结算月份"), text(Period.of(summary.month())));
        sheet.row(heading("数据截至"), day(summary.knownOn()));
        sheet.row(heading("结算批次"), text(summary.batchNumber()));
        sheet.row(heading("政策版本"), text(summary.policyVersion()));
        sheet.row(heading("摘要（SM3）"), text(summary.digestSm3()));
        sheet.row(heading("制表人"), name(summary.preparedBy()));
        sheet.row(heading("批准人"), name(summary.approvedBy()));
        sheet.gap();
        sheet.headings("项目", "金额（大写）", "数额（元）");
        amount(sheet, "应付额", summary.entitlementFen());
        amount(sheet, "拨付额（预付）", summary.prepaymentFen());
        amount(sheet, "质量保证金（留存）", summary.retentionFen());
        sheet.row(heading("人月数"), text(""), count(summary.heads()));
    }

    private static Cell name(@Nullable String name) {
        return text(Objects.requireNonNullElse(name, ""));
    }

    private static void amount(Sheet sheet, String label, long fen) throws IOException {
        sheet.row(heading(label), text(ChineseAmount.of(fen)), yuan(fen));
    }

    private static void payees(AppropriationSummary summary, Sheet sheet) throws IOException {
        sheet.frozenHeadings("序号", "机构编码", "机构名称", "人月数", "应付额（元）", "拨付额（预付，元）", "质量保证金（元）");
        long number = 0;
        for (PayeeLine line : summary.payees()) {
            number++;
            sheet.row(
                    count(number),
                    text(line.institutionCode()),
                    text(line.institutionName()),
                    count(line.heads()),
                    yuan(line.entitlementFen()),
                    yuan(line.prepaymentFen()),
                    yuan(line.retentionFen()));
        }
        sheet.row(
                heading("合计"),
                text(""),
                text(""),
                count(summary.heads()),
                yuan(summary.entitlementFen()),
                yuan(summary.prepaymentFen()),
                yuan(summary.retentionFen()));
    }
}
