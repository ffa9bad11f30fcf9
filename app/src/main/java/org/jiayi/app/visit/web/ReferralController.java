package org.jiayi.app.visit.web;

import java.util.Optional;
import org.jiayi.api.ReferralsApi;
import org.jiayi.api.model.ReferralOrder;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.visit.Referral;
import org.jiayi.app.visit.Referrals;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ReferralController implements ReferralsApi {

    private final Referrals referrals;

    ReferralController(Referrals referrals) {
        this.referrals = referrals;
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Referral>> registerReferral(
            String key, String area, Mono<ReferralOrder> body, ServerWebExchange exchange) {
        return body.map(order -> referral(order, area))
                .flatMap(referral -> referrals
                        .register(area, referral, key, Callers.of(exchange))
                        .map(answer -> {
                            var registered = toApi(referral, area);
                            return Created.at("/api/v1/referrals/" + registered.getId(), answer, registered);
                        }));
    }

    private static Referral referral(ReferralOrder order, String area) {
        return new Referral(
                order.getNumber(),
                local(PublicId.Kind.RESIDENT, order.getResidentId(), area, RefusalCode.UNKNOWN_RESIDENT, "/residentId")
                        .uuid(),
                institution(order.getFromInstitutionId(), area, "/fromInstitutionId"),
                Optional.ofNullable(order.getToInstitutionId())
                        .map(code -> institution(code, area, "/toInstitutionId")),
                order.getIssuedOn(),
                Optional.ofNullable(order.getLastDay()));
    }

    private static String institution(String id, String area, String field) {
        return local(PublicId.Kind.INSTITUTION, id, area, RefusalCode.UNKNOWN_INSTITUTION, field)
                .local();
    }

    /** An id of another area or form names nothing here. */
    private static PublicId local(PublicId.Kind kind, String text, String area, RefusalCode code, String field) {
        return PublicId.parse(kind, text)
                .<Optional<PublicId>>fold(refusal -> Optional.empty(), Optional::of)
                .filter(id -> id.area().equals(area))
                .orElseThrow(() -> new Refused(Refusal.of(code, field)));
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Referral>> getReferral(
            String referralId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.REFERRAL, referralId));
        return referrals
                .get(id.area(), id.local(), Callers.of(exchange).scope())
                .map(referral -> ResponseEntity.ok(toApi(referral, id.area())));
    }

    private static org.jiayi.api.model.Referral toApi(Referral referral, String area) {
        var answer = new org.jiayi.api.model.Referral(
                PublicId.of(PublicId.Kind.REFERRAL, area, referral.number()).toString(),
                referral.number(),
                PublicIds.resident(referral.residentId(), area),
                PublicIds.institution(referral.fromInstitution(), area),
                referral.issuedOn());
        referral.toInstitution().map(code -> PublicIds.institution(code, area)).ifPresent(answer::setToInstitutionId);
        referral.lastDay().ifPresent(answer::setLastDay);
        return answer;
    }
}
