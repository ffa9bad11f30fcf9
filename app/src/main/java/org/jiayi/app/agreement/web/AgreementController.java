package org.jiayi.app.agreement.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import org.jiayi.api.AgreementsApi;
import org.jiayi.api.model.AgreementVerification;
import org.jiayi.app.agreement.Agreement;
import org.jiayi.app.agreement.AgreementDocuments;
import org.jiayi.app.agreement.Agreements;
import org.jiayi.app.contract.ContractAccess;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.Callers;
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
class AgreementController implements AgreementsApi {

    private final Agreements agreements;
    private final AgreementDocuments documents;
    private final ContractViews contracts;
    private final ContractAccess access;
    private final Clock clock;

    AgreementController(
            Agreements agreements,
            AgreementDocuments documents,
            ContractViews contracts,
            ContractAccess access,
            Clock clock) {
        this.agreements = agreements;
        this.documents = documents;
        this.contracts = contracts;
        this.access = access;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<Resource>> getAgreement(String contractId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
        return contracts
                .find(id.area(), id.uuid())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(contract -> requireReach(Callers.of(exchange), contract)
                        .then(Mono.defer(() -> agreements.findOf(contract.area(), contract.contractId()))))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_AGREEMENT)))
                .flatMap(agreement -> documents.pdf(agreement).map(pdf -> answer(agreement, pdf)));
    }

    private Mono<Void> requireReach(Caller caller, ContractView contract) {
        return access.requireReach(
                caller,
                contract.area(),
                contract.institutionCode(),
                contract.teamNumber(),
                contract.residentId(),
                LocalDate.now(clock));
    }

    private static ResponseEntity<Resource> answer(Agreement agreement, byte[] pdf) {
        String sha256 = digest(pdf).sha256();
        return ResponseEntity.ok()
                .eTag('"' + sha256 + '"')
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header(
                        "Repr-Digest",
                        "sha-256=:"
                                + Base64.getEncoder()
                                        .encodeToString(HexFormat.of().parseHex(sha256)) + ":")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("签约服务协议书-" + agreement.terms().agreementId() + ".pdf", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(new ByteArrayResource(pdf));
    }

    private static ContentDigest digest(byte[] bytes) {
        ContentDigest.Sink sink = new ContentDigest.Sink();
        sink.write(bytes, 0, bytes.length);
        return sink.digest();
    }

    /** Asked by anybody who holds the paper: tells nothing about people, and nothing at all for a wrong digest. */
    @Override
    public Mono<ResponseEntity<AgreementVerification>> verifyAgreement(
            String digest, String agreementId, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> Refused.orThrow(PublicId.parse(PublicId.Kind.AGREEMENT, agreementId)))
                .flatMap(id -> agreements.find(id.area(), id.uuid()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(agreement -> ResponseEntity.ok(
                        Agreements.matches(agreement, digest) ? valid(agreement) : new AgreementVerification(false)));
    }

    private static AgreementVerification valid(Agreement agreement) {
        AgreementVerification verification = new AgreementVerification(true);
        verification.setTemplateVersion(agreement.terms().templateVersion());
        verification.setInstitutionName(agreement.terms().institutionName());
        verification.setSignedOn(agreement.terms().signedOn());
        return verification;
    }
}
