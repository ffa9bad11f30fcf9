package org.jiayi.app.settlement.web;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.Correction;
import org.jiayi.api.model.HeadMovement;
import org.jiayi.api.model.PayeeComparison;
import org.jiayi.api.model.PersonMonth;
import org.jiayi.app.capitation.Anomalies;
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
    @Mapping(target = "policyId", source = "policyId", qualifiedByName = "policyIdOrNull")
    @Mapping(target = "corrects", source = "corrects", qualifiedByName = "batchIdOrNull")
    protected abstract org.jiayi.api.model.Batch toApi(Batch batch, @Context String area);

    @Mapping(target = "institutionId", source = "institutionCode", qualifiedByName = "institutionId")
    @Mapping(target = "teamId", source = "line", qualifiedByName = "teamOfLine")
    abstract org.jiayi.api.model.BatchLine toApi(BatchLine line, @Context String area);

    /** The year so far is that of a capitation month. */
    org.jiayi.api.model.BatchLine line(BatchLine line, Batch batch) {
        org.jiayi.api.model.BatchLine told = toApi(line, batch.area());
        return batch.isCapitationMonth()
                ? told
                : told.cumulativeEntitlementFen(null)
                        .cumulativePrepaymentFen(null)
                        .cumulativeDeductedFen(null);
    }

    @Named("policyIdOrNull")
    protected @Nullable String policyIdOrNull(Optional<UUID> policyId, @Context String area) {
        return policyId.map(known -> PublicIds.policy(known, area)).orElse(null);
    }

    @Named("batchIdOrNull")
    protected @Nullable String batchIdOrNull(Optional<UUID> batchId, @Context String area) {
        return batchId.map(known -> PublicIds.batch(known, area)).orElse(null);
    }

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

    org.jiayi.api.model.Anomaly jump(BatchComparisons.PayeeComparison payee, String area) {
        BatchLine line = payee.line();
        return new org.jiayi.api.model.Anomaly(
                        org.jiayi.api.model.Anomaly.KindEnum.JUMP,
                        "应付较上月变动超过20%",
                        PublicIds.institution(line.institutionCode(), area))
                .teamId(teamOfLine(line, area))
                .entitlementFenBefore(payee.entitlementFenBefore())
                .entitlementFen(line.entitlementFen());
    }

    org.jiayi.api.model.Anomaly anomaly(Anomalies.Anomaly head, String area) {
        var kind = org.jiayi.api.model.Anomaly.KindEnum.fromValue(head.kind());
        String name = switch (kind) {
            case DUPLICATE -> "重复登记，重复计入";
            case DOUBLE_AREA -> "在其他统筹区同时计入";
            default -> HeadChange.ofCode(head.kind()).label();
        };
        return new org.jiayi.api.model.Anomaly(kind, name, PublicIds.institution(head.institutionCode(), area))
                .residentId(PublicIds.resident(head.residentId(), area))
                .contractId(PublicIds.contract(head.contractId(), area));
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

    protected <T> @Nullable T orNull(Optional<T> value) {
        return value.orElse(null);
    }

    protected org.jiayi.api.model.Batch.KindEnum kind(String kind) {
        return org.jiayi.api.model.Batch.KindEnum.fromValue(kind);
    }
}
