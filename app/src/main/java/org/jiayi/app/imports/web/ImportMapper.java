package org.jiayi.app.imports.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jiayi.app.imports.ImportJob;
import org.jiayi.app.kernel.id.PublicId;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

@Mapper
abstract class ImportMapper {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Mapping(target = "id", source = "job")
    abstract org.jiayi.api.model.ImportJob toApi(ImportJob job);

    protected String id(ImportJob job) {
        return PublicId.of(PublicId.Kind.IMPORT, job.area(), job.importId()).toString();
    }

    protected org.jiayi.api.model.ImportJob.StatusEnum status(String status) {
        return org.jiayi.api.model.ImportJob.StatusEnum.fromValue(status);
    }

    protected OffsetDateTime moment(Instant instant) {
        return instant.atZone(ZONE).toOffsetDateTime();
    }

    protected @Nullable OffsetDateTime moment(Optional<Instant> instant) {
        return instant.map(this::moment).orElse(null);
    }
}
