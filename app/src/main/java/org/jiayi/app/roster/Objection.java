package org.jiayi.app.roster;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What an institution objects to in a month's list (异议), and the bureau's answer.
 *
 * @param note in the institution's words
 * @param accepted empty until it is answered
 * @param answer in the bureau's words
 */
public record Objection(
        UUID objectionId,
        String institutionCode,
        UUID residentId,
        ObjectionReason reason,
        String note,
        Optional<Boolean> accepted,
        Optional<String> answer,
        Optional<Instant> answeredAt) {}
