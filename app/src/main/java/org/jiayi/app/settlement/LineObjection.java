package org.jiayi.app.settlement;

import java.util.Optional;
import java.util.UUID;

/**
 * 异议: an institution says that a line of a batch is wrong.
 *
 * @param answer empty while nobody has answered
 * @param current whether the batch still says what was objected to
 */
public record LineObjection(
        UUID objectionId,
        UUID batchId,
        String payee,
        String institutionCode,
        String reason,
        String objectedBy,
        Optional<Answer> answer,
        boolean current) {

    /** The bureau's answer. */
    public record Answer(boolean accepted, String text, String answeredBy) {}

    boolean isAnswered() {
        return answer.isPresent();
    }

    /** Whether it was accepted, and the batch still says what was objected to. */
    boolean overturns() {
        return current && answer.filter(Answer::accepted).isPresent();
    }
}
