package org.jiayi.app.settlement;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A published file, whose bytes never change.
 *
 * @param institutionCode whose statement it is; empty for the batch summary
 * @param rows lines of detail in it
 * @param path where the bytes are
 */
public record PublishedFile(
        String area,
        UUID fileId,
        UUID batchId,
        Optional<String> institutionCode,
        String name,
        String mediaType,
        long rows,
        long bytes,
        String sha256,
        String sm3,
        Path path) {}
