package org.jiayi.app.web;

import org.jiayi.app.database.CommandKeys;
import org.springframework.http.ResponseEntity;

/** The answer to a command with a key that changes something. */
public final class Changed {

    private Changed() {}

    /** 200, and whether an earlier request with the same key did it. */
    public static ResponseEntity.BodyBuilder by(CommandKeys.Answer answer) {
        return ResponseEntity.ok().header("Idempotency-Replayed", Boolean.toString(answer.replayed()));
    }
}
