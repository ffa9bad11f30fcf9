package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends published files, and writes down who was sent which bytes of them. */
@Component
public class Downloads {

    private static final Logger log = LoggerFactory.getLogger(Downloads.class);

    /**
     * The server takes 128 pieces ahead of a caller who reads slowly, outside the heap. So they are small, a megabyte in
     * all, and callers are as many as the smallest application (512 MB) has room for beside everything else.
     */
    private static final int PIECE_BYTES = 8 << 10;

    static final int AT_ONCE_MAX = 200;

    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final VerifiedFiles files;
    private final DatabaseClient database;
    private final Clock clock;

    Downloads(VerifiedFiles files, DatabaseClient database, Clock clock) {
        this.files = files;
        this.database = database;
        this.clock = clock;
    }

    /** Some bytes of a file, from one of them on. */
    public record Slice(long first, long bytes) {}

    /**
     * One download.
     *
     * @param bytes as many as were asked for
     * @param sentBytes as many as went out; empty while it runs, and where the application was killed under it
     */
    public record Download(
            UUID downloadId,
            String name,
            String caller,
            long firstByte,
            long bytes,
            Instant startedAt,
            Optional<Long> sentBytes,
            Optional<Boolean> complete) {}

    /** Completes where the stored file is what was published; refused where not. */
    public Mono<Void> check(Statement statement, StatementFile file) {
        return files.check(statement, file);
    }

    /** Answers while it has a place; refused where every place is taken. */
    public Mono<Void> inPlace(Mono<Void> answer) {
        return Mono.using(this::place, place -> answer, Semaphore::release);
    }

    private Semaphore place() {
        if (!places.tryAcquire()) {
            throw new Refused(RefusalCode.TRY_AGAIN_LATER);
        }
        return places;
    }

    /** The bytes of a checked file; that they are asked for is written down first, how many went out at the end. */
    public Flux<DataBuffer> send(Statement statement, StatementFile file, Slice slice, Caller caller) {
        UUID downloadId = UuidCreator.getTimeOrderedEpoch();
        AtomicLong sent = new AtomicLong();
        return begin(statement, file, slice, caller, downloadId)
                .thenMany(files.read(statement, file, slice.first(), slice.bytes()))
                .concatMapIterable(Downloads::pieces, 1)
                .doOnNext(piece -> sent.addAndGet(piece.readableByteCount()))
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .doFinally(end -> end(statement.area(), downloadId, sent.get()));
    }

    /** Views of the buffer, which they keep between them. */
    static List<DataBuffer> pieces(DataBuffer buffer) {
        List<DataBuffer> pieces = new ArrayList<>();
        while (buffer.readableByteCount() > PIECE_BYTES) {
            pieces.add(buffer.split(buffer.readPosition() + PIECE_BYTES));
        }
        pieces.add(buffer);
        return pieces;
    }

    private Mono<Void> begin(Statement statement, StatementFile file, Slice slice, Caller caller, UUID downloadId) {
        return database.sql("""
                        INSERT INTO publication_download (area, download_id, statement_id, name, caller, first_byte, bytes,
                            started_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .bind(0, statement.area())
                .bind(1, downloadId)
                .bind(2, statement.statementId())
                .bind(3, file.name())
                .bind(4, caller.subject())
                .bind(5, slice.first())
                .bind(6, slice.bytes())
                .bind(7, clock.instant())
                .then();
    }

    /** The caller may be gone, so this is subscribed apart from what they asked for. */
    private void end(String area, UUID downloadId, long sentBytes) {
        database.sql("""
                        UPDATE publication_download SET sent_bytes = $3, complete = ($3 = bytes)
                        WHERE area = $1 AND download_id = $2 AND sent_bytes IS NULL
                        """)
                .bind(0, area)
                .bind(1, downloadId)
                .bind(2, sentBytes)
                .then()
                .subscribe(
                        done -> {}, error -> log.warn("The end of download {} is not written down", downloadId, error));
    }

    /** At most {@code limit} downloads of the statement in their order, after the given one. */
    public Flux<Download> list(Statement statement, Optional<UUID> after, int limit) {
        return database.sql("""
                        SELECT download_id, name, caller, first_byte, bytes, started_at, sent_bytes, complete
                        FROM publication_download
                        WHERE area = $1 AND statement_id = $2 AND ($3::uuid IS NULL OR download_id > $3)
                        ORDER BY download_id LIMIT $4
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .bind(2, Columns.orNull(after, UUID.class))
                .bind(3, limit)
                .map(row -> new Download(
                        Columns.get(row, "download_id", UUID.class),
                        Columns.text(row, "name"),
                        Columns.text(row, "caller"),
                        Columns.get(row, "first_byte", Long.class),
                        Columns.get(row, "bytes", Long.class),
                        Columns.get(row, "started_at", Instant.class),
                        Columns.find(row, "sent_bytes", Long.class),
                        Columns.find(row, "complete", Boolean.class)))
                .all();
    }
}
