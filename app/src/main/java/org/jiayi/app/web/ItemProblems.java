package org.jiayi.app.web;

import java.util.Locale;
import java.util.Objects;
import org.jiayi.api.model.ItemProblem;
import org.jiayi.app.kernel.decision.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why one item of many was not done, in the reader's language. */
@Component
public class ItemProblems {

    private final ProblemTexts texts;

    ItemProblems(ProblemTexts texts) {
        this.texts = texts;
    }

    /** The problem of one item; Chinese where the reader says nothing. */
    public ItemProblem of(Refusal refusal, @Nullable Locale locale) {
        ProblemTexts.Text text = texts.of(refusal.code(), Objects.requireNonNullElse(locale, Locale.CHINA));
        return new ItemProblem(refusal.code().code(), text.title(), text.action());
    }
}
