package org.jiayi.reports.distribution;

import java.util.Objects;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.table.Section;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;

/** Renders 绩效分配表, with room for every member's signature. */
public final class StaffDistributionDocument extends TableDocument<StaffDistributionSheet> {

    private static final String TITLE = "家庭医生团队绩效分配表";

    /** What it looks like. */
    public static final TableLayout<StaffDistributionSheet> LAYOUT = TableLayout.portrait(
                    "staff-distribution", TITLE, StaffDistributionDocument::about)
            .verification(StaffDistributionSheet::verificationAddress)
            .fact("机构", sheet -> Coded.of(sheet.institutionName(), sheet.institutionCode()))
            .fact("分配期间", StaffDistributionDocument::period)
            .fact("团队", sheet -> Coded.of(sheet.teamName(), sheet.teamNumber()))
            .fact("状态", StaffDistributionSheet::status)
            .fact("分配编号", StaffDistributionSheet::distributionNumber)
            .section(Section.of("成员分配", StaffDistributionSheet::members)
                    .text("姓名", 170, MemberLine::name)
                    .figure("绩效点数", 90, MemberLine::points)
                    .amount("分配额（元）", 110, MemberLine::amountFen, StaffDistributionSheet::poolFen)
                    .text("签收", 110, member -> ""))
            .amount("签约服务费收入", StaffDistributionSheet::bookedFen)
            .amount("减：基金核减", StaffDistributionSheet::cutFen)
            .amount("可分配收入", StaffDistributionSheet::incomeFen)
            .amount("团队成员分配额", StaffDistributionSheet::poolFen)
            .amount("机构留存额", StaffDistributionSheet::institutionFen)
            .signer("制表人", StaffDistributionSheet::preparedBy)
            .signer("审核人", sheet -> Objects.requireNonNullElse(sheet.resolvedBy(), ""))
            .signer("团队长", sheet -> "")
            .stamp("医疗机构");

    /** Loads its template. */
    public StaffDistributionDocument() {
        super(LAYOUT);
    }

    private static String period(StaffDistributionSheet sheet) {
        return sheet.first().equals(sheet.last())
                ? Period.of(sheet.first())
                : Period.of(sheet.first()) + "至" + Period.of(sheet.last());
    }

    private static DocumentFacts about(StaffDistributionSheet sheet) {
        return new DocumentFacts(
                TITLE + " " + sheet.teamName() + " " + period(sheet),
                sheet.institutionName(),
                sheet.distributionNumber(),
                sheet.date(),
                sheet.digestSm3());
    }
}
