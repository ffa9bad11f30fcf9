package org.jiayi.app.publication.web;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.jiayi.api.model.FileLink;
import org.jiayi.api.model.PublicKey;
import org.jiayi.api.model.ReconciliationResult;
import org.jiayi.api.model.StatementTotals;
import org.jiayi.api.model.TotalsReceipt;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.publication.Downloads;
import org.jiayi.app.publication.FileLinks;
import org.jiayi.app.publication.Reconciliation;
import org.jiayi.app.publication.SigningAlgorithm;
import org.jiayi.app.publication.SigningKeys;
import org.jiayi.app.publication.Statement;
import org.jiayi.app.publication.StatementFile;
import org.jiayi.app.publication.TotalsReceipts;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of statements. */
@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class PublicationMapper {

    org.jiayi.api.model.Statement toApi(Statement statement) {
        return toApi(statement, statement.area());
    }

    @Mapping(target = "id", source = "statementId", qualifiedByName = "statementId")
    @Mapping(target = "batchId", source = "batchId", qualifiedByName = "batchId")
    @Mapping(target = "number", source = "statement", qualifiedByName = "number")
    @Mapping(target = "period", source = "statement", qualifiedByName = "period")
    @Mapping(target = "status", source = "superseded")
    @Mapping(target = ".", source = "totals")
    protected abstract org.jiayi.api.model.Statement toApi(Statement statement, @Context String area);

    @Named("number")
    protected String number(Statement statement) {
        return statement.number();
    }

    @Named("period")
    protected String period(Statement statement) {
        return statement.period().toString();
    }

    protected org.jiayi.api.model.Statement.StatusEnum status(boolean superseded) {
        return superseded
                ? org.jiayi.api.model.Statement.StatusEnum.SUPERSEDED
                : org.jiayi.api.model.Statement.StatusEnum.PUBLISHED;
    }

    @Mapping(target = "institutionId", source = "institutionCode", qualifiedByName = "institutionIdOrNull")
    @Mapping(target = "bytes", source = "packed.bytes")
    @Mapping(target = "sha256", source = "packed.digest.sha256")
    @Mapping(target = "sm3", source = "packed.digest.sm3")
    @Mapping(target = "rawBytes", source = "raw.bytes")
    @Mapping(target = "rawSha256", source = "raw.digest.sha256")
    @Mapping(target = "rawSm3", source = "raw.digest.sm3")
    abstract org.jiayi.api.model.StatementFile toApi(StatementFile file, @Context String area);

    @Named("institutionIdOrNull")
    protected @Nullable String institutionIdOrNull(Optional<String> code, @Context String area) {
        return code.map(known -> PublicIds.institution(known, area)).orElse(null);
    }

    FileLink toApi(FileLinks.FileLink link, String area) {
        PublicId id = PublicId.of(PublicId.Kind.FILE_LINK, area, link.linkId());
        return new FileLink(link.name(), "/api/v1/file-links/" + id, ApiValues.moment(link.expiresAt()));
    }

    org.jiayi.api.model.Download toApi(Downloads.Download download, String area) {
        return new org.jiayi.api.model.Download(
                        PublicId.of(PublicId.Kind.DOWNLOAD, area, download.downloadId())
                                .toString(),
                        download.name(),
                        download.caller(),
                        download.firstByte(),
                        download.bytes(),
                        ApiValues.moment(download.startedAt()))
                .sentBytes(download.sentBytes().orElse(null))
                .complete(download.complete().orElse(null));
    }

    TotalsReceipt toApi(TotalsReceipts.Receipt receipt, Statement statement) {
        TotalsReceipts.Counted ours = TotalsReceipts.Counted.of(statement);
        return new TotalsReceipt(
                PublicId.of(PublicId.Kind.TOTALS_RECEIPT, statement.area(), receipt.receiptId())
                        .toString(),
                receipt.matched(),
                new StatementTotals(receipt.lines(), receipt.persons(), receipt.amountFen()),
                new StatementTotals(ours.lines(), ours.persons(), ours.amountFen()),
                receipt.receivedBy(),
                ApiValues.moment(receipt.receivedAt()));
    }

    @Mapping(target = "validUntil", source = "validUntil")
    @Mapping(target = "publicKey", source = "pem")
    abstract PublicKey toApi(SigningKeys.Published key);

    protected @Nullable LocalDate dayOrNull(Optional<LocalDate> day) {
        return day.orElse(null);
    }

    protected PublicKey.AlgorithmEnum algorithm(SigningAlgorithm algorithm) {
        return PublicKey.AlgorithmEnum.fromValue(algorithm.name().toLowerCase(Locale.ROOT));
    }

    org.jiayi.api.model.Reconciliation toApi(Reconciliation job) {
        return new org.jiayi.api.model.Reconciliation(
                        PublicId.of(PublicId.Kind.RECONCILIATION, job.area(), job.reconciliationId())
                                .toString(),
                        PublicIds.statement(job.statementId(), job.area()),
                        org.jiayi.api.model.Reconciliation.StageEnum.fromValue(job.stage()),
                        job.done(),
                        job.total(),
                        job.rows(),
                        job.uploadedBy(),
                        ApiValues.moment(job.uploadedAt()))
                .finishedAt(ApiValues.momentOrNull(job.finishedAt()))
                .result(job.result().map(this::toApi).orElse(null));
    }

    abstract ReconciliationResult toApi(Reconciliation.Result result);

    org.jiayi.api.model.Difference toApi(Reconciliation.Difference difference) {
        return new org.jiayi.api.model.Difference(
                        org.jiayi.api.model.Difference.KindEnum.fromValue(difference.kind()), difference.key())
                .ours(difference.ours().orElse(null))
                .theirs(difference.theirs().orElse(null));
    }
}
