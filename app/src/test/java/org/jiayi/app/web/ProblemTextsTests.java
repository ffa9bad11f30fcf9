package org.jiayi.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The code knows every problem of the API contract, and the contract every refusal of the code. */
class ProblemTextsTests {

    private static final String CHINESE = ".*\\p{IsHan}.*";

    private final ProblemTexts texts = new ProblemTexts();

    @Test
    void both_lists_hold_the_same_codes() {
        assertThat(texts.all().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RefusalCode.values())
                        .map(RefusalCode::code)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void says_the_same_status_and_two_sentences_in_two_languages(RefusalCode code) {
        Map<String, Object> entry = texts.all().getOrDefault(code.code(), Map.of());
        assertThat(entry).containsOnlyKeys("status", "zh", "en").containsEntry("status", code.status());
        assertThat((List<?>) entry.get("zh"))
                .as("what is wrong, what to do; a comma in a text makes a third")
                .hasSize(2)
                .allMatch(text -> String.valueOf(text).matches(CHINESE));
        assertThat((List<?>) entry.get("en"))
                .as("what is wrong, what to do; a comma in a text makes a third")
                .hasSize(2)
                .allMatch(text -> String.valueOf(text).matches("[A-Z].*"));
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, true", "zh-TW, true", "en, false", "en-GB, false", "fr, true", "und, true"})
    void is_chinese_unless_english_is_asked_for(String language, boolean chinese) {
        var text = texts.of(RefusalCode.NOT_FOUND, Locale.forLanguageTag(language));
        assertThat(text.title().matches(CHINESE)).isEqualTo(chinese);
        assertThat(text.action().matches(CHINESE)).isEqualTo(chinese);
    }
}
