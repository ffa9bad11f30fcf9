package org.jiayi.app.contract.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.ContractApplication;
import org.jiayi.app.contract.Application;
import org.jiayi.app.contract.ContractState;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of applications and offers. */
@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class ApplicationMapper {

    ContractApplication toApi(Application application, Instant now) {
        ContractState state = application.state(now);
        String status = state == ContractState.UPCOMING ? Application.Status.SIGNED.code() : state.code();
        return toApi(application, status, application.area());
    }

    @Mapping(target = "id", source = "application.applicationId", qualifiedByName = "applicationId")
    @Mapping(target = "kind", source = "application.kind", qualifiedByName = "kindCode")
    @Mapping(target = "residentId", source = "application.residentId", qualifiedByName = "residentOrNull")
    @Mapping(target = "teamId", source = "application.teamNumber", qualifiedByName = "teamId")
    @Mapping(target = "contractId", source = "application.contractId", qualifiedByName = "contractOrNull")
    @Mapping(target = "status", source = "status")
    @Mapping(target = "expiresAt", source = "application.expiresAt")
    protected abstract ContractApplication toApi(Application application, String status, @Context String area);

    @Named("applicationId")
    static String applicationId(UUID id, @Context String area) {
        return PublicId.of(PublicId.Kind.APPLICATION, area, id).toString();
    }

    @Named("kindCode")
    protected String kindCode(Application.Kind kind) {
        return kind.code();
    }

    @Named("residentOrNull")
    protected @Nullable String residentOrNull(Optional<UUID> resident, @Context String area) {
        return resident.map(id -> PublicIds.resident(id, area)).orElse(null);
    }

    @Named("contractOrNull")
    protected @Nullable String contractOrNull(Optional<UUID> contract, @Context String area) {
        return contract.map(id -> PublicIds.contract(id, area)).orElse(null);
    }

    protected @Nullable LocalDate orNull(Optional<LocalDate> day) {
        return day.orElse(null);
    }
}
