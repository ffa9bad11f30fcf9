package org.jiayi.app.contract.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jiayi.api.model.Contract;
import org.jiayi.api.model.ContractHistoryVersion;
import org.jiayi.api.model.ContractInstitution;
import org.jiayi.api.model.ContractStatus;
import org.jiayi.api.model.ContractTeam;
import org.jiayi.api.model.Days;
import org.jiayi.api.model.FeeShare;
import org.jiayi.api.model.PanelResident;
import org.jiayi.api.model.Team;
import org.jiayi.app.contract.ContractHistoryEvent;
import org.jiayi.app.contract.ContractState;
import org.jiayi.app.contract.ContractVersion;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.EndReason;
import org.jiayi.app.contract.Lineage;
import org.jiayi.app.contract.Origin;
import org.jiayi.app.contract.PanelEntry;
import org.jiayi.app.contract.PayerShare;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.Identity;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of contracts, teams and panels. */
@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class ContractMapper {

    @Mapping(target = "id", source = "view.contract.contractId", qualifiedByName = "contractId")
    @Mapping(target = "residentId", source = "view.contract.residentId", qualifiedByName = "residentId")
    @Mapping(target = "residentName", source = "view.resident.name")
    @Mapping(target = "maskedDocumentNumber", source = "view.resident", qualifiedByName = "masked")
    @Mapping(target = "version", source = "view.contract.version")
    @Mapping(target = "origin", source = "view.contract.lineage.origin", qualifiedByName = "originCode")
    @Mapping(target = "followsId", source = "view.contract.lineage", qualifiedByName = "follows")
    @Mapping(target = "confirmUntil", source = "view.contract.confirmUntil", qualifiedByName = "dayOrNull")
    @Mapping(target = "payUntil", source = "view.contract.payUntil", qualifiedByName = "dayOrNull")
    @Mapping(target = "overCapacity", source = "view.contract.overCapacity")
    @Mapping(target = "suspensions", source = "view.contract.suspended")
    @Mapping(target = "status", source = "status", qualifiedByName = "statusCode")
    @Mapping(target = "servicePackage", source = "view.contract.servicePackage")
    @Mapping(target = "signedOn", source = "view.contract.signedOn")
    @Mapping(target = "endReason", source = "view.contract.endReason", qualifiedByName = "reasonOrNull")
    @Mapping(target = "team", source = "view")
    @Mapping(target = "institution", source = "view")
    @Mapping(target = "servicePackageName", source = "view.contract.servicePackage", qualifiedByName = "label")
    @Mapping(target = "firstDay", source = "view.contract.term.from")
    @Mapping(target = "lastDay", source = "view.contract.term", qualifiedByName = "lastDay")
    @Mapping(target = "feeFen", source = "feeShares", qualifiedByName = "sum")
    @Mapping(target = "feeShares", source = "feeShares")
    protected abstract Contract toApi(
            ContractView view, ContractState status, List<PayerShare> feeShares, @Context String area);

    Contract toApi(ContractView view, ContractState status, List<PayerShare> feeShares) {
        return toApi(view, status, feeShares, view.area());
    }

    @Mapping(target = "firstDay", source = "from")
    @Mapping(target = "lastDay", source = "term", qualifiedByName = "lastDay")
    abstract Days toApi(Term term);

    @Mapping(target = "teamId", source = "teamNumber", qualifiedByName = "teamId")
    @Mapping(target = "firstDay", source = "term.from")
    @Mapping(target = "lastDay", source = "term", qualifiedByName = "lastDay")
    @Mapping(target = "endReason", source = "endReason", qualifiedByName = "reasonOrNull")
    @Mapping(target = "knownFrom", source = "knownFrom", qualifiedByName = "moment")
    @Mapping(target = "knownUntil", source = "knownUntil", qualifiedByName = "moment")
    abstract ContractHistoryVersion toApi(ContractVersion version, @Context String area);

    abstract org.jiayi.api.model.ContractHistoryEvent toApi(ContractHistoryEvent event);

    @Mapping(target = "contracted", expression = "java(state == ContractState.IN_FORCE)")
    @Mapping(target = "status", expression = "java(state.code())")
    @Mapping(target = "contractId", source = "contract.contractId", qualifiedByName = "contractId")
    @Mapping(target = "teamId", source = "contract.teamNumber", qualifiedByName = "teamId")
    @Mapping(target = "institutionId", source = "contract.institutionCode", qualifiedByName = "institutionId")
    @Mapping(target = "servicePackage", expression = "java(contract.servicePackage().code())")
    @Mapping(target = "firstDay", source = "contract.term.from")
    @Mapping(target = "lastDay", source = "contract.term", qualifiedByName = "lastDay")
    abstract ContractStatus toStatus(ContractVersion contract, ContractState state, @Context String area);

    abstract List<FeeShare> toApi(List<PayerShare> shares);

    @Mapping(target = "amountFen", source = "amount.fen")
    abstract FeeShare toApi(PayerShare share);

    @Mapping(target = "residentId", source = "residentId", qualifiedByName = "residentId")
    @Mapping(target = "contractId", source = "contractId", qualifiedByName = "contractId")
    @Mapping(target = "name", source = "resident.name")
    @Mapping(target = "maskedDocumentNumber", source = "resident", qualifiedByName = "masked")
    @Mapping(target = "servicePackageName", source = "servicePackage", qualifiedByName = "label")
    @Mapping(target = "populationGroups", source = "populationGroups", qualifiedByName = "groups")
    @Mapping(target = "firstDay", source = "term.from")
    @Mapping(target = "lastDay", source = "term", qualifiedByName = "lastDay")
    abstract PanelResident toApi(PanelEntry entry, @Context String area);

    @Mapping(target = "id", source = "team.number", qualifiedByName = "teamId")
    abstract Team toApi(Teams.Team team, long contracted, @Context String area);

    protected ContractTeam team(ContractView view) {
        return new ContractTeam(PublicIds.team(view.teamNumber(), view.area()), view.teamName(), view.leaderName());
    }

    protected ContractInstitution institution(ContractView view) {
        String id = PublicIds.institution(view.institutionCode(), view.area());
        return new ContractInstitution(id, view.institutionName());
    }

    @Named("statusCode")
    protected Contract.StatusEnum statusCode(ContractState state) {
        return Contract.StatusEnum.fromValue(state.code());
    }

    @Named("originCode")
    protected String originCode(Origin origin) {
        return origin.code();
    }

    @Named("follows")
    protected @Nullable String follows(Lineage lineage, @Context String area) {
        return lineage.follows().map(id -> PublicIds.contract(id, area)).orElse(null);
    }

    @Named("dayOrNull")
    protected @Nullable LocalDate dayOrNull(Optional<LocalDate> day) {
        return day.orElse(null);
    }

    @Named("reasonOrNull")
    protected @Nullable String reasonOrNull(Optional<EndReason> reason) {
        return reason.map(EndReason::code).orElse(null);
    }

    @Named("moment")
    protected @Nullable OffsetDateTime moment(Instant moment) {
        return moment.equals(Instant.MAX)
                ? null
                : moment.atZone(KnowledgeTime.ZONE).toOffsetDateTime();
    }

    @Named("masked")
    protected String masked(Identity identity) {
        return identity.maskedDocumentNumber();
    }

    @Named("label")
    protected String label(ServicePackage servicePackage) {
        return servicePackage.label();
    }

    @Named("lastDay")
    protected LocalDate lastDay(Term term) {
        return term.lastDay();
    }

    @Named("groups")
    protected List<String> groups(int populationGroups) {
        return Residents.groupLabels(populationGroups);
    }

    @Named("sum")
    protected long sum(List<PayerShare> shares) {
        return Money.sum(shares.stream().map(PayerShare::amount).toList()).fen();
    }
}
