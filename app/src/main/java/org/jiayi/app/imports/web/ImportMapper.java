package org.jiayi.app.imports.web;

import org.jiayi.app.imports.ImportJob;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class ImportMapper {

    org.jiayi.api.model.ImportJob toApi(ImportJob job) {
        return toApi(job, job.area());
    }

    @Mapping(target = "id", source = "importId", qualifiedByName = "importId")
    protected abstract org.jiayi.api.model.ImportJob toApi(ImportJob job, @Context String area);

    protected org.jiayi.api.model.ImportJob.StatusEnum status(String status) {
        return org.jiayi.api.model.ImportJob.StatusEnum.fromValue(status);
    }
}
