package org.jiayi.app.settlement;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * Why a line of a batch comes to what it does: a sentence, and the steps that make the amount, as the line's kind tells it.
 *
 * @param sentence in Chinese
 * @param sentenceEn in English
 * @param policyId where one policy decides the figures
 */
public record LineExplanation(String sentence, String sentenceEn, Optional<UUID> policyId, List<Step> steps) {

    public LineExplanation {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param rule what was applied, a stable code
     * @param text in Chinese
     * @param textEn in English; empty where it is told in Chinese only
     * @param formula the figures, in fen, where there are any
     * @param result what came out of it
     * @param about what tells more of it: another batch, a contract with its fee, a year end, a distribution, a claim, a policy
     */
    public record Step(
            String rule,
            String text,
            Optional<String> textEn,
            Optional<String> formula,
            Optional<String> result,
            Optional<PublicId> about) {

        /** A step in words. */
        public static Step told(String rule, String text, String textEn) {
            return new Step(rule, text, Optional.of(textEn), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** A step that comes to an amount. */
        public static Step of(String rule, String text, String textEn, Money result) {
            return told(rule, text, textEn).with(Optional.empty(), result.toFraction());
        }

        /** A step that is computed. */
        public static Step of(String rule, String text, String textEn, String formula, Money result) {
            return of(rule, text, textEn, formula, result.toFraction());
        }

        /** A step that is computed and not rounded yet. */
        public static Step of(String rule, String text, String textEn, String formula, Fraction result) {
            return told(rule, text, textEn).with(Optional.of(formula), result);
        }

        private Step with(Optional<String> figures, Fraction outcome) {
            return new Step(rule, text, textEn, figures, Optional.of(outcome.toString()), Optional.empty());
        }

        /** The same with what tells more of it. */
        public Step about(PublicId.Kind kind, String area, UUID id) {
            return new Step(rule, text, textEn, formula, result, Optional.of(PublicId.of(kind, area, id)));
        }
    }

    /** An amount as a sentence says it: which way the money goes, and how much. */
    public static String amount(long fen) {
        return (fen < 0 ? "应收回 " : "应付 ") + Money.ofFen(Math.abs(fen)).toYuan() + " 元";
    }

    /** The same in English. */
    public static String amountEn(long fen) {
        return (fen < 0 ? "recovers " : "is due ") + Money.ofFen(Math.abs(fen)).toYuan() + " yuan";
    }
}
