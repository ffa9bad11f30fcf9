package org.jiayi.app.publication;

import java.util.Optional;
import org.jiayi.app.digest.ContentDigest;

/**
 * A published file, whose bytes never change.
 *
 * @param name plain ASCII, unique within the statement
 * @param institutionCode whose it is; empty where it is the bureau's only
 * @param rows lines of detail in it
 * @param packed as it travels
 * @param raw what it unpacks to; the same where it is not packed
 */
public record StatementFile(
        String name, Optional<String> institutionCode, String mediaType, long rows, Content packed, Content raw) {

    /** Some bytes. */
    public record Content(long bytes, ContentDigest digest) {}
}
