package org.jiayi.reports.contractfee;

import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.table.Section;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Period;

/** Renders the fee page (费用明细) of one contract. */
public final class ContractFeeDocument extends TableDocument<ContractFeePage> {

    private static final String TITLE = "签约服务费用明细";

    /** What it looks like. */
    public static final TableLayout<ContractFeePage> LAYOUT = TableLayout.portrait(
                    "contract-fee", TITLE, ContractFeeDocument::about)
            .fact("协议编号", ContractFeePage::contractNumber)
            .fact("打印日期", page -> Period.of(page.on()))
            .fact("居民", ContractFeePage::residentName)
            .fact("证件号码", ContractFeePage::residentDocument)
            .fact("机构", ContractFeePage::institution)
            .fact("团队", ContractFeePage::team)
            .fact("服务包", ContractFeePage::packageName)
            .fact("协议期限", page -> Period.of(page.firstDay()) + "至" + Period.of(page.lastDay()))
            .section(Section.of("付费方合计", ContractFeePage::payers)
                    .text("付费方", 300, PayerLine::payer)
                    .amount("金额（元）", 110, PayerLine::amountFen, ContractFeePage::totalFen)
                    .brief())
            .section(Section.of("费用明细", ContractFeePage::lines)
                    .code("入账月份", 52, line -> line.month().toString())
                    .text("事由", 70, FeeBookingLine::reason)
                    .text("付费方", 75, FeeBookingLine::payer)
                    .text("说明", 205, FeeBookingLine::explanation)
                    .amount("金额（元）", 75, FeeBookingLine::amountFen, ContractFeePage::totalFen)
                    .brief())
            .amount("费用合计", ContractFeePage::totalFen)
            .stamp("医疗机构");

    /** Loads its template. */
    public ContractFeeDocument() {
        super(LAYOUT);
    }

    private static DocumentFacts about(ContractFeePage page) {
        return new DocumentFacts(
                TITLE + " " + page.contractNumber(), page.institution(), page.contractNumber(), page.on(), "");
    }
}
