package org.jiayi.reports.coverage;

import java.util.Locale;
import org.jiayi.reports.pdf.DocumentFacts;
import org.jiayi.reports.table.Section;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.text.Coded;
import org.jiayi.reports.text.Period;

/** Renders 签约覆盖情况表. The bars of a column share one scale, and are its chart. */
public final class CoverageDocument extends TableDocument<CoverageSheet> {

    private static final String TITLE = "家庭医生签约覆盖情况表";

    /** What it looks like. */
    public static final TableLayout<CoverageSheet> LAYOUT = TableLayout.portrait(
                    "coverage", TITLE, CoverageDocument::about)
            .unit("人")
            .fact("统筹区", sheet -> Coded.of(sheet.poolingAreaName(), sheet.poolingAreaCode()))
            .fact("统计日期", sheet -> Period.of(sheet.on()))
            .fact("常住居民", sheet -> String.format(Locale.ROOT, "%,d", sheet.residents()))
            .fact("签约率", CoverageSheet::rate)
            .section(Section.of("人群签约率", CoverageSheet::groups)
                    .text("人群", 130, GroupLine::group)
                    .count("居民数", 62, GroupLine::residents)
                    .count("签约数", 62, GroupLine::contracted)
                    .rate("签约率", 56, GroupLine::rate)
                    .bar("签约率（0%～100%）", 180, GroupLine::rate)
                    .brief())
            .section(Section.of("机构签约情况", CoverageSheet::institutions)
                    .code("机构编码", 82, InstitutionLine::institutionCode)
                    .text("机构名称", 136, InstitutionLine::institutionName)
                    .count("签约数", 56, InstitutionLine::contracted, CoverageSheet::contracted)
                    .count("其中重点人群", 60, InstitutionLine::priority, CoverageSheet::priority)
                    .rate("占全区签约", 56, InstitutionLine::share)
                    .bar("占全区签约（0%～100%）", 100, InstitutionLine::share))
            .signer("制表人", sheet -> "")
            .signer("审核人", sheet -> "")
            .stamp("卫生健康行政部门");

    /** Loads its template. */
    public CoverageDocument() {
        super(LAYOUT);
    }

    private static DocumentFacts about(CoverageSheet sheet) {
        return new DocumentFacts(
                TITLE + " " + sheet.poolingAreaName() + " " + Period.of(sheet.on()),
                sheet.poolingAreaName(),
                "FG-" + sheet.poolingAreaCode() + "-" + sheet.on(),
                sheet.on(),
                "");
    }
}
