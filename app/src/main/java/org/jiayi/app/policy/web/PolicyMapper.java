package org.jiayi.app.policy.web;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

@Mapper(uses = PublicIds.class)
abstract class PolicyMapper {

    org.jiayi.api.model.Policy toApi(Policy policy) {
        return toApi(policy, policy.area());
    }

    @Mapping(target = "id", source = "policyId", qualifiedByName = "policyId")
    protected abstract org.jiayi.api.model.Policy toApi(Policy policy, @Context String area);

    protected org.jiayi.api.model.Policy.StatusEnum status(String status) {
        return org.jiayi.api.model.Policy.StatusEnum.fromValue(status);
    }

    protected @Nullable LocalDate dayOrNull(Optional<LocalDate> day) {
        return day.orElse(null);
    }

    protected @Nullable String textOrNull(Optional<String> text) {
        return text.orElse(null);
    }
}
