package org.jiayi.app.reporting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.publication.StatementDocuments;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.reports.appropriationsummary.AppropriationSummary;
import org.jiayi.reports.appropriationsummary.AppropriationSummaryDocument;
import org.jiayi.reports.capitationstatement.CapitationStatement;
import org.jiayi.reports.capitationstatement.CapitationStatementDocument;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The files of a batch: its summary and, of a capitation month, a statement per payee, each as XLSX and PDF. */
@Component
@ConditionalOnProperty(name = "jiayi.publication.documents", matchIfMissing = true)
class SettlementDocuments implements StatementDocuments {

    private static final int RENDER_THREADS = 1;
    private static final int RENDER_QUEUE_MAX = 1_000;

    private final PoolingAreas areas;
    private final Policies policies;
    private final PersonMonths personMonths;
    private final VerificationAddresses addresses;
    private final CapitationStatementDocument statements = new CapitationStatementDocument();
    private final AppropriationSummaryDocument summaries = new AppropriationSummaryDocument();
    private final Scheduler rendering = Schedulers.newBoundedElastic(RENDER_THREADS, RENDER_QUEUE_MAX, "rendering");

    SettlementDocuments(
            PoolingAreas areas, Policies policies, PersonMonths personMonths, VerificationAddresses addresses) {
        this.areas = areas;
        this.policies = policies;
        this.personMonths = personMonths;
        this.addresses = addresses;
    }

    /** The two forms of every file. */
    private enum Format {
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        PDF("application/pdf");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        private String fileName(String stem) {
            return stem + "." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Writes a document in one of its forms. */
    private interface Content {
        void write(Format format, OutputStream out) throws IOException;
    }

    @Override
    public int count(Batch batch, List<BatchLine> lines) {
        return Format.values().length * (1 + (batch.isCapitationMonth() ? lines.size() : 0));
    }

    @Override
    public Flux<Document> of(Batch batch, List<BatchLine> lines) {
        Mono<Optional<Policy>> policy = batch.policyId()
                .map(policyId -> policies.get(batch.area(), policyId).map(Optional::of))
                .orElse(Mono.just(Optional.empty()));
        return Mono.zip(areas.get(batch.area()), policy).flatMapMany(facts -> {
            BatchHeading heading = new BatchHeading(batch, facts.getT1().name(), facts.getT2(), addresses);
            return batch.isCapitationMonth()
                    ? Flux.concat(
                            summary(heading, lines),
                            Flux.fromIterable(lines).concatMap(line -> statement(heading, line), 1))
                    : summary(heading, lines);
        });
    }

    private Flux<Document> summary(BatchHeading heading, List<BatchLine> lines) {
        AppropriationSummary summary = StatementRecords.summary(heading, lines);
        return files(Optional.empty(), heading.fileStem("appropriation"), lines.size(), (format, out) -> {
            switch (format) {
                case XLSX -> summaries.xlsx(summary, out);
                case PDF -> summaries.pdf(summary, out);
            }
        });
    }

    private Flux<Document> statement(BatchHeading heading, BatchLine line) {
        Batch batch = heading.batch();
        return personMonths
                .details(batch.area(), batch.fund(), batch.month(), line.payee())
                .collectList()
                .flatMapMany(heads -> {
                    CapitationStatement statement = StatementRecords.statement(heading, line, heads);
                    String stem = heading.fileStem("statement-" + line.payee());
                    return files(Optional.of(line.institutionCode()), stem, heads.size(), (format, out) -> {
                        switch (format) {
                            case XLSX -> statements.xlsx(statement, out);
                            case PDF -> statements.pdf(statement, out);
                        }
                    });
                });
    }

    private Flux<Document> files(Optional<String> institutionCode, String stem, long rows, Content content) {
        return Flux.fromArray(Format.values()).publishOn(rendering, 1).map(format -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                content.write(format, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot render " + stem, e);
            }
            return new Document(institutionCode, format.fileName(stem), format.mediaType, rows, bytes.toByteArray());
        });
    }
}
