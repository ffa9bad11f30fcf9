package org.jiayi.app.kernel.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;

class DocumentReaderTests {

    private final DocumentReader reader = new DocumentReader();

    @Test
    void accepts_values_at_their_limits() {
        assertThat(reader.text("字".repeat(DocumentReader.TEXT_CHARACTERS_MAX), "/name"))
                .hasSize(DocumentReader.TEXT_CHARACTERS_MAX);
        assertThat(reader.decimal("0", Fraction.ZERO, Fraction.ONE, "/rate")).isEqualTo(Fraction.ZERO);
        assertThat(reader.decimal("1", Fraction.ZERO, Fraction.ONE, "/rate")).isEqualTo(Fraction.ONE);
        assertThat(reader.number(28, 1, 28, "/day")).isEqualTo(28);
        assertThat(reader.amount(DocumentReader.AMOUNT_FEN_MAX, "/fen"))
                .isEqualTo(Money.ofFen(DocumentReader.AMOUNT_FEN_MAX));
        var items = Collections.nCopies(DocumentReader.ITEMS_MAX, "item");
        assertThat(reader.each(items, 1, "/items", (item, at) -> at)).endsWith("/items/199");
        assertThat(reader.<String>decide(() -> "read").<String>fold(refusal -> refusal.field(), value -> value))
                .isEqualTo("read");
    }

    @Test
    void refuses_values_beyond_their_limits() {
        assertThat(place(checked -> checked.text("字".repeat(DocumentReader.TEXT_CHARACTERS_MAX + 1), "/name")))
                .isEqualTo("/name");
        assertThat(place(checked -> checked.number(29, 1, 28, "/day"))).isEqualTo("/day");
        assertThat(place(checked -> checked.amount(DocumentReader.AMOUNT_FEN_MAX + 1, "/fen")))
                .isEqualTo("/fen");
        var tooMany = Collections.nCopies(DocumentReader.ITEMS_MAX + 1, "item");
        assertThat(place(checked -> checked.each(tooMany, 1, "/items", (item, at) -> at)))
                .isEqualTo("/items");
        assertThat(place(checked -> checked.each(null, 1, "/items", (item, at) -> at)))
                .isEqualTo("/items");
        assertThat(place(checked -> checked.distinct(List.of("a", "b", "a"), "/items")))
                .isEqualTo("/items/2");
    }

    @Test
    void remembers_the_first_thing_wrong_and_never_shows_the_stand_in() {
        reader.amount(null, "/first");
        reader.text(" ", "/second");
        reader.require(true, RefusalCode.SHARES_NOT_WHOLE, "/third");
        assertThat(reader.isSound()).isFalse();
        String answer = reader.<String>decide(() -> {
                    throw new AssertionError("a refused document has no value");
                })
                .fold(refusal -> refusal.code().code() + " at " + refusal.field(), value -> value);
        assertThat(answer).isEqualTo("policy_invalid at /first");
    }

    private static String place(Consumer<DocumentReader> reading) {
        var reader = new DocumentReader();
        reading.accept(reader);
        return reader.decide(() -> "accepted").fold(refusal -> refusal.field(), value -> value);
    }
}
