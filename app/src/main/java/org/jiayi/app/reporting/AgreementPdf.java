package org.jiayi.app.reporting;

import org.jiayi.app.agreement.Agreement;
import org.jiayi.app.agreement.AgreementDocuments;
import org.jiayi.reports.serviceagreement.ServiceAgreementDocument;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Prints agreements. */
@Component
class AgreementPdf implements AgreementDocuments {

    private final ServiceAgreementDocument document = new ServiceAgreementDocument();
    private final Rendering rendering;
    private final String publicUrl;

    AgreementPdf(Rendering rendering, @Value("${jiayi.public-url}") String publicUrl) {
        this.rendering = rendering;
        this.publicUrl = publicUrl;
    }

    @Override
    public Mono<byte[]> pdf(Agreement agreement) {
        return rendering.bytes(
                "agreement " + agreement.agreementId(),
                out -> document.pdf(AgreementRecords.of(agreement, publicUrl), out));
    }
}
