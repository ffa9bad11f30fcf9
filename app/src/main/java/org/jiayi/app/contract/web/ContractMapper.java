package org.jiayi.app.contract.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiayi.api.model.Contract;
import org.jiayi.api.model.ContractInstitution;
import org.jiayi.api.model.ContractTeam;
import org.jiayi.api.model.FeeShare;
import org.jiayi.api.model.PanelResident;
import org.jiayi.api.model.Team;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.PanelEntry;
import org.jiayi.app.contract.PayerShare;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.Identity;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of contracts, teams and panels. */
@Mapper(uses = PublicIds.class)
abstract class ContractMapper {

    @Mapping(target = "id", source = "view.contractId", qualifiedByName = "contractId")
    @Mapping(target = "residentId", source = "view.residentId", qualifiedByName = "residentId")
    @Mapping(target = "residentName", source = "view.resident.name")
    @Mapping(target = "maskedDocumentNumber", source = "view.resident", qualifiedByName = "masked")
    @Mapping(target = "team", source = "view")
    @Mapping(target = "institution", source = "view")
    @Mapping(target = "servicePackageName", source = "view.servicePackage", qualifiedByName = "label")
    @Mapping(target = "firstDay", source = "view.term.from")
    @Mapping(target = "lastDay", source = "view.term", qualifiedByName = "lastDay")
    @Mapping(target = "feeFen", source = "feeShares", qualifiedByName = "sum")
    @Mapping(target = "feeShares", source = "feeShares")
    protected abstract Contract toApi(
            ContractView view, ContractView.Status status, List<PayerShare> feeShares, @Context String area);

    Contract toApi(ContractView view, ContractView.Status status, List<PayerShare> feeShares) {
        return toApi(view, status, feeShares, view.area());
    }

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

    protected @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }
}
