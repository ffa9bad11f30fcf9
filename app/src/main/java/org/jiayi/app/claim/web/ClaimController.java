package org.jiayi.app.claim.web;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jiayi.api.ClaimsApi;
import org.jiayi.api.model.FundArrival;
import org.jiayi.api.model.FundClaim;
import org.jiayi.api.model.FundClaimLine;
import org.jiayi.api.model.FundClaimList;
import org.jiayi.api.model.FundClaimOrder;
import org.jiayi.api.model.FundClaimReturn;
import org.jiayi.api.model.FundClaimReturning;
import org.jiayi.api.model.FundCut;
import org.jiayi.api.model.FundCutReversal;
import org.jiayi.api.model.FundCutting;
import org.jiayi.api.model.FundReceipt;
import org.jiayi.api.model.ReceiptReversal;
import org.jiayi.app.claim.ClaimAnswers;
import org.jiayi.app.claim.FundClaims;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Changed;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ClaimController implements ClaimsApi {

    private static final long HUNDREDTHS_OF_PERCENT = 10_000;

    private final FundClaims claims;
    private final ClaimAnswers answers;

    ClaimController(FundClaims claims, ClaimAnswers answers) {
        this.claims = claims;
        this.answers = answers;
    }

    private static PublicId claim(String claimId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.FUND_CLAIM, claimId));
    }

    @Override
    public Mono<ResponseEntity<FundClaimList>> listFundClaims(String area, ServerWebExchange exchange) {
        return claims.list(area)
                .map(ClaimController::toApi)
                .collectList()
                .map(list -> ResponseEntity.ok(new FundClaimList(list)));
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> prepareFundClaim(
            String key, String area, Mono<FundClaimOrder> body, ServerWebExchange exchange) {
        return body.flatMap(order -> claims.prepare(
                        area, Payer.of(order.getPayer()), Month.parse(order.getMonth()), key, Callers.of(exchange)))
                .flatMap(answer -> claims.get(area, UUID.fromString(answer.id()))
                        .map(ClaimController::toApi)
                        .map(claim -> Created.at("/api/v1/fund-claims/" + claim.getId(), answer, claim)));
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> getFundClaim(String claimId, ServerWebExchange exchange) {
        PublicId id = claim(claimId);
        return claims.get(id.area(), id.uuid()).map(found -> ResponseEntity.ok(toApi(found)));
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> submitFundClaim(String claimId, ServerWebExchange exchange) {
        PublicId id = claim(claimId);
        return claims.submit(id.area(), id.uuid(), Callers.of(exchange))
                .map(submitted -> ResponseEntity.ok(toApi(submitted)));
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> recordFundReceipt(
            String key, String claimId, Mono<FundArrival> body, ServerWebExchange exchange) {
        PublicId id = claim(claimId);
        return body.map(arrival -> new FundClaims.Arrival(
                        Money.ofFen(arrival.getAmountFen()), arrival.getReceivedOn(), arrival.getBankReference()))
                .flatMap(arrival -> claims.receive(id.area(), id.uuid(), arrival, key, Callers.of(exchange)))
                .flatMap(answer -> claims.get(id.area(), id.uuid())
                        .map(found -> Created.at("/api/v1/fund-claims/" + claimId, answer, toApi(found))));
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> reverseFundReceipt(
            String key, String claimId, String receiptId, Mono<ReceiptReversal> body, ServerWebExchange exchange) {
        PublicId id = claim(claimId);
        PublicId receipt = Refused.orThrow(PublicId.parse(PublicId.Kind.FUND_RECEIPT, receiptId));
        if (!receipt.area().equals(id.area())) {
            return Mono.error(new Refused(RefusalCode.NOT_FOUND));
        }
        return body.flatMap(reversal -> claims.reverse(
                        id.area(), id.uuid(), receipt.uuid(), reversal.getNote(), key, Callers.of(exchange)))
                .flatMap(answer -> changed(id, answer));
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> returnFundClaim(
            String key, String claimId, Mono<FundClaimReturning> body, ServerWebExchange exchange) {
        PublicId id = claim(claimId);
        return body.flatMap(told -> answers.sendBack(id.area(), id.uuid(), told.getReason(), key, Callers.of(exchange)))
                .flatMap(answer -> changed(id, answer));
    }

    private Mono<ResponseEntity<FundClaim>> changed(PublicId id, CommandKeys.Answer answer) {
        return claims.get(id.area(), id.uuid()).map(found -> Changed.by(answer).body(toApi(found)));
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> recordFundCut(
            String key, String claimId, Mono<FundCutting> body, ServerWebExchange exchange) {
        PublicId id = claim(claimId);
        return body.map(told -> new ClaimAnswers.Cutting(
                        institution(told.getInstitutionId(), id.area()),
                        Money.ofFen(told.getAmountFen()),
                        told.getReason()))
                .flatMap(cutting -> answers.cut(id.area(), id.uuid(), cutting, key, Callers.of(exchange)))
                .flatMap(answer -> claims.get(id.area(), id.uuid())
                        .map(found -> Created.at("/api/v1/fund-claims/" + claimId, answer, toApi(found))));
    }

    private static String institution(String institutionId, String area) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.INSTITUTION, institutionId));
        if (!id.area().equals(area)) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        return id.local();
    }

    @Override
    public Mono<ResponseEntity<FundClaim>> reverseFundCut(
            String key, String claimId, String cutId, Mono<FundCutReversal> body, ServerWebExchange exchange) {
        PublicId id = claim(claimId);
        PublicId cut = Refused.orThrow(PublicId.parse(PublicId.Kind.FUND_CUT, cutId));
        if (!cut.area().equals(id.area())) {
            return Mono.error(new Refused(RefusalCode.NOT_FOUND));
        }
        return body.flatMap(reversal -> answers.reverse(
                        id.area(), id.uuid(), cut.uuid(), reversal.getNote(), key, Callers.of(exchange)))
                .flatMap(answer -> changed(id, answer));
    }

    private static FundClaim toApi(org.jiayi.app.claim.FundClaim claim) {
        FundClaim answer = new FundClaim(
                PublicId.of(PublicId.Kind.FUND_CLAIM, claim.area(), claim.claimId())
                        .toString(),
                claim.payer().code(),
                claim.payer().label(),
                claim.month().toString(),
                FundClaim.StatusEnum.fromValue(claim.status().code()),
                claim.carried().fen(),
                claim.claimed().fen(),
                claim.cut().fen(),
                claim.received().fen(),
                claim.outstanding().fen(),
                percent(claim.arrival()),
                claim.preparedBy(),
                lines(claim),
                claim.receipts().stream()
                        .map(receipt -> receipt(receipt, claim.area()))
                        .toList(),
                claim.cuts().stream().map(cut -> cut(cut, claim.area())).toList(),
                claim.returns().stream()
                        .map(back -> new FundClaimReturn(back.reason(), back.submittedBy(), back.recordedBy()))
                        .toList());
        claim.submittedBy().ifPresent(answer::setSubmittedBy);
        return answer;
    }

    private static List<FundClaimLine> lines(org.jiayi.app.claim.FundClaim claim) {
        List<Money> received = claim.receivedByLine();
        return IntStream.range(0, claim.lines().size())
                .mapToObj(index -> {
                    var line = claim.lines().get(index);
                    return new FundClaimLine(
                            PublicIds.institution(line.institutionCode(), claim.area()),
                            line.contracts(),
                            line.amount().fen(),
                            claim.cutOf(line.institutionCode()).fen(),
                            received.get(index).fen());
                })
                .toList();
    }

    private static FundCut cut(org.jiayi.app.claim.FundClaim.Cut cut, String area) {
        return new FundCut(
                PublicId.of(PublicId.Kind.FUND_CUT, area, cut.cutId()).toString(),
                PublicIds.institution(cut.institutionCode(), area),
                cut.amount().fen(),
                cut.reason(),
                cut.recordedBy());
    }

    private static FundReceipt receipt(org.jiayi.app.claim.FundClaim.Receipt receipt, String area) {
        return new FundReceipt(
                PublicId.of(PublicId.Kind.FUND_RECEIPT, area, receipt.receiptId())
                        .toString(),
                receipt.amount().fen(),
                receipt.receivedOn(),
                receipt.bankReference(),
                receipt.recordedBy());
    }

    /** With two decimals, half up. */
    private static String percent(Fraction part) {
        BigInteger hundredths = part.times(Fraction.of(HUNDREDTHS_OF_PERCENT))
                .plus(Fraction.of(1, 2))
                .floor();
        return "%d.%02d".formatted(hundredths.longValueExact() / 100, hundredths.longValueExact() % 100);
    }
}
