package org.jiayi.app.reporting;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.yearend.PayeeYearEnd;
import org.jiayi.app.yearend.Reconciliation;
import org.jiayi.app.yearend.YearEnds;
import org.jiayi.reports.personmonths.PersonMonthDetail;
import org.jiayi.reports.personmonths.PersonMonthDetailDocument;
import org.jiayi.reports.personmonths.PersonMonthLine;
import org.jiayi.reports.yearend.YearEndStatement;
import org.jiayi.reports.yearend.YearEndStatementDocument;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Prints what capitation settles: year ends, and the person-months of a month's line. */
@Component
public class SettlementPrints {

    private final YearEnds yearEnds;
    private final Batches batches;
    private final PersonMonths personMonths;
    private final PoolingAreas areas;
    private final Teams teams;
    private final VerificationAddresses addresses;
    private final Rendering rendering;
    private final YearEndStatementDocument yearEndDocument = new YearEndStatementDocument();
    private final PersonMonthDetailDocument personMonthDocument = new PersonMonthDetailDocument();

    SettlementPrints(
            YearEnds yearEnds,
            Batches batches,
            PersonMonths personMonths,
            PoolingAreas areas,
            Teams teams,
            VerificationAddresses addresses,
            Rendering rendering) {
        this.yearEnds = yearEnds;
        this.batches = batches;
        this.personMonths = personMonths;
        this.areas = areas;
        this.teams = teams;
        this.addresses = addresses;
        this.rendering = rendering;
    }

    /** Prints 年终清算表 with the lines within the caller's reach. */
    public Mono<PrintedDocument> yearEnd(String area, UUID yearEndId, Caller caller, DocumentFormat format) {
        return Mono.zip(yearEnds.get(area, yearEndId), areas.get(area), teams.institutionNames(area))
                .flatMap(facts -> {
                    YearEndStatement statement =
                            statement(facts.getT1(), yearEndId, facts.getT2().name(), facts.getT3(), caller);
                    String title = "年终清算表-" + statement.schemeName() + "-"
                            + statement.through().getYear();
                    return rendering.table(yearEndDocument, statement, title, format);
                });
    }

    private YearEndStatement statement(
            Reconciliation found, UUID yearEndId, String areaName, Map<String, String> names, Caller caller) {
        List<PayeeYearEnd> lines = found.linesIn(caller.scope());
        PublicId number = PublicId.of(PublicId.Kind.YEAR_END, found.area(), yearEndId);
        String digest = found.digest().sm3();
        long balance = YearEndRecords.balanceFen(lines);
        String address = caller.scope()
                .institution()
                .map(code -> addresses.of(number, digest, balance, code))
                .orElseGet(() -> addresses.of(number, digest, balance));
        return YearEndRecords.of(found, lines, number, areaName, names, address);
    }

    /** Prints 人月明细 of a line within the caller's reach, its rows read as they are printed. */
    public Mono<PrintedDocument> personMonths(
            String area, UUID batchId, String payee, Caller caller, DocumentFormat format) {
        return batches.getMonth(area, batchId)
                .flatMap(batch -> batches.line(batch, payee, caller.scope())
                        .zipWith(areas.get(area))
                        .flatMap(facts ->
                                personMonths(batch, facts.getT1(), facts.getT2().name(), format)));
    }

    private Mono<PrintedDocument> personMonths(Batch batch, BatchLine line, String areaName, DocumentFormat format) {
        String title = "人月明细-" + line.payee() + "-" + batch.month();
        Flux<PersonMonthLine> persons = personMonths
                .details(batch.area(), batch.fund(), batch.month(), line.payee())
                .map(StatementRecords::person);
        return rendering
                .bytes(title, out -> {
                    PulledRows<PersonMonthLine> rows = PulledRows.of(persons);
                    try {
                        var detail = detail(batch, line, areaName, rows);
                        switch (format) {
                            case PDF -> personMonthDocument.pdf(detail, out);
                            case XLSX -> personMonthDocument.xlsx(detail, out);
                        }
                    } finally {
                        rows.dispose();
                    }
                })
                .map(content -> new PrintedDocument(title + "." + format.code(), format, content));
    }

    private PersonMonthDetail detail(
            Batch batch, BatchLine line, String areaName, PulledRows<PersonMonthLine> persons) {
        PublicId number = PublicId.of(PublicId.Kind.BATCH, batch.area(), batch.batchId());
        return new PersonMonthDetail(
                areaName,
                batch.area(),
                line.institutionName(),
                line.payee(),
                batch.fund(),
                batch.scheme().label(),
                batch.month().value(),
                batch.knownOn(),
                number.toString(),
                batch.digestSm3(),
                addresses.of(number, batch.digestSm3(), line.entitlementFen(), line.payee()),
                line.heads() + line.correctedHeads(),
                line.entitlementFen(),
                persons);
    }
}
