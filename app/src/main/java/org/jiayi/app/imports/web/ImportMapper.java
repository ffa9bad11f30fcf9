package org.jiayi.app.imports.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jiayi.app.imports.ImportJob;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

@Mapper(uses = PublicIds.class)
abstract class ImportMapper {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    org.jiayi.api.model.ImportJob toApi(ImportJob job) {
        return toApi(job, job.area());
    }

    @Mapping(target = "id", source = "importId", qualifiedByName = "importId")
    protected abstract org.jiayi.api.model.ImportJob toApi(ImportJob job, @Context String area);

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
