package org.jiayi.reports.capitationstatement;

import static org.jiayi.reports.sheet.Cell.count;
import static org.jiayi.reports.sheet.Cell.day;
import static org.jiayi.reports.sheet.Cell.heading;
import static org.jiayi.reports.sheet.Cell.text;
import static org.jiayi.reports.sheet.Cell.yuan;

import java.io.IOException;
import java.io.OutputStream;
import org.jiayi.reports.sheet.Sheet;
import org.jiayi.reports.sheet.Spreadsheet;
import org.jiayi.reports.text.ChineseAmount;
import org.jiayi.reports.text.Period;

/** The workbook of a statement. */
final class CapitationStatementWorkbook {

    private CapitationStatementWorkbook() {}

    static void write(CapitationStatement statement, OutputStream out) throws IOException {
        var workbook = new Spreadsheet(CapitationStatementDocument.titleOf(statement), statement.knownOn());
        figures(statement, workbook.sheet("结算单", 30, 36, 18, 16));
        persons(statement, workbook.sheet("人月明细", 8, 24, 24, 14, 32, 12, 12));
        workbook.writeTo(out);
    }

    private static void figures(CapitationStatement statement, Sheet sheet) throws IOException {
        sheet.title(CapitationStatementDocument.TITLE);
        sheet.frozenHeadings("项目", "内容", "金额（元）", "人月数");
        sheet.row(heading("统筹区"), text(statement.poolingAreaName()), text(statement.poolingAreaCode()));
        sheet.row(heading("机构"), text(statement.institutionName()), text(statement.institutionCode()));
        sheet.row(heading("险种"), text(statement.schemeName()), text(statement.schemeCode()));
        sheet.row(heading("结算月份"), text(Period.of(statement.month())));
        sheet.row(heading("数据截至"), day(statement.knownOn()));
        sheet.row(heading("结算批次"), text(statement.batchNumber()));
        sheet.row(heading("政策版本"), text(statement.policyVersion()));
        sheet.row(heading("摘要（SM3）"), text(statement.digestSm3()));
        sheet.gap();
        tariff(statement, sheet);
        sheet.gap();
        sheet.headings("项目", "金额（大写）", "金额（元）");
        amount(sheet, "本月应付额", statement.entitlementFen());
        amount(sheet, "其中：本月预付额", statement.prepaymentFen());
        amount(sheet, "其中：质量保证金（留存）", statement.retentionFen());
        amount(sheet, "本年累计应付额", statement.cumulativeEntitlementFen());
        amount(sheet, "本年累计预付额", statement.cumulativePrepaymentFen());
    }

    private static void tariff(CapitationStatement statement, Sheet sheet) throws IOException {
        sheet.headings("序号", "人群类别", "年人头定额（元）", "人月数");
        long number = 0;
        for (TariffLine line : statement.tariffLines()) {
            number++;
            sheet.row(count(number), text(line.label()), text(line.annualQuotaYuan()), count(line.heads()));
        }
        sheet.row(heading("合计"), text(""), text(""), count(statement.heads()));
    }

    private static void amount(Sheet sheet, String label, long fen) throws IOException {
        sheet.row(heading(label), text(ChineseAmount.of(fen)), yuan(fen));
    }

    private static void persons(CapitationStatement statement, Sheet sheet) throws IOException {
        sheet.frozenHeadings("序号", "姓名", "证件号码", "团队", "人群类别", "签约起", "签约止");
        long number = 0;
        for (PersonMonthLine line : statement.persons()) {
            number++;
            sheet.row(
                    count(number),
                    text(line.name()),
                    text(line.maskedDocumentNumber()),
                    text(line.teamNumber()),
                    text(line.tariffLabel()),
                    day(line.termFrom()),
                    day(line.termLast()));
        }
    }
}
