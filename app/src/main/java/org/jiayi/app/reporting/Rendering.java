package org.jiayi.app.reporting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.RejectedExecutionException;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.reports.table.TableDocument;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Renders what somebody waits for: a few documents at a time, off the event loop, and refuses more than can wait. */
@Component
class Rendering {

    private static final int RENDER_THREADS = 2;
    private static final int RENDER_QUEUE_MAX = 50;

    private final Scheduler workers;

    Rendering() {
        this(RENDER_THREADS, RENDER_QUEUE_MAX);
    }

    Rendering(int threads, int queueMax) {
        this.workers = Schedulers.newBoundedElastic(threads, queueMax, "documents");
    }

    /** Writes a document; it may wait for its rows. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Renders an office table in one of its forms. */
    <D> Mono<PrintedDocument> table(TableDocument<D> document, D figures, String title, DocumentFormat format) {
        return bytes(title, out -> {
                    switch (format) {
                        case PDF -> document.pdf(figures, out);
                        case XLSX -> document.xlsx(figures, out);
                    }
                })
                .map(content -> new PrintedDocument(title + "." + format.code(), format, content));
    }

    /** Renders into memory; refused where too many are waiting. A caller who goes away stops it. */
    Mono<byte[]> bytes(String title, Content content) {
        return Mono.fromCallable(() -> written(title, content))
                .subscribeOn(workers)
                .onErrorMap(RejectedExecutionException.class, full -> new Refused(RefusalCode.RENDERING_BUSY));
    }

    private static byte[] written(String title, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot render " + title, e);
        }
        return bytes.toByteArray();
    }
}
