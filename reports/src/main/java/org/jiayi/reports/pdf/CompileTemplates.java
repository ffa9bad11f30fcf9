package org.jiayi.reports.pdf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JasperCompileManager;

/** Compiles the templates while the module is built, because the first one costs seconds and a compiler at run time. */
public final class CompileTemplates {

    private CompileTemplates() {}

    /**
     * Compiles every {@code .jrxml} below a directory into a {@code .jasper} beside it.
     *
     * @param args the directory of the compiled classes and resources
     * @throws IOException if the directory cannot be read
     * @throws JRException if a template is wrong; the build must fail then
     */
    public static void main(String[] args) throws IOException, JRException {
        for (Path template : templates(Path.of(args[0]))) {
            String source = template.toString();
            JasperCompileManager.compileReportToFile(source, source.replaceAll("\\.jrxml$", ".jasper"));
        }
    }

    private static List<Path> templates(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".jrxml")).toList();
        }
    }
}
