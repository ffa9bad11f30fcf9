package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OurNumberTests {

    @Test
    void a_number_tells_the_area_and_the_id_and_fits_the_providers_fields() {
        Random random = new Random(20260220);
        for (int i = 0; i < 1_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            String order = OurNumber.ofOrder("439901", id);
            String refund = OurNumber.ofRefund("439901", id);
            assertThat(order).hasSize(32).matches("[0-9A-Z]+");
            assertThat(refund).hasSize(33);
            assertThat(OurNumber.findOrder(order)).contains(new OurNumber("439901", id));
            assertThat(OurNumber.findRefund(refund)).contains(new OurNumber("439901", id));
            assertThat(OurNumber.findOrder(refund)).isEmpty();
            assertThat(OurNumber.findRefund(order)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "439901", "43990100000000000000000000000000I0", "4399018ZZZZZZZZZZZZZZZZZZZZZZZZZ", "'; --"})
    void what_is_no_number_of_ours_names_nothing(String text) {
        assertThat(OurNumber.findOrder(text)).isEmpty();
        assertThat(OurNumber.findRefund(text)).isEmpty();
    }
}
