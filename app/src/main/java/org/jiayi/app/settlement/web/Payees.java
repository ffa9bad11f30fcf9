package org.jiayi.app.settlement.web;

import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.PublicIds;

/** Payees as the API names them: an institution or a team. */
final class Payees {

    private Payees() {}

    static String id(String payee, String institutionCode, String area) {
        return payee.equals(institutionCode) ? PublicIds.institution(payee, area) : PublicIds.team(payee, area);
    }

    /** The code or number of the payee of that id; refused for an id that can name none of the area. */
    static String payee(String payeeId, String area) {
        PublicId id = PublicId.parse(PublicId.Kind.INSTITUTION, payeeId)
                .fold(no -> Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, payeeId)), known -> known);
        if (!id.area().equals(area)) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        return id.local();
    }
}
