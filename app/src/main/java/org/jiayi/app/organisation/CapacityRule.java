package org.jiayi.app.organisation;

import java.util.Locale;
import java.util.Map;

/**
 * How a team's capacity is computed (签约上限规则).
 *
 * @param version which rule of the team it is, from 1 on; 0 for the fixed cap that the team's file gave
 * @param cap contracts of the whole team, or of each one who counts, as the basis says
 * @param groupCaps the most contracts with residents of a priority group, by the group's code; a group that is absent has
 *     no cap of its own
 */
public record CapacityRule(int version, Basis basis, int cap, Map<String, Integer> groupCaps) {

    /** Whom the cap is for. */
    public enum Basis {
        /** 固定: the team as it is. */
        FIXED,
        /** 按成员: each member in force. */
        PER_MEMBER,
        /** 按家庭医生: each leader or general practitioner in force. */
        PER_FAMILY_DOCTOR;

        /** The name in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Basis of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    public CapacityRule {
        groupCaps = Map.copyOf(groupCaps);
    }

    /** The greatest number of contracts that the rule allows a team of that many members. */
    int effective(int members, int familyDoctors) {
        return switch (basis) {
            case FIXED -> cap;
            case PER_MEMBER -> Math.multiplyExact(cap, members);
            case PER_FAMILY_DOCTOR -> Math.multiplyExact(cap, familyDoctors);
        };
    }
}
