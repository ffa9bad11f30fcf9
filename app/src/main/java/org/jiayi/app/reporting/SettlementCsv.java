package org.jiayi.app.reporting;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;

/**
 * The files that machines read: RFC 4180, UTF-8, English header, yuan with two decimals, and a last line {@code #TOTAL}
 * with the number of lines and the sums, by which a truncated file is known.
 */
final class SettlementCsv {

    private SettlementCsv() {}

    static void summary(BatchHeading heading, List<BatchLine> lines, OutputStream out) throws IOException {
        Batch batch = heading.batch();
        try (CsvWriter csv = writer(out)) {
            csv.writeRecord(
                    "institution_code",
                    "institution_name",
                    "scheme",
                    "month",
                    "heads",
                    "entitlement_yuan",
                    "prepayment_yuan",
                    "retention_yuan");
            for (BatchLine line : lines) {
                csv.writeRecord(
                        line.institutionCode(),
                        line.institutionName(),
                        batch.fund(),
                        batch.month().toString(),
                        Long.toString(line.heads()),
                        yuan(line.entitlementFen()),
                        yuan(line.prepaymentFen()),
                        yuan(line.retentionFen()));
            }
            csv.writeComment(String.join(
                    ",",
                    "TOTAL",
                    Integer.toString(lines.size()),
                    batch.fund(),
                    batch.month().toString(),
                    Long.toString(batch.heads()),
                    yuan(batch.entitlementFen()),
                    yuan(batch.prepaymentFen()),
                    yuan(batch.retentionFen())));
        }
    }

    static void statement(BatchHeading heading, BatchLine line, List<PersonMonths.Detail> heads, OutputStream out)
            throws IOException {
        Batch batch = heading.batch();
        try (CsvWriter csv = writer(out)) {
            csv.writeRecord(
                    "resident_id",
                    "name",
                    "document_number_masked",
                    "contract_id",
                    "team_number",
                    "tariff_row",
                    "tariff_label",
                    "term_from",
                    "term_last_day",
                    "for_month",
                    "person_months",
                    "reason");
            for (PersonMonths.Detail head : heads) {
                PersonMonths.PersonMonth month = head.personMonth();
                csv.writeRecord(
                        PublicId.of(PublicId.Kind.RESIDENT, batch.area(), month.residentId())
                                .toString(),
                        head.resident().name(),
                        head.resident().maskedDocumentNumber(),
                        PublicId.of(PublicId.Kind.CONTRACT, batch.area(), month.contractId())
                                .toString(),
                        month.teamNumber(),
                        Integer.toString(month.tariffRow()),
                        month.tariffLabel(),
                        head.term().from().toString(),
                        head.term().lastDay().toString(),
                        Month.containing(month.forMonth()).toString(),
                        Integer.toString(month.heads()),
                        month.reason());
            }
            csv.writeComment(String.join(
                    ",",
                    "TOTAL",
                    Integer.toString(heads.size()),
                    line.payee(),
                    batch.fund(),
                    batch.month().toString(),
                    yuan(line.entitlementFen()),
                    yuan(line.prepaymentFen()),
                    yuan(line.retentionFen()),
                    batch.digestSm3()));
        }
    }

    private static CsvWriter writer(OutputStream out) {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        return CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
    }

    private static String yuan(long fen) {
        return Money.ofFen(fen).toYuan();
    }
}
