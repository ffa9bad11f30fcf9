package org.jiayi.app.capitation;

import java.util.List;
import java.util.Optional;

/**
 * Why a figure is what it is, or why somebody does not count: one sentence, and the steps that lead there. Told from what was
 * kept when the month was counted, never from what holds today.
 *
 * @param sentence in Chinese
 * @param sentenceEn in English
 */
public record Explanation(String sentence, String sentenceEn, List<Step> steps) {

    /**
     * One step.
     *
     * @param rule what was applied, a stable code
     * @param text in Chinese
     * @param formula the figures, where there are any
     * @param result what came out of it
     */
    public record Step(String rule, String text, Optional<String> formula, Optional<String> result) {

        /** A step in words. */
        static Step told(String rule, String text) {
            return new Step(rule, text, Optional.empty(), Optional.empty());
        }

        /** A step in figures. */
        static Step computed(String rule, String text, String formula, String result) {
            return new Step(rule, text, Optional.of(formula), Optional.of(result));
        }
    }

    public Explanation {
        steps = List.copyOf(steps);
    }
}
