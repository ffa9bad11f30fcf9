package org.jiayi.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnprintableTests {

    @Test
    void leavesPrintableTextAlone() {
        String name = "阿依古丽·买买提";

        assertThat(Unprintable.marked(name, codePoint -> true)).isSameAs(name);
    }

    @Test
    void marksEveryCharacterThatCannotBeShownAndOnlyThose() {
        assertThat(Unprintable.marked("a𠮷b\t", codePoint -> codePoint == 'a' || codePoint == 'b'))
                .isEqualTo("a〓[U+20BB7]b〓[U+0009]");
    }
}
