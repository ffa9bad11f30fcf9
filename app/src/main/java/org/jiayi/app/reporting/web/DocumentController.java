package org.jiayi.app.reporting.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jiayi.api.DocumentsApi;
import org.jiayi.api.model.DocumentVerification;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.reporting.CoveragePrints;
import org.jiayi.app.reporting.DocumentFormat;
import org.jiayi.app.reporting.FeePrints;
import org.jiayi.app.reporting.PrintedDocument;
import org.jiayi.app.reporting.SettlementPrints;
import org.jiayi.app.reporting.Verifications;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class DocumentController implements DocumentsApi {

    private final SettlementPrints settlements;
    private final FeePrints fees;
    private final CoveragePrints coverage;
    private final Verifications verifications;

    DocumentController(
            SettlementPrints settlements, FeePrints fees, CoveragePrints coverage, Verifications verifications) {
        this.settlements = settlements;
        this.fees = fees;
        this.coverage = coverage;
        this.verifications = verifications;
    }

    private static PublicId id(PublicId.Kind kind, String id) {
        return Refused.orThrow(PublicId.parse(kind, id));
    }

    @Override
    public Mono<ResponseEntity<Resource>> printYearEnd(String yearEndId, String format, ServerWebExchange exchange) {
        PublicId id = id(PublicId.Kind.YEAR_END, yearEndId);
        return settlements
                .yearEnd(id.area(), id.uuid(), Callers.of(exchange), DocumentFormat.of(format))
                .map(DocumentController::answer);
    }

    @Override
    public Mono<ResponseEntity<Resource>> printFundClaim(String claimId, String format, ServerWebExchange exchange) {
        PublicId id = id(PublicId.Kind.FUND_CLAIM, claimId);
        return fees.fundClaim(id.area(), id.uuid(), DocumentFormat.of(format)).map(DocumentController::answer);
    }

    @Override
    public Mono<ResponseEntity<Resource>> printStaffDistribution(
            String distributionId, String format, ServerWebExchange exchange) {
        PublicId id = id(PublicId.Kind.STAFF_DISTRIBUTION, distributionId);
        return fees.staffDistribution(id.area(), id.uuid(), Callers.of(exchange), DocumentFormat.of(format))
                .map(DocumentController::answer);
    }

    @Override
    public Mono<ResponseEntity<Resource>> printPersonMonths(
            String batchId, String payeeId, String format, ServerWebExchange exchange) {
        PublicId id = id(PublicId.Kind.BATCH, batchId);
        return settlements
                .personMonths(id.area(), id.uuid(), payee(payeeId), Callers.of(exchange), DocumentFormat.of(format))
                .map(DocumentController::answer);
    }

    /** An institution or a team is paid. */
    private static String payee(String payeeId) {
        return PublicId.parse(PublicId.Kind.INSTITUTION, payeeId)
                .fold(noInstitution -> id(PublicId.Kind.TEAM, payeeId).local(), PublicId::local);
    }

    @Override
    public Mono<ResponseEntity<Resource>> printCoverage(String area, String format, ServerWebExchange exchange) {
        return coverage.coverage(area, DocumentFormat.of(format)).map(DocumentController::answer);
    }

    @Override
    public Mono<ResponseEntity<Resource>> printContractFee(
            String contractId, String format, ServerWebExchange exchange) {
        PublicId id = id(PublicId.Kind.CONTRACT, contractId);
        return fees.contractFee(id.area(), id.uuid(), Callers.of(exchange), DocumentFormat.of(format))
                .map(DocumentController::answer);
    }

    private static ResponseEntity<Resource> answer(PrintedDocument printed) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(printed.format().mediaType()))
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(printed.name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(new ByteArrayResource(printed.content()));
    }

    /** Asked by anybody who holds the paper: tells nothing at all for a wrong digest. */
    @Override
    public Mono<ResponseEntity<DocumentVerification>> verifyDocument(
            String digest,
            String documentId,
            @Nullable Long totalFen,
            @Nullable String payee,
            ServerWebExchange exchange) {
        return Mono.defer(() -> verifications.original(documentId, Optional.ofNullable(payee)))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(original -> ResponseEntity.ok(
                        original.digestSm3().equalsIgnoreCase(digest)
                                ? valid(original, Optional.ofNullable(totalFen))
                                : new DocumentVerification(false)));
    }

    private static DocumentVerification valid(Verifications.Original original, Optional<Long> totalFen) {
        DocumentVerification answer = new DocumentVerification(true)
                .kind(original.kind())
                .period(original.period())
                .areaCode(original.area())
                .areaName(original.areaName());
        totalFen.ifPresent(total -> answer.totalMatches(original.totalFen().equals(Optional.of(total))));
        return answer;
    }
}
