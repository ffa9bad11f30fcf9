package org.jiayi.app.settlement.web;

import java.util.Locale;
import java.util.Optional;
import org.jiayi.api.model.Correction;
import org.jiayi.api.model.HeadMovement;
import org.jiayi.api.model.PayeeComparison;
import org.jiayi.api.model.PersonMonth;
import org.jiayi.app.capitation.HeadChange;
import org.jiayi.app.capitation.Movements;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchComparisons;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of settlements. */
@Mapper(uses = PublicIds.class)
abstract class SettlementMapper {

    org.jiayi.api.model.Batch toApi(Batch batch) {
        return toApi(batch, batch.area());
    }

    @Mapping(target = "id", source = "batchId", qualifiedByName = "batchId")
    @Mapping(target = "policyId", source = "policyId", qualifiedByName = "policyId")
    protected abstract org.jiayi.api.model.Batch toApi(Batch batch, @Context String area);

    @Mapping(target = "institutionId", source = "institutionCode", qualifiedByName = "institutionId")
    @Mapping(target = "teamId", source = "line", qualifiedByName = "teamOfLine")
    abstract org.jiayi.api.model.BatchLine toApi(BatchLine line, @Context String area);

    @Named("teamOfLine")
    protected @Nullable String teamOfLine(BatchLine line, @Context String area) {
        return line.isTeam() ? PublicIds.team(line.payee(), area) : null;
    }

    @Mapping(target = "residentId", source = "residentId", qualifiedByName = "residentId")
    @Mapping(target = "contractId", source = "contractId", qualifiedByName = "contractId")
    @Mapping(target = "teamId", source = "teamNumber", qualifiedByName = "teamId")
    @Mapping(target = "institutionId", source = "institutionCode", qualifiedByName = "institutionId")
    abstract PersonMonth toApi(PersonMonths.PersonMonth personMonth, @Context String area);

    Correction correction(PersonMonths.PersonMonth head, String area) {
        return new Correction(
                PublicIds.resident(head.residentId(), area),
                PublicIds.contract(head.contractId(), area),
                PublicIds.team(head.teamNumber(), area),
                PublicIds.institution(head.institutionCode(), area),
                month(Month.containing(head.forMonth())),
                head.heads(),
                Correction.ReasonEnum.fromValue(head.reason()),
                HeadChange.ofCode(head.reason()).label(),
                head.tariffLabel());
    }

    PayeeComparison comparison(BatchComparisons.PayeeComparison payee, String area) {
        BatchLine line = payee.line();
        return new PayeeComparison(
                        PublicIds.institution(line.institutionCode(), area),
                        line.institutionName(),
                        payee.headsBefore(),
                        line.heads(),
                        payee.entitlementFenBefore(),
                        line.entitlementFen(),
                        payee.jumps(),
                        payee.movements().stream().map(this::movement).toList())
                .teamId(teamOfLine(line, area));
    }

    private HeadMovement movement(Movements.Movement movement) {
        return new HeadMovement(
                movement.reason(), HeadChange.ofCode(movement.reason()).label(), movement.came(), movement.gone());
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
