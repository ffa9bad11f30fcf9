package org.jiayi.app.organisation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * What an institution is registered with (机构登记事项). A village clinic has a parent, which is none itself (乡村一体化).
 *
 * @param uscc 统一社会信用代码
 * @param kind 机构类别, as the registry writes it
 * @param division of GB/T 2260
 * @param parentCode the institution that it belongs to
 */
public record InstitutionParticulars(
        String uscc, String name, String kind, String division, Optional<String> parentCode) {

    private static final String VILLAGE_CLINIC = "村卫生室";

    boolean isVillageClinic() {
        return kind.equals(VILLAGE_CLINIC);
    }

    /**
     * Passes where all of it can be registered.
     *
     * @param kinds of the area's other institutions, by code
     * @param fields what the caller calls the components, in their order
     */
    Decision<InstitutionParticulars> check(Divisions.InForce inForce, Map<String, String> kinds, List<String> fields) {
        if (!Uscc.isValid(uscc)) {
            return Decision.refuse(RefusalCode.BAD_USCC, fields.get(0));
        }
        if (name.isEmpty()) {
            return Decision.refuse(RefusalCode.EMPTY_NAME, fields.get(1));
        }
        if (!inForce.allows(division)) {
            return Decision.refuse(RefusalCode.UNKNOWN_DIVISION, fields.get(3));
        }
        if (parentCode.filter(code -> !kinds.containsKey(code)).isPresent()) {
            return Decision.refuse(RefusalCode.UNKNOWN_INSTITUTION, fields.get(4));
        }
        boolean belongsToNone = parentCode
                .map(code -> kinds.getOrDefault(code, VILLAGE_CLINIC))
                .filter(kindOfParent -> !kindOfParent.equals(VILLAGE_CLINIC))
                .isEmpty();
        return isVillageClinic() && belongsToNone
                ? Decision.refuse(RefusalCode.PARENT_MISSING, fields.get(4))
                : Decision.accept(this);
    }

    /** Passes where the wanted parent does not belong to the institution itself, be it through others. */
    Decision<InstitutionParticulars> mayBelongTo(Set<String> parentAndAbove, String code, List<String> fields) {
        return parentAndAbove.contains(code)
                ? Decision.refuse(RefusalCode.PARENT_CIRCULAR, fields.get(4))
                : Decision.accept(this);
    }

    /**
     * Passes where these may stand for what was registered: days that have passed keep their parent, since months were paid by it,
     * and a clinic stays one.
     */
    Decision<InstitutionParticulars> mayReplace(
            List<InstitutionParticulars> standing, boolean backdated, List<String> fields) {
        if (backdated
                && !standing.stream().allMatch(before -> before.parentCode().equals(parentCode))) {
            return Decision.refuse(RefusalCode.PARENT_BACKDATED, fields.get(4));
        }
        return standing.stream().allMatch(before -> before.isVillageClinic() == isVillageClinic())
                ? Decision.accept(this)
                : Decision.refuse(RefusalCode.CLINIC_STAYS_CLINIC, fields.get(2));
    }
}
