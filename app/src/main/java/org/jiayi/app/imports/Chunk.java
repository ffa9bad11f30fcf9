package org.jiayi.app.imports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * Consecutive well-formed rows of one file.
 *
 * @param area the pooling area that the file belongs to
 * @param importId the job
 * @param uploadedBy who uploaded the file
 * @param recordedAt the moment written on what the rows become
 * @param lines in file order
 */
public record Chunk(String area, UUID importId, String uploadedBy, Instant recordedAt, List<CsvLine> lines) {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** The day of that moment: what a row says has happened has happened by then. */
    public LocalDate recordedOn() {
        return LocalDate.ofInstant(recordedAt, ZONE);
    }
}
