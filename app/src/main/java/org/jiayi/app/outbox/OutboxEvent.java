package org.jiayi.app.outbox;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Something that happened, told without personal data: whoever wants to know more asks the API for the subject.
 *
 * @param eventId chosen by whoever appends; receivers know by it that they have seen the event before
 * @param kind module and what happened, such as {@code contract.signed}
 * @param subjectId the public id of what it happened to
 * @param institutionCode whose affair it is; empty where it is no single institution's
 * @param teamNumber whose affair it is; empty where it is no single team's
 * @param effectiveOn the day from which it holds
 */
public record OutboxEvent(
        UUID eventId,
        String kind,
        String subjectId,
        String institutionCode,
        String teamNumber,
        LocalDate effectiveOn) {}
