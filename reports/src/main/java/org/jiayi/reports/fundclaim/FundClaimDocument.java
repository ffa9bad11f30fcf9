package org.jiayi.reports.fundclaim;

import java.util.Objects;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.table.Section;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;

/** Renders 签约服务费结算单. */
public final class FundClaimDocument extends TableDocument<FundClaimStatement> {

    private static final String TITLE = "家庭医生签约服务费结算单";

    /** What it looks like. */
    public static final TableLayout<FundClaimStatement> LAYOUT = TableLayout.landscape(
                    "fund-claim", TITLE, FundClaimDocument::about)
            .verification(FundClaimStatement::verificationAddress)
            .fact("统筹区", statement -> Coded.of(statement.poolingAreaName(), statement.poolingAreaCode()))
            .fact("费用月份", statement -> Period.of(statement.month()))
            .fact("付费方", FundClaimStatement::payerName)
            .fact("结算编号", FundClaimStatement::claimNumber)
            .fact("状态", FundClaimStatement::status)
            .fact("到位率", FundClaimStatement::arrival)
            .section(Section.of("机构明细", FundClaimStatement::lines)
                    .code("机构编码", 110, ClaimLine::institutionCode)
                    .text("机构名称", 250, ClaimLine::institutionName)
                    .count("签约数", 70, ClaimLine::contracts, FundClaimStatement::contracts)
                    .amount("结算额（元）", 110, ClaimLine::amountFen, FundClaimStatement::linesFen)
                    .amount("到账额（元）", 110, ClaimLine::receivedFen, FundClaimStatement::receivedFen)
                    .rate("到位率", 70, ClaimLine::arrival))
            .section(Section.of("到账记录", FundClaimStatement::receipts)
                    .day("到账日期", 90, ReceiptLine::receivedOn)
                    .text("银行流水号", 250, ReceiptLine::bankReference)
                    .text("登记人", 150, ReceiptLine::recordedBy)
                    .amount("到账额（元）", 110, ReceiptLine::amountFen, FundClaimStatement::receivedFen)
                    .brief())
            .section(Section.of("核减记录", FundClaimStatement::cuts)
                    .day("核减日期", 90, CutLine::cutOn)
                    .code("机构编码", 110, CutLine::institutionCode)
                    .text("核减事由", 250, CutLine::reason)
                    .text("登记人", 110, CutLine::recordedBy)
                    .amount("核减额（元）", 110, CutLine::amountFen, FundClaimStatement::cutFen)
                    .brief())
            .amount("上期结转（冲抵）", FundClaimStatement::carriedFen)
            .amount("本期申请拨付额", FundClaimStatement::claimedFen)
            .amount("基金核减额", FundClaimStatement::cutFen)
            .amount("已到账额", FundClaimStatement::receivedFen)
            .amount("未到账额", FundClaimStatement::outstandingFen)
            .signer("制表人", FundClaimStatement::preparedBy)
            .signer("报送人", statement -> Objects.requireNonNullElse(statement.submittedBy(), ""))
            .signer("批准人", statement -> "")
            .stamp("医疗保障经办机构")
            .stamp("付费方");

    /** Loads its template. */
    public FundClaimDocument() {
        super(LAYOUT);
    }

    private static DocumentFacts about(FundClaimStatement statement) {
        return new DocumentFacts(
                TITLE + " " + statement.poolingAreaName() + " " + statement.payerName() + " "
                        + Period.of(statement.month()),
                statement.poolingAreaName(),
                statement.claimNumber(),
                statement.date(),
                statement.digestSm3());
    }
}
