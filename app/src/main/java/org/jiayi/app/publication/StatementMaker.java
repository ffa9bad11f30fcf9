package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jiayi.app.database.PrivateDirectory;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.settlement.ApprovedBatches;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Makes the files of a batch in a directory of its own and hands them to the store. */
@Component
class StatementMaker {

    /** How many pages of lines may wait for being packed. */
    private static final int PAGES_AHEAD = 4;

    private static final String SCHEMA_FILE = "schema.json";

    /** The payees and the schema. */
    private static final int OTHER_FILES = 2;

    private final ApprovedBatches batches;
    private final StatementDetails details;
    private final List<StatementDocuments> documents;
    private final FileStore store;
    private final Path workspace;
    private final JsonMapper json = new JsonMapper();

    StatementMaker(
            ApprovedBatches batches,
            StatementDetails details,
            List<StatementDocuments> documents,
            FileStore store,
            @Value("${jiayi.data}") Path data)
            throws IOException {
        this.batches = batches;
        this.details = details;
        this.documents = documents;
        this.store = store;
        this.workspace = PrivateDirectory.create(data.resolve("publishing"));
    }

    /**
     * What was made of a batch.
     *
     * @param folder where the files stand in the store
     */
    record Made(UUID folder, StatementTotals totals, List<StatementFile> files) {}

    private record Detail(List<MadeFile> parts, long persons) {

        private long lines() {
            return parts.stream().mapToLong(part -> part.file().rows()).sum();
        }
    }

    /** Makes every file anew and keeps it; nobody knows of the files until a statement names them. */
    Mono<Made> make(Batch batch, Making making) {
        UUID folder = UuidCreator.getTimeOrderedEpoch();
        return blocking(() -> swept(PrivateDirectory.create(workspace.resolve(folder.toString()))))
                .flatMap(directory -> make(batch, making, folder, directory)
                        .publishOn(Schedulers.boundedElastic())
                        .doFinally(end -> delete(directory)));
    }

    private Mono<Made> make(Batch batch, Making making, UUID folder, Path directory) {
        StatementDetail detail = details.get(batch);
        return batches.lines(batch)
                .collectList()
                .flatMap(lines -> detail(batch, detail, making, directory)
                        .doOnNext(made -> making.begin(Making.DOCUMENTS, filesOf(batch, lines, made)))
                        .flatMap(made -> Flux.concat(
                                        Flux.fromIterable(made.parts()),
                                        blocking(() -> payees(batch, lines, directory)),
                                        blocking(() -> schema(detail.layout(), directory)),
                                        documents(batch, lines, directory))
                                .concatMap(file -> keep(batch, folder, file), 1)
                                .doOnNext(kept -> making.count(1))
                                .collectList()
                                .map(files -> new Made(folder, totals(batch, made), files))));
    }

    private int filesOf(Batch batch, List<BatchLine> lines, Detail detail) {
        return detail.parts().size()
                + OTHER_FILES
                + documents.stream().mapToInt(all -> all.count(batch, lines)).sum();
    }

    private static StatementTotals totals(Batch batch, Detail detail) {
        return new StatementTotals(
                detail.lines(),
                detail.persons(),
                batch.dueFen(),
                batch.entitlementFen(),
                batch.retentionFen(),
                batch.deductedFen());
    }

    /** Corrections come on top of the heads; they are few. */
    private static Mono<Detail> detail(Batch batch, StatementDetail detail, Making making, Path directory) {
        making.begin(Making.DETAIL, batch.heads());
        return blocking(() -> new DetailParts(directory, detail.layout(), DetailParts.PART_LINES_MAX))
                .flatMap(parts -> detail.pages(batch)
                        .publishOn(Schedulers.boundedElastic(), PAGES_AHEAD)
                        .doOnNext(page -> {
                            parts.write(page);
                            making.count(page.lines());
                        })
                        .then(Mono.fromSupplier(() -> parts.finish(detail.total(batch)))))
                .flatMap(parts -> detail.persons(batch).map(persons -> new Detail(parts, persons)));
    }

    private static MadeFile payees(Batch batch, List<BatchLine> lines, Path directory) throws IOException {
        try (PartFile file = new PartFile(directory.resolve(PayeeLines.FILE))) {
            file.write(PayeeLines.page(batch, lines).utf8());
            file.write(PayeeLines.total(batch, lines));
            return file.finish(PayeeLines.FILE, lines.size());
        }
    }

    /** 列说明: what each column of the files means. */
    private MadeFile schema(DetailLayout detail, Path directory) throws IOException {
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        columns.put("detail", detail.columns());
        columns.put("payees", PayeeLines.COLUMNS);
        byte[] text = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(columns);
        return plain(Optional.empty(), SCHEMA_FILE, "application/json", 0, text, directory);
    }

    private Flux<MadeFile> documents(Batch batch, List<BatchLine> lines, Path directory) {
        return Flux.fromIterable(documents)
                .concatMap(all -> all.of(batch, lines))
                .concatMap(
                        document -> blocking(() -> plain(
                                document.institutionCode(),
                                document.name(),
                                document.mediaType(),
                                document.rows(),
                                document.content(),
                                directory)),
                        1);
    }

    private static MadeFile plain(
            Optional<String> institutionCode, String name, String mediaType, long rows, byte[] bytes, Path directory)
            throws IOException {
        Path path = Files.write(directory.resolve(name), bytes);
        StatementFile.Content content = new StatementFile.Content(bytes.length, ContentDigest.of(bytes));
        return new MadeFile(new StatementFile(name, institutionCode, mediaType, rows, content, content), path);
    }

    private Mono<StatementFile> keep(Batch batch, UUID folder, MadeFile made) {
        String key =
                VerifiedFiles.key(batch.area(), folder.toString(), made.file().name());
        return store.put(key, made.path()).thenReturn(made.file());
    }

    private static <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }

    /** Removes what killed runs left half made: what is a day older than this, by the file system's own time. */
    private Path swept(Path fresh) throws IOException {
        Instant old = Files.getLastModifiedTime(fresh).toInstant().minus(Duration.ofDays(1));
        try (Stream<Path> all = Files.list(workspace)) {
            for (Path directory : all.toList()) {
                if (Files.getLastModifiedTime(directory).toInstant().isBefore(old)) {
                    FileSystemUtils.deleteRecursively(directory);
                }
            }
        }
        return fresh;
    }

    private static void delete(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
