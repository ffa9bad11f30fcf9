package org.jiayi.app.publication;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jiayi.app.digest.ContentDigest;

/**
 * A packed file while it is written: digests raw and packed bytes on the way and keeps none in memory. No time and no name
 * is in the packed bytes, so that the same lines give the same file.
 */
final class PartFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final Path path;
    private final ContentDigest.Sink rawSink = new ContentDigest.Sink();
    private final ContentDigest.Sink packedSink = new ContentDigest.Sink();
    private final OutputStream packer;
    private long rawBytes;
    private long packedBytes;

    PartFile(Path path) throws IOException {
        this.path = path;
        OutputStream file = Files.newOutputStream(path);
        this.packer = new GZIPOutputStream(new BufferedOutputStream(new Packed(file), BUFFER_BYTES), BUFFER_BYTES);
    }

    /** What leaves the packer. */
    private final class Packed extends OutputStream {

        private final OutputStream file;

        private Packed(OutputStream file) {
            this.file = file;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            packedSink.write(bytes, offset, length);
            packedBytes += length;
            file.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        rawSink.write(bytes, 0, bytes.length);
        rawBytes += bytes.length;
        packer.write(bytes);
    }

    /** Ends the file. */
    MadeFile finish(String name, long rows) throws IOException {
        packer.close();
        return new MadeFile(
                new StatementFile(
                        name,
                        Optional.empty(),
                        "application/gzip",
                        rows,
                        new StatementFile.Content(packedBytes, packedSink.digest()),
                        new StatementFile.Content(rawBytes, rawSink.digest())),
                path);
    }

    @Override
    public void close() throws IOException {
        packer.close();
    }
}
