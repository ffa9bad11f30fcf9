package org.jiayi.app.imports;

import java.time.Duration;
import java.util.stream.Collectors;
import org.jiayi.app.worker.BackgroundWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Deletes the files that killed runs left behind: they are in clear, and no open job needs them. */
@Component
class ImportSweep extends BackgroundWork {

    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final ImportStore store;
    private final ImportFiles files;

    ImportSweep(ImportStore store, ImportFiles files) {
        super(PAUSE);
        this.store = store;
        this.files = files;
    }

    /** The files are listed before the jobs: one that is older than an upload can be has its job by then, or never will. */
    @Override
    protected Mono<Void> round() {
        return Mono.fromCallable(files::old)
                .subscribeOn(Schedulers.boundedElastic())
                .filter(old -> !old.isEmpty())
                .flatMap(old -> store.openFiles()
                        .map(files::of)
                        .collect(Collectors.toSet())
                        .publishOn(Schedulers.boundedElastic())
                        .doOnNext(needed -> old.stream()
                                .filter(file -> !needed.contains(file))
                                .forEach(files::delete)))
                .then();
    }
}
