package org.jiayi.app.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unified social credit codes (GB 32100). */
class UsccTests {

    private static final String RIGHT = "91350100M000100Y43";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @Test
    void a_right_code_is_taken() {
        assertThat(Uscc.isValid(RIGHT)).isTrue();
    }

    @Test
    void every_single_wrong_character_is_noticed() {
        for (int place = 0; place < RIGHT.length(); place++) {
            for (char other : ALPHABET.toCharArray()) {
                var code = RIGHT.substring(0, place) + other + RIGHT.substring(place + 1);
                assertThat(Uscc.isValid(code)).as(code).isEqualTo(code.equals(RIGHT));
            }
        }
    }

    @Test
    void two_neighbours_exchanged_are_noticed() {
        for (int place = 0; place + 1 < RIGHT.length(); place++) {
            var code = RIGHT.substring(0, place)
                    + RIGHT.charAt(place + 1)
                    + RIGHT.charAt(place)
                    + RIGHT.substring(place + 2);
            assertThat(Uscc.isValid(code)).as(code).isEqualTo(code.equals(RIGHT));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "91350100M000100Y4",
                "91350100M000100Y433",
                "91350100m000100y43",
                "９1350100M000100Y43",
                " 91350100M000100Y4"
            })
    void another_form_is_refused(String code) {
        assertThat(Uscc.isValid(code)).isFalse();
    }
}
