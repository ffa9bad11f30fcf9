package org.jiayi.reports.capitationstatement;

import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.personmonths.PersonMonthLine;
import org.jiayi.reports.table.Section;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;

/** Renders 门诊统筹按人头预付结算单, with every person-month behind the signatures. */
public final class CapitationStatementDocument extends TableDocument<CapitationStatement> {

    private static final String TITLE = "门诊统筹按人头预付结算单";

    /** What it looks like. */
    public static final TableLayout<CapitationStatement> LAYOUT = TableLayout.portrait(
                    "capitation-statement", TITLE, CapitationStatementDocument::about)
            .verification(CapitationStatement::verificationAddress)
            .fact("统筹区", statement -> Coded.of(statement.poolingAreaName(), statement.poolingAreaCode()))
            .fact("结算月份", statement -> Period.of(statement.month()))
            .fact("机构", statement -> Coded.of(statement.institutionName(), statement.institutionCode()))
            .fact("险种", statement -> Coded.of(statement.schemeName(), statement.schemeCode()))
            .fact("结算批次", CapitationStatement::batchNumber)
            .fact("政策版本", CapitationStatement::policyVersion)
            .fact("数据截至", statement -> Period.of(statement.knownOn()))
            .section(Section.of("结算人月", CapitationStatement::tariffLines)
                    .text("人群类别", 275, TariffLine::label)
                    .figure("年人头定额（元）", 100, TariffLine::annualQuotaYuan)
                    .count("人月数", 100, TariffLine::heads, CapitationStatement::heads))
            .amount("本月应付额", CapitationStatement::entitlementFen)
            .amount("其中：本月预付额", CapitationStatement::prepaymentFen)
            .amount("其中：质量保证金（留存）", CapitationStatement::retentionFen)
            .amount("外院就诊扣减额", CapitationStatement::deductedFen)
            .amount("本月应拨额", CapitationStatement::dueFen)
            .amount("本年累计应付额", CapitationStatement::cumulativeEntitlementFen)
            .amount("本年累计预付额", CapitationStatement::cumulativePrepaymentFen)
            .signer("制表人", statement -> "")
            .signer("复核人", statement -> "")
            .signer("负责人", statement -> "")
            .stamp("医疗保障经办机构")
            .stamp("定点医疗机构")
            .section(PersonMonthLine.<CapitationStatement>section(
                            statement -> statement.persons().iterator(), CapitationStatement::listedHeads)
                    .appendix());

    /** Loads its template. */
    public CapitationStatementDocument() {
        super(LAYOUT);
    }

    private static DocumentFacts about(CapitationStatement statement) {
        return new DocumentFacts(
                TITLE + " " + statement.institutionName() + " " + Period.of(statement.month()),
                statement.poolingAreaName(),
                statement.batchNumber(),
                statement.knownOn(),
                statement.digestSm3());
    }
}
