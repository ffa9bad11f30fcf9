package org.jiayi.app.reporting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jiayi.app.agreement.Agreement;
import org.jiayi.app.agreement.AgreementDocuments;
import org.jiayi.reports.serviceagreement.ServiceAgreementDocument;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Prints agreements, a few at a time. */
@Component
class AgreementPdf implements AgreementDocuments {

    private static final int RENDER_THREADS = 2;
    private static final int RENDER_QUEUE_MAX = 200;

    private final ServiceAgreementDocument document = new ServiceAgreementDocument();
    private final Scheduler rendering = Schedulers.newBoundedElastic(RENDER_THREADS, RENDER_QUEUE_MAX, "agreements");
    private final String publicUrl;

    AgreementPdf(@Value("${jiayi.public-url}") String publicUrl) {
        this.publicUrl = publicUrl;
    }

    @Override
    public Mono<byte[]> pdf(Agreement agreement) {
        return Mono.fromCallable(() -> render(agreement)).subscribeOn(rendering);
    }

    private byte[] render(Agreement agreement) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            document.pdf(AgreementRecords.of(agreement, publicUrl), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot render agreement " + agreement.agreementId(), e);
        }
        return bytes.toByteArray();
    }
}
