package org.jiayi.app.policy.web;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

@Mapper
abstract class PolicyMapper {

    @Mapping(target = "id", source = "policy")
    abstract org.jiayi.api.model.Policy toApi(Policy policy);

    protected String id(Policy policy) {
        return PublicId.of(PublicId.Kind.POLICY, policy.area(), policy.policyId())
                .toString();
    }

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
