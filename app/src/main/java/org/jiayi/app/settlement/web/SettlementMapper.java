package org.jiayi.app.settlement.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.Manifest;
import org.jiayi.api.model.ManifestFile;
import org.jiayi.api.model.PersonMonth;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.PublishedFile;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of settlements. */
@Mapper
abstract class SettlementMapper {

    @Mapping(target = "id", source = "batch", qualifiedByName = "batchId")
    @Mapping(target = "policyId", source = "batch", qualifiedByName = "policyId")
    abstract org.jiayi.api.model.Batch toApi(Batch batch);

    @Mapping(target = "institutionId", source = "institutionCode", qualifiedByName = "institutionId")
    abstract org.jiayi.api.model.BatchLine toApi(BatchLine line, @Context String area);

    @Mapping(target = "residentId", source = "residentId", qualifiedByName = "residentId")
    @Mapping(target = "contractId", source = "contractId", qualifiedByName = "contractId")
    @Mapping(target = "teamId", source = "teamNumber", qualifiedByName = "teamId")
    @Mapping(target = "institutionId", source = "institutionCode", qualifiedByName = "institutionId")
    abstract PersonMonth toApi(PersonMonths.PersonMonth personMonth, @Context String area);

    @Mapping(target = "batchId", source = "batch", qualifiedByName = "batchId")
    @Mapping(target = "files", source = "files")
    abstract Manifest toApi(Batch batch, List<PublishedFile> files);

    @Mapping(target = "id", source = "file", qualifiedByName = "fileId")
    @Mapping(target = "institutionId", source = "file", qualifiedByName = "fileInstitutionId")
    abstract ManifestFile toApi(PublishedFile file);

    @Named("batchId")
    protected String batchId(Batch batch) {
        return PublicId.of(PublicId.Kind.BATCH, batch.area(), batch.batchId()).toString();
    }

    @Named("policyId")
    protected String policyId(Batch batch) {
        return PublicId.of(PublicId.Kind.POLICY, batch.area(), batch.policyId()).toString();
    }

    @Named("fileId")
    protected String fileId(PublishedFile file) {
        return PublicId.of(PublicId.Kind.FILE, file.area(), file.fileId()).toString();
    }

    @Named("fileInstitutionId")
    protected @Nullable String fileInstitutionId(PublishedFile file) {
        return file.institutionCode()
                .map(code -> institutionId(code, file.area()))
                .orElse(null);
    }

    @Named("institutionId")
    protected String institutionId(String code, @Context String area) {
        return PublicId.of(PublicId.Kind.INSTITUTION, area, code).toString();
    }

    @Named("teamId")
    protected String teamId(String number, @Context String area) {
        return PublicId.of(PublicId.Kind.TEAM, area, number).toString();
    }

    @Named("residentId")
    protected String residentId(UUID residentId, @Context String area) {
        return PublicId.of(PublicId.Kind.RESIDENT, area, residentId).toString();
    }

    @Named("contractId")
    protected String contractId(UUID contractId, @Context String area) {
        return PublicId.of(PublicId.Kind.CONTRACT, area, contractId).toString();
    }

    protected org.jiayi.api.model.Batch.StatusEnum status(Batch.Status status) {
        return org.jiayi.api.model.Batch.StatusEnum.fromValue(status.name().toLowerCase(Locale.ROOT));
    }

    protected String month(Month month) {
        return month.toString();
    }

    protected @Nullable String orNull(Optional<String> text) {
        return text.orElse(null);
    }
}
