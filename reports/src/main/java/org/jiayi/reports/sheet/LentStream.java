package org.jiayi.reports.sheet;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Someone else's stream: closing the writer on top of it frees the writer's native memory and leaves the stream open. */
final class LentStream extends FilterOutputStream {

    LentStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
