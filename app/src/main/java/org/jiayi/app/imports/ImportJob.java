package org.jiayi.app.imports;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One import: a file and how far it is.
 *
 * @param kind {@link FileKind#code()}
 * @param sha256 of the file as uploaded, in hex; the same file is the same job
 * @param fileId the upload whose file is read: the first one, or the one by which it goes on after it failed or was cancelled
 * @param rows data rows of the file
 * @param rowsDone rows that are accepted, unchanged or refused for good
 * @param refused rows by reason code
 * @param normalised accepted rows by what was put into standard form
 */
public record ImportJob(
        String area,
        UUID importId,
        String kind,
        String sha256,
        UUID fileId,
        String encoding,
        long rows,
        long rowsDone,
        long accepted,
        long unchanged,
        Map<String, Long> refused,
        Map<String, Long> normalised,
        String status,
        String uploadedBy,
        Instant uploadedAt,
        Optional<Instant> finishedAt) {

    /** Whether nothing more will happen to it. */
    public boolean isOver() {
        return !status.equals("waiting") && !status.equals("running");
    }
}
