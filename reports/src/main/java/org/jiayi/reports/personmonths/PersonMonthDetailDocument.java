package org.jiayi.reports.personmonths;

import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;

/** Renders 人月明细. */
public final class PersonMonthDetailDocument extends TableDocument<PersonMonthDetail> {

    private static final String TITLE = "人月明细";

    /** What it looks like. */
    public static final TableLayout<PersonMonthDetail> LAYOUT = TableLayout.portrait(
                    "person-months", TITLE, PersonMonthDetailDocument::about)
            .verification(PersonMonthDetail::verificationAddress)
            .fact("统筹区", detail -> Coded.of(detail.poolingAreaName(), detail.poolingAreaCode()))
            .fact("结算月份", detail -> Period.of(detail.month()))
            .fact("收款方", detail -> Coded.of(detail.payeeName(), detail.payeeCode()))
            .fact("险种", detail -> Coded.of(detail.schemeName(), detail.schemeCode()))
            .fact("结算批次", PersonMonthDetail::batchNumber)
            .fact("数据截至", detail -> Period.of(detail.knownOn()))
            .section(PersonMonthLine.section(PersonMonthDetail::countedPersons, PersonMonthDetail::heads))
            .amount("本月应付额", PersonMonthDetail::entitlementFen)
            .signer("制表人", detail -> "")
            .signer("复核人", detail -> "")
            .stamp("医疗保障经办机构")
            .stamp("定点医疗机构");

    /** Loads its template. */
    public PersonMonthDetailDocument() {
        super(LAYOUT);
    }

    private static DocumentFacts about(PersonMonthDetail detail) {
        return new DocumentFacts(
                TITLE + " " + detail.payeeName() + " " + Period.of(detail.month()),
                detail.poolingAreaName(),
                detail.batchNumber(),
                detail.knownOn(),
                detail.digestSm3());
    }
}
