package org.jiayi.app.organisation.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.api.model.Alliance;
import org.jiayi.api.model.AllianceList;
import org.jiayi.api.model.AllianceMember;
import org.jiayi.api.model.Institution;
import org.jiayi.api.model.Practitioner;
import org.jiayi.api.model.TeamDetail;
import org.jiayi.api.model.TeamMember;
import org.jiayi.app.organisation.Alliances;
import org.jiayi.app.organisation.Institutions;
import org.jiayi.app.organisation.Practitioners;
import org.jiayi.app.organisation.TeamStaff;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of institutions, practitioners and teams. */
@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class OrganisationMapper {

    @Mapping(target = "id", source = "code", qualifiedByName = "institutionId")
    @Mapping(target = ".", source = "particulars")
    @Mapping(target = "parentId", source = "particulars.parentCode", qualifiedByName = "institutionIdOrNull")
    abstract Institution toApi(Institutions.Institution institution, @Context String area);

    @Mapping(target = "id", source = "practitionerId", qualifiedByName = "practitionerId")
    @Mapping(target = "employerId", source = "employerCode", qualifiedByName = "institutionIdOrNull")
    abstract Practitioner toApi(Practitioners.Practitioner practitioner, @Context String area);

    @Mapping(target = "membershipId", source = "membershipId", qualifiedByName = "membershipId")
    @Mapping(target = "practitionerId", source = "practitionerId", qualifiedByName = "practitionerId")
    @Mapping(target = "employerId", source = "employerCode", qualifiedByName = "institutionIdOrNull")
    @Mapping(target = "role", source = "role", qualifiedByName = "role")
    @Mapping(target = "lastDay", source = "dayAfter", qualifiedByName = "dayBefore")
    abstract TeamMember toApi(TeamStaff.Member member, @Context String area);

    @Mapping(target = "id", source = "team.number", qualifiedByName = "teamId")
    @Mapping(target = "number", source = "team.number")
    @Mapping(target = "name", source = "team.name")
    @Mapping(target = "institutionId", source = "team.institutionCode", qualifiedByName = "institutionId")
    @Mapping(target = "institutionName", source = "team.institutionName")
    @Mapping(target = "leaderName", source = "team.leaderName")
    @Mapping(target = "dissolvedAfter", source = "team.dissolvedAfter")
    @Mapping(target = "capacity", source = "team.capacity")
    @Mapping(target = "capacityBasis", expression = "java(staffing.rule().basis().code())")
    @Mapping(target = "capacityCap", source = "rule.cap")
    @Mapping(target = "groupCaps", source = "rule.groupCaps")
    @Mapping(target = "capacitySentence", source = "staffing", qualifiedByName = "sentence")
    @Mapping(target = "joint", expression = "java(staffing.isJoint())")
    abstract TeamDetail toApi(TeamStaff.Staffing staffing, @Context String area);

    AllianceList toApi(List<Alliances.Member> members, String area) {
        Map<String, Alliance> alliances = new LinkedHashMap<>();
        for (Alliances.Member member : members) {
            Alliance alliance =
                    alliances.computeIfAbsent(member.alliance(), name -> new Alliance(name, new ArrayList<>()));
            String id = PublicIds.institution(member.institutionCode(), area);
            alliance.getMembers().add(new AllianceMember(id, member.institutionName()));
            if (member.isLead()) {
                alliance.setLeadInstitutionId(id);
            }
        }
        return new AllianceList(List.copyOf(alliances.values()));
    }

    @Named("sentence")
    protected String sentence(TeamStaff.Staffing staffing) {
        int cap = staffing.rule().cap();
        int capacity = staffing.team().capacity();
        return switch (staffing.rule().basis()) {
            case FIXED -> "固定上限 " + cap + " 人";
            case PER_MEMBER -> "每名成员 " + cap + " 人，在岗成员合计 " + capacity + " 人";
            case PER_FAMILY_DOCTOR -> "每名家庭医生 " + cap + " 人，在岗家庭医生合计 " + capacity + " 人";
        };
    }

    @Named("institutionIdOrNull")
    protected @Nullable String institutionId(Optional<String> code, @Context String area) {
        return code.map(local -> PublicIds.institution(local, area)).orElse(null);
    }

    @Named("role")
    protected TeamMember.RoleEnum role(String code) {
        return TeamMember.RoleEnum.fromValue(code);
    }

    @Named("dayBefore")
    protected @Nullable LocalDate dayBefore(Optional<LocalDate> day) {
        return day.map(after -> after.minusDays(1)).orElse(null);
    }

    protected @Nullable LocalDate day(Optional<LocalDate> day) {
        return day.orElse(null);
    }
}
