package org.jiayi.reports.yearend;

import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.table.Section;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;

/** Renders 年终清算表: what was spent of the entitlement, what the assessment makes of it, and what is paid or recovered. */
public final class YearEndStatementDocument extends TableDocument<YearEndStatement> {

    private static final String TITLE = "门诊统筹年终清算表";

    /** What it looks like. */
    public static final TableLayout<YearEndStatement> LAYOUT = TableLayout.landscape(
                    "year-end", TITLE, YearEndStatementDocument::about)
            .verification(YearEndStatement::verificationAddress)
            .fact("统筹区", statement -> Coded.of(statement.poolingAreaName(), statement.poolingAreaCode()))
            .fact("清算年度", YearEndStatementDocument::year)
            .fact("险种", statement -> Coded.of(statement.schemeName(), statement.schemeCode()))
            .fact("清算编号", YearEndStatement::yearEndNumber)
            .fact("政策版本", YearEndStatement::policyVersion)
            .fact("数据截至", statement -> Period.of(statement.knownOn()))
            .fact("状态", YearEndStatement::status)
            .section(spending())
            .section(settlement())
            .section(Section.of("医共体分配", YearEndStatement::shares)
                    .code("留用机构", 110, AllianceShareLine::payeeCode)
                    .code("分配机构编码", 110, AllianceShareLine::memberCode)
                    .text("分配机构名称", 230, AllianceShareLine::memberName)
                    .text("角色", 80, AllianceShareLine::role)
                    .amount("分配额（元）", 110, AllianceShareLine::amountFen, YearEndStatement::shared)
                    .brief())
            .amount("应付总额", total(PayeeYearLine::entitlementFen))
            .amount("清算应付额", total(PayeeYearLine::finalDueFen))
            .amount("已付额", total(PayeeYearLine::paidFen))
            .amount("清算差额（负为收回）", total(PayeeYearLine::balanceFen))
            .signer("制表人", YearEndStatement::preparedBy)
            .signer("复核人", statement -> "")
            .signer("批准人", statement -> Objects.requireNonNullElse(statement.approvedBy(), ""))
            .stamp("医疗保障经办机构")
            .stamp("定点医疗机构");

    /** Loads its template. */
    public YearEndStatementDocument() {
        super(LAYOUT);
    }

    private static Section<YearEndStatement, PayeeYearLine> spending() {
        return payees("收支结余")
                .count("人月数", 60, PayeeYearLine::personMonths, total(PayeeYearLine::personMonths))
                .amount("应付总额", 90, PayeeYearLine::entitlementFen, total(PayeeYearLine::entitlementFen))
                .amount("本机构费用", 90, PayeeYearLine::ownFen, total(PayeeYearLine::ownFen))
                .amount("外诊计入", 80, PayeeYearLine::elsewhereFen, total(PayeeYearLine::elsewhereFen))
                .amount("结余（负为超支）", 85, PayeeYearLine::differenceFen, total(PayeeYearLine::differenceFen))
                .amount("机构留用（负为分担）", 85, PayeeYearLine::institutionFen, total(PayeeYearLine::institutionFen))
                .amount("基金收回（负为分担）", 85, PayeeYearLine::fundFen, total(PayeeYearLine::fundFen));
    }

    private static Section<YearEndStatement, PayeeYearLine> settlement() {
        return payees("考核与清算")
                .figure("考核得分", 45, PayeeYearLine::score)
                .figure("系数", 45, PayeeYearLine::coefficient)
                .amount("质量保证金", 75, PayeeYearLine::marginFen, total(PayeeYearLine::marginFen))
                .amount("返还", 75, PayeeYearLine::releasedFen, total(PayeeYearLine::releasedFen))
                .amount("扣减", 65, PayeeYearLine::forfeitedFen, total(PayeeYearLine::forfeitedFen))
                .amount("清算应付额", 80, PayeeYearLine::finalDueFen, total(PayeeYearLine::finalDueFen))
                .amount("已付额", 80, PayeeYearLine::paidFen, total(PayeeYearLine::paidFen))
                .amount("清算差额", 75, PayeeYearLine::balanceFen, total(PayeeYearLine::balanceFen))
                .amount("上年结转", 65, PayeeYearLine::carriedInFen, total(PayeeYearLine::carriedInFen))
                .amount("结转下年", 65, PayeeYearLine::carriedOutFen, total(PayeeYearLine::carriedOutFen));
    }

    private static Section<YearEndStatement, PayeeYearLine> payees(String heading) {
        return Section.of(heading, YearEndStatement::payees)
                .code("收款方编码", 80, PayeeYearLine::payeeCode)
                .text("收款方名称", 115, PayeeYearLine::payeeName);
    }

    private static ToLongFunction<YearEndStatement> total(ToLongFunction<PayeeYearLine> column) {
        return statement -> statement.sum(column);
    }

    private static String year(YearEndStatement statement) {
        return statement.through().getYear() + "年（截至" + Period.of(statement.through()) + "）";
    }

    private static DocumentFacts about(YearEndStatement statement) {
        return new DocumentFacts(
                TITLE + " " + statement.poolingAreaName() + " " + statement.schemeName() + " " + year(statement),
                statement.poolingAreaName(),
                statement.yearEndNumber(),
                statement.knownOn(),
                statement.digestSm3());
    }
}
