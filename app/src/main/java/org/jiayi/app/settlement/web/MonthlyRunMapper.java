package org.jiayi.app.settlement.web;

import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.MonthlyRun;
import org.jiayi.app.web.ApiValues;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of monthly runs. */
@Mapper(uses = ApiValues.class)
abstract class MonthlyRunMapper {

    @Mapping(target = "id", source = "run", qualifiedByName = "runId")
    @Mapping(target = "fromMonth", source = "from")
    @Mapping(target = "throughMonth", source = "through")
    @Mapping(target = "total", expression = "java((long) run.units().size())")
    @Mapping(target = "done", expression = "java(run.done())")
    abstract org.jiayi.api.model.MonthlyRun toApi(MonthlyRun run);

    @Mapping(target = "status", source = "state")
    @Mapping(target = "refusalCode", source = "refusal")
    protected abstract org.jiayi.api.model.MonthlyRunUnit toApi(MonthlyRun.Unit unit);

    @Named("runId")
    protected String runId(MonthlyRun run) {
        return PublicId.of(PublicId.Kind.MONTHLY_RUN, run.area(), run.runId()).toString();
    }

    protected String month(Month month) {
        return month.toString();
    }

    protected String scheme(InsuranceScheme scheme) {
        return scheme.code();
    }
}
