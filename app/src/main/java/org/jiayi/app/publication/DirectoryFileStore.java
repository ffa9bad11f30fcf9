package org.jiayi.app.publication;

import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jiayi.app.database.PrivateDirectory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Keeps files in a directory that only the application may look into. */
final class DirectoryFileStore implements FileStore {

    private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);
    private static final int BUFFER_BYTES = 256 << 10;

    /** What touching a file changes and nobody can set back, where the system has it. */
    private static final String TRACES =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                    ? "unix:ctime,ino,size"
                    : "lastModifiedTime,fileKey,size";

    private final Path directory;

    DirectoryFileStore(Path directory) throws IOException {
        this.directory = PrivateDirectory.create(directory);
    }

    @Override
    public Mono<Void> put(String key, Path local) {
        return Mono.<Void>fromCallable(() -> {
                    keep(local, of(key));
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** Moves a file there so that it survives a power cut, whole or not at all. */
    static void keep(Path local, Path path) throws IOException {
        PrivateDirectory.createFor(path);
        force(local, StandardOpenOption.WRITE);
        Files.move(local, path, StandardCopyOption.ATOMIC_MOVE);
        force(Objects.requireNonNull(path.getParent()), StandardOpenOption.READ);
    }

    /** Has what is written there survive a power cut; of a directory, the names in it. */
    static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    @Override
    public Flux<DataBuffer> read(String key, long first, long bytes) {
        Path path = of(key);
        Flux<DataBuffer> rest = DataBufferUtils.readAsynchronousFileChannel(
                () -> AsynchronousFileChannel.open(path, StandardOpenOption.READ), first, BUFFERS, BUFFER_BYTES);
        return DataBufferUtils.takeUntilByteCount(rest, bytes);
    }

    @Override
    public Mono<String> version(String key) {
        return Mono.fromCallable(() -> Files.readAttributes(of(key), TRACES).toString())
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Path of(String key) {
        Path path = directory.resolve(key).normalize();
        if (!path.startsWith(directory)) {
            throw new IllegalArgumentException("a key leads out of the store");
        }
        return path;
    }
}
