package org.jiayi.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JasperCompileManager;
import org.jiayi.reports.appropriationsummary.AppropriationSummaryDocument;
import org.jiayi.reports.capitationstatement.CapitationStatementDocument;
import org.jiayi.reports.contractfee.ContractFeeDocument;
import org.jiayi.reports.coverage.CoverageDocument;
import org.jiayi.reports.distribution.StaffDistributionDocument;
import org.jiayi.reports.fundclaim.FundClaimDocument;
import org.jiayi.reports.personmonths.PersonMonthDetailDocument;
import org.jiayi.reports.table.TableDesign;
import org.jiayi.reports.table.TableDocument;
import org.jiayi.reports.table.TableLayout;
import org.jiayi.reports.yearend.YearEndStatementDocument;

/** Makes the templates while the module is built, because the first one costs seconds and a compiler at run time. */
public final class CompileTemplates {

    private static final List<TableLayout<?>> LAYOUTS = List.of(
            AppropriationSummaryDocument.LAYOUT,
            CapitationStatementDocument.LAYOUT,
            ContractFeeDocument.LAYOUT,
            CoverageDocument.LAYOUT,
            StaffDistributionDocument.LAYOUT,
            FundClaimDocument.LAYOUT,
            PersonMonthDetailDocument.LAYOUT,
            YearEndStatementDocument.LAYOUT);

    private CompileTemplates() {}

    /**
     * Compiles every {@code .jrxml} below a directory into a {@code .jasper} beside it, and the layouts of all office tables.
     *
     * @param args the directory of the compiled classes and resources
     * @throws IOException if the directory cannot be read
     * @throws JRException if a template is wrong; the build must fail then
     */
    public static void main(String[] args) throws IOException, JRException {
        Path directory = Path.of(args[0]);
        for (Path template : templates(directory)) {
            String source = template.toString();
            JasperCompileManager.compileReportToFile(source, source.replaceAll("\\.jrxml$", ".jasper"));
        }
        Path tables = directory.resolve(TableDocument.class.getPackageName().replace('.', '/'));
        for (TableLayout<?> layout : LAYOUTS) {
            var design = TableDesign.of(layout);
            JasperCompileManager.compileReportToFile(
                    design, tables.resolve(design.getName() + ".jasper").toString());
        }
    }

    private static List<Path> templates(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".jrxml")).toList();
        }
    }
}
