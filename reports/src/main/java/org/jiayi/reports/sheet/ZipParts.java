package org.jiayi.reports.sheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Reads the parts of a finished workbook from memory.
 *
 * <p>The JDK cannot: its stream reader rejects the 64-bit descriptors that fastexcel's zip writer puts behind every
 * part, and its random-access reader wants a file, which would leave residents' names in a temporary directory. The
 * directory at the end of the archive says all that is needed.
 */
final class ZipParts implements Iterable<ZipParts.Part> {

    private static final int END_OF_DIRECTORY = 0x06054b50;
    private static final int END_OF_DIRECTORY_BYTES = 22;
    private static final int DIRECTORY_ENTRY_BYTES = 46;
    private static final int LOCAL_HEADER_BYTES = 30;

    /** A part of the archive. */
    record Part(String name, InputStream content) {}

    private final ByteBuffer archive;

    ZipParts(byte[] archive) {
        this.archive = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Iterator<Part> iterator() {
        int end = archive.capacity() - END_OF_DIRECTORY_BYTES;
        if (archive.getInt(end) != END_OF_DIRECTORY) {
            throw new IllegalStateException("fastexcel's archive does not end with its directory");
        }
        int count = archive.getShort(end + 10) & 0xFFFF;
        int first = archive.getInt(end + 16);
        return new Iterator<>() {
            private int left = count;
            private int entry = first;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Part next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                Part part = partOf(entry);
                entry += DIRECTORY_ENTRY_BYTES + lengths(entry + 28) + length(entry + 32);
                left--;
                return part;
            }
        };
    }

    private Part partOf(int entry) {
        var name =
                new String(archive.array(), entry + DIRECTORY_ENTRY_BYTES, length(entry + 28), StandardCharsets.UTF_8);
        int header = archive.getInt(entry + 42);
        int start = header + LOCAL_HEADER_BYTES + lengths(header + 26);
        var packed = new ByteArrayInputStream(archive.array(), start, archive.getInt(entry + 20));
        return new Part(name, new Unpacking(packed));
    }

    /** Reads the lengths of the name and of the extra field, which follow each other. */
    private int lengths(int at) {
        return length(at) + length(at + 2);
    }

    private int length(int at) {
        return archive.getShort(at) & 0xFFFF;
    }

    /** Unpacks a part, and frees the native memory of doing so when it is closed. */
    private static final class Unpacking extends InflaterInputStream {

        Unpacking(InputStream packed) {
            super(packed, new Inflater(true));
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }
}
