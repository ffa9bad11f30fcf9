package org.jiayi.app.publication;

import java.nio.file.Path;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where published files are kept: a directory, or what speaks S3. Keys are ours alone; no caller ever names one. */
public interface FileStore {

    /** Keeps the local file under the key; once this completes it survives a power cut. The local file is used up. */
    Mono<Void> put(String key, Path local);

    /** Bytes of a file, from one of them on; an error where there are not as many. */
    Flux<DataBuffer> read(String key, long first, long bytes);

    /** A text that is another one once the file has been touched; an error where there is none. */
    Mono<String> version(String key);
}
