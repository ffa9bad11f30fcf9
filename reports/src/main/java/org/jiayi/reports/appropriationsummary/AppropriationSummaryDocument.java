package org.jiayi.reports.appropriationsummary;

import java.util.Objects;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.table.Section;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;

/** Renders 基金拨付汇总表. */
public final class AppropriationSummaryDocument extends TableDocument<AppropriationSummary> {

    private static final String TITLE = "基金拨付汇总表";

    /** What it looks like. */
    public static final TableLayout<AppropriationSummary> LAYOUT = TableLayout.landscape(
                    "appropriation-summary", TITLE, AppropriationSummaryDocument::about)
            .verification(AppropriationSummary::verificationAddress)
            .fact("统筹区", summary -> Coded.of(summary.poolingAreaName(), summary.poolingAreaCode()))
            .fact("结算内容", summary -> Period.of(summary.month()) + summary.kindName())
            .fact("基金", summary -> Coded.of(summary.fundName(), summary.fundCode()))
            .fact("结算批次", AppropriationSummary::batchNumber)
            .fact("政策版本", AppropriationSummary::policyVersion)
            .fact("数据截至", summary -> Period.of(summary.knownOn()))
            .section(Section.of("机构明细", AppropriationSummary::payees)
                    .code("机构编码", 85, PayeeLine::institutionCode)
                    .text("机构名称", 225, PayeeLine::institutionName)
                    .count("数量", 45, PayeeLine::heads, AppropriationSummary::heads)
                    .amount("应付额（元）", 77, PayeeLine::entitlementFen, AppropriationSummary::entitlementFen)
                    .amount("预付额（元）", 77, PayeeLine::prepaymentFen, AppropriationSummary::prepaymentFen)
                    .amount("保证金（元）", 72, PayeeLine::retentionFen, AppropriationSummary::retentionFen)
                    .amount("扣减额（元）", 72, PayeeLine::deductedFen, AppropriationSummary::deductedFen)
                    .amount("应拨额（元）", 77, PayeeLine::dueFen, AppropriationSummary::dueFen))
            .amount("应付额", AppropriationSummary::entitlementFen)
            .amount("质量保证金（留存）", AppropriationSummary::retentionFen)
            .amount("外院就诊扣减额", AppropriationSummary::deductedFen)
            .amount("应拨额", AppropriationSummary::dueFen)
            .signer("制表人", summary -> Objects.requireNonNullElse(summary.preparedBy(), ""))
            .signer("复核人", summary -> Objects.requireNonNullElse(summary.reviewedBy(), ""))
            .signer("批准人", summary -> Objects.requireNonNullElse(summary.approvedBy(), ""))
            .stamp("医疗保障经办机构");

    /** Loads its template. */
    public AppropriationSummaryDocument() {
        super(LAYOUT);
    }

    private static DocumentFacts about(AppropriationSummary summary) {
        return new DocumentFacts(
                TITLE + " " + summary.poolingAreaName() + " " + summary.fundName() + " " + Period.of(summary.month()),
                summary.poolingAreaName(),
                summary.batchNumber(),
                summary.knownOn(),
                summary.digestSm3());
    }
}
