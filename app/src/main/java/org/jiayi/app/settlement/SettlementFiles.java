package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.PrivateDirectory;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The published files: their bytes in a directory, their rows, sizes and digests in the database. */
@Component
public class SettlementFiles {

    private final DatabaseClient database;
    private final Path directory;

    SettlementFiles(DatabaseClient database, @Value("${jiayi.data}") Path data) throws IOException {
        this.database = database;
        this.directory = PrivateDirectory.create(data.resolve("files"));
    }

    /** Writes a document to disk, so that it survives a power cut, and digests it on the way. */
    PublishedFile write(Batch batch, BatchDocuments.Document document) {
        Path path = path(batch.area(), batch.batchId(), document.name());
        try {
            PrivateDirectory.createFor(path);
            Path partial = path.resolveSibling(document.name() + ".partial");
            ContentDigest.Sink sink = new ContentDigest.Sink();
            sink.write(document.content(), 0, document.content().length);
            try (FileChannel channel = FileChannel.open(
                            partial,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(document.content());
                channel.force(true);
            }
            Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
            ContentDigest digest = sink.digest();
            return new PublishedFile(
                    batch.area(),
                    UuidCreator.getTimeOrderedEpoch(),
                    batch.batchId(),
                    document.institutionCode(),
                    document.name(),
                    document.mediaType(),
                    document.rows(),
                    document.content().length,
                    digest.sha256(),
                    digest.sm3(),
                    path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /** Makes written files public and the batch published; nothing happens where somebody else has done so. */
    Mono<Boolean> publish(Batch batch, List<PublishedFile> files, Instant at) {
        return database.sql("""
                        UPDATE settlement_batch SET status = 'published', published_at = $3
                        WHERE area = $1 AND batch_id = $2 AND status = 'approved'
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, at)
                .fetch()
                .rowsUpdated()
                .flatMap(ours -> ours == 1
                        ? Flux.fromIterable(files)
                                .concatMap(file -> add(file, at))
                                .then(Mono.just(true))
                        : Mono.just(false));
    }

    private Mono<Void> add(PublishedFile file, Instant at) {
        return database.sql("""
                        INSERT INTO settlement_file (area, file_id, batch_id, institution_code, name, media_type, rows,
                            bytes, sha256, sm3, published_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                        """)
                .bind(0, file.area())
                .bind(1, file.fileId())
                .bind(2, file.batchId())
                .bind(3, Columns.orNull(file.institutionCode(), String.class))
                .bind(4, file.name())
                .bind(5, file.mediaType())
                .bind(6, file.rows())
                .bind(7, file.bytes())
                .bind(8, file.sha256())
                .bind(9, file.sm3())
                .bind(10, at)
                .then();
    }

    /** The batch's files within the caller's reach, by name; the summary is for those who see the whole area. */
    public Flux<PublishedFile> list(Batch batch, Scope scope) {
        return database.sql("SELECT * FROM settlement_file WHERE area = $1 AND batch_id = $2 ORDER BY name")
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .map(this::file)
                .all()
                .filter(file -> isReached(file, scope));
    }

    /** The file of that id; refused where there is none in the caller's reach. */
    public Mono<PublishedFile> get(String area, UUID fileId, Scope scope) {
        return database.sql("SELECT * FROM settlement_file WHERE area = $1 AND file_id = $2")
                .bind(0, area)
                .bind(1, fileId)
                .map(this::file)
                .one()
                .filter(file -> isReached(file, scope))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private static boolean isReached(PublishedFile file, Scope scope) {
        return file.institutionCode()
                .map(code -> scope.reachesInstitution(file.area(), code))
                .orElseGet(() -> scope.institution().isEmpty() && scope.reachesArea(file.area()));
    }

    private PublishedFile file(Readable row) {
        String area = Columns.get(row, "area", String.class);
        UUID batchId = Columns.get(row, "batch_id", UUID.class);
        String name = Columns.get(row, "name", String.class);
        return new PublishedFile(
                area,
                Columns.get(row, "file_id", UUID.class),
                batchId,
                Columns.find(row, "institution_code", String.class),
                name,
                Columns.get(row, "media_type", String.class),
                Columns.get(row, "rows", Long.class),
                Columns.get(row, "bytes", Long.class),
                Columns.get(row, "sha256", String.class),
                Columns.get(row, "sm3", String.class),
                path(area, batchId, name));
    }

    private Path path(String area, UUID batchId, String name) {
        return directory.resolve(area).resolve(batchId.toString()).resolve(name);
    }
}
