package org.jiayi.app.reporting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.distribution.TeamDistribution;
import org.jiayi.app.distribution.TeamDistributions;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.publication.StatementDocuments;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.reports.appropriationsummary.AppropriationSummary;
import org.jiayi.reports.appropriationsummary.AppropriationSummaryDocument;
import org.jiayi.reports.capitationstatement.CapitationStatement;
import org.jiayi.reports.capitationstatement.CapitationStatementDocument;
import org.jiayi.reports.distribution.StaffDistributionDocument;
import org.jiayi.reports.distribution.StaffDistributionSheet;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The files of a batch: its summary and, of a capitation month or a staff distribution, one document for each payee, each as XLSX and
 * PDF.
 */
@Component
@ConditionalOnProperty(name = "jiayi.publication.documents", matchIfMissing = true)
class SettlementDocuments implements StatementDocuments {

    private static final int RENDER_THREADS = 1;
    private static final int RENDER_QUEUE_MAX = 1_000;

    private final PoolingAreas areas;
    private final Policies policies;
    private final PersonMonths personMonths;
    private final TeamDistributions distributions;
    private final Teams teams;
    private final VerificationAddresses addresses;
    private final StaffDistributionDocument sheets = new StaffDistributionDocument();
    private final CapitationStatementDocument statements = new CapitationStatementDocument();
    private final AppropriationSummaryDocument summaries = new AppropriationSummaryDocument();
    private final Scheduler rendering = Schedulers.newBoundedElastic(RENDER_THREADS, RENDER_QUEUE_MAX, "rendering");

    SettlementDocuments(
            PoolingAreas areas,
            Policies policies,
            PersonMonths personMonths,
            TeamDistributions distributions,
            Teams teams,
            VerificationAddresses addresses) {
        this.areas = areas;
        this.policies = policies;
        this.personMonths = personMonths;
        this.distributions = distributions;
        this.teams = teams;
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
        return Format.values().length * (1 + (hasOneForEachPayee(batch) ? lines.size() : 0));
    }

    private static boolean hasOneForEachPayee(Batch batch) {
        return batch.isCapitationMonth() || batch.kind().equals(BatchKind.STAFF_DISTRIBUTION);
    }

    @Override
    public Flux<Document> of(Batch batch, List<BatchLine> lines) {
        Mono<Optional<Policy>> policy = batch.policyId()
                .map(policyId -> policies.get(batch.area(), policyId).map(Optional::of))
                .orElse(Mono.just(Optional.empty()));
        return Mono.zip(areas.get(batch.area()), policy).flatMapMany(facts -> {
            BatchHeading heading = new BatchHeading(batch, facts.getT1().name(), facts.getT2(), addresses);
            return Flux.concat(summary(heading, lines), ofPayees(heading, lines));
        });
    }

    private Flux<Document> ofPayees(BatchHeading heading, List<BatchLine> lines) {
        return switch (heading.batch().kind()) {
            case BatchKind.CAPITATION_MONTH -> Flux.fromIterable(lines).concatMap(line -> statement(heading, line), 1);
            case BatchKind.STAFF_DISTRIBUTION ->
                distributions.of(heading.batch()).concatMap(distribution -> distribution(heading, distribution), 1);
            default -> Flux.empty();
        };
    }

    /** 绩效分配表 of a team, dated as its batch is known, so that it is the same whenever it is made. */
    private Flux<Document> distribution(BatchHeading heading, TeamDistribution found) {
        Batch batch = heading.batch();
        Scope all = new Scope(batch.area(), Optional.empty(), Optional.empty(), Optional.empty());
        return teams.get(batch.area(), found.teamNumber(), all).flatMapMany(team -> {
            StaffDistributionSheet sheet =
                    FeeRecords.of(found, FeeRecords.Heading.of(found, batch.knownOn(), addresses), team);
            String stem = heading.fileStem("distribution-" + found.teamNumber());
            int members = found.parts().size();
            return files(Optional.of(found.institutionCode()), stem, members, (format, out) -> {
                switch (format) {
                    case XLSX -> sheets.xlsx(sheet, out);
                    case PDF -> sheets.pdf(sheet, out);
                }
            });
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
