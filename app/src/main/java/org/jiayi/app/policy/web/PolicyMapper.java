package org.jiayi.app.policy.web;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.PolicyDifference;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class PolicyMapper {

    org.jiayi.api.model.Policy toApi(Policy policy) {
        return toApi(policy, policy.area());
    }

    @Mapping(target = "id", source = "policyId", qualifiedByName = "policyId")
    @Mapping(target = "supersedesId", source = "supersedes")
    protected abstract org.jiayi.api.model.Policy toApi(Policy policy, @Context String area);

    abstract PolicyDifference toApi(org.jiayi.app.policy.PolicyDifference difference);

    protected org.jiayi.api.model.Policy.StatusEnum status(Policy.Status status) {
        return org.jiayi.api.model.Policy.StatusEnum.fromValue(status.code());
    }

    protected @Nullable LocalDate dayOrNull(Optional<LocalDate> day) {
        return day.orElse(null);
    }

    protected @Nullable String policyOrNull(Optional<UUID> policy, @Context String area) {
        return policy.map(id -> PublicIds.policy(id, area)).orElse(null);
    }
}
