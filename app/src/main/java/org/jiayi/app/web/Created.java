package org.jiayi.app.web;

import java.net.URI;
import org.jiayi.app.database.CommandKeys;
import org.springframework.http.ResponseEntity;

/** The answer to a command with a key that creates something. */
public final class Created {

    private Created() {}

    /** 201 with the place of what was created, and whether an earlier request with the same key did it. */
    public static <T> ResponseEntity<T> at(String location, CommandKeys.Answer answer, T body) {
        return at(location, answer).body(body);
    }

    /** The same, with what is asked for when it is changed. */
    public static <T> ResponseEntity<T> at(String location, CommandKeys.Answer answer, String etag, T body) {
        return at(location, answer).eTag(etag).body(body);
    }

    private static ResponseEntity.BodyBuilder at(String location, CommandKeys.Answer answer) {
        return ResponseEntity.created(URI.create(location))
                .header("Idempotency-Replayed", Boolean.toString(answer.replayed()));
    }
}
