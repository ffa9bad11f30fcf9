package org.jiayi.app.agreement;

import reactor.core.publisher.Mono;

/** Prints agreements; implemented by whoever can lay out documents. */
public interface AgreementDocuments {

    /** The agreement as a PDF, the same bytes every time; rendering happens off the event loop. */
    Mono<byte[]> pdf(Agreement agreement);
}
